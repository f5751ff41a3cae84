using Linli.Places.Facilities;
using Linli.Places.Walking;
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

namespace Linli.Places.Circles;

/// <summary>What lies within some minutes on foot of a point, the nearest first (步行可达, S85).</summary>
/// <param name="Lon">Degrees east.</param>
/// <param name="Lat">Degrees north.</param>
/// <param name="Minutes">1 to 60; 15 when left out.</param>
/// <param name="Profile">adult (the default), child, elder, wheelchair or one of the community's own.</param>
/// <param name="Kind">Only one kind, such as <c>clinic</c>.</param>
/// <param name="Crs">What the degrees mean: wgs84 (the default), cgcs2000, gcj02 or bd09 (R51).</param>
public sealed record GetAround(string? Lon, string? Lat, int? Minutes = null, string? Profile = null, string? Kind = null, string? Crs = null)
    : IQuery<IReadOnlyList<FacilityOnFoot>>;

/// <summary>A facility with the way to it on foot.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Kind">What it is.</param>
/// <param name="KindName">The kind in words.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Minutes">Minutes on foot.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="Open">When it is open, in words.</param>
public sealed record FacilityOnFoot(string Code, string Kind, Phrase KindName, Phrase Name, double Minutes, double Longitude, double Latitude, Phrase Open);

internal sealed class GetAroundHandler(LinliDb db, PlacesMemory places, WalkingMemory memory) : IHandler<GetAround, IReadOnlyList<FacilityOnFoot>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/places/around", ([AsParameters] GetAround request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(Access.Public).WithSummary("What lies within some minutes on foot, nearest first 步行可达");

    public async Task<Result<IReadOnlyList<FacilityOnFoot>>> Handle(GetAround request, CancellationToken cancel)
    {
        var point = Degrees.Read(request.Lon, request.Lat, request.Crs);
        if (!point.Ok)
            return point.As<IReadOnlyList<FacilityOnFoot>>();
        if (request.Minutes is < 1 or > 60)
            return Problem.Invalid("minutes", "places.minutes_range", "分钟数应为 1–60。", "Minutes are 1 to 60.");
        var profiles = memory.ProfilesAt(places.GridAt(point.Value.Longitude, point.Value.Latitude)?.Path ?? ScopePath.Root);
        if (profiles.FirstOrDefault(p => p.Code == (string.IsNullOrEmpty(request.Profile) ? "adult" : request.Profile)) is not { } profile)
            return WalkPoints.NoProfile(profiles);
        var rows = await db.Records<FacilityRow>().AsNoTracking().Where(f => request.Kind == null || f.Kind == request.Kind).ToListAsync(cancel);
        return OnFoot(memory.Current.NetOf(profile), point.Value, request.Minutes ?? 15, rows);
    }

    /// <summary>Facilities within reach; none when the point is far from every way.</summary>
    internal static List<FacilityOnFoot> OnFoot(ProfileNet net, GeoPoint point, int minutes, IReadOnlyList<FacilityRow> rows)
    {
        var (index, ground) = (net.Graph.Index, net.Graph.Ground);
        if (index.Nearest(ground.X(point.Longitude), ground.Y(point.Latitude), net) is not { } start)
            return [];
        using var lease = SearchPool.Take();
        lease.Search.Begin(net, start);
        lease.Search.Spread(minutes * 600);
        var found = new List<FacilityOnFoot>();
        foreach (var row in rows)
        {
            if (index.Nearest(ground.X(row.Longitude), ground.Y(row.Latitude), net) is not { } end)
                continue;
            var along = Walks.Along(net, start, end);
            var cost = Math.Min(lease.Search.CostAt(end, reverse: false, out _), along == WalkCost.None ? along : along + Walks.ToTheWay(start, net));
            if (cost != WalkCost.None && cost + Walks.ToTheWay(end, net) is var whole && whole <= minutes * 600)
                found.Add(new(
                    row.Code, row.Kind, FacilityKinds.NameOf(row.Kind), (row.NameZh, row.NameEn), Math.Round(whole / 600.0, 1), row.Longitude, row.Latitude,
                    OpeningHours.InWords(row.OpeningHours)));
        }

        return [.. found.OrderBy(f => f.Minutes).ThenBy(f => f.Code, StringComparer.Ordinal)];
    }
}
