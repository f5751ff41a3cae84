using Linli.Mobility.SchoolPath;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.GuardPoints;

/// <summary>Guard points (护学点, S45) for everybody: who, what equipment, duty hours, whether somebody is there now, and what help was given today.</summary>
public sealed record GetGuardPoints : IQuery<GuardPointsShown>;

/// <summary>All points.</summary>
/// <param name="At">When it was asked, UTC.</param>
/// <param name="SchoolDay">Whether today is a school day.</param>
/// <param name="Points">The points, by code.</param>
/// <param name="Help">Help of today, the newest first: what and where, never whom.</param>
public sealed record GuardPointsShown(DateTimeOffset At, bool SchoolDay, IReadOnlyList<GuardPointShown> Points, IReadOnlyList<HelpShown> Help);

/// <summary>A point.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Who">shop, school, trafficPolice, property or volunteer.</param>
/// <param name="Latitude">WGS-84.</param>
/// <param name="Longitude">WGS-84.</param>
/// <param name="Umbrellas">Umbrellas that are there now.</param>
/// <param name="FirstAid">Whether there is a first-aid box.</param>
/// <param name="Other">What else is there.</param>
/// <param name="Hours">When somebody should be there on school days.</param>
/// <param name="OnDuty">Whether somebody is there now.</param>
/// <param name="Until">Until when, UTC.</param>
/// <param name="Gap">Whether somebody should be there now and nobody is.</param>
public sealed record GuardPointShown(
    string Code, Phrase Name, GuardWho Who, double Latitude, double Longitude, int Umbrellas, bool FirstAid, Phrase Other, string Hours, bool OnDuty, DateTimeOffset? Until, bool Gap);

/// <summary>Help that was given.</summary>
public sealed record HelpShown(string Point, Phrase PointName, GuardHelpKind Kind, DateTimeOffset At);

internal sealed class GetGuardPointsHandler(LinliDb db, GuardBook book, TimeProvider time) : IHandler<GetGuardPoints, GuardPointsShown>, IUseCase
{
    private const int MostHelp = 30;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/mobility/guard-points", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GetGuardPoints(), cancel))
            .Needs(Access.Public).WithSummary("Guard points on the way to school 护学点");
        api.MapGet("/mobility/guard-points.geojson", async Task<IResult> (UseCaseRunner runner, CancellationToken cancel) =>
        {
            var found = await runner.Ask(new GetGuardPoints(), cancel);
            return found.Ok ? TypedResults.Bytes(GeoJson.Write(found.Value!.Points.Select(Feature)), "application/geo+json") : ProblemResults.From(found.Problems);
        }).Needs(Access.Public).Produces(StatusCodes.Status200OK, contentType: "application/geo+json").WithSummary("Guard points on the map 护学点图层");
    }

    public async Task<Result<GuardPointsShown>> Handle(GetGuardPoints request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        // Where children find help is for everybody; who helped whom is not in it.
        var points = await db.Unfiltered<GuardPoint>().AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancel);
        var duties = (await db.Unfiltered<GuardDuty>().AsNoTracking().Where(d => d.From <= now && d.Until > now).ToListAsync(cancel)).ToLookup(d => d.Point);
        var lent = await book.Lent(cancel);
        var since = LocalTime.StartOfDay(LocalTime.DateOf(now));
        var names = points.ToDictionary(p => p.Code, p => new Phrase(p.NameZh, p.NameEn));
        var help = await db.Unfiltered<GuardHelp>().AsNoTracking().Where(h => h.At >= since).OrderByDescending(h => h.At).Take(MostHelp).ToListAsync(cancel);
        return new GuardPointsShown(
            now, points.Any(p => book.IsSchoolDay(p, now)), [.. points.Select(p => Show(p, [.. duties[p.Code]], lent.GetValueOrDefault(p.Code), now))],
            [.. help.Where(h => names.ContainsKey(h.Point)).Select(h => new HelpShown(h.Point, names[h.Point], h.Kind, h.At))]);
    }

    private GuardPointShown Show(GuardPoint point, IReadOnlyList<GuardDuty> duties, int lent, DateTimeOffset now) => new(
        point.Code, (point.NameZh, point.NameEn), point.Who, point.Latitude, point.Longitude, Math.Max(0, point.Umbrellas - lent), point.FirstAid, (point.OtherZh, point.OtherEn), point.Hours,
        duties.Count > 0, duties.Count > 0 ? duties.Max(d => d.Until) : null, duties.Count == 0 && book.ShouldBeThere(point, now) is not null);

    private static GeoFeature Feature(GuardPointShown point) => new(
        new GeoPoint(point.Latitude, point.Longitude).ToGeometry(),
        new Dictionary<string, object?>
        {
            ["kind"] = "guard_point", ["name"] = point.Name.ToString(), ["on_duty"] = point.OnDuty, ["umbrellas"] = point.Umbrellas, ["first_aid"] = point.FirstAid, ["hours"] = point.Hours,
            ["colour"] = point.OnDuty ? "#0b7356" : point.Gap ? "#b3261e" : "#7b7b7b",
        },
        point.Code);
}

/// <summary>What several use cases ask of guard points.</summary>
internal sealed class GuardBook(LinliDb db, SchoolMemory schools)
{
    /// <summary>How long before the hours begin one may check in.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(30);

    /// <summary>Umbrellas that are out, by point.</summary>
    public async Task<Dictionary<string, int>> Lent(CancellationToken cancel) =>
        // Counts only, of all points: they are for everybody.
        (await db.Unfiltered<GuardHelp>().Where(h => h.Kind == GuardHelpKind.UmbrellaLent || h.Kind == GuardHelpKind.UmbrellaReturned)
            .GroupBy(h => new { h.Point, h.Kind }).Select(g => new { g.Key.Point, g.Key.Kind, Count = g.Count() }).ToListAsync(cancel))
        .GroupBy(g => g.Point).ToDictionary(g => g.Key, g => Math.Max(0, g.Sum(x => x.Kind == GuardHelpKind.UmbrellaLent ? x.Count : -x.Count)));

    /// <summary>How far somebody at a point can be called: along the whole path it stands at, for the nearest may stand across the border of a community.</summary>
    public async Task<ScopePath> Reach(GuardPoint point, CancellationToken cancel)
    {
        // The path is for everybody.
        var paths = await db.Unfiltered<SchoolPathRow>().AsNoTracking().Select(p => p.Scope).ToListAsync(cancel);
        return ScopePath.Parse(paths.Where(p => point.Scope.StartsWith(p, StringComparison.Ordinal)).MinBy(p => p.Length) ?? point.Scope, null);
    }

    public bool IsSchoolDay(GuardPoint point, DateTimeOffset at) => schools.IsSchoolDay(ScopePath.Parse(point.Scope, null), LocalTime.DateOf(at));

    /// <summary>The hours in which somebody should be there at an instant, or <c>null</c>.</summary>
    public (TimeOnly From, TimeOnly To)? ShouldBeThere(GuardPoint point, DateTimeOffset at) =>
        IsSchoolDay(point, at) && DutyHours.Parse(point.Hours) is { } spans ? DutyHours.At(spans, at) : null;

    /// <summary>When a duty that begins now ends by itself: with the hours it is for, or after two hours outside of them.</summary>
    public DateTimeOffset Until(GuardPoint point, DateTimeOffset now) =>
        (ShouldBeThere(point, now) ?? ShouldBeThere(point, now + Early)) is { } span ? LocalTime.At(LocalTime.DateOf(now), span.To) : now.AddHours(2);
}
