using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids;

/// <summary>Whether every home is in exactly one grid: homes per grid, the list of gaps, and grids that overlap.</summary>
public sealed record GetCoverage : IQuery<Coverage>;

/// <summary>How grids cover homes, within the caller's places.</summary>
/// <param name="Homes">How many homes there are.</param>
/// <param name="Covered">How many of them are in a grid.</param>
/// <param name="Grids">Every grid, in the order of their codes.</param>
/// <param name="Gaps">Buildings whose homes are in no grid.</param>
/// <param name="Overlaps">Pairs of grids that claim the same ground; the one with the smaller code has it.</param>
public sealed record Coverage(
    int Homes, int Covered, IReadOnlyList<CoveredGrid> Grids, IReadOnlyList<Gap> Gaps, IReadOnlyList<GridOverlap> Overlaps)
{
    /// <summary>Codes of grids without a steward who works here: none may be forgotten.</summary>
    public IReadOnlyList<string> WithoutSteward => [.. Grids.Where(g => g.Steward is null).Select(g => g.Code)];

    /// <summary>Every home is in a grid, and every grid has a steward.</summary>
    public bool Complete => Covered == Homes && Gaps.Count == 0 && Overlaps.Count == 0 && WithoutSteward.Count == 0;
}

/// <summary>A grid with what is in it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Community">Name of its community.</param>
/// <param name="Steward">Name of the steward, or <c>null</c> while it has none.</param>
/// <param name="StewardAccount">Account of the steward.</param>
/// <param name="Homes">How many homes are in it.</param>
public sealed record CoveredGrid(
    ScopePath Path, string Code, Phrase Name, Phrase Community, string? Steward, Guid? StewardAccount, int Homes);

/// <summary>A building whose homes are in no grid.</summary>
/// <param name="Building">Path of the building.</param>
/// <param name="Name">What people call it, such as 和二-7.</param>
/// <param name="Homes">How many homes that concerns.</param>
/// <param name="Reason">Why, and so what to do.</param>
public sealed record Gap(ScopePath Building, string Name, int Homes, Phrase Reason);

/// <summary>Two grids that claim the same ground.</summary>
/// <param name="First">Code of the grid that has it: the smaller one.</param>
/// <param name="Second">Code of the other grid.</param>
/// <param name="SquareMetres">How much.</param>
public sealed record GridOverlap(string First, string Second, double SquareMetres);

internal sealed class GetCoverageHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller, IStewardRoster roster)
    : IHandler<GetCoverage, Coverage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/grids/coverage", (UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new GetCoverage(), cancel)).Needs(PlacesPermissions.Grids);

    public async Task<Result<Coverage>> Handle(GetCoverage request, CancellationToken cancel)
    {
        var scopes = caller.Value.ScopesFor(PlacesPermissions.Grids);
        var places = memory.Current;
        var perGrid = await db.Scoped<HomeRow>(scopes).Where(h => h.Grid != null)
            .GroupBy(h => h.Grid!.Value).Select(g => new { Grid = g.Key, Homes = g.Count() })
            .ToDictionaryAsync(g => g.Grid, g => g.Homes, cancel);
        var without = await db.Scoped<HomeRow>(scopes).Where(h => h.Grid == null)
            .GroupBy(h => h.Building).Select(g => new { Building = g.Key, Homes = g.Count() }).ToListAsync(cancel);

        var visible = places.Grids.Shapes.Select(s => s.Grid).Where(g => scopes.Covers(g.Path)).ToList();
        // Of those who hold a post here: who has left is no steward any more, whatever the row says.
        var stewards = new Dictionary<Guid, string>();
        foreach (var community in visible.GroupBy(g => g.Path.Parent))
            foreach (var (account, name) in await roster.CandidatesFor(community.First().Path, cancel))
                stewards[account] = name;
        var codes = visible.Select(g => g.Code).ToHashSet();
        var covered = perGrid.Values.Sum();
        return new Coverage(
            covered + without.Sum(g => g.Homes),
            covered,
            [.. visible.Select(g => Describe(g, places, stewards, perGrid.GetValueOrDefault(g.Path)))],
            [.. without.OrderBy(g => g.Building).Select(g => GapOf(g.Building, g.Homes, places.Tree))],
            [.. places.Grids.Overlaps.Where(o => codes.Contains(o.First) || codes.Contains(o.Second))]);
    }

    private static CoveredGrid Describe(Place grid, PlacesSnapshot places, IReadOnlyDictionary<Guid, string> names, int homes)
    {
        Guid? account = places.Stewards.TryGetValue(grid.Path, out var known) ? known : null;
        return new(
            grid.Path, grid.Code, grid.Name, places.Tree.CommunityOf(grid.Path)?.Name ?? grid.Name,
            account is { } id ? names.GetValueOrDefault(id) : null, account, homes);
    }

    internal static Gap GapOf(ScopePath path, int homes, IScopeTree tree)
    {
        var building = tree.Find(path);
        Phrase reason = building?.Longitude is null
            ? ("楼幢没有坐标，请先标注位置。", "The building has no point: set one first.")
            : ("楼幢的位置不在本社区的任何网格内，请调整网格边界。", "The building lies in no grid of its community: adjust the borders.");
        var name = building is null ? path.Code : tree.LabelOf(building);
        return new(path, name, homes, reason);
    }
}
