using System.Globalization;
using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
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

namespace Linli.Places.Walking;

/// <summary>The way on foot from one point to another (步行路线).</summary>
/// <param name="From">Latitude, comma, longitude, such as <c>30.208,120.21</c>.</param>
/// <param name="To">Latitude, comma, longitude, or the code of a facility.</param>
/// <param name="Profile">adult (the default), child, elder, wheelchair or one of the community's own.</param>
/// <param name="Crs">What the degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</param>
/// <param name="FromLevel">Level one starts on, where that is known.</param>
/// <param name="ToLevel">Level one wants to, where that is known.</param>
public sealed record FindRoute(string? From, string? To, string? Profile = null, string? Crs = null, double? FromLevel = null, double? ToLevel = null) : IQuery<WalkRoute>;

/// <summary>A way on foot.</summary>
/// <param name="Found">Whether there is one; without one everything else is empty and <paramref name="Reason"/> says why.</param>
/// <param name="Profile">How it is walked.</param>
/// <param name="Minutes">How long it takes.</param>
/// <param name="Metres">How long it is on the network.</param>
/// <param name="Points">Its line: longitude, latitude, WGS-84.</param>
/// <param name="Steps">What to do, in turn.</param>
/// <param name="HasSteps">Whether there are steps or escalators on it.</param>
/// <param name="StepFree">The same without steps, where that is another way.</param>
/// <param name="Reason">Why there is none.</param>
public sealed record WalkRoute(
    bool Found, string Profile, double Minutes, int Metres, IReadOnlyList<double[]> Points, IReadOnlyList<RouteStep> Steps, bool HasSteps,
    StepFreeWay? StepFree, Phrase? Reason = null);

/// <summary>The way that a wheelchair or a pram can take.</summary>
/// <param name="Found">Whether there is one.</param>
/// <param name="Minutes">How long it takes.</param>
/// <param name="Metres">How long it is.</param>
public sealed record StepFreeWay(bool Found, double Minutes, int Metres);

internal sealed class FindRouteHandler(LinliDb db, PlacesMemory places, WalkingMemory memory) : IHandler<FindRoute, WalkRoute>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/places/route", ([AsParameters] FindRoute request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.Public).WithSummary("The way on foot from one point to another, with instructions 步行路线");
        api.MapGet("/places/route.geojson", async Task<IResult> ([AsParameters] FindRoute request, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var route = await runner.Ask(request, cancel);
            return route.Ok ? TypedResults.Bytes(GeoJson.Write(Features(route.Value)), "application/geo+json") : ProblemResults.From(route.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json");
    }

    public async Task<Result<WalkRoute>> Handle(FindRoute request, CancellationToken cancel)
    {
        var facilities = await db.Records<FacilityRow>().AsNoTracking().ToListAsync(cancel);
        var problems = new List<Problem>();
        var from = WalkPoints.Read(request.From, "from", request.Crs, problems);
        var goal = facilities.Find(f => f.Code == request.To);
        var to = goal is not null ? new GeoPoint(goal.Latitude, goal.Longitude) : WalkPoints.Read(request.To, "to", request.Crs, problems);
        if (problems.Count > 0)
            return Result<WalkRoute>.Fail(problems);
        var profiles = memory.ProfilesAt(places.GridAt(from.Longitude, from.Latitude)?.Path ?? ScopePath.Root);
        var code = string.IsNullOrEmpty(request.Profile) ? "adult" : request.Profile;
        if (profiles.FirstOrDefault(p => p.Code == code) is not { } profile)
            return WalkPoints.NoProfile(profiles);

        var walking = memory.Current;
        var graph = walking.Graph;
        var landmarks = facilities.ConvertAll(f => new Landmark(graph.Ground.X(f.Longitude), graph.Ground.Y(f.Latitude), (f.NameZh, f.NameEn)));
        var route = Way(walking, profile, from, to, goal, request);
        if (route is null)
            return Nothing(profile, graph);
        var hasSteps = route.Legs.Any(l => graph.Facts[l.Edge].Kind is WayKind.Steps or WayKind.Escalator);
        StepFreeWay? stepFree = null;
        if (hasSteps && profiles.FirstOrDefault(p => p is { NeedsWheels: true }) is { } wheels)
            stepFree = Way(walking, wheels, from, to, goal, request) is { } other
                ? new(true, Minutes(other.Deciseconds), Metres(graph, other))
                : new(false, 0, 0);
        return new WalkRoute(
            true, profile.Code, Minutes(route.Deciseconds), Metres(graph, route), Line(graph, route, from, to), new RouteWords(graph, landmarks).Of(route), hasSteps, stepFree);
    }

    private static FoundWay? Way(WalkingSnapshot walking, WalkProfile profile, GeoPoint from, GeoPoint to, FacilityRow? goal, FindRoute request)
    {
        var net = walking.NetOf(profile);
        // One walks to the door of a facility, wheels to one without steps.
        var doors = goal is not null && request.ToLevel is null
            ? walking.Doors.Into(goal.Code, goal.Longitude, goal.Latitude, profile.NeedsWheels, goal.Wheelchair)
            : [new(to.Longitude, to.Latitude, (float?)request.ToLevel)];
        return RouteFinder.Find(net, Doors.On(net, [new(from.Longitude, from.Latitude, (float?)request.FromLevel)]), Doors.On(net, doors));
    }

    private static WalkRoute Nothing(WalkProfile profile, WalkGraph graph) => new(
        false, profile.Code, 0, 0, [], [], false, null,
        graph.Edges == 0
            ? ("还没有导入步行网络。", "No walking network has been imported yet.")
            : ($"按“{profile.Name.Zh}”的走法到不了：起点或终点附近没有路，或者之间不相通。", $"There is no way for {profile.Name.En.ToLowerInvariant()}: one of the points is far from any way, or the ways between do not meet."));

    private static double Minutes(int deciseconds) => Math.Round(deciseconds / 600.0, 1);

    private static int Metres(WalkGraph graph, FoundWay way) => (int)Math.Round(way.Legs.Sum(l => RouteFinder.Metres(graph, l)));

    private static List<double[]> Line(WalkGraph graph, FoundWay way, GeoPoint from, GeoPoint to)
    {
        var line = new List<double[]> { new[] { from.Longitude, from.Latitude } };
        foreach (var (x, y) in way.Legs.SelectMany(l => RouteFinder.Points(graph, l)))
            Add([Math.Round(graph.Ground.LongitudeOf(x), 6), Math.Round(graph.Ground.LatitudeOf(y), 6)]);
        Add([to.Longitude, to.Latitude]);
        // A line has two points, also from a place to itself.
        if (line.Count == 1)
            line.Add(line[0]);
        return line;

        void Add(double[] point)
        {
            if (line[^1][0] != point[0] || line[^1][1] != point[1])
                line.Add(point);
        }
    }

    private static IEnumerable<GeoFeature> Features(WalkRoute route)
    {
        if (!route.Found)
            yield break;
        var line = new LineString([.. route.Points.Select(p => new Coordinate(p[0], p[1]))]);
        yield return new(line, new Dictionary<string, object?>
        {
            ["kind"] = "route", ["profile"] = route.Profile, ["minutes"] = route.Minutes, ["metres"] = route.Metres, ["colour"] = "#0b7356",
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"{route.Minutes:0.#} min · {route.Metres} m"),
        });
    }
}

/// <summary>Points and profiles as they are asked for.</summary>
internal static class WalkPoints
{
    /// <summary>Reads latitude, comma, longitude and brings it to WGS-84; says which field is wrong, and when the two were swapped.</summary>
    public static GeoPoint Read(string? text, string field, string? crs, List<Problem> problems)
    {
        var parts = (text ?? "").Split(',', '，');
        var read = parts.Length == 2
            ? Degrees.Read(parts[1].Trim(), parts[0].Trim(), crs)
            : Problem.Invalid(field, "places.point_form", "请填写“纬度,经度”，例如 30.208,120.21。", "Give latitude, comma, longitude, such as 30.208,120.21.");
        if (read.Ok)
            return read.Value;
        problems.AddRange(read.Problems.Select(p => p.Field is "crs" ? p : p with { Field = field }));
        return default;
    }

    public static Problem NoProfile(IEnumerable<WalkProfile> known)
    {
        var codes = string.Join(", ", known.Select(p => p.Code));
        return Problem.Invalid("profile", "places.unknown_profile", $"步行方式应为 {codes}。", $"The profile is one of {codes}.");
    }
}
