using System.Globalization;
using Linli.Places.Walking.Network;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NetTopologySuite.Geometries;

namespace Linli.Places.Walking;

/// <summary>The ways of the walking network with their widths, for drawing (T02).</summary>
/// <param name="Slow">Only the slow lane (慢行道, S74).</param>
public sealed record GetWays(bool? Slow = null) : IQuery<IReadOnlyList<WayOnMap>>;

/// <summary>A way.</summary>
/// <param name="Kind">What one walks on.</param>
/// <param name="Name">What people call it, where it has a name.</param>
/// <param name="Metres">How long it is, measured on the ground.</param>
/// <param name="WidthMetres">How wide it is; <c>null</c> while unknown.</param>
/// <param name="CarriagewayMetres">How wide the carriageway beside it is; <c>null</c> while unknown.</param>
/// <param name="SlowLane">Part of the slow lane.</param>
/// <param name="Level">The level it begins on.</param>
/// <param name="Line">Its line, WGS-84.</param>
public sealed record WayOnMap(
    WayKind Kind, Phrase? Name, double Metres, double? WidthMetres, double? CarriagewayMetres, bool SlowLane, double Level, LineString Line);

internal sealed class GetWaysHandler(WalkingMemory memory) : IHandler<GetWays, IReadOnlyList<WayOnMap>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/walking.geojson", async Task<IResult> (bool? slow, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(new GetWays(slow), cancel);
            return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value.Select(Feature)), "application/geo+json") : ProblemResults.From(found.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json");

    public Task<Result<IReadOnlyList<WayOnMap>>> Handle(GetWays request, CancellationToken cancel)
    {
        var graph = memory.Current.Graph;
        var ways = Enumerable.Range(0, graph.Edges).Where(e => graph.Facts[e].Kind != WayKind.Lift && (request.Slow != true || graph.Facts[e].SlowLane)).Select(e => Of(graph, e)).ToList();
        return Task.FromResult<Result<IReadOnlyList<WayOnMap>>>(ways);
    }

    private static WayOnMap Of(WalkGraph graph, int edge)
    {
        var facts = graph.Facts[edge];
        var xs = graph.ShapeX(edge);
        var ys = graph.ShapeY(edge);
        var line = new Coordinate[xs.Length];
        for (var i = 0; i < line.Length; i++)
            line[i] = new(Math.Round(graph.Ground.LongitudeOf(xs[i]), 6), Math.Round(graph.Ground.LatitudeOf(ys[i]), 6));
        return new(
            facts.Kind, facts.NameZh is { } zh ? (zh, facts.NameEn ?? zh) : null, Math.Round(graph.LengthMm[edge] / 1000.0, 1), facts.WidthCm / 100.0,
            facts.CarriagewayCm / 100.0, facts.SlowLane, graph.Node(graph.From[edge]).Level, new(line) { SRID = GeoPoint.Srid });
    }

    private static GeoFeature Feature(WayOnMap way) => new(way.Line, new Dictionary<string, object?>
    {
        ["kind"] = Platform.Json.Name(way.Kind), ["name"] = way.Name?.ToString(), ["metres"] = way.Metres, ["width_m"] = way.WidthMetres, ["carriageway_m"] = way.CarriagewayMetres,
        ["slow_lane"] = way.SlowLane, ["level"] = way.Level, ["colour"] = way.SlowLane ? "#1f6fb5" : "#7b8794",
        ["text"] = way.WidthMetres is { } width ? string.Create(CultureInfo.InvariantCulture, $"{width:0.#} m") : null,
    });
}
