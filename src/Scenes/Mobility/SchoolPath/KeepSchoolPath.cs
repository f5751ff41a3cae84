using System.Text.Json;
using System.Text.Json.Serialization;
using Linli.Mobility.GuardPoints;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace Linli.Mobility.SchoolPath;

/// <summary>Adds a school path, or changes the one with this code; its corridor, fences and rules follow.</summary>
public sealed record KeepSchoolPath : ICommand<Done>, IValidated, IAudited
{
    /// <summary>1 to 40 small Latin letters, digits, hyphens; in the address.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    /// <summary>Code of the place it belongs to.</summary>
    public string Place { get; init; } = "";

    /// <summary>Chinese name, 1 to 60 characters.</summary>
    public string NameZh { get; init; } = "";

    /// <summary>English name, 1 to 120 characters.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>GeoJSON LineString.</summary>
    public JsonElement Line { get; init; }

    /// <summary>wgs84 or gcj02: what the degrees of line and grounds mean (R51).</summary>
    public string Crs { get; init; } = "wgs84";

    /// <summary>How long it should be, 100 to 10,000 m.</summary>
    public int PlannedMetres { get; init; }

    /// <summary>How far the corridor reaches to each side, 5 to 60 m.</summary>
    public int SideMetres { get; init; } = 20;

    /// <summary>Windows on school days, local time, at most three hours in all: <c>07:20-08:10 16:20-17:10</c>.</summary>
    public string Windows { get; init; } = "";

    /// <summary>The schools it links, at least one.</summary>
    public PathSchoolKept[] Schools { get; init; } = [];

    string? IAudited.AuditSubject => Code;

    IEnumerable<Problem> IValidated.Problems()
    {
        if (Code.Length is 0 or > 40 || !IsCode(Code))
            yield return Problem.Invalid("code", "mobility.code_form", "代码应为 1–40 个小写字母、数字或“-”。", "A code has 1 to 40 small Latin letters, digits or hyphens.");
        if ((NameZh ?? "").Trim().Length is 0 or > 60)
            yield return Problem.Invalid("nameZh", "mobility.name_missing", "请填写中文名称（60 字以内）。", "Give a Chinese name of at most 60 characters.");
        if ((NameEn ?? "").Trim().Length is 0 or > 120)
            yield return Problem.Invalid("nameEn", "mobility.name_missing", "请填写英文名称（120 字以内）。", "Give an English name of at most 120 characters.");
        if (PlannedMetres is < 100 or > 10_000)
            yield return Problem.Invalid("plannedMetres", "mobility.planned_range", "规划长度应为 100–10000 米。", "The planned length is 100 to 10,000 m.");
        if (SideMetres is < 5 or > 60)
            yield return Problem.Invalid("sideMetres", "mobility.side_range", "走廊每侧宽度应为 5–60 米。", "The corridor reaches 5 to 60 m to each side.");
        if (Crs is not ("wgs84" or "gcj02"))
            yield return Problem.Invalid("crs", "mobility.crs_form", "坐标系应为 wgs84 或 gcj02。", "Coordinates are wgs84 or gcj02.");
        // R38: only in the windows of the way to school; a window of a whole day would be no window.
        if (DutyHours.Parse(Windows) is not { } windows || windows.Sum(w => (w.To - w.From).TotalHours) > 3)
            yield return Problem.Invalid("windows", "mobility.windows_form", "时段应写成“07:20-08:10 16:20-17:10”，每天合计不超过 3 小时。", "Write the windows as 07:20-08:10 16:20-17:10, three hours a day in all at most.");
        if ((Schools ?? []).Length == 0)
            yield return Problem.Invalid("schools", "mobility.school_missing", "请至少填写一所学校。", "Give at least one school.");
        foreach (var school in Schools ?? [])
            if ((school.School ?? "").Length is 0 or > 40 || !IsCode(school.School!) || (school.NameZh ?? "").Trim().Length is 0 or > 60 || (school.NameEn ?? "").Trim().Length is 0 or > 120)
                yield return Problem.Invalid(
                    "schools", "mobility.school_form", $"学校 {school.School}：请填写小写代码（40 个字符以内）和中英文名称。", $"School {school.School}: give a code of small letters (40 at most) and both names.");
        if ((Schools ?? []).DistinctBy(s => s.School).Count() < (Schools ?? []).Length)
            yield return Problem.Invalid("schools", "mobility.school_twice", "同一所学校只填一次。", "Give each school once.");
    }

    // Of fences and rules, too, which bear it.
    private static bool IsCode(string code) => code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}

/// <summary>A school at a path.</summary>
/// <param name="School">Code of its facility.</param>
/// <param name="Place">Code of the place whose school staff look after it.</param>
/// <param name="NameZh">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Grounds">GeoJSON Polygon of its grounds.</param>
public sealed record PathSchoolKept(string School, string Place, string NameZh, string NameEn, JsonElement Grounds);

internal sealed class KeepSchoolPathHandler(LinliDb db, IScopeTree tree, SchoolFences fences, SchoolMemory schools, CurrentCaller current)
    : IHandler<KeepSchoolPath, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/mobility/school-paths/{code}", (string code, KeepSchoolPath request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(MobilityPermissions.SchoolPath).WithSummary("Add or change a school path 维护通学路");

    public async Task<Result<Done>> Handle(KeepSchoolPath request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place) is not { } place)
            return Problem.Invalid("place", "mobility.unknown_place", "没有这个地点，请检查代码。", "There is no such place: check its code.");
        // Whether the caller may is asked of the path that is there, too.
        var row = await db.Unfiltered<SchoolPathRow>().SingleOrDefaultAsync(p => p.Code == request.Code, cancel);
        if (!current.Value.May(MobilityPermissions.SchoolPath, place.Path) || (row is not null && !current.Value.May(MobilityPermissions.SchoolPath, row.Scope)))
            return Problem.Forbidden("mobility.not_here", "这个地点不归您管理。", "This place is not yours to look after.");
        var system = request.Crs == "gcj02" ? CoordinateSystem.Gcj02 : CoordinateSystem.Wgs84;
        if (Read(request.Line, system) is not LineString { IsEmpty: false } line || line.NumPoints < 2 || MetricShape.Metres(line) is < 100 or > 20_000)
            return Problem.Invalid("line", "mobility.line_form", "请给出通学路的线（GeoJSON LineString，经纬度，100 米以上）。", "Give the line of the path: a GeoJSON LineString in degrees, longer than 100 m.");
        var grounds = new List<(PathSchoolKept School, ScopePath Place, Geometry Area)>();
        foreach (var school in request.Schools)
        {
            if (tree.FindCode(school.Place ?? "") is not { } at || !current.Value.May(MobilityPermissions.SchoolPath, at.Path))
                return Problem.Invalid("schools", "mobility.unknown_place", $"没有地点 {school.Place}，或不归您管理。", $"There is no place {school.Place}, or it is not yours.");
            if (Read(school.Grounds, system) is not Polygon { IsEmpty: false, IsValid: true } area)
                return Problem.Invalid("schools", "mobility.grounds_form", $"请给出学校 {school.School} 的校园范围（GeoJSON Polygon）。", $"Give the grounds of {school.School}: a GeoJSON Polygon.");
            grounds.Add((school, at.Path, area));
        }

        if (row is null)
            db.Insert(row = new() { Code = request.Code, Scope = "", NameZh = "", NameEn = "", Line = "", PlannedMetres = 0, SideMetres = 0, Windows = "" });
        (row.Scope, row.NameZh, row.NameEn, row.Line) = (place.Path.Value, request.NameZh.Trim(), request.NameEn.Trim(), line.AsText());
        (row.PlannedMetres, row.SideMetres, row.Windows) = (request.PlannedMetres, request.SideMetres, request.Windows.Trim());
        await db.Records<PathSchool>().Where(s => s.Path == row.Code).ExecuteDeleteAsync(cancel);
        var ends = grounds.ConvertAll(g => new PathSchool
        {
            Path = row.Code, School = g.School.School, Scope = g.Place.Value, NameZh = g.School.NameZh, NameEn = g.School.NameEn, Grounds = g.Area.AsText(),
        });
        db.Records<PathSchool>().AddRange(ends);
        await fences.Put(row, ends, cancel);
        await fences.PutLeaves(row, await Homes(row.Code, cancel), cancel);
        schools.Changed(db);
        return Done.It;
    }

    // Those of pupils who live farther off than the compounds that the path links: the line they turn away from may be another one now.
    private async Task<IEnumerable<ScopePath>> Homes(string path, CancellationToken cancel)
    {
        var pupils = db.Unfiltered<Pupil>().Where(p => p.Path == path && p.EndedAt == null);
        var own = await pupils.Select(p => p.Compound).Distinct().ToListAsync(cancel);
        own.AddRange(await db.Records<PupilLeave>().Where(l => pupils.Any(p => p.Id == l.Pupil)).Select(l => l.Compound).Distinct().ToListAsync(cancel));
        return own.Select(c => ScopePath.Parse(c, null));
    }

    private static Geometry? Read(JsonElement json, CoordinateSystem system)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object ? ChinaCoordinates.ToWgs84(GeoJson.ReadGeometry(json), system) : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or JsonException or InvalidDataException)
        {
            return null;
        }
    }
}

/// <summary>Adds a term, and days that are otherwise than the calendar says (校历).</summary>
public sealed record KeepSchoolCalendar : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Code of the place it holds for; in the address.</summary>
    [JsonIgnore]
    public string Place { get; init; } = "";

    /// <summary>All terms of the place; takes the place of those before.</summary>
    public TermKept[] Terms { get; init; } = [];

    /// <summary>All exceptions of the place; takes the place of those before.</summary>
    public SchoolDayKept[] Days { get; init; } = [];

    string? IAudited.AuditSubject => Place;

    IEnumerable<Problem> IValidated.Problems()
    {
        if (Terms is null || Terms.Length > 40 || Terms.Any(t => t is null || t.To < t.From || t.To.DayNumber - t.From.DayNumber > 250 || (t.NameZh ?? "").Trim().Length is 0 or > 60))
            yield return Problem.Invalid("terms", "mobility.term_form", "学期应有名称，结束日不早于开始日，不超过 250 天。", "A term has a name, ends no earlier than it begins, and lasts 250 days at most.");
        else if (Terms.Any(t => Terms.Any(o => !ReferenceEquals(t, o) && t.From <= o.To && o.From <= t.To)))
            yield return Problem.Invalid("terms", "mobility.terms_overlap", "学期不能重叠。", "Terms do not overlap.");
        if (Days is null || Days.Length > 400 || Days.Any(d => d is null || (d.Note ?? "").Length > SetSchoolDay.MostNote) || Days.DistinctBy(d => d.Date).Count() < Days.Length)
            yield return Problem.Invalid("days", "mobility.days_form", "调整日不能重复，说明不超过 100 字。", "Days stand there once each, with a note of at most 100 characters.");
    }
}

/// <summary>A term.</summary>
public sealed record TermKept(string NameZh, DateOnly From, DateOnly To);

/// <summary>A day that is otherwise.</summary>
public sealed record SchoolDayKept(DateOnly Date, bool IsSchoolDay, string Note);

internal sealed class KeepSchoolCalendarHandler(LinliDb db, IScopeTree tree, SchoolMemory schools, CurrentCaller current, TimeProvider time) : IHandler<KeepSchoolCalendar, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/mobility/school-calendar/{place}", (string place, KeepSchoolCalendar request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Place = place }, cancel))
            .Needs(MobilityPermissions.SchoolPath).WithSummary("Set terms and exceptions 维护校历");

    public async Task<Result<Done>> Handle(KeepSchoolCalendar request, CancellationToken cancel)
    {
        var found = SchoolPlaces.Find(tree, current, request.Place);
        if (!found.Ok)
            return found.As<Done>();
        var (now, scope) = (Clock.Now(time), found.Value!.Path.Value);
        // Of the place just asked for.
        await db.Unfiltered<SchoolTerm>().Where(t => t.Scope == scope).ExecuteDeleteAsync(cancel);
        await db.Unfiltered<SchoolDayRow>().Where(d => d.Scope == scope).ExecuteDeleteAsync(cancel);
        foreach (var term in request.Terms)
            db.Insert(new SchoolTerm { Id = Guid.CreateVersion7(now), Scope = scope, NameZh = term.NameZh.Trim(), From = term.From, To = term.To });
        foreach (var day in request.Days)
            db.Insert(new SchoolDayRow { Scope = scope, Date = day.Date, IsSchoolDay = day.IsSchoolDay, Note = day.Note?.Trim() ?? "" });
        schools.Changed(db);
        return Done.It;
    }
}
