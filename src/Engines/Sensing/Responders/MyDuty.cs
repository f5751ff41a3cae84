using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Linli.Sensing.Alarms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Responders;

/// <summary>Whether the caller is on duty, and what they are called out to.</summary>
public sealed record MyDuty : IQuery<DutySeen>;

/// <summary>The caller's duty.</summary>
/// <param name="Until">Until when, UTC; <c>null</c> when they are not on duty.</param>
/// <param name="Post">As which post.</param>
/// <param name="Latitude">Where they checked in, WGS-84.</param>
/// <param name="Longitude">Where they checked in.</param>
/// <param name="Call">What they are called out to, or <c>null</c>.</param>
public sealed record DutySeen(DateTimeOffset? Until, string? Post, double? Latitude, double? Longitude, CallSeen? Call);

/// <summary>A call as whoever is called out sees it: where to and why, and nothing of the person it is about.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is.</param>
/// <param name="Severity">How bad.</param>
/// <param name="State">How far they are.</param>
/// <param name="Place">Where, in words.</param>
/// <param name="Latitude">Where exactly, WGS-84.</param>
/// <param name="Longitude">Where exactly.</param>
/// <param name="AskedAt">When they were called, UTC.</param>
/// <param name="AnswerBy">By when they have to answer, UTC.</param>
/// <param name="WalkSeconds">How long they walk.</param>
/// <param name="StraightLine">Whether that is guessed from the straight line.</param>
/// <param name="Next">What they can say now.</param>
public sealed record CallSeen(
    Guid Id, Phrase Name, AlarmSeverity Severity, string State, Phrase Place, double? Latitude, double? Longitude, DateTimeOffset AskedAt, DateTimeOffset AnswerBy,
    int? WalkSeconds, bool StraightLine, IReadOnlyList<string> Next);

internal sealed class MyDutyHandler(LinliDb db, CurrentCaller current, IScopeTree tree, TimeProvider time) : IHandler<MyDuty, DutySeen>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/sensing/duty", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyDuty(), cancel))
            .Needs(SensingPermissions.Respond).WithTags("Sensing").WithSummary("The caller's duty and call 我的在岗");

    public async Task<Result<DutySeen>> Handle(MyDuty request, CancellationToken cancel)
    {
        var (me, now) = (current.Value.Account, Clock.Now(time));
        var duty = await db.Unfiltered<DutyRow>().AsNoTracking().Where(d => d.Account == me && d.Until > now).OrderByDescending(d => d.CheckedInAt).FirstOrDefaultAsync(cancel);
        var call = await db.Records<CallRow>().AsNoTracking().SingleOrDefaultAsync(c => c.Account == me && c.Active, cancel);
        var alarm = call is null ? null : await db.Unfiltered<AlarmRow>().AsNoTracking().SingleAsync(a => a.Id == call.Alarm, cancel);
        return new DutySeen(duty?.Until, duty?.Kind, duty?.Latitude, duty?.Longitude, call is null || alarm is null ? null : Seen(call, alarm));
    }

    private CallSeen Seen(CallRow call, AlarmRow alarm) => new(
        call.Id, alarm.Name, alarm.Severity, Camel(call.State), tree.Find(alarm.Place)?.Name ?? default, alarm.Latitude, alarm.Longitude, call.AskedAt, call.AnswerBy,
        call.WalkSeconds, call.StraightLine, [.. Enum.GetValues<CallState>().Where(to => AlarmRules.MayMove(call.State, to)).Select(Camel)]);

    private static string Camel(CallState state) => char.ToLowerInvariant(state.ToString()[0]) + state.ToString()[1..];
}
