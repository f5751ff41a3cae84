using System.Globalization;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Web;

namespace Linli.Cases.Desk;

/// <summary>
/// One of several small forms that share a page: its fields carry the form's name, as in <c>Return.Reason</c>, so that
/// labels and problems of one never meet those of another.
/// </summary>
internal sealed class DeskForm(PostedForm? form, string prefix = "")
{
    /// <summary>Nothing was posted.</summary>
    public static readonly DeskForm None = new(null);

    /// <summary>The fields of one small form.</summary>
    public DeskForm Of(string name) => new(form, name + ".");

    /// <summary>The text, trimmed; <c>null</c> when empty or absent.</summary>
    public string? Text(string field) => form?.Text(prefix + field);

    /// <summary>Every value of a field, such as ticked rows.</summary>
    public IReadOnlyList<string> All(string field) => form?.All(prefix + field) ?? [];

    /// <summary>Whether a box is ticked.</summary>
    public bool Ticked(string field) => form?.Ticked(prefix + field) == true;

    /// <summary>One of a closed set, or <c>null</c>.</summary>
    public T? Choice<T>(string field) where T : struct, Enum => form?.Word<T>(prefix + field);

    /// <summary>A whole number, or <c>null</c>.</summary>
    public int? Number(string field) => form?.Whole(prefix + field);

    /// <summary>Degrees, or <c>null</c>.</summary>
    public double? Degrees(string field) => form?.Number(prefix + field);

    /// <summary>An id, or <c>null</c>.</summary>
    public Guid? Id(string field) => form?.Id(prefix + field);

    /// <summary>A local time as <c>datetime-local</c> gives it, as an instant; <c>null</c> when unreadable.</summary>
    public DateTimeOffset? LocalInstant(string field) =>
        DateTime.TryParse(Text(field), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), LocalTime.Offset).ToUniversalTime()
            : null;

    /// <summary>A local date, or <c>null</c> when unreadable.</summary>
    public DateOnly? Day(string field) => DateOnly.TryParse(Text(field), CultureInfo.InvariantCulture, out var day) ? day : null;

    /// <summary>Stores the photos of a field and gives their ids.</summary>
    public async Task<Result<IReadOnlyList<FileId>>> Photos(string field, IFileStore store, CancellationToken cancel)
    {
        var ids = new List<FileId>();
        foreach (var photo in form?.Files(prefix + field) ?? [])
        {
            await using var content = photo.OpenReadStream();
            var stored = await store.Save(content, photo.FileName, FilePurpose.Photo, cancel, field);
            if (!stored.Ok)
                return stored.As<IReadOnlyList<FileId>>();
            ids.Add(stored.Value.Id);
        }

        return ids;
    }

    /// <summary>Problems as the form shows them, each leading to its field.</summary>
    public IReadOnlyCollection<FormProblem> Problems(IEnumerable<Problem> problems) =>
        problems.ForForm(field => prefix + char.ToUpperInvariant(field[0]) + field[1..]);
}
