using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Sensing.Responders;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>Taking and closing an alarm, for the duty room and for scenes alike; whoever calls has asked whether the caller may.</summary>
internal sealed class AlarmActs(LinliDb db, AlarmBook book, CallOuts calls, CurrentCaller current, TimeProvider time) : IAlarmActs
{
    public async Task<Result<Done>> Acknowledge(AlarmId id, CancellationToken cancel)
    {
        var found = await Open(id, cancel);
        return found.Ok ? Acknowledge(found.Value) : found.As<Done>();
    }

    public async Task<Result<Done>> Close(AlarmId id, AlarmVerdict? verdict, string? note, CancellationToken cancel)
    {
        var wrong = AlarmRules.ClosingProblems(verdict, note, out var words);
        if (wrong.Count > 0)
            return Result<Done>.Fail(wrong);
        var found = await Open(id, cancel);
        return found.Ok ? await Close(found.Value, verdict!.Value, words, cancel) : found.As<Done>();
    }

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

    public async Task<Result<Done>> Close(AlarmRow alarm, AlarmVerdict verdict, string note, CancellationToken cancel)
    {
        if (alarm.Test && verdict != AlarmVerdict.Test)
            return Problem.Invalid("verdict", "sensing.verdict_test", "测试状态设备的告警只能按“测试”关闭。", "An alarm of a device in test is closed as a test.");
        if (alarm.Lead && alarm.VerifiedAt is null && verdict == AlarmVerdict.Real)
            return Problem.Invalid("verdict", "sensing.verify_first", "这是待核实的线索，请先人工核实。", "This is a lead: verify it first.");
        var now = Clock.Now(time);
        alarm.AcknowledgedAt ??= now;
        alarm.AcknowledgedBy ??= current.Value.Account;
        (alarm.ClosedAt, alarm.ClosedBy, alarm.Verdict, alarm.ShelvedUntil, alarm.EscalateAt) = (now, current.Value.Account, verdict, null, null);
        book.Write(alarm, "closed", verdict.ToString(), note);
        await calls.CallOff(alarm, cancel);
        return Done.It;
    }

    // The scene has looked whose it is.
    private async Task<Result<AlarmRow>> Open(AlarmId id, CancellationToken cancel) =>
        await db.Unfiltered<AlarmRow>().SingleOrDefaultAsync(a => a.Id == id, cancel) is { ClosedAt: null } alarm ? alarm : AlarmBook.IsClosed;
}
