using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Alarms;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Responders;

/// <summary>
/// Calls people out: of each kind of post the nearest on foot who is free and was not asked for this alarm before. Whoever does
/// not answer within a minute, or cannot come, is followed by the next.
/// </summary>
internal sealed class CallOuts(
    LinliDb db, IResponders responders, IScopeTree tree, INotices notices, AlarmBook book, AlarmNotices levels, TimeProvider time)
{
    /// <summary>Asks the next of a kind.</summary>
    /// <param name="alarm">For which alarm.</param>
    /// <param name="kind">Of which kind of post.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="since">Who was asked before this instant may be asked again: the alarm came back; <c>null</c> for nobody.</param>
    public async Task AskNext(AlarmRow alarm, string kind, CancellationToken cancel, DateTimeOffset? since = null)
    {
        var asked = await db.Records<CallRow>().Where(c => c.Alarm == alarm.Id && c.Account != null && (since == null || c.AskedAt >= since)).Select(c => c.Account).ToListAsync(cancel);
        var busy = await db.Records<CallRow>().Where(c => c.Active && c.Account != null).Select(c => c.Account).ToListAsync(cancel);
        busy.AddRange(db.Records<CallRow>().Local.Where(c => c.Active).Select(c => c.Account));
        var near = await responders.Nearest(Around(alarm), PointOf(alarm), [kind], int.MaxValue, cancel);
        var next = near.FirstOrDefault(r => !asked.Contains(r.Account) && !busy.Contains(r.Account));
        if (next is not null)
            await Ask(alarm, next, cancel);
        else
            await NobodyFree(alarm, kind, cancel);
    }

    /// <summary>Asks somebody by choice, such as one whom the duty officer has on the radio.</summary>
    public async Task Ask(AlarmRow alarm, Responder who, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var call = new CallRow
        {
            Id = Guid.CreateVersion7(now), Alarm = alarm.Id, Account = who.Account, Kind = who.Kind, State = CallState.Asked, Active = true, AskedAt = now,
            AnswerBy = now + AlarmRules.AnswerWithin, WalkSeconds = who.WalkSeconds, StraightLine = who.StraightLine,
        };
        db.Records<CallRow>().Add(call);
        book.Write(alarm, "called_out", who.Kind);
        var minutes = who.WalkSeconds is { } seconds ? Math.Max(1, (int)Math.Ceiling(seconds / 60.0)) : (int?)null;
        await notices.Tell(
            who.Account,
            "alarm.call",
            ($"呼叫出警：{alarm.NameZh}", $"You are called out: {alarm.NameEn}"),
            minutes is null
                ? ("请在 60 秒内应答。", "Answer within 60 seconds.")
                : ($"步行约 {minutes} 分钟。请在 60 秒内应答。", $"About {minutes} min on foot. Answer within 60 seconds."),
            "/duty",
            $"call:{call.Id}",
            cancel);
    }

    /// <summary>Ends a call that came to nothing, and asks the next of its kind.</summary>
    public async Task PassOver(CallRow call, CallState end, string what, CancellationToken cancel)
    {
        (call.State, call.Active, call.EndedAt) = (end, false, Clock.Now(time));
        call.Version++;
        var alarm = await db.Unfiltered<AlarmRow>().SingleAsync(a => a.Id == call.Alarm, cancel);
        book.Write(alarm, what, call.Kind);
        if (alarm.ClosedAt is null)
            await AskNext(alarm, call.Kind, cancel);
    }

    /// <summary>Calls everybody off who is still busy with an alarm: it is closed.</summary>
    public async Task CallOff(AlarmRow alarm, CancellationToken cancel)
    {
        foreach (var call in await db.Records<CallRow>().Where(c => c.Alarm == alarm.Id && c.Active).ToListAsync(cancel))
        {
            (call.State, call.Active, call.EndedAt) = (call.State is CallState.OnSite or CallState.Safe ? CallState.Done : CallState.Ended, false, Clock.Now(time));
            call.Version++;
            if (call.Account is { } account)
                await notices.Tell(
                    account, "alarm.call", ($"已关闭：{alarm.NameZh}", $"Closed: {alarm.NameEn}"), ("可以返回岗位。", "You may go back to your post."), "/duty",
                    $"call:{call.Id}:off", cancel);
        }
    }

    // Nobody of this kind can come: that is not to wait for the clock.
    private async Task NobodyFree(AlarmRow alarm, string kind, CancellationToken cancel)
    {
        book.Write(alarm, "nobody_free", kind);
        await levels.Tell(alarm, 0, $"nobody:{kind}", cancel);
        var coming = db.Records<CallRow>().Local.Any(c => c.Alarm == alarm.Id && c.Active) || await db.Records<CallRow>().AnyAsync(c => c.Alarm == alarm.Id && c.Active, cancel);
        if (!coming && alarm.EscalateAt is not null)
            alarm.EscalateAt = Clock.Now(time);
    }

    // Whoever is on duty anywhere in the community can be called.
    private ScopePath Around(AlarmRow alarm) => tree.CommunityOf(alarm.Place)?.Path ?? alarm.Place;

    private GeoPoint PointOf(AlarmRow alarm)
    {
        if (alarm.Point is { } point)
            return point;
        var place = alarm.Place.SelfAndAncestors().Reverse().Select(tree.Find).FirstOrDefault(p => p is { Longitude: not null, Latitude: not null });
        return place is null ? default : new(place.Latitude!.Value, place.Longitude!.Value);
    }
}
