using System.Text.Json.Serialization;
using Linli.Mobility.SchoolPath;
using Linli.People;
using Linli.Places;
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

/// <summary>Adds a guard point, or changes the one with this code.</summary>
public sealed record KeepGuardPoint : ICommand<Done>, IValidated, IAudited
{
    /// <summary>1 to 60 Latin letters, digits, hyphens; in the address.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    /// <summary>Code of the place it belongs to.</summary>
    public string Place { get; init; } = "";

    /// <summary>Chinese name, 1 to 60 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name, 1 to 120 characters.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>shop, school, trafficPolice, property or volunteer.</summary>
    public GuardWho Who { get; init; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>WGS-84 degrees.</summary>
    public double? Longitude { get; init; }

    /// <summary>How many umbrellas, 0 to 500.</summary>
    public int Umbrellas { get; init; }

    /// <summary>Whether there is a first-aid box.</summary>
    public bool FirstAid { get; init; }

    /// <summary>What else is there, at most 100 characters.</summary>
    public string OtherZh { get; init; } = "";

    /// <summary>The same in English.</summary>
    public string OtherEn { get; init; } = "";

    /// <summary>Duty hours on school days, local time: <c>07:20-08:10 16:20-17:10</c>.</summary>
    public string Hours { get; init; } = "";

    /// <summary>Accounts of staff and merchants who keep it; they check in there.</summary>
    public Guid[] Keepers { get; init; } = [];

    string? IAudited.AuditSubject => Code;

    IEnumerable<Problem> IValidated.Problems()
    {
        if (Code.Length is 0 or > 60 || !Code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            yield return Problem.Invalid("code", "mobility.code_form", "代码应为 1–60 个字母、数字或“-”。", "A code has 1 to 60 Latin letters, digits or hyphens.");
        if ((NameZh ?? "").Trim().Length is 0 or > 60)
            yield return Problem.Invalid("nameZh", "mobility.name_missing", "请填写中文名称（60 字以内）。", "Give a Chinese name of at most 60 characters.");
        if ((NameEn ?? "").Trim().Length is 0 or > 120)
            yield return Problem.Invalid("nameEn", "mobility.name_missing", "请填写英文名称（120 字以内）。", "Give an English name of at most 120 characters.");
        if (Latitude is not { } lat || Longitude is not { } lon || !GeoPoint.IsValid(lat, lon))
            yield return Problem.Invalid("latitude", "mobility.point_missing", "请在地图上选护学点的位置。", "Choose on the map where the point is.");
        if (Umbrellas is < 0 or > 500)
            yield return Problem.Invalid("umbrellas", "mobility.umbrellas_range", "雨伞数应为 0–500。", "Umbrellas are a number from 0 to 500.");
        if ((OtherZh ?? "").Length > 100 || (OtherEn ?? "").Length > 100)
            yield return Problem.Invalid("otherZh", "mobility.other_length", "其他装备不超过 100 字。", "Other equipment has at most 100 characters.");
        if (DutyHours.Parse(Hours) is null)
            yield return Problem.Invalid("hours", "mobility.hours_form", "值守时间应写成“07:20-08:10 16:20-17:10”，不能重叠。", "Write the hours as 07:20-08:10 16:20-17:10, without overlap.");
    }
}

internal sealed class KeepGuardPointHandler(LinliDb db, IScopeTree tree, IPeople people, CurrentCaller current) : IHandler<KeepGuardPoint, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/mobility/guard-points/{code}", (string code, KeepGuardPoint request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(MobilityPermissions.SchoolPath).WithSummary("Add or change a guard point 维护护学点");

    public async Task<Result<Done>> Handle(KeepGuardPoint request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place) is not { } place)
            return Problem.Invalid("place", "mobility.unknown_place", "没有这个地点，请检查代码。", "There is no such place: check its code.");
        // Whether the caller may is asked of the point that is there, too.
        var row = await db.Unfiltered<GuardPoint>().SingleOrDefaultAsync(p => p.Code == request.Code, cancel);
        if (!current.Value.May(MobilityPermissions.SchoolPath, place.Path) || (row is not null && !current.Value.May(MobilityPermissions.SchoolPath, row.Scope)))
            return Problem.Forbidden("mobility.not_here", "这个地点不归您管理。", "This place is not yours to look after.");
        var known = (await people.StaffAround(place.Path, GuardPointsBoardHandler.Posts, cancel)).Select(s => s.Account).ToHashSet();
        if (request.Keepers.Any(k => !known.Contains(k)))
            return Problem.Invalid("keepers", "mobility.unknown_keeper", "负责人应从列表里选择。", "Choose the keepers from the list.");
        if (row is null)
            db.Insert(row = new() { Code = request.Code, Scope = "", NameZh = "", NameEn = "", Who = request.Who, Longitude = 0, Latitude = 0, Hours = "" });
        (row.Scope, row.NameZh, row.NameEn, row.Who) = (place.Path.Value, request.NameZh.Trim(), request.NameEn.Trim(), request.Who);
        (row.Latitude, row.Longitude, row.Umbrellas, row.FirstAid) = (request.Latitude!.Value, request.Longitude!.Value, request.Umbrellas, request.FirstAid);
        (row.OtherZh, row.OtherEn, row.Hours) = (request.OtherZh?.Trim() ?? "", request.OtherEn?.Trim() ?? "", request.Hours.Trim());
        var before = await db.Records<GuardKeeper>().Where(k => k.Point == row.Code).ToListAsync(cancel);
        db.Records<GuardKeeper>().RemoveRange(before.Where(k => !request.Keepers.Contains(k.Account)));
        db.Records<GuardKeeper>().AddRange(request.Keepers.Distinct().Where(k => !before.Exists(b => b.Account == k)).Select(k => new GuardKeeper { Point = row.Code, Account = k }));
        return Done.It;
    }
}

/// <summary>What a desk sees of guard points on a day: who was where, and where nobody was at the hours of a school end (空岗).</summary>
/// <param name="Day">A local day; today when left out.</param>
public sealed record GuardPointsBoard(DateOnly? Day = null) : IQuery<GuardBoardShown>;

/// <summary>Points of the caller's places.</summary>
public sealed record GuardBoardShown(DateOnly Day, bool SchoolDay, IReadOnlyList<GuardSpanShown> Spans, IReadOnlyList<GuardPointKept> Points, IReadOnlyList<StaffChoice> Staff);

/// <summary>One point in one of its spans of hours.</summary>
/// <param name="Point">Code of the point.</param>
/// <param name="Name">What people call it.</param>
/// <param name="From">Beginning, UTC.</param>
/// <param name="To">End, UTC.</param>
/// <param name="Who">Names of those who were on duty.</param>
/// <param name="Covered">Minutes of it in which somebody was there, up to now.</param>
/// <param name="Gap">Whether nobody was there at all in what has passed of it.</param>
public sealed record GuardSpanShown(string Point, Phrase Name, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> Who, int Covered, bool Gap);

/// <summary>A point with those who keep it.</summary>
public sealed record GuardPointKept(string Code, Phrase Name, GuardWho Who, string Hours, int Umbrellas, bool FirstAid, IReadOnlyList<string> Keepers);

/// <summary>Somebody who may keep a point.</summary>
public sealed record StaffChoice(Guid Account, string Name, string Post);

internal sealed class GuardPointsBoardHandler(LinliDb db, IPeople people, SchoolMemory schools, CurrentCaller current, TimeProvider time) : IHandler<GuardPointsBoard, GuardBoardShown>, IUseCase
{
    internal static readonly string[] Posts = [People.Posts.Merchant, People.Posts.Guard, People.Posts.Patrol, People.Posts.PropertyRepair, People.Posts.PropertyClerk, People.Posts.GridSteward, People.Posts.CommunityWorker];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/guard-points/board", (DateOnly? day, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new GuardPointsBoard(day), cancel))
            .Needs(MobilityPermissions.SchoolPath).WithSummary("Duty and gaps at guard points 护学点值守与空岗");

    public async Task<Result<GuardBoardShown>> Handle(GuardPointsBoard request, CancellationToken cancel)
    {
        var (now, places) = (Clock.Now(time), current.Value.ScopesFor(MobilityPermissions.SchoolPath));
        var day = request.Day ?? LocalTime.DateOf(now);
        var (from, to) = (LocalTime.StartOfDay(day), LocalTime.EndOfDay(day));
        var points = await db.Scoped<GuardPoint>(places).AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancel);
        var duties = await db.Scoped<GuardDuty>(places).AsNoTracking().Where(d => d.From < to && d.Until > from).ToListAsync(cancel);
        var keepers = await db.Records<GuardKeeper>().AsNoTracking().ToListAsync(cancel);
        var names = await people.NamesOf([.. duties.Select(d => d.Account).OfType<Guid>().Concat(keepers.Select(k => k.Account)).Distinct()], cancel);
        var schoolDay = points.Exists(p => schools.IsSchoolDay(ScopePath.Parse(p.Scope, null), day));
        var spans = points.Where(p => schools.IsSchoolDay(ScopePath.Parse(p.Scope, null), day))
            .SelectMany(p => (DutyHours.Parse(p.Hours) ?? []).Select(s => Span(p, LocalTime.At(day, s.From), LocalTime.At(day, s.To), duties, names, now)))
            .OrderBy(s => s.From).ThenBy(s => s.Point, StringComparer.Ordinal).ToList();
        var staff = new List<StaffMember>();
        foreach (var place in places.Paths)
            staff.AddRange(await people.StaffAround(place, Posts, cancel));
        return new GuardBoardShown(
            day, schoolDay, spans,
            [.. points.Select(p => new GuardPointKept(
                p.Code, (p.NameZh, p.NameEn), p.Who, p.Hours, p.Umbrellas, p.FirstAid, [.. keepers.Where(k => k.Point == p.Code).Select(k => names.GetValueOrDefault(k.Account, "?"))]))],
            [.. staff.DistinctBy(s => s.Account).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new StaffChoice(s.Account, s.Name, PostNames.Of(s.Post).ToString()))]);
    }

    private static GuardSpanShown Span(GuardPoint point, DateTimeOffset from, DateTimeOffset to, List<GuardDuty> duties, IReadOnlyDictionary<Guid, string> names, DateTimeOffset now)
    {
        var there = duties.Where(d => d.Point == point.Code && d.From < to && d.Until > from && d.From <= now).ToList();
        var end = to < now ? to : now;
        // Minutes in which anybody was there: two at once count once.
        var (covered, until) = (TimeSpan.Zero, from);
        foreach (var duty in there.OrderBy(d => d.From))
        {
            var (begin, over) = (duty.From > until ? duty.From : until, duty.Until < end ? duty.Until : end);
            if (over > begin)
                (covered, until) = (covered + (over - begin), over);
        }

        return new(
            point.Code, (point.NameZh, point.NameEn), from, to, [.. there.Select(d => d.Account is { } account ? names.GetValueOrDefault(account, "?") : "?").Distinct()],
            (int)covered.TotalMinutes, now >= from && there.Count == 0);
    }
}
