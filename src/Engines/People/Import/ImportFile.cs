using Linli.Places;

namespace Linli.People.Import;

/// <summary>A row of the file with its hashes and its home: everything that can be found out before the register is looked at.</summary>
internal sealed class ImportRow(PersonRow read)
{
    public PersonRow Read { get; } = read;

    public string? IdentityHash { get; set; }

    public string? PhoneHash { get; set; }

    public Home? Home { get; set; }

    /// <summary>Why the row is refused, if it is.</summary>
    public RowProblem? Problem { get; set; } = read.Problem;
}

/// <summary>A whole file, read.</summary>
/// <param name="Headers">Names of its columns.</param>
/// <param name="Rows">Every row, in order.</param>
internal sealed record ImportFile(IReadOnlyList<string> Headers, IReadOnlyList<ImportRow> Rows);
