using Linli.Platform.Files;
using Linli.Platform.Results;

namespace Linli.Web;

/// <summary>Photos of a posted form, kept before the command that attaches them, so that no transaction waits for the disk.</summary>
public static class PostedPhotos
{
    /// <summary>Keeps what was just chosen, after what the form brought along from being sent before.</summary>
    /// <param name="files">Where they are kept.</param>
    /// <param name="form">The form.</param>
    /// <param name="field">Its field of new photos; those known already come as <c>KeptPhotos</c>.</param>
    /// <param name="most">So many new ones at most.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Their ids, or why one is no photo that can be kept.</returns>
    public static async Task<Result<IReadOnlyList<FileId>>> Keep(this IFileStore files, PostedForm form, string field, int most, CancellationToken cancel)
    {
        var kept = form.All("KeptPhotos").Select(id => Guid.TryParse(id, out var known) ? known : default).Where(id => id != default).Distinct().Select(FileId.From).ToList();
        foreach (var file in form.Files(field).Take(most))
        {
            await using var content = file.OpenReadStream();
            var stored = await files.Save(content, file.FileName, FilePurpose.Photo, cancel, field);
            if (!stored.Ok)
                return stored.As<IReadOnlyList<FileId>>();
            kept.Add(stored.Value.Id);
        }

        return kept;
    }
}
