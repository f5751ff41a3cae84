using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Network;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Walking.Import;

/// <summary>
/// Takes in a walking network (步行网络) under the name of its source; what that source brought before is replaced, so that
/// the same file may come again.
/// </summary>
/// <param name="File">The file, read.</param>
/// <param name="Source">Name of the source, such as <c>osm</c> or <c>survey-2026</c>.</param>
/// <param name="Crs">What its degrees mean: wgs84, cgcs2000, gcj02 or bd09; detected by known buildings when left out (R51).</param>
/// <param name="DryRun">Only report what would happen.</param>
public sealed record ImportWalking(WalkingFile File, string Source, string? Crs = null, bool DryRun = false)
    : ICommand<ImportedWalking>, IValidated, IAudited
{
    /// <inheritdoc/>
    public string? AuditSubject => Source;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlaceCode.IsValid(Source))
            yield return PlaceCode.Wrong("source");
        if (!string.IsNullOrEmpty(Crs) && PointCheck.SystemOf(Crs) is null)
            yield return Problem.Invalid("crs", "places.unknown_crs",
                "坐标系应为 wgs84、cgcs2000、gcj02 或 bd09。", "The coordinate system is wgs84, cgcs2000, gcj02 or bd09.");
    }
}

/// <summary>What an import of a walking network did, or would do.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Format">osm or geojson.</param>
/// <param name="Crs">How its degrees were read.</param>
/// <param name="Nodes">Nodes of this source.</param>
/// <param name="Edges">Edges of this source.</param>
/// <param name="Metres">Length of all of them together.</param>
/// <param name="SlowLaneMetres">Length of the slow lane among them.</param>
/// <param name="Lifts">How many lifts, counted from level to level.</param>
/// <param name="Entrances">How many entrances of known houses.</param>
/// <param name="Parts">Parts of the file that hang together, the largest first; at most twenty.</param>
/// <param name="Unreachable">Nodes outside the largest part.</param>
/// <param name="RefusedCount">How many ways were left out.</param>
/// <param name="Refused">The first five hundred of them, with the reason.</param>
/// <param name="Notes">What was noticed, about coordinates for example.</param>
/// <param name="DryRun">Nothing was changed.</param>
public sealed record ImportedWalking(
    string Source, string Format, string Crs, int Nodes, int Edges, double Metres, double SlowLaneMetres, int Lifts, int Entrances, IReadOnlyList<WalkingPart> Parts, int Unreachable,
    int RefusedCount, IReadOnlyList<RefusedWay> Refused, IReadOnlyList<Phrase> Notes, bool DryRun);

/// <summary>A part of the network that hangs together.</summary>
/// <param name="Nodes">How many nodes it has.</param>
/// <param name="Metres">Length of its ways.</param>
/// <param name="Longitude">One of its nodes, WGS-84.</param>
/// <param name="Latitude">One of its nodes, WGS-84.</param>
public sealed record WalkingPart(int Nodes, double Metres, double Longitude, double Latitude);

internal sealed class ImportWalkingHandler(LinliDb db, PlacesMemory places, WalkingMemory memory, CurrentCaller caller, TimeProvider time)
    : IHandler<ImportWalking, ImportedWalking>, IUseCase
{
    private const long LargestFile = 512L << 20;
    private const int MostParts = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/walking/import", Upload)
            .Accepts<Stream>("application/octet-stream", "application/xml", "application/gzip", "application/geo+json", "application/json")
            .WithMetadata(new RequestSizeLimitAttribute(LargestFile))
            .Needs(PlacesPermissions.Manage).WithSummary("Import a walking network: OpenStreetMap XML or GeoJSON lines as the body 导入步行网络");

    public async Task<Result<ImportedWalking>> Handle(ImportWalking request, CancellationToken cancel)
    {
        var known = await db.Records<WalkSourceRow>().AsNoTracking().SingleOrDefaultAsync(s => s.Code == request.Source, cancel);
        var mine = caller.Value.ScopesFor(PlacesPermissions.Manage);
        if (mine.IsEmpty || known is not null && !mine.Covers(known.Owner))
            return PlaceProblems.NotHere();
        var draft = request.File.Draft;
        var given = string.IsNullOrEmpty(request.Crs) ? null : PointCheck.SystemOf(request.Crs);
        var system = new SystemGuess(await Buildings(cancel)).Decide(draft, given);
        if (draft.Ways.Count == 0 && draft.Entrances.Count == 0)
            return Result<ImportedWalking>.Fail([Problem.Invalid("file", "places.no_ways", "文件里没有可以步行的路，也没有出入口。", "There is no way to walk on in the file, and no entrance."),
                .. draft.Refused.Take(20).Select(r => Problem.Invalid("file", "places.way_refused", $"{r.Ref}：{r.Reason.Zh}", $"{r.Ref}: {r.Reason.En}"))]);
        if (draft.Points.Exists(p => !GeoPoint.IsValid(p.Latitude, p.Longitude)))
            return Problem.Invalid("file", "places.degrees_unreadable", "有的坐标不是经纬度（度）。", "Some coordinates are no degrees of longitude and latitude.");
        draft.ToWgs84(system);
        draft.DropStrays();
        var cut = NetworkCutter.Cut(draft, request.Source);
        var doors = (await EntrancePlacer.Read(db, places, cancel)).Place(request.Source, draft.Found(), draft.Refuse);
        var report = Report(request, system, cut, doors.Count);
        if (request.DryRun)
            return report;

        await Replace(request, report, cut, doors, known?.Owner ?? mine.Paths[0], cancel);
        await memory.Changed(db, cancel);
        return report;
    }

    private async Task<List<NetTopologySuite.Geometries.Geometry>> Buildings(CancellationToken cancel) =>
        [.. (await db.Records<MapFeatureRow>().AsNoTracking().Where(f => f.Layer == "building").Select(f => f.Geometry).ToListAsync(cancel)).Select(Geometries.Read)];

    private async Task Replace(ImportWalking request, ImportedWalking report, CutNetwork cut, List<EntranceRow> doors, ScopePath owner, CancellationToken cancel)
    {
        await db.Records<WalkEdgeRow>().Where(e => e.Source == request.Source).ExecuteDeleteAsync(cancel);
        await db.Records<WalkNodeRow>().Where(e => e.Source == request.Source).ExecuteDeleteAsync(cancel);
        await db.Records<WalkSourceRow>().Where(e => e.Code == request.Source).ExecuteDeleteAsync(cancel);
        await db.InsertMany(cut.Nodes, cancel);
        await db.InsertMany(cut.Edges, cancel);
        await EntranceTables.Replace(db, request.Source, doors, cancel);
        db.Records<WalkSourceRow>().Add(new()
        {
            Code = request.Source, Owner = owner, Format = request.File.Format, Crs = report.Crs, At = Clock.Now(time), Nodes = report.Nodes, Edges = report.Edges, Metres = report.Metres,
        });
    }

    private static ImportedWalking Report(ImportWalking request, CoordinateSystem system, CutNetwork cut, int doors)
    {
        var draft = request.File.Draft;
        var (of, sizes) = WalkComponents.Of(cut.Nodes.Count, [.. cut.Edges.Select(e => e.From)], [.. cut.Edges.Select(e => e.To)]);
        var metres = new double[sizes.Length];
        foreach (var edge in cut.Edges)
            metres[of[edge.From]] += edge.LengthMm / 1000.0;
        var parts = Enumerable.Range(0, Math.Min(MostParts, sizes.Length)).Select(c =>
        {
            var node = cut.Nodes[Array.IndexOf(of, c)];
            return new WalkingPart(sizes[c], Math.Round(metres[c], 1), node.Longitude, node.Latitude);
        });
        return new(
            request.Source, request.File.Format, Json.Name(system), cut.Nodes.Count, cut.Edges.Count, Math.Round(metres.Sum(), 1),
            Math.Round(cut.Edges.Where(e => e.SlowLane).Sum(e => e.LengthMm / 1000.0), 1), cut.Edges.Count(e => e.Kind == WayKind.Lift), doors, [.. parts],
            cut.Nodes.Count - sizes.FirstOrDefault(), draft.RefusedCount, draft.Refused, draft.Notes, request.DryRun);
    }

    // Kept in a file while it is read: twice, for OpenStreetMap.
    private static async Task<Results<Ok<ImportedWalking>, ProblemHttpResult>> Upload(
        HttpRequest http, string source, string? crs, double? tolerance, bool? dryRun, UseCaseRunner runner, CancellationToken cancel)
    {
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        await http.Body.CopyToAsync(file, cancel);
        var read = WalkingFile.Read(file, tolerance ?? 1);
        return read.Ok
            ? await runner.Answer(new ImportWalking(read.Value, source, crs, dryRun ?? false), cancel)
            : ProblemResults.From(read.Problems);
    }
}
