using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Health.Clinics;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.AgeScenes;

/// <summary>Enters a scene for elders or children, or changes it.</summary>
/// <param name="Place">Code of the place it belongs to.</param>
/// <param name="Side">For elders, or for children.</param>
/// <param name="NameZh">Name in Chinese.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="About">What it is.</param>
/// <param name="Facility">Code of its facility on the map.</param>
/// <param name="Space">Code of its line in the space ledger.</param>
/// <param name="Position">Lower stands first.</param>
internal sealed record KeepAgeScene(string Place, AgeSide Side, string NameZh, string? NameEn = null, string? About = null, string? Facility = null, string? Space = null, int Position = 100) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!ClinicProblems.IsCode(Code))
            yield return Problem.Invalid("code", "health.code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 lower-case letters, digits or hyphens.");
        if (!Enum.IsDefined(Side))
            yield return Problem.Invalid("side", "health.scene_side", "请选一老或一小。", "Choose elders or children.");
        foreach (var problem in ClinicProblems.Names(NameZh, NameEn).Concat(ClinicProblems.Text("about", About, 300)).Concat(ClinicProblems.Text("facility", Facility, 60)).Concat(ClinicProblems.Text("space", Space, 60)))
            yield return problem;
    }
}

/// <summary>Adds something to a scene that is booked every week (场景活动).</summary>
/// <param name="NameZh">Name in Chinese.</param>
/// <param name="Weekday">Day of the week, Monday 1 to Sunday 7.</param>
/// <param name="From">Begin, local time.</param>
/// <param name="Minutes">How long, 15 to 480 minutes.</param>
/// <param name="Places">Places, 1 to 500.</param>
/// <param name="NameEn">Name in English.</param>
internal sealed record KeepAgeSceneItem(string NameZh, int Weekday, TimeOnly From, int Minutes, int Places, string? NameEn = null) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Scene { get; init; } = "";

    public string? AuditSubject => Scene;

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(NameZh, 40).Length < 2)
            yield return Problem.Invalid("nameZh", "health.name", "请填写名称（2–40 个字）。", "Give a name of 2–40 characters.");
        foreach (var problem in ClinicProblems.Text("nameEn", NameEn, 60))
            yield return problem;
        if (Weekday is < 1 or > 7)
            yield return Problem.Invalid("weekday", "health.shift_days", "请选择星期几（1–7）。", "Choose a day of the week (1–7).");
        if (Minutes is < 15 or > 480)
            yield return Problem.Invalid("minutes", "health.care_minutes", "每次 15 到 480 分钟。", "It lasts 15 to 480 minutes.");
        if (Places is < 1 or > 500)
            yield return Problem.Invalid("places", "health.care_places", "名额为 1 到 500。", "Give 1 to 500 places.");
    }
}

internal sealed class KeepAgeSceneHandler(LinliDb db, IScopeTree tree, CurrentCaller current) : IHandler<KeepAgeScene, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/age-scenes/{code}", (string code, KeepAgeScene request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(HealthPermissions.KeepScenes).WithTags("Elders and children").WithSummary("Enter or change a scene");

    public async Task<Result<Done>> Handle(KeepAgeScene request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(HealthPermissions.KeepScenes, place.Path))
            return ClinicProblems.Place;
        // The code is taken whoever asks; whether the caller may change it is asked next.
        var scene = await db.Unfiltered<AgeScene>().SingleOrDefaultAsync(s => s.Code == request.Code, cancel);
        if (scene is not null && !current.Value.May(HealthPermissions.KeepScenes, ScopePath.Parse(scene.Scope, null)))
            return KeepAgeSceneItemHandler.NoScene;
        if (scene is not null && scene.Scope != place.Path.Value && await db.Unfiltered<AgeSceneItem>().AnyAsync(i => i.Scene == scene.Code, cancel))
            return ClinicProblems.PlaceFixed("它还有可以预约的活动", "people book there");
        if (scene is null)
            db.Insert(scene = new() { Code = request.Code, Scope = place.Path.Value, Side = request.Side, NameZh = "", NameEn = "", Position = 0 });
        var zh = ClinicProblems.Line(request.NameZh, 60);
        (scene.Scope, scene.Side, scene.NameZh, scene.NameEn, scene.Position) = (place.Path.Value, request.Side, zh, ClinicProblems.LineOrNothing(request.NameEn, 100) ?? zh, request.Position);
        (scene.About, scene.Facility, scene.Space) = (ClinicProblems.LineOrNothing(request.About, 300), ClinicProblems.LineOrNothing(request.Facility, 60), ClinicProblems.LineOrNothing(request.Space, 60));
        return Done.It;
    }
}

internal sealed class KeepAgeSceneItemHandler(LinliDb db, IBookings bookings, CurrentCaller current, TimeProvider time) : IHandler<KeepAgeSceneItem, Guid>, IUseCase
{
    public static readonly Problem NoScene = Problem.NotFound("health.no_scene", "没有这个场景，或不在您的范围内。", "There is no such scene, or it is not yours.");

    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/age-scenes/{code}/items", (string code, KeepAgeSceneItem request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Scene = code }, cancel))
            .Needs(HealthPermissions.KeepScenes).WithTags("Elders and children").WithSummary("Add something that is booked every week");

    public async Task<Result<Guid>> Handle(KeepAgeSceneItem request, CancellationToken cancel)
    {
        if (await db.Scoped<AgeScene>(current.Value.ScopesFor(HealthPermissions.KeepScenes)).AsNoTracking().SingleOrDefaultAsync(s => s.Code == request.Scene, cancel) is not { } scene)
            return NoScene;
        var zh = ClinicProblems.Line(request.NameZh, 40);
        var en = ClinicProblems.LineOrNothing(request.NameEn, 60) ?? zh;
        var kept = await bookings.Keep(
            new(AgeSceneParts.Kind.Code, ScopePath.Parse(scene.Scope, null), ClinicProblems.Title($"{scene.NameZh} · {zh}", en), AgeSceneParts.Kind.Terms with { LeastAge = scene.Side == AgeSide.Elder ? 60 : null })
            {
                About = scene.About, Subject = $"age-scene:{scene.Code}", Capacity = request.Places, Times = new(LocalTime.Today(time), request.From, request.Minutes, $"FREQ=WEEKLY;BYDAY={Days[request.Weekday - 1]}", HolidayRule.AsWritten),
            }, cancel);
        if (!kept.Ok)
            return kept.As<Guid>();
        var item = new AgeSceneItem { Id = Guid.CreateVersion7(), Scene = scene.Code, Scope = scene.Scope, NameZh = zh, NameEn = en, Offering = kept.Value };
        db.Insert(item);
        return item.Id;
    }
}
