using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Sensing.Alarms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Responders;

/// <summary>What somebody who is called out can say.</summary>
public enum CallStep
{
    /// <summary>接受: I am coming.</summary>
    Accepted,

    /// <summary>不能前往: somebody else has to.</summary>
    Declined,

    /// <summary>出发.</summary>
    OnTheWay,

    /// <summary>到场.</summary>
    OnSite,

    /// <summary>已脱险: the danger is over, such as a child led away from the water.</summary>
    Safe,

    /// <summary>完成: I leave again.</summary>
    Done,
}

/// <summary>
/// Says how far somebody who was called out is: they themselves on their phone, or the duty room for them when they say it by radio.
/// </summary>
public sealed record MoveCall : ICommand<Done>, IAudited
{
    /// <summary>Which call.</summary>
    [JsonIgnore]
    public Guid Call { get; init; }

    /// <summary>accepted, declined, onTheWay, onSite, safe or done.</summary>
    public CallStep? Step { get; init; }

    string? IAudited.AuditSubject => Call.ToString();
}

internal sealed class MoveCallHandler(LinliDb db, CurrentCaller current, AlarmBook book, CallOuts calls, TimeProvider time) : IHandler<MoveCall, Done>, IUseCase
{
    private static readonly Problem NotThere = Problem.NotFound("sensing.call_not_found", "没有找到这次呼叫。", "There is no such call.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/sensing/calls/{id:guid}/steps", (Guid id, MoveCall request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Call = id }, cancel))
            .Needs(SensingPermissions.Respond).WithTags("Sensing").WithSummary("Say how far one is 应答与进展");
        api.MapPost("/sensing/calls/{id:guid}/radio", (Guid id, MoveCall request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Call = id }, cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Enter what was said by radio 对讲代录");
    }

    public async Task<Result<Done>> Handle(MoveCall request, CancellationToken cancel)
    {
        if (request.Step is not { } step)
            return Problem.Invalid("step", "sensing.call_step", "请选择进展：接受、不能前往、出发、到场、已脱险或完成。", "Say accepted, declined, onTheWay, onSite, safe or done.");
        var call = await db.Records<CallRow>().SingleOrDefaultAsync(c => c.Id == request.Call, cancel);
        var alarm = call is null ? null : await db.Unfiltered<AlarmRow>().SingleAsync(a => a.Id == call.Alarm, cancel);
        if (call is null || alarm is null || (call.Account != current.Value.Account && !book.MayHandle(alarm)))
            return NotThere;
        var to = Enum.Parse<CallState>(step.ToString());
        if (call.State == to)
            return Done.It;
        if (!AlarmRules.MayMove(call.State, to))
            return Problem.Conflict(
                "sensing.call_moved", $"这次呼叫现在是“{AlarmWords.Of(call.State).Zh}”，不能这样操作，请刷新。", $"This call is “{AlarmWords.Of(call.State).En}” now, so this cannot be done: reload it.");
        if (to == CallState.Declined)
            await calls.PassOver(call, to, "declined", cancel);
        else
            Go(call, alarm, to, Clock.Now(time));
        return Done.It;
    }

    private void Go(CallRow call, AlarmRow alarm, CallState to, DateTimeOffset now)
    {
        call.State = to;
        call.Version++;
        call.AcceptedAt ??= now;
        alarm.DispatchedAt ??= now;
        switch (to)
        {
            case CallState.OnTheWay:
                call.OnTheWayAt = now;
                break;
            case CallState.OnSite:
                call.OnSiteAt = now;
                alarm.OnSiteAt ??= now;
                break;
            case CallState.Safe:
                call.OnSiteAt ??= now;
                alarm.OnSiteAt ??= now;
                call.SafeAt = now;
                alarm.Safe(now);
                break;
            case CallState.Done:
                (call.EndedAt, call.Active) = (now, false);
                break;
        }

        book.Write(alarm, AlarmRules.What(to), call.Kind);
    }
}

/// <summary>Calls somebody on duty out by choice (指定呼叫).</summary>
public sealed record AskResponder : ICommand<Done>, IAudited
{
    /// <summary>To which alarm.</summary>
    [JsonIgnore]
    public AlarmId Alarm { get; init; }

    /// <summary>Kind of post of whom the nearest is asked, such as <c>guard</c>.</summary>
    public string Kind { get; init; } = "";

    string? IAudited.AuditSubject => Alarm.Value.ToString();
}

internal sealed class AskResponderHandler(AlarmBook book, CallOuts calls) : IHandler<AskResponder, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/sensing/alarms/{id}/calls", (AlarmId id, AskResponder request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Alarm = id }, cancel))
            .Needs(SensingPermissions.Handle).WithTags("Sensing").WithSummary("Call out the nearest of a post 呼叫最近的处置力量");

    public async Task<Result<Done>> Handle(AskResponder request, CancellationToken cancel)
    {
        if (request.Kind.Length is 0 or > 40)
            return Problem.Invalid("kind", "sensing.call_kind", "请选择要呼叫的岗位。", "Choose whom to call out.");
        var found = await book.Take(request.Alarm, cancel);
        if (!found.Ok)
            return found.As<Done>();
        if (!found.Value.SetsGoing)
            return Problem.Conflict("sensing.call_not_now", "测试告警和未核实的线索不能呼叫出警。", "Nobody is called out to a test, or to a lead nobody has verified.");
        await calls.AskNext(found.Value, request.Kind, cancel);
        return Done.It;
    }
}
