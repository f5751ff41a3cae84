using Linli.Platform.Security;

namespace Linli.People.Import;

/// <summary>Where an import stands.</summary>
internal enum ImportState
{
    /// <summary>Uploaded: which column is what has to be said.</summary>
    Uploaded,

    /// <summary>Waiting to be checked, or being checked.</summary>
    Checking,

    /// <summary>Checked: what would happen is known.</summary>
    Checked,

    /// <summary>Waiting to be carried out, or being carried out.</summary>
    Running,

    /// <summary>Carried out, whole.</summary>
    Done,

    /// <summary>Not carried out: nothing was changed.</summary>
    Failed,
}

/// <summary>
/// A register somebody uploaded. Its file holds the data of everybody in it: it lies here encrypted, is deleted when the
/// import is done, and in any case after a day.
/// </summary>
internal sealed class RegisterImport
{
    public required Guid Id { get; init; }

    /// <summary>Account that uploaded it; nobody else sees it.</summary>
    public required Guid By { get; init; }

    public required string FileName { get; init; }

    public required int Size { get; init; }

    public required DateTimeOffset At { get; init; }

    public ImportState State { get; set; }

    /// <summary>Code of the compound of rows that name none.</summary>
    public string? Compound { get; set; }

    /// <summary>Columns chosen by the person, as JSON: field to heading, "" for none.</summary>
    public string Choices { get; set; } = "{}";

    /// <summary>Decisions on conflicts, as JSON: kind, or kind and row, to what wins.</summary>
    public string Decisions { get; set; } = "{}";

    /// <summary>Answers to the questions about all rows of a kind, as JSON.</summary>
    public string Answers { get; set; } = "{}";

    /// <summary>Counts, as JSON; no personal data.</summary>
    public string? Counts { get; set; }

    /// <summary>Conflicts and refused rows as JSON, encrypted.</summary>
    public Sealed? Findings { get; set; }

    /// <summary>Why it failed: what the person reads, in both languages, separated by a line break.</summary>
    public string? Failure { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>A piece of a staged file, encrypted.</summary>
internal sealed class ImportPart
{
    public required Guid ImportId { get; init; }

    public required PartOf Of { get; init; }

    public required int Number { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>Which file a part belongs to.</summary>
internal enum PartOf
{
    /// <summary>The file as it was uploaded.</summary>
    Upload,

    /// <summary>The rows that were refused.</summary>
    Refused,
}
