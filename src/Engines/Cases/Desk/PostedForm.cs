using System.Globalization;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Web;
using Microsoft.AspNetCore.Http;

namespace Linli.Cases.Desk;

/// <summary>A posted form as a page reads it. Several small forms of one page keep apart by a prefix: <c>Return.Reason</c>.</summary>
internal sealed class PostedForm(IFormCollection? form, string prefix = "")
{
    /// <summary>Nothing was posted.</summary>
    public static readonly PostedForm None = new(null);

    /// <summary>The fields of one small form.</summary>
    public PostedForm Of(string name) => new(form, name + ".");

    /// <summary>The text, trimmed; <c>null</c> when empty or absent.</summary>
    public string? Text(string field) =>
        form is not null && form.TryGetValue(prefix + field, out var values) && values.ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Every value of a field, such as ticked rows.</summary>
    public IReadOnlyList<string> All(string field) =>
        form is not null && form.TryGetValue(prefix + field, out var values) ? [.. values.Where(v => !string.IsNullOrEmpty(v)).Select(v => v!)] : [];

    /// <summary>Whether a box is ticked.</summary>
    public bool Ticked(string field) => Text(field) is not null;

    /// <summary>One of a closed set, or <c>null</c>.</summary>
    public T? Choice<T>(string field) where T : struct, Enum =>
        Enum.TryParse<T>(Text(field), ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>A whole number, or <c>null</c>.</summary>
    public int? Number(string field) => int.TryParse(Text(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Degrees, or <c>null</c>.</summary>
    public double? Degrees(string field) => double.TryParse(Text(field), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An id, or <c>null</c>.</summary>
    public Guid? Id(string field) => Guid.TryParse(Text(field), out var id) ? id : null;

    /// <summary>A local time as <c>datetime-local</c> gives it, as an instant; <c>null</c> when unreadable.</summary>
    public DateTimeOffset? LocalInstant(string field) =>
        DateTime.TryParse(Text(field), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), LocalTime.Offset).ToUniversalTime()
            : null;

    /// <summary>Stores the photos of a field and gives their ids.</summary>
    public async Task<Result<IReadOnlyList<FileId>>> Photos(string field, IFileStore store, CancellationToken cancel)
    {
        var ids = new List<FileId>();
        foreach (var photo in form?.Files.GetFiles(prefix + field).Where(f => f.Length > 0) ?? [])
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
        [.. problems.Select(p => new FormProblem(p.Field is null ? null : prefix + char.ToUpperInvariant(p.Field[0]) + p.Field[1..], p.Message.ToString()))];
}
