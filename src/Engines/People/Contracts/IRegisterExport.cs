using Linli.Platform.Results;
using Linli.Platform.Tables;

namespace Linli.People;

/// <summary>Takes the register out as a table (名册导出), for the command line: the columns are those of the workbench, which an import knows.</summary>
public interface IRegisterExport
{
    /// <summary>Writes the register of a place.</summary>
    /// <param name="open">Opens the table; not called when there is nothing to write, or it may not be.</param>
    /// <param name="options">Of whom, and how much.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>How many rows were written.</returns>
    Task<Result<int>> Export(Func<TableWriter> open, RegisterExportOptions options, CancellationToken cancel);
}

/// <summary>What of the register is taken out.</summary>
public sealed record RegisterExportOptions
{
    /// <summary>Code or path of the place; everything when left out.</summary>
    public string? Place { get; init; }

    /// <summary>Only owners, tenants or family.</summary>
    public HomeRelation? Relation { get; init; }

    /// <summary>
    /// Why it is needed in full, 4–200 characters: everybody in it reads it under "who viewed my data", and children under 14 stay
    /// masked (R38). Left out, all of it is masked.
    /// </summary>
    public string? Reason { get; init; }
}
