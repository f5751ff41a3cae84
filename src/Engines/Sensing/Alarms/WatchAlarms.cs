using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Sensing.Responders;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>
/// What becomes due without anybody doing something: shelved alarms come back, alarms that nobody takes go up, whoever does not answer
/// a call is passed over. All of it stands in the rows, so that a restart forgets nothing.
/// </summary>
internal sealed class WatchAlarms(LinliDb db, EachByItself each, AlarmBook book, AlarmNotices notices, CallOuts calls, RelaySignal relay, TimeProvider time) : IJob
{
    private const int Batch = 200;

    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var shelved = await db.Unfiltered<AlarmRow>().Where(a => a.ShelvedUntil <= now && a.ClosedAt == null).OrderBy(a => a.ShelvedUntil).Select(a => a.Id).Take(Batch).ToListAsync(cancel);
        await each.Do(shelved, id => Unshelve(id, now, cancel), cancel);
        var unanswered = await db.Records<CallRow>().Where(c => c.State == CallState.Asked && c.AnswerBy <= now).OrderBy(c => c.AnswerBy).Select(c => c.Id).Take(Batch).ToListAsync(cancel);
        await each.Do(unanswered, id => PassOver(id, cancel), cancel);
        var waiting = await db.Unfiltered<AlarmRow>().Where(a => a.EscalateAt <= now && (a.ShelvedUntil == null || a.ShelvedUntil <= now)).OrderBy(a => a.EscalateAt).Select(a => a.Id).Take(Batch).ToListAsync(cancel);
        await each.Do(waiting, id => Escalate(id, now, cancel), cancel);
        if (shelved.Count + unanswered.Count + waiting.Count > 0)
            relay.Raise();
    }

    private async Task Unshelve(AlarmId id, DateTimeOffset now, CancellationToken cancel)
    {
        var alarm = await db.Unfiltered<AlarmRow>().SingleAsync(a => a.Id == id, cancel);
        if (alarm.ClosedAt is null && alarm.ShelvedUntil <= now)
            Shelf.Back(alarm, book, now);
    }

    private async Task PassOver(Guid id, CancellationToken cancel)
    {
        var call = await db.Records<CallRow>().SingleAsync(c => c.Id == id, cancel);
        if (call.State == CallState.Asked)
            await calls.PassOver(call, CallState.Unanswered, "unanswered", cancel);
    }

    private async Task Escalate(AlarmId id, DateTimeOffset now, CancellationToken cancel)
    {
        var alarm = await db.Unfiltered<AlarmRow>().SingleAsync(a => a.Id == id, cancel);
        if (!AlarmRules.GoesUp(alarm, now))
            return;
        // A level at which nobody works is no reason to wait.
        var told = 0;
        while (told == 0 && alarm.Level < AlarmLevels.Highest)
        {
            alarm.Level++;
            told = await notices.Tell(alarm, alarm.Level, "up", cancel);
            book.Write(alarm, "escalated", alarm.Level.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        alarm.EscalateAt = alarm.Level < AlarmLevels.Highest ? now.AddSeconds(alarm.EscalateSeconds) : null;
    }
}
