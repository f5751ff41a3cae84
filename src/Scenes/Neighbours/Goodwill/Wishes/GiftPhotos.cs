using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Web;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>Photos of a posted form, kept before the command that attaches them, so that no transaction waits for the disk.</summary>
internal static class GiftPhotos
{
    public static async Task<Result<IReadOnlyList<FileId>>> Keep(this IFileStore files, PostedForm form, string field, int most, CancellationToken cancel)
    {
        var kept = form.All("KeptPhotos").Select(id => Guid.TryParse(id, out var known) ? known : default).Where(id => id != default).Select(FileId.From).ToList();
        foreach (var file in form.Files(field).Take(most))
        {
            await using var content = file.OpenReadStream();
            var stored = await files.Save(content, file.FileName, FilePurpose.Photo, cancel, "photos");
            if (!stored.Ok)
                return stored.As<IReadOnlyList<FileId>>();
            kept.Add(stored.Value.Id);
        }

        return kept;
    }
}
