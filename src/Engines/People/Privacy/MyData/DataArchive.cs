using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Privacy;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;

namespace Linli.People.Privacy.MyData;

/// <summary>
/// Writes what is kept of a person as one archive: a JSON file for each module, for machines; one page to read; and the files
/// the person sent.
/// </summary>
internal sealed class DataArchive(IFileStore files)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IResult> Download(UseCaseRunner runner, Guid? person, CancellationToken cancel)
    {
        var data = await runner.Run(new ExportMyData(person), cancel);
        if (!data.Ok)
            return ProblemResults.From(data.Problems);
        var day = LocalTime.DateOf(data.Value.At).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

        // Through a file: an archive ends its entries synchronously, which no answer may do. It is gone when it was sent.
        var archive = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await Write(data.Value, archive, cancel);
        archive.Position = 0;
        return TypedResults.Stream(archive, "application/zip", $"my-data-{day}.zip");
    }

    public async Task Write(DataOfPerson data, Stream output, CancellationToken cancel)
    {
        await using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        await Text(zip, "index.html", Page(data), cancel);
        foreach (var module in data.Modules)
            await Text(zip, $"data/{module.Module}.json", JsonOf(module), cancel);
        foreach (var file in data.Modules.SelectMany(m => m.Sections).SelectMany(s => s.Files).DistinctBy(f => f.Id))
        {
            // Bytes that are gone must not spoil the rest.
            if (await files.Open(file.Id, cancel) is not { } bytes)
                continue;
            await using (bytes)
            {
                await using var entry = await zip.CreateEntry(PathOf(file), CompressionLevel.NoCompression).OpenAsync(cancel);
                await bytes.CopyToAsync(entry, cancel);
            }
        }
    }

    // The id keeps two files of one name apart; a name may hold what no disk takes.
    private static string PathOf(StoredFile file) =>
        $"files/{file.Id.Value:N}{new string([.. Path.GetExtension(file.Name).Where(c => char.IsAsciiLetterOrDigit(c) || c == '.')])}";

    private static string JsonOf(DataOfModule module) => JsonSerializer.Serialize(
        module.Sections.ToDictionary(s => s.Code, s => s.Items.Select(i => i.ToDictionary(v => v.Code, v => v.Value)).ToList()), Readable);

    private static async Task Text(ZipArchive zip, string name, string text, CancellationToken cancel)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(cancel);
        await entry.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
    }

    private static string Page(DataOfPerson data)
    {
        var html = new StringBuilder("""
            <!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>我的信息 · My data</title><style>
            body{font:18px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
            table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{border:1px solid #ccc;padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
            th{background:#f3f5f7;white-space:nowrap}.none{color:#555}img{max-width:16rem;max-height:16rem;margin:.3rem}</style>
            """);
        html.Append(CultureInfo.InvariantCulture, $"<h1>{Safe(data.Name)}：我的信息 · My data</h1><p>{LocalTime.ToLocal(data.At):yyyy-MM-dd HH:mm}（北京时间）</p>");
        foreach (var module in data.Modules)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Safe(module.Title.Zh)} · {Safe(module.Title.En)}</h2>");
            foreach (var section in module.Sections)
                Section(html, section);
        }

        return html.Append("</html>").ToString();
    }

    private static void Section(StringBuilder html, DataSection section)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h3>{Safe(section.Title.Zh)} · {Safe(section.Title.En)}</h3>");
        if (section.Items.Count == 0)
        {
            html.Append("<p class=\"none\">没有记录 · nothing</p>");
            return;
        }

        html.Append("<table><tr>");
        foreach (var value in section.Items[0])
            html.Append(CultureInfo.InvariantCulture, $"<th>{Safe(value.Label.Zh)}<br>{Safe(value.Label.En)}</th>");
        foreach (var item in section.Items)
        {
            html.Append("</tr><tr>");
            foreach (var value in item)
                html.Append(CultureInfo.InvariantCulture, $"<td>{Safe(Shown(value.Value))}</td>");
        }

        html.Append("</tr></table>");
        foreach (var file in section.Files)
            html.Append(file.MediaType.StartsWith("image/", StringComparison.Ordinal)
                ? $"<a href=\"{PathOf(file)}\"><img src=\"{PathOf(file)}\" alt=\"{Safe(file.Name)}\"></a>"
                : $"<p><a href=\"{PathOf(file)}\">{Safe(file.Name)}</a></p>");
    }

    // Machines read UTC in the JSON; people read their clock.
    private static string? Shown(string? value) =>
        value is { Length: >= 20 } && value.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? LocalTime.ToLocal(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : value;

    private static string Safe(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
