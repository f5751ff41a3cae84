using Linli.Cases.Report;
using Linli.Open311.Speak;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Http;

namespace Linli.Open311.Requests;

/// <summary>Pictures that come with a form, whatever the field is called, and addresses of pictures kept elsewhere.</summary>
internal static class Media
{
    private const int LongestUrl = 2000;

    /// <summary>The files of a multipart form; empty fields of browsers do not count.</summary>
    public static IReadOnlyList<IFormFile> FilesOf(Ask ask) =>
        ask.Context.Request.HasFormContentType ? [.. ask.Context.Request.Form.Files.Where(f => f.Length > 0 || f.FileName.Length > 0)] : [];

    /// <summary>What is wrong with them before their bytes are looked at.</summary>
    public static Problem? Refuse(Ask ask, IReadOnlyList<IFormFile> files)
    {
        if (files.Count > ReportCase.MaxFiles)
            return Problem.Invalid("media", "open311.too_many_files", $"最多 {ReportCase.MaxFiles} 张照片。", $"At most {ReportCase.MaxFiles} photos.");
        return UrlsOf(ask).Any(url => !IsUrl(url))
            ? Problem.Invalid("media_url", "open311.media_url", "media_url 应为 http 或 https 地址，最多 2000 个字符。", "media_url is an http or https address of at most 2,000 characters.")
            : null;
    }

    /// <summary>Addresses of pictures kept elsewhere, trimmed; clients send the name again for each.</summary>
    public static IReadOnlyList<string> UrlsOf(Ask ask) =>
        [.. new[] { "media_url", "media_url[]" }.SelectMany(name => ask.Arguments.GetValueOrDefault(name, [])).Select(u => u.Trim()).Distinct().Take(ReportCase.MaxFiles)];

    /// <summary>Stores the files in the client's name.</summary>
    public static async Task<Result<IReadOnlyList<FileId>>> Keep(Ask ask, IReadOnlyList<IFormFile> files)
    {
        var kept = new List<FileId>();
        foreach (var file in files)
        {
            await using var content = file.OpenReadStream();
            var stored = await ask.Service<IFileStore>().Save(content, file.FileName, FilePurpose.Photo, ask.Cancel, "media");
            if (!stored.Ok)
                return stored.As<IReadOnlyList<FileId>>();
            kept.Add(stored.Value.Id);
        }

        return kept;
    }

    private static bool IsUrl(string text) =>
        text.Length <= LongestUrl && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url.UserInfo.Length == 0;
}
