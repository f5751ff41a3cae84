using Linli.Platform.Results;

namespace Linli.People;

/// <summary>Takes a register in from a file (名册导入), for the command line; the workbench has steps of its own.</summary>
public interface IRegisterImport
{
    /// <summary>
    /// Reads a file and writes it into the register, all of it or nothing; safe to repeat. Rows that are wrong are left out and
    /// told with their reason.
    /// </summary>
    /// <param name="file">XLSX, XLS or CSV; able to seek.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Hears how many rows were read.</param>
    /// <param name="cancel">Stops, and leaves the register as it was.</param>
    Task<Result<RegisterImported>> Import(Stream file, RegisterImportOptions options, Action<int> progress, CancellationToken cancel);
}

/// <summary>How a register is taken in.</summary>
public sealed record RegisterImportOptions
{
    /// <summary>Heading by field, beyond what is recognised by itself.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Code of the compound of rows that name none.</summary>
    public string? Compound { get; init; }

    /// <summary>
    /// What wins where file and register contradict each other: by kind (Name, Phone, Birth, Owner, Relation), or by kind and row
    /// (<c>Owner:12</c>), each Keep, Replace or Skip.
    /// </summary>
    public IReadOnlyDictionary<string, string> Decisions { get; init; } = new Dictionary<string, string>();

    /// <summary>Last day of every lease that has none in the file; <c>null</c> where those tenants are left out, or their lease's end stays unknown.</summary>
    public DateOnly? LeasesUntil { get; init; }

    /// <summary>Tenants whose lease has no end in the file are entered, and stand on the list of doubts; otherwise they are left out.</summary>
    public bool LeasesUnknown { get; init; }

    /// <summary>What heads of households are of whom nobody says whether they own the home.</summary>
    public HeadsOfHouseholds Heads { get; init; }

    /// <summary>Count only; nothing is written.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What the head of a household (户主) is to a home where nothing else is said.</summary>
public enum HeadsOfHouseholds
{
    /// <summary>业主.</summary>
    Owner,

    /// <summary>Somebody who lives there.</summary>
    Family,

    /// <summary>Left out.</summary>
    LeaveOut,
}

/// <summary>What became of a file.</summary>
/// <param name="Rows">Rows of the file.</param>
/// <param name="NewPeople">People who were not in the register.</param>
/// <param name="ChangedPeople">People who got something that was missing or wrong.</param>
/// <param name="NewTies">New relations to homes.</param>
/// <param name="Unchanged">Rows of which the register knew everything.</param>
/// <param name="Repeated">Rows that repeat another one.</param>
/// <param name="Refused">Rows that were left out.</param>
/// <param name="Undecided">Contradictions nobody decided, by kind; with any of them nothing was written.</param>
/// <param name="RefusedFile">The rows left out with their reasons, as a workbook; <c>null</c> without any.</param>
public sealed record RegisterImported(
    int Rows, int NewPeople, int ChangedPeople, int NewTies, int Unchanged, int Repeated, int Refused, IReadOnlyDictionary<string, int> Undecided, byte[]? RefusedFile)
{
    /// <summary>Tenants among the rows whose lease has no end in the file.</summary>
    public int OpenLeases { get; init; }

    /// <summary>Heads of households of whom nobody says whether they own the home.</summary>
    public int Heads { get; init; }
}
