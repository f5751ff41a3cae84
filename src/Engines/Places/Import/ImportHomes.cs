using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Import;

/// <summary>
/// Takes in a list of homes (房屋清册), all rows that are right in one transaction: homes that are new are added, those that are
/// known get the area and use they were missing; the same list again changes nothing.
/// </summary>
/// <param name="Rows">The rows as they were read.</param>
/// <param name="Compound">Code of the compound of rows that name none.</param>
/// <param name="Buildings">Whether buildings that are not known are founded, instead of refusing their homes.</param>
/// <param name="DryRun">Count only.</param>
public sealed record ImportHomes(IReadOnlyList<ImportedHome> Rows, string? Compound, bool Buildings, bool DryRun) : ICommand<HomesImported>, IAudited
{
    /// <summary>System of the coordinates: wgs84, cgcs2000, gcj02 or bd09.</summary>
    public string? Crs { get; init; }

    /// <summary>What wins where list and register of homes contradict each other; with anything undecided nothing is written.</summary>
    public HomeDecisions Decisions { get; init; } = HomeDecisions.FileWins;

    /// <inheritdoc/>
    public string? AuditSubject => $"{Compound} {Rows.Count}".TrimStart();
}

/// <summary>A home of the list; texts as they stand in the cells.</summary>
public sealed record ImportedHome(int Row, string Compound, string Building, string Unit, string Floor, string Room, string Area, string AreaFrom, string Use, string HouseCode)
{
    /// <summary>Where the building stands, WGS-84; only looked at for buildings that are founded.</summary>
    public double? Longitude { get; init; }

    /// <summary>Where the building stands, WGS-84.</summary>
    public double? Latitude { get; init; }
}

/// <summary>What became of the list.</summary>
/// <param name="Added">New homes.</param>
/// <param name="Changed">Known homes that got an area, a use or a code.</param>
/// <param name="Unchanged">Rows of which everything was known.</param>
/// <param name="BuildingsAdded">New buildings.</param>
/// <param name="Refused">The others, each with its row and reason.</param>
public sealed record HomesImported(int Added, int Changed, int Unchanged, int BuildingsAdded, IReadOnlyList<(int Row, Phrase Reason)> Refused)
{
    /// <summary>Contradictions, decided or not.</summary>
    public IReadOnlyList<HomeConflict> Conflicts { get; init; } = [];

    /// <summary>How many of them nobody has decided: with any of them nothing was written.</summary>
    public int Undecided { get; init; }
}

internal sealed class ImportHomesHandler(LinliDb db, PlacesMemory memory, HomesPlanning planning) : IHandler<ImportHomes, HomesImported>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Files are read where they lie: by the command line. The workbench has steps of its own.
    }

    public async Task<Result<HomesImported>> Handle(ImportHomes request, CancellationToken cancel)
    {
        if (PointCheck.SystemOf(request.Crs) is not { } system)
            return PointCheck.UnknownSystem("crs");
        var plan = await planning.Plan(request.Rows, new(request.Compound, request.Buildings, system), request.Decisions, cancel);
        if (request.DryRun || plan.Undecided > 0)
            db.ChangeTracker.Clear();
        else
            await Write(db, memory, plan, cancel);
        return new HomesImported(plan.Added.Count, plan.Changed, plan.Unchanged, plan.Buildings.Count, [.. plan.Refused.Select(r => (r.Row, r.Reason))])
        {
            Conflicts = plan.Conflicts, Undecided = plan.Undecided,
        };
    }

    /// <summary>Writes what is new in the current transaction; changed rows are watched already.</summary>
    public static async Task Write(LinliDb db, PlacesMemory memory, HomesPlan plan, CancellationToken cancel)
    {
        await db.InsertMany(plan.Buildings, cancel);
        await db.InsertMany(plan.Added, cancel);
        if (plan.Buildings.Count > 0)
            await memory.Changed(db, cancel);
    }
}
