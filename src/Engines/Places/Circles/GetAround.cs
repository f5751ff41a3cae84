using Linli.Places.Facilities;
using Linli.Places.Walking;
using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
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
/// <param name="Date">Local date: what is closed then is left out; today when left out.</param>
public sealed record GetAround(string? Lon, string? Lat, int? Minutes = null, string? Profile = null, string? Kind = null, string? Crs = null, DateOnly? Date = null)
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

internal sealed class GetAroundHandler(LinliDb db, PlacesMemory places, WalkingMemory memory, TimeProvider time) : IHandler<GetAround, IReadOnlyList<FacilityOnFoot>>, IUseCase
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
        var day = request.Date ?? LocalTime.Today(time);
        return OnFoot(memory.Current, profile, [new(point.Value.Longitude, point.Value.Latitude)], request.Minutes ?? 15, rows.Where(f => FacilityTerm.Of(f).On(day) == Standing.There));
    }

    /// <summary>Facilities within reach, from the best of some doors to the best of theirs; none when every way is far.</summary>
    internal static List<FacilityOnFoot> OnFoot(WalkingSnapshot walking, WalkProfile profile, IReadOnlyList<Door> from, int minutes, IEnumerable<FacilityRow> rows)
    {
        var net = walking.NetOf(profile);
        var starts = Doors.On(net, from);
        if (starts.Count == 0)
            return [];
        using var lease = SearchPool<WalkSearch>.Take();
        lease.Search.Begin(net, [.. starts]);
        lease.Search.Spread(minutes * 600);
        var found = new List<FacilityOnFoot>();
        foreach (var row in rows)
        {
            var ends = Doors.On(net, walking.Doors.Into(row.Code, row.Longitude, row.Latitude, profile.NeedsWheels, row.Wheelchair));
            if (ends.Count > 0 && ends.Min(e => Cost(lease.Search, starts, e)) is var cost && cost <= minutes * 600)
                found.Add(new(
                    row.Code, row.Kind, FacilityKinds.NameOf(row.Kind), (row.NameZh, row.NameEn), Math.Round(cost / 600.0, 1), row.Longitude, row.Latitude,
                    OpeningHours.InWords(row.OpeningHours)));
        }

        return [.. found.OrderBy(f => f.Minutes).ThenBy(f => f.Code, StringComparer.Ordinal)];
    }

    private static int Cost(WalkSearch search, IReadOnlyList<Snap> starts, Snap end)
    {
        var best = search.CostAt(end);
        foreach (var start in starts)
            best = Math.Min(best, Walks.Sum(Walks.Along(search.Net, start, end), Walks.ToTheWay(start, search.Net)));
        return Walks.Sum(best, Walks.ToTheWay(end, search.Net));
    }
}
