using System.Globalization;
using Linli.Places.Facilities;
using Linli.Places.Walking;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Mobility.SlowWays;

/// <summary>The slow-traffic network (慢行系统, S74): its lane measured, what it links, and routes for walking and jogging.</summary>
public sealed record GetSlowWays : IQuery<SlowWaysShown>;

/// <summary>The slow-traffic network.</summary>
/// <param name="Metres">Length of the lane, measured on the ground.</param>
/// <param name="PlannedMetres">Planned length; <c>null</c> where nothing is planned.</param>
/// <param name="LengthFits">Whether the measured length is the planned one.</param>
/// <param name="LaneMetres">Narrowest width of the lane; <c>null</c> while unknown.</param>
/// <param name="CarriagewayMetres">Narrowest width of the carriageway beside it.</param>
/// <param name="WidthsFit">Whether both are as wide as planned everywhere.</param>
/// <param name="Pieces">How many pieces it consists of.</param>
/// <param name="Linked">What it links, nearest to it first.</param>
/// <param name="Routes">Routes for walking and jogging.</param>
public sealed record SlowWaysShown(
    double Metres, int? PlannedMetres, bool LengthFits, double? LaneMetres, double? CarriagewayMetres, bool WidthsFit, int Pieces,
    IReadOnlyList<LinkedPlace> Linked, IReadOnlyList<SlowRouteShown> Routes);

/// <summary>A place that the lane links.</summary>
/// <param name="Code">Code of the facility.</param>
/// <param name="Kind">What it is, in words.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Metres">From the lane, straight.</param>
public sealed record LinkedPlace(string Code, Phrase Kind, Phrase Name, int Metres);

/// <summary>A route.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Pace">walk or jog.</param>
/// <param name="Stops">Names of what it passes.</param>
/// <param name="Metres">How long it is by the ways of the network; 0 while a stop cannot be reached.</param>
/// <param name="Minutes">How long it takes: jogging at 2.4 m/s.</param>
/// <param name="Points">Its line: longitude, latitude, WGS-84.</param>
public sealed record SlowRouteShown(string Code, Phrase Name, SlowPace Pace, IReadOnlyList<Phrase> Stops, int Metres, int Minutes, IReadOnlyList<double[]> Points);

internal sealed class GetSlowWaysHandler(
    LinliDb db, IHandler<GetWays, IReadOnlyList<WayOnMap>> ways, IHandler<GetFacilities, FacilityListed[]> facilities, IHandler<FindRoute, WalkRoute> routes)
    : IHandler<GetSlowWays, SlowWaysShown>, IUseCase
{
    private const double Jogging = 2.4;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/mobility/slow-ways", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetSlowWays(), cancel))
            .Needs(Access.Public).WithSummary("The slow-traffic network 慢行系统");
        api.MapGet("/mobility/slow-routes.geojson", async Task<IResult> (UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(new GetSlowWays(), cancel);
            return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value.Routes.Where(r => r.Points.Count > 1).Select(Feature)), "application/geo+json") : ProblemResults.From(found.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
    }

    public async Task<Result<SlowWaysShown>> Handle(GetSlowWays request, CancellationToken cancel)
    {
        var lane = (await ways.Handle(new(Slow: true), cancel)).Value ?? [];
        var known = (await facilities.Handle(new(), cancel)).Value ?? [];
        var plan = await db.Records<SlowLanePlan>().AsNoTracking().OrderBy(p => p.Jurisdiction).FirstOrDefaultAsync(cancel);
        var metres = Math.Round(lane.Sum(w => w.Metres), 1);
        var shown = new List<SlowRouteShown>();
        foreach (var route in await db.Records<SlowRoute>().AsNoTracking().OrderBy(r => r.Order).ThenBy(r => r.Code).ToListAsync(cancel))
            shown.Add(await Show(route, known, cancel));
        return new SlowWaysShown(
            metres, plan?.Metres, plan is not null && SlowLane.LengthFits(metres, plan.Metres, plan.TolerancePercent), lane.Min(w => w.WidthMetres), lane.Min(w => w.CarriagewayMetres),
            plan is not null && lane.Count > 0 && lane.All(w => w.WidthMetres * 100 >= plan.LaneCm && w.CarriagewayMetres * 100 >= plan.CarriagewayCm), lane.Count,
            [.. known.Select(f => (Facility: f, Away: SlowLane.MetresTo(new GeoPoint(f.Latitude, f.Longitude), lane))).Where(f => f.Away <= SlowLane.Linked)
                .OrderBy(f => f.Away).Select(f => new LinkedPlace(f.Facility.Code, f.Facility.KindName, f.Facility.Name, (int)Math.Round(f.Away!.Value)))],
            shown);
    }

    private async Task<SlowRouteShown> Show(SlowRoute route, FacilityListed[] known, CancellationToken cancel)
    {
        var stops = route.Stops.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => Array.Find(known, f => f.Code == code)).OfType<FacilityListed>().ToList();
        var (metres, minutes, points) = (0, 0.0, new List<double[]>());
        for (var i = 0; i + 1 < stops.Count; i++)
        {
            var from = string.Create(CultureInfo.InvariantCulture, $"{stops[i].Latitude},{stops[i].Longitude}");
            if ((await routes.Handle(new(from, stops[i + 1].Code), cancel)).Value is not { Found: true } leg)
                return new(route.Code, (route.NameZh, route.NameEn), route.Pace, [.. stops.Select(s => s.Name)], 0, 0, []);
            (metres, minutes) = (metres + leg.Metres, minutes + leg.Minutes);
            points.AddRange(leg.Points.Skip(points.Count == 0 ? 0 : 1));
        }

        return new(
            route.Code, (route.NameZh, route.NameEn), route.Pace, [.. stops.Select(s => s.Name)], metres,
            (int)Math.Ceiling(route.Pace == SlowPace.Jog ? metres / Jogging / 60 : minutes), points);
    }

    private static GeoFeature Feature(SlowRouteShown route) => new(
        new LineString([.. route.Points.Select(p => new Coordinate(p[0], p[1]))]),
        new Dictionary<string, object?>
        {
            ["kind"] = "route", ["name"] = route.Name.ToString(), ["metres"] = route.Metres, ["minutes"] = route.Minutes, ["colour"] = route.Pace == SlowPace.Jog ? "#c8641e" : "#0b7356",
        },
        route.Code);
}
