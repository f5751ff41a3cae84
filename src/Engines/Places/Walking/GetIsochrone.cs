using System.Globalization;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NetTopologySuite.Geometries;

namespace Linli.Places.Walking;

/// <summary>The ground within some minutes on foot of a point (等时圈), by the ways one walks and not as the crow flies (R24).</summary>
/// <param name="Lon">Degrees east.</param>
/// <param name="Lat">Degrees north.</param>
/// <param name="Minutes">One to six numbers from 1 to 60, separated by commas; 5,10,15 when left out.</param>
/// <param name="Profile">adult (the default), child, elder, wheelchair or one of the community's own.</param>
/// <param name="Crs">What the degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</param>
/// <param name="Level">Level one starts on, where that is known.</param>
public sealed record GetIsochrone(string? Lon, string? Lat, string? Minutes = null, string? Profile = null, string? Crs = null, double? Level = null)
    : IQuery<IReadOnlyList<Isochrone>>;

/// <summary>The ground within some minutes.</summary>
/// <param name="Minutes">How many.</param>
/// <param name="Profile">How it is walked.</param>
/// <param name="Nodes">How many nodes of the network it reaches.</param>
/// <param name="SquareMetres">How much ground it is.</param>
/// <param name="Shape">Polygon, WGS-84, right-handed.</param>
public sealed record Isochrone(int Minutes, string Profile, int Nodes, double SquareMetres, Geometry Shape);

internal sealed class GetIsochroneHandler(PlacesMemory places, WalkingMemory memory) : IHandler<GetIsochrone, IReadOnlyList<Isochrone>>, IUseCase
{
    private const int Longest = 60;
    private const int Most = 6;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/isochrone", async Task<IResult> ([AsParameters] GetIsochrone request, UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(request, cancel);
            return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value.Select(Feature)), "application/geo+json") : ProblemResults.From(found.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json")
            .WithSummary("The ground within 5, 10, 15 minutes on foot, as GeoJSON; no features where nothing is reached 步行等时圈");

    public Task<Result<IReadOnlyList<Isochrone>>> Handle(GetIsochrone request, CancellationToken cancel) => Task.FromResult(Answer(request));

    private Result<IReadOnlyList<Isochrone>> Answer(GetIsochrone request)
    {
        var point = Degrees.Read(request.Lon, request.Lat, request.Crs);
        if (!point.Ok)
            return point.As<IReadOnlyList<Isochrone>>();
        if (Wanted(request.Minutes) is not { } minutes)
            return Problem.Invalid("minutes", "places.minutes_range", "分钟数应为 1–60 的整数，最多六个，用逗号隔开。", "Minutes are whole numbers from 1 to 60, at most six, separated by commas.");
        var profiles = memory.ProfilesAt(places.GridAt(point.Value.Longitude, point.Value.Latitude)?.Path ?? ScopePath.Root);
        var code = string.IsNullOrEmpty(request.Profile) ? "adult" : request.Profile;
        if (profiles.FirstOrDefault(p => p.Code == code) is not { } profile)
            return WalkPoints.NoProfile(profiles);
        return Around(memory.Current.NetOf(profile), point.Value, minutes, (float?)request.Level);
    }

    /// <summary>The ground around a point, the largest first so that the smaller ones are drawn over it; nothing where no way is near.</summary>
    internal static List<Isochrone> Around(ProfileNet net, GeoPoint point, IReadOnlyList<int> minutes, float? level = null)
    {
        var found = new List<Isochrone>();
        var ground = net.Graph.Ground;
        if (net.Graph.Index.Nearest(ground.X(point.Longitude), ground.Y(point.Latitude), net, level) is not { } start)
            return found;
        using var lease = SearchPool<WalkSearch>.Take();
        var shape = new ReachShape();
        foreach (var limit in minutes.OrderDescending())
        {
            lease.Search.Begin(net, start);
            lease.Search.Spread(limit * 600);
            shape.Draw(lease.Search, start);
            if (shape.Rings == 0)
                continue;
            var drawn = shape.ToGeometry(ground);
            found.Add(new(limit, net.Profile.Code, lease.Search.Settled.Length, Math.Round(Area.SquareMetres(drawn)), drawn));
        }

        return found;
    }

    private static List<int>? Wanted(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [5, 10, 15];
        var numbers = new List<int>();
        foreach (var part in text.Split(',', '，'))
            if (int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Longest)
                numbers.Add(number);
            else
                return null;
        return numbers.Count <= Most ? [.. numbers.Distinct()] : null;
    }

    private static GeoFeature Feature(Isochrone isochrone) => new(isochrone.Shape, new Dictionary<string, object?>
    {
        ["kind"] = "isochrone", ["minutes"] = isochrone.Minutes, ["profile"] = isochrone.Profile, ["nodes"] = isochrone.Nodes, ["area_m2"] = isochrone.SquareMetres,
        ["name"] = string.Create(CultureInfo.InvariantCulture, $"{isochrone.Minutes} min"),
        ["colour"] = isochrone.Minutes switch { <= 5 => "#0b7356", <= 10 => "#3b6ea8", _ => "#7a4b8f" },
    });
}
