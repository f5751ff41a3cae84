using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.GuardPoints;

/// <summary>The keeper of a point says that they are there (到岗), until its hours end; from then on they may be called out.</summary>
/// <param name="Point">Code of the point.</param>
public sealed record StartGuardDuty(string Point) : ICommand<GuardDutyStarted>, IAudited
{
    string? IAudited.AuditSubject => Point;
}

/// <summary>A duty that began.</summary>
/// <param name="Until">When it ends by itself, UTC.</param>
public sealed record GuardDutyStarted(DateTimeOffset Until);

internal sealed class StartGuardDutyHandler(LinliDb db, GuardBook book, CurrentCaller current, TimeProvider time, IResponders responders)
    : IHandler<StartGuardDuty, GuardDutyStarted>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/mobility/guard-points/{code}/duty", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new StartGuardDuty(code), cancel))
            .Needs(Access.SignedIn).WithSummary("Check in at one's guard point 护学点到岗");

    public async Task<Result<GuardDutyStarted>> Handle(StartGuardDuty request, CancellationToken cancel)
    {
        var (now, account) = (Clock.Now(time), current.Value.Account);
        if (await GuardKeepers.PointOf(db, request.Point, account, cancel) is not { } point)
            return GuardKeepers.NotYours;
        var until = book.Until(point, now);
        // The caller's own duty; a second word in the same hours is the same duty.
        if (await db.Unfiltered<GuardDuty>().Where(d => d.Point == point.Code && d.Account == account && d.From <= now && d.Until > now).FirstOrDefaultAsync(cancel) is { } running)
            running.Until = until > running.Until ? until : running.Until;
        else
            db.Insert(new GuardDuty { Id = Guid.CreateVersion7(now), Point = point.Code, Scope = point.Scope, Account = account, From = now, Until = until });
        // Who may not answer a call stands there all the same, and nobody waits for them.
        if (current.Value.May(SensingPermissions.Respond, point.Scope))
            await responders.CheckIn(
                account!.Value, GuardKeepers.KindOf(point.Who), await book.Reach(point, cancel), new GeoPoint(point.Latitude, point.Longitude), until, cancel);
        return new GuardDutyStarted(until);
    }
}

/// <summary>The keeper of a point says that they leave (离岗).</summary>
/// <param name="Point">Code of the point.</param>
public sealed record EndGuardDuty(string Point) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Point;
}

internal sealed class EndGuardDutyHandler(LinliDb db, CurrentCaller current, TimeProvider time, IResponders responders) : IHandler<EndGuardDuty, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/mobility/guard-points/{code}/duty", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new EndGuardDuty(code), cancel))
            .Needs(Access.SignedIn).WithSummary("Check out of one's guard point 护学点离岗");

    public async Task<Result<Done>> Handle(EndGuardDuty request, CancellationToken cancel)
    {
        var (now, account) = (Clock.Now(time), current.Value.Account);
        if (await GuardKeepers.PointOf(db, request.Point, account, cancel) is not { } point)
            return GuardKeepers.NotYours;
        // The caller's own.
        var running = await db.Unfiltered<GuardDuty>().Where(d => d.Point == point.Code && d.Account == account && d.From <= now && d.Until > now).ToListAsync(cancel);
        if (running.Count == 0)
            return Problem.Conflict("mobility.not_on_duty", "您现在没有在岗。", "You are not on duty.");
        foreach (var duty in running)
            duty.Until = now;
        await responders.CheckOut(account!.Value, GuardKeepers.KindOf(point.Who), cancel);
        return Done.It;
    }
}

/// <summary>The keeper of a point writes down that help was given: what, never whom.</summary>
public sealed record RecordGuardHelp : ICommand<Done>, IRepeatable, IAudited
{
    /// <summary>Code of the point; in the address.</summary>
    [JsonIgnore]
    public string Point { get; init; } = "";

    /// <summary>umbrellaLent, umbrellaReturned, firstAid, rest or crossing.</summary>
    public GuardHelpKind Kind { get; init; }

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    string? IAudited.AuditSubject => $"{Point} {Kind}";
}

internal sealed class RecordGuardHelpHandler(LinliDb db, GuardBook book, CurrentCaller current, TimeProvider time) : IHandler<RecordGuardHelp, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/mobility/guard-points/{code}/help", (string code, RecordGuardHelp request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Point = code }, cancel))
            .Needs(Access.SignedIn).WithSummary("Write down help given at a guard point 护学点帮助记录");

    public async Task<Result<Done>> Handle(RecordGuardHelp request, CancellationToken cancel)
    {
        if (await GuardKeepers.PointOf(db, request.Point, current.Value.Account, cancel) is not { } point)
            return GuardKeepers.NotYours;
        if (!Enum.IsDefined(request.Kind))
            return Problem.Invalid("kind", "mobility.help_kind", "请从列表里选择帮助的内容。", "Choose from the list what help was given.");
        var lent = (await book.Lent(cancel)).GetValueOrDefault(point.Code);
        if (request.Kind == GuardHelpKind.UmbrellaLent && lent >= point.Umbrellas)
            return Problem.Conflict("mobility.no_umbrella", $"登记的 {point.Umbrellas} 把雨伞都借出了；有归还的请先登记归还。", $"All {point.Umbrellas} umbrellas are out; write down first which came back.");
        if (request.Kind == GuardHelpKind.UmbrellaReturned && lent == 0)
            return Problem.Conflict("mobility.none_lent", "没有借出的雨伞。", "No umbrella is out.");
        if (request.Kind == GuardHelpKind.FirstAid && !point.FirstAid)
            return Problem.Conflict("mobility.no_first_aid", "这个护学点没有急救箱，请联系社区配备。", "This point has no first-aid box: ask the community for one.");
        var now = Clock.Now(time);
        db.Insert(new GuardHelp { Id = Guid.CreateVersion7(now), Point = point.Code, Scope = point.Scope, Kind = request.Kind, At = now, Account = current.Value.Account });
        return Done.It;
    }
}

/// <summary>The points the caller keeps (我的护学点).</summary>
public sealed record MyGuardPoints : IQuery<MyGuardPoint[]>;

/// <summary>A point the caller keeps.</summary>
/// <param name="Point">The point as everybody sees it.</param>
/// <param name="MineUntil">Until when the caller is on duty there, UTC; <c>null</c> when they are not.</param>
public sealed record MyGuardPoint(GuardPointShown Point, DateTimeOffset? MineUntil);

internal sealed class MyGuardPointsHandler(LinliDb db, IHandler<GetGuardPoints, GuardPointsShown> points, CurrentCaller current, TimeProvider time) : IHandler<MyGuardPoints, MyGuardPoint[]>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/guard-points/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyGuardPoints(), cancel))
            .Needs(Access.SignedIn).WithSummary("The guard points one keeps 我的护学点");

    public async Task<Result<MyGuardPoint[]>> Handle(MyGuardPoints request, CancellationToken cancel)
    {
        var (now, account) = (Clock.Now(time), current.Value.Account);
        var mine = await db.Records<GuardKeeper>().Where(k => k.Account == account).Select(k => k.Point).ToListAsync(cancel);
        // The caller's own duties.
        var duties = await db.Unfiltered<GuardDuty>().AsNoTracking().Where(d => d.Account == account && d.From <= now && d.Until > now).ToListAsync(cancel);
        var all = (await points.Handle(new(), cancel)).Value!.Points;
        return (MyGuardPoint[])[.. all.Where(p => mine.Contains(p.Code)).Select(p => new MyGuardPoint(p, duties.Find(d => d.Point == p.Code)?.Until))];
    }
}

/// <summary>Who keeps which point.</summary>
internal static class GuardKeepers
{
    public static readonly Problem NotYours = Problem.NotFound("mobility.not_your_point", "这不是您负责的护学点；请联系社区把您登记为负责人。", "This is not a guard point of yours; ask the community to enter you as its keeper.");

    /// <summary>The point, when the account keeps it.</summary>
    public static Task<GuardPoint?> PointOf(LinliDb db, string code, Guid? account, CancellationToken cancel) =>
        // Of those the caller keeps.
        db.Unfiltered<GuardPoint>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == code && db.Records<GuardKeeper>().Any(k => k.Point == p.Code && k.Account == account), cancel);

    /// <summary>As which post somebody at such a point is called out.</summary>
    public static string KindOf(GuardWho who) => who switch
    {
        GuardWho.Shop => Posts.Merchant,
        GuardWho.TrafficPolice => Posts.Patrol,
        _ => Posts.Guard,
    };
}
