using System.Text.Json;
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

namespace Linli.Mobility.SchoolPath;

/// <summary>A school path as <see cref="KeepSchoolPath"/> takes it, in WGS-84: to be changed and sent back.</summary>
/// <param name="Code">Its code.</param>
public sealed record ReadSchoolPath(string Code) : IQuery<KeepSchoolPath>;

internal sealed class ReadSchoolPathHandler(LinliDb db, CurrentCaller current) : IHandler<ReadSchoolPath, KeepSchoolPath>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/school-paths/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadSchoolPath(code), cancel))
            .Needs(MobilityPermissions.SchoolPath).WithSummary("A school path with its line and grounds 通学路设置");

    public async Task<Result<KeepSchoolPath>> Handle(ReadSchoolPath request, CancellationToken cancel)
    {
        if (await db.Scoped<SchoolPathRow>(current.Value.ScopesFor(MobilityPermissions.SchoolPath)).AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.Code, cancel) is not { } path)
            return Problem.NotFound("mobility.unknown_path", "没有这条通学路，或不归您管理。", "There is no such school path, or it is not yours to look after.");
        var schools = await db.Records<PathSchool>().AsNoTracking().Where(s => s.Path == path.Code).OrderBy(s => s.School).ToListAsync(cancel);
        return new KeepSchoolPath
        {
            Code = path.Code, Place = ScopePath.Parse(path.Scope, null).Code, NameZh = path.NameZh, NameEn = path.NameEn, Line = Json(path.Line), PlannedMetres = path.PlannedMetres,
            SideMetres = path.SideMetres, Windows = path.Windows,
            Schools = [.. schools.Select(s => new PathSchoolKept(s.School, ScopePath.Parse(s.Scope, null).Code, s.NameZh, s.NameEn, Json(s.Grounds)))],
        };
    }

    private static JsonElement Json(string shape)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            GeoJson.WriteGeometry(json, SchoolPathBook.Shape(shape));
        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }
}

/// <summary>Terms and exceptional days of a place as <see cref="KeepSchoolCalendar"/> takes them.</summary>
/// <param name="Place">Code of the place; <c>null</c> for the first of the caller's that has a calendar, or else the first.</param>
public sealed record ReadSchoolCalendar(string? Place) : IQuery<KeepSchoolCalendar>;

internal sealed class ReadSchoolCalendarHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<ReadSchoolCalendar, KeepSchoolCalendar>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/school-calendar/{place}", (string place, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReadSchoolCalendar(place), cancel))
            .Needs(MobilityPermissions.SchoolPath).WithSummary("Terms and exceptions of a place 校历");

    public async Task<Result<KeepSchoolCalendar>> Handle(ReadSchoolCalendar request, CancellationToken cancel)
    {
        var found = request.Place is null ? await Usual(cancel) : tree.FindCode(request.Place);
        if (found is not { } place || !current.Value.May(MobilityPermissions.SchoolPath, place.Path))
            return Problem.NotFound("mobility.unknown_place", "没有这个地点，或不归您管理。", "There is no such place, or it is not yours to look after.");
        var scope = place.Path.Value;
        // Of the place just asked for.
        var terms = await db.Unfiltered<SchoolTerm>().AsNoTracking().Where(t => t.Scope == scope).OrderBy(t => t.From).ToListAsync(cancel);
        var days = await db.Unfiltered<SchoolDayRow>().AsNoTracking().Where(d => d.Scope == scope).OrderBy(d => d.Date).ToListAsync(cancel);
        return new KeepSchoolCalendar
        {
            Place = place.Code, Terms = [.. terms.Select(t => new TermKept(t.NameZh, t.From, t.To))], Days = [.. days.Select(d => new SchoolDayKept(d.Date, d.IsSchoolDay, d.Note))],
        };
    }

    private async Task<Place?> Usual(CancellationToken cancel)
    {
        var mine = tree.All.Where(p => current.Value.May(MobilityPermissions.SchoolPath, p.Path)).ToList();
        var kept = await db.Unfiltered<SchoolTerm>().Select(t => t.Scope).Distinct().ToListAsync(cancel);
        return mine.Find(p => kept.Contains(p.Path.Value)) ?? mine.Find(p => p.Kind is PlaceKind.Community or PlaceKind.Group);
    }
}
