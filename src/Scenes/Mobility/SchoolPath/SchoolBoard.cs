using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>Today on the school path, for the school: counts and open alerts. Names are masked; where a child is needs an approval (R38).</summary>
public sealed record SchoolBoard : IQuery<SchoolBoardShown>;

/// <summary>The board.</summary>
/// <param name="Day">Local day.</param>
/// <param name="SchoolDay">Whether it is a school day.</param>
/// <param name="Open">Whether a window is open now.</param>
/// <param name="Pupils">Pupils with a card.</param>
/// <param name="OffPath">Exits today.</param>
/// <param name="Offline">Silent cards today.</param>
/// <param name="Alerts">Alerts that are not closed, and those of today, the newest first; low batteries are the guardians' business and not among them.</param>
public sealed record SchoolBoardShown(DateOnly Day, bool SchoolDay, bool Open, int Pupils, int OffPath, int Offline, IReadOnlyList<AlertOnBoard> Alerts);

/// <summary>An alert on the board.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Pupil">Id of the enrolment.</param>
/// <param name="Name">Name, masked.</param>
/// <param name="Kind">offPath or offline.</param>
/// <param name="CauseAt">When its cause came true, UTC.</param>
/// <param name="ToldAt">When guardians and school were told, UTC.</param>
/// <param name="What">The last that happened.</param>
/// <param name="WhatAt">When, UTC.</param>
/// <param name="AcknowledgedAt">When somebody took it, UTC.</param>
/// <param name="ClosedAt">When it was closed, UTC.</param>
public sealed record AlertOnBoard(Guid Id, Guid Pupil, string Name, SchoolAlertKind Kind, DateTimeOffset CauseAt, DateTimeOffset ToldAt, string What, DateTimeOffset WhatAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ClosedAt);

internal sealed class SchoolBoardHandler(LinliDb db, IActingFor family, IHandler<GetSchoolPaths, SchoolPathShown[]> paths, CurrentCaller current, TimeProvider time) : IHandler<SchoolBoard, SchoolBoardShown>, IUseCase
{
    private const int Most = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/school-path/board", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new SchoolBoard(), cancel))
            .Needs(MobilityPermissions.School).WithSummary("Today on the school path 通学看板");

    public async Task<Result<SchoolBoardShown>> Handle(SchoolBoard request, CancellationToken cancel)
    {
        var (now, places) = (Clock.Now(time), current.Value.ScopesFor(MobilityPermissions.School));
        var since = LocalTime.StartOfDay(LocalTime.DateOf(now));
        var pupils = await db.Scoped<Pupil>(places).AsNoTracking().Where(p => p.EndedAt == null).CountAsync(cancel);
        var today = await db.Scoped<SchoolAlert>(places).AsNoTracking().Where(a => a.Kind != SchoolAlertKind.Battery && (a.ToldAt >= since || a.ClosedAt == null))
            .OrderByDescending(a => a.Id).Take(Most).ToListAsync(cancel);
        var ids = today.Select(a => a.Pupil).Distinct().ToList();
        var persons = await db.Scoped<Pupil>(places).AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Person, cancel);
        var names = await family.MaskedNames([.. persons.Values.Distinct()], cancel);
        var shown = (await paths.Handle(new(), cancel)).Value!;
        return new SchoolBoardShown(
            LocalTime.DateOf(now), shown.Any(p => p.SchoolDay), shown.Any(p => p.Open), pupils,
            today.Count(a => a.Kind == SchoolAlertKind.OffPath && a.ToldAt >= since), today.Count(a => a.Kind == SchoolAlertKind.Offline && a.ToldAt >= since),
            [.. today.Select(a => new AlertOnBoard(
                a.Id, a.Pupil, persons.TryGetValue(a.Pupil, out var person) ? names.GetValueOrDefault(person, "＊") : "＊", a.Kind, a.CauseAt, a.ToldAt, a.What, a.WhatAt, a.AcknowledgedAt, a.ClosedAt))]);
    }
}

/// <summary>
/// Somebody of the school looks where a pupil is (查看孩子行踪). Each look needs an approval that another person gave, is written
/// where the guardians read it, and shows one position of now, no track; refused looks are written down too (R38).
/// </summary>
/// <param name="Pupil">Id of the enrolment.</param>
/// <param name="Reason">Why, 4 to 200 characters; the guardians read it.</param>
public sealed record LookForPupil(Guid Pupil, string Reason) : ICommand<PupilSeen>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Pupil.ToString();

    IEnumerable<Problem> IValidated.Problems()
    {
        if ((Reason ?? "").Trim().Length is < 4 or > 200)
            yield return Problem.Invalid("reason", "mobility.reason_length", "请用 4–200 个字说明原因，监护人会看到。", "Say why in 4 to 200 characters; the guardians read it.");
    }
}

/// <summary>Where a pupil is.</summary>
/// <param name="State">In words.</param>
/// <param name="At">When the card said so, UTC.</param>
/// <param name="Latitude">WGS-84; only within a window.</param>
/// <param name="Longitude">WGS-84.</param>
public sealed record PupilSeen(WayState State, DateTimeOffset? At, double? Latitude, double? Longitude);

internal sealed class LookForPupilHandler(LinliDb db, IDisclosure disclosure, PupilWatch watch, CurrentCaller current, TimeProvider time) : IHandler<LookForPupil, PupilSeen>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/mobility/school-path/pupils/{pupil:guid}/look", (Guid pupil, LookForPupil request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Pupil = pupil }, cancel))
            .Needs(MobilityPermissions.School).WithSummary("Look where a pupil is, by approval 经批准查看孩子位置");

    public async Task<Result<PupilSeen>> Handle(LookForPupil request, CancellationToken cancel)
    {
        if (await db.Scoped<Pupil>(current.Value.ScopesFor(MobilityPermissions.School)).AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Pupil && p.EndedAt == null, cancel) is not { } pupil)
            return Problem.NotFound("mobility.unknown_pupil", "没有这名学生，或已停止使用学生卡。", "There is no such pupil, or the card is no longer used.");
        var allowed = await disclosure.Allow(new(pupil.Person, [PersonalField.Whereabouts], request.Reason.Trim(), null), cancel);
        if (!allowed.Ok)
            return allowed.As<PupilSeen>();
        var (state, fix, _, _) = await watch.Now(pupil, Clock.Now(time), cancel);
        return new PupilSeen(state, fix?.At, fix?.Point.Latitude, fix?.Point.Longitude);
    }
}
