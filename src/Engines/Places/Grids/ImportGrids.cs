using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Places.Grids;

/// <summary>
/// Takes in grids as GeoJSON, all of them or none: new codes are added, known codes get their new border, and every home of
/// the communities concerned comes into the grid it lies in.
/// </summary>
/// <param name="GeoJson">
/// A FeatureCollection of polygons with the properties <c>code</c>, <c>community</c> (its code), <c>name_zh</c>,
/// <c>name_en</c> and, if wanted, <c>steward</c> (a staff code).
/// </param>
/// <param name="Crs">What the degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</param>
/// <param name="DryRun">Only report what would happen.</param>
/// <param name="Anyway">Save although something looks wrong, such as the coordinate system.</param>
public sealed record ImportGrids(JsonElement GeoJson, string? Crs = null, bool DryRun = false, bool Anyway = false) : ICommand<ImportedGrids>;

/// <summary>What an import of grids did, or would do.</summary>
/// <param name="Added">How many grids are new.</param>
/// <param name="Changed">How many grids were there before.</param>
/// <param name="HomesMoved">How many homes came into another grid; 0 in a dry run.</param>
/// <param name="Gaps">Buildings whose homes are in no grid afterwards.</param>
/// <param name="DryRun">Nothing was changed.</param>
/// <param name="Overlaps">In a dry run: grids that would claim the same ground; saving is refused while there are any.</param>
/// <param name="Doubts">What looks wrong, such as another coordinate system than said.</param>
public sealed record ImportedGrids(
    int Added, int Changed, int HomesMoved, IReadOnlyList<Gap> Gaps, bool DryRun, IReadOnlyList<OverlapFound> Overlaps, IReadOnlyList<Phrase> Doubts);

/// <summary>Two grids that would claim the same ground.</summary>
/// <param name="First">Code of the grid that would have it.</param>
/// <param name="Second">Code of the other.</param>
/// <param name="SquareMetres">How much.</param>
/// <param name="Homes">Homes whose building stands on it.</param>
public sealed record OverlapFound(string First, string Second, double SquareMetres, int Homes);

internal sealed class ImportGridsHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller, Outbox outbox)
    : IHandler<ImportGrids, ImportedGrids>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/grids/import", (ImportGrids request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(request, cancel)).Needs(PlacesPermissions.Manage);

    public async Task<Result<ImportedGrids>> Handle(ImportGrids request, CancellationToken cancel)
    {
        var places = memory.Current;
        var read = GridFile.Read(request.GeoJson, request.Crs, places.Tree);
        if (!read.Ok)
            return read.As<ImportedGrids>();
        var grids = read.Value;
        if (grids.Exists(g => !caller.Value.May(PlacesPermissions.Manage, g.Path)))
            return PlaceProblems.NotHere();

        var map = Redrawn(places.Grids, grids);
        var codes = grids.Select(g => g.Code).ToHashSet(StringComparer.Ordinal);
        var overlaps = map.Overlaps.Where(o => codes.Contains(o.First) || codes.Contains(o.Second)).ToList();
        if (overlaps.Count > 0 && !request.DryRun)
            return Result<ImportedGrids>.Fail([.. overlaps.Select(OverlapProblem)]);
        if (GridDoubts.TooFar(grids, places.Tree) is { } far)
            return far;
        var doubts = GridDoubts.Of(grids, request.Crs, places.Tree);
        if (doubts.Count > 0 && !request.DryRun && !request.Anyway)
            return Problem.Invalid("crs", "places.crs_doubtful", doubts[0].Zh + "确认无误可选择“仍要保存”。", doubts[0].En + " If it is right, save anyway.");

        var communities = grids.Select(g => g.Path.Parent).Distinct().ToList();
        var gaps = await Gaps(places.Tree, map, communities, cancel);
        var added = grids.Count(g => places.Tree.Find(g.Path) is null);
        if (request.DryRun)
            return new ImportedGrids(added, grids.Count - added, 0, gaps, true, await WithHomes(overlaps, places.Tree, map, cancel), doubts);

        await Save(grids, cancel);
        var moved = await HomesInGrids.Reassign(db, places.Tree, map, communities, outbox, cancel);
        await memory.Changed(db, cancel);
        return new ImportedGrids(added, grids.Count - added, moved, gaps, false, [], doubts);
    }

    private static GridMap Redrawn(GridMap before, List<ReadGrid> grids) => new(
        before.Shapes.Where(s => !grids.Exists(g => g.Path == s.Grid.Path))
            .Concat(grids.Select(g => new GridShape(new(g.Path, PlaceKind.Grid, g.Name, ""), g.Shape))));

    private static Problem OverlapProblem(GridOverlap overlap) =>
        Problem.Invalid("geoJson", "places.grids_overlap",
            $"网格 {overlap.First} 与 {overlap.Second} 重叠 {overlap.SquareMetres:0.#} 平方米，请调整边界。",
            $"The grids {overlap.First} and {overlap.Second} overlap by {overlap.SquareMetres:0.#} square metres: adjust their borders.");

    private async Task<List<Gap>> Gaps(ScopeTree tree, GridMap map, List<ScopePath> communities, CancellationToken cancel)
    {
        var outside = tree.All.Where(p =>
            p.Kind == PlaceKind.Building && communities.Exists(c => c.Contains(p.Path)) && HomesInGrids.GridOf(p, tree, map) is null).ToList();
        var gaps = new List<Gap>();
        foreach (var building in outside)
            gaps.Add(GetCoverageHandler.GapOf(
                building.Path, await db.Unfiltered<HomeRow>().CountAsync(h => h.Building == building.Path, cancel), tree));
        return gaps;
    }

    private async Task<List<OverlapFound>> WithHomes(List<GridOverlap> overlaps, ScopeTree tree, GridMap map, CancellationToken cancel)
    {
        var found = new List<OverlapFound>();
        var shapes = map.Shapes.ToDictionary(s => s.Grid.Code, StringComparer.Ordinal);
        foreach (var overlap in overlaps)
        {
            var both = tree.All.Where(p => p is { Kind: PlaceKind.Building, Longitude: not null, Latitude: not null }
                && new Coordinate(p.Longitude.Value, p.Latitude.Value) is var point && shapes[overlap.First].Covers(point) && shapes[overlap.Second].Covers(point))
                .Select(p => p.Path).ToList();
            found.Add(new(overlap.First, overlap.Second, overlap.SquareMetres, await db.Unfiltered<HomeRow>().CountAsync(h => both.Contains(h.Building), cancel)));
        }

        return found;
    }

    private async Task Save(List<ReadGrid> grids, CancellationToken cancel)
    {
        var places = await db.Records<PlaceRow>().Where(p => p.Kind == PlaceKind.Grid).ToDictionaryAsync(p => p.Path, cancel);
        var rows = await db.Records<GridRow>().ToDictionaryAsync(g => g.Path, cancel);
        foreach (var grid in grids)
        {
            if (!places.TryGetValue(grid.Path, out var place))
                db.Records<PlaceRow>().Add(place = grid.ToPlaceRow());
            (place.NameZh, place.NameEn) = grid.Name;
            (place.Longitude, place.Latitude) = grid.Middle;
            if (!rows.TryGetValue(grid.Path, out var row))
                db.Records<GridRow>().Add(row = grid.ToGridRow());
            row.Geometry = Geometries.Write(grid.Shape);
            if (grid.StewardCode is { } steward && steward != row.StewardCode && row.Steward is null)
                row.StewardCode = steward;
        }
    }
}
