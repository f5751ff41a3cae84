using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Sensing.Responders;

namespace Linli.Sensing.Alarms;

/// <summary>What taking and closing an alarm does, whoever may do it.</summary>
internal sealed class AlarmActs(AlarmBook book, CallOuts calls, CurrentCaller current, TimeProvider time) : IAlarmActs
{
    public async Task<Result<Done>> Acknowledge(AlarmId alarm, CancellationToken cancel) =>
        await book.Open(alarm, cancel) is { Ok: true, Value: var open } ? Acknowledge(open) : AlarmBook.NotOpen;

    public async Task<Result<Done>> Close(AlarmId alarm, AlarmVerdict verdict, string note, CancellationToken cancel)
    {
        if (await book.Open(alarm, cancel) is not { Ok: true, Value: var open })
            return AlarmBook.NotOpen;
        await Close(open, open.Test ? AlarmVerdict.Test : verdict, note, cancel);
        return Done.It;
    }

    /// <summary>Somebody has it from here on.</summary>
    public Result<Done> Acknowledge(AlarmRow alarm)
    {
        if (alarm.AcknowledgedAt is not null)
            return alarm.AcknowledgedBy == current.Value.Account
                ? Done.It
                : Problem.Conflict("sensing.alarm_taken", "已有人确认这条告警，请刷新查看。", "Somebody has taken this alarm already: reload it.");
        (alarm.AcknowledgedAt, alarm.AcknowledgedBy, alarm.EscalateAt) = (Clock.Now(time), current.Value.Account, null);
        book.Write(alarm, "acknowledged");
        return Done.It;
    }

    /// <summary>It is over, and this is how it turned out.</summary>
    public async Task Close(AlarmRow alarm, AlarmVerdict verdict, string note, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        alarm.AcknowledgedAt ??= now;
        alarm.AcknowledgedBy ??= current.Value.Account;
        (alarm.ClosedAt, alarm.ClosedBy, alarm.Verdict, alarm.ShelvedUntil, alarm.EscalateAt) = (now, current.Value.Account, verdict, null, null);
        book.Write(alarm, "closed", verdict.ToString(), note);
        await calls.CallOff(alarm, cancel);
    }
}
