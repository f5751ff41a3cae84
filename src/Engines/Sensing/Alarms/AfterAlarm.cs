using Linli.Cases;
using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Report;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.UseCases;
using Linli.Sensing.Responders;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>Calls out the nearest of each kind of post that the alarm asks for, and again when it waits for somebody anew.</summary>
internal sealed class CallOutToAlarm(LinliDb db, CallOuts calls) : IEventHandler<AlarmChanged>
{
    public async Task Handle(Delivered<AlarmChanged> delivered, CancellationToken cancel)
    {
        var again = delivered.Event.What == "returned";
        if (!again && delivered.Event.What is not ("raised" or "verified") || delivered.Event.Test)
            return;
        if (await db.Unfiltered<AlarmRow>().SingleOrDefaultAsync(a => a.Id == delivered.Event.Alarm, cancel) is not { SetsGoing: true } alarm || (again && (alarm.AcknowledgedAt is not null || alarm.ShelvedUntil > delivered.Time)))
            return;
        foreach (var kind in alarm.Kinds)
            if (!await db.Records<CallRow>().AnyAsync(c => c.Alarm == alarm.Id && c.Kind == kind && (!again || c.Active), cancel))
                await calls.AskNext(alarm, kind, cancel, again ? delivered.Time : null);
    }
}

/// <summary>Those on watch hear of a new alarm; a test is shown on their screens and rings nobody.</summary>
internal sealed class TellOfAlarm(LinliDb db, AlarmNotices notices, TimeProvider time) : IEventHandler<AlarmChanged>
{
    public async Task Handle(Delivered<AlarmChanged> delivered, CancellationToken cancel)
    {
        var (id, _, _, what, severity, test, _) = delivered.Event;
        if (what is not ("raised" or "returned") || test || severity < AlarmSeverity.Minor)
            return;
        if (await db.Unfiltered<AlarmRow>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is { ClosedAt: null } alarm && !(alarm.ShelvedUntil > Clock.Now(time)))
            await notices.Tell(alarm, 0, $"{what}:{delivered.Id}", cancel);
    }
}

/// <summary>Tells the posts of a level; nothing in it says whom the alarm is about.</summary>
internal sealed class AlarmNotices(LinliDb db, IPeople people, IGridMap grids, IScopeTree tree, INotices notices, TimeProvider time)
{
    /// <summary>Tells a level.</summary>
    /// <returns>How many heard of it.</returns>
    public async Task<int> Tell(AlarmRow alarm, int level, string key, CancellationToken cancel)
    {
        var hearers = await AlarmLevels.Hearers(level, alarm, db, people, grids, Clock.Now(time), cancel);
        var (severity, place) = (AlarmWords.Of(alarm.Severity), tree.Find(alarm.Place)?.Name);
        foreach (var account in hearers)
            await notices.Tell(
                account,
                level == 0 ? "alarm.raised" : "alarm.escalated",
                ($"{severity.Zh}告警：{alarm.NameZh}", $"{severity.En} alarm: {alarm.NameEn}"),
                level == 0
                    ? ($"{place?.Zh} 请立即查看并确认。", $"{place?.En} Look at once, and acknowledge it.")
                    : ($"{place?.Zh} 无人确认，已升级到您这一级。", $"{place?.En} Nobody acknowledged it: it has come up to your level."),
                $"/desk/alarms/{alarm.Id.Value}",
                $"alarm:{alarm.Id.Value}:{level}:{key}",
                cancel);
        return hearers.Count;
    }
}

/// <summary>
/// Opens the case of an alarm whose rule names one, by the channel of sensors, so that somebody owns it with a clock; and answers
/// it when the alarm is closed.
/// </summary>
internal sealed class CaseOfAlarm(LinliDb db, UseCaseRunner run, AlarmBook book, IScopeTree tree) : IEventHandler<AlarmChanged>
{
    public async Task Handle(Delivered<AlarmChanged> delivered, CancellationToken cancel)
    {
        if (delivered.Event.What is not ("raised" or "verified" or "closed") || delivered.Event.Test)
            return;
        var alarm = await db.Unfiltered<AlarmRow>().SingleOrDefaultAsync(a => a.Id == delivered.Event.Alarm, cancel);
        if (alarm is { SetsGoing: true, CaseCategory: not null, Case: null } && delivered.Event.What != "closed")
            await Open(alarm, cancel);
        else if (alarm is { ClosedAt: not null, Case: { } id } && delivered.Event.What == "closed")
            await Answer(alarm, new(id), cancel);
    }

    private async Task Open(AlarmRow alarm, CancellationToken cancel)
    {
        var opened = await run.Run(new ReportCase
        {
            Channel = CaseChannel.Sensor,
            Category = alarm.CaseCategory,
            Title = alarm.NameZh,
            Text = $"{alarm.NameZh}（感知告警自动登记）\n{alarm.WhyZh}",
            Latitude = alarm.Latitude,
            Longitude = alarm.Longitude,
            Community = tree.CommunityOf(alarm.Place)?.Code,
            Priority = alarm.Severity switch { AlarmSeverity.Critical => CasePriority.Emergency, AlarmSeverity.Major => CasePriority.Urgent, _ => CasePriority.Normal },
            HappenedAt = alarm.CauseAt <= alarm.RaisedAt ? alarm.CauseAt : alarm.RaisedAt,
            StaffNote = $"/desk/alarms/{alarm.Id.Value}",
        }, cancel);
        if (opened.Ok)
            alarm.Case = opened.Value.Id.Value;
        // An alarm whose case cannot be opened still has to be seen to: it says so instead of being tried for ever.
        book.Write(alarm, opened.Ok ? "case_opened" : "case_refused", opened.Ok ? opened.Value.Number : null, opened.Ok ? null : opened.Problem.Code);
    }

    private async Task Answer(AlarmRow alarm, CaseId id, CancellationToken cancel)
    {
        var note = await db.Records<AlarmLine>().Where(l => l.Alarm == alarm.Id && l.What == "closed").Select(l => l.Text).FirstOrDefaultAsync(cancel);
        // A case that nobody took yet is taken by what is known of it; one that was answered already stays as it is.
        await run.Run(new AcceptCase { Case = id }, cancel);
        await run.Run(new AnswerCase
        {
            Case = id,
            Outcome = alarm.Verdict == AlarmVerdict.Real ? CaseOutcome.Solved : CaseOutcome.Explained,
            Text = alarm.Verdict switch
            {
                AlarmVerdict.Real => $"告警已处置完毕。{note}",
                AlarmVerdict.False => $"经核实为误报。{note}",
                _ => $"本次为测试，不计入统计。{note}",
            },
        }, cancel);
    }
}
