using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Text;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>
/// Tells all guardians and the school when a pupil leaves the path, calls for help, or the card goes silent in its window, and the guardians
/// alone when its battery is low (S44). Nobody else hears anything: texts name no child, and pages ask who reads them.
/// </summary>
internal sealed class AfterSchoolAlarm(LinliDb db, SchoolPathBook book, TimeProvider time, IAlarms alarms) : IEventHandler<AlarmChanged>
{
    public async Task Handle(Delivered<AlarmChanged> delivered, CancellationToken cancel)
    {
        var (id, rule, _, what, _, test, _) = delivered.Event;
        if (StudentCards.Of(rule) is not var (kind, path) || test)
            return;
        var now = Clock.Now(time);
        // It is the system that tells; whom it may tell is decided below.
        if (await db.Unfiltered<SchoolAlert>().SingleOrDefaultAsync(a => a.Alarm == id.Value, cancel) is not { } alert)
        {
            if (what != "raised" || await alarms.Find(id, cancel) is not { Device: { } device } alarm)
                return;
            if (await db.Unfiltered<Pupil>().SingleOrDefaultAsync(p => p.Device == device.Value && p.Path == path && p.EndedAt == null, cancel) is not { } pupil)
                return;
            db.Insert(new SchoolAlert
            {
                Id = Guid.CreateVersion7(now), Scope = pupil.Scope, Pupil = pupil.Id, Kind = kind, Alarm = id.Value, CauseAt = alarm.CauseAt, ToldAt = now, What = what, WhatAt = now,
            });
            await Tell(pupil, kind, $"school:{id.Value:N}", cancel);
            return;
        }

        (alert.What, alert.WhatAt) = (what, now);
        if (what == "returned")
            await Again(alert, kind, $"school:{id.Value:N}:{delivered.Id}", id, cancel);
        alert.AcknowledgedAt ??= what is "acknowledged" or "accepted" ? now : null;
        alert.ClosedAt ??= what is "closed" ? now : null;
        if (Progress(kind, what) is { } progress
            && await db.Unfiltered<Pupil>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == alert.Pupil && p.EndedAt == null, cancel) is { } of)
        {
            var key = $"school:{id.Value:N}:{what}";
            await book.TellGuardians(of.Person, "school.progress", progress.Title, progress.Body, key, cancel);
            if (what is "safe" or "cleared")
                await book.TellSchool(ScopePath.Parse(of.Scope, null), "school.progress", progress.Title, progress.Body, key, cancel);
        }
    }

    // The child left again, or the card fell silent again, before anybody closed the alert: that is told like the first time.
    private async Task Again(SchoolAlert alert, SchoolAlertKind kind, string key, AlarmId alarm, CancellationToken cancel)
    {
        if (await alarms.Find(alarm, cancel) is { AcknowledgedAt: null })
            alert.AcknowledgedAt = null;
        if (await db.Unfiltered<Pupil>().SingleOrDefaultAsync(p => p.Id == alert.Pupil && p.EndedAt == null, cancel) is { } pupil)
            await Tell(pupil, kind, key, cancel);
    }

    private async Task Tell(Pupil pupil, SchoolAlertKind kind, string key, CancellationToken cancel)
    {
        var (code, title, body) = Words(kind);
        await book.TellGuardians(pupil.Person, code, title, body, key, cancel);
        if (kind != SchoolAlertKind.Battery)
            await book.TellSchool(ScopePath.Parse(pupil.Scope, null), code, title, body, key, cancel);
    }

    private static (string Code, Phrase Title, Phrase Body) Words(SchoolAlertKind kind) => kind switch
    {
        SchoolAlertKind.OffPath => ("school.off_path", ("离开通学路提醒", "Left the school path"), ("有学生离开了通学路，已通知最近的护学点和巡查队员。点开查看。", "A pupil left the school path; the nearest guard point and patrol are being sent. Open to see more.")),
        SchoolAlertKind.Offline => ("school.offline", ("学生卡没有消息", "A student card is silent"), ("一张学生卡在通学时段没有消息。点开查看，必要时请联系。", "A student card has said nothing in the time of the way to school. Open to see more.")),
        SchoolAlertKind.Sos => ("school.sos", ("孩子按下了求助键", "A child calls for help"), ("有学生按下了学生卡的求助键，已通知最近的护学点和巡查队员。点开查看，请马上联系。", "A pupil pressed the call button of the card; the nearest guard point and patrol are being sent. Open to see more, and call at once.")),
        _ => ("school.battery", ("学生卡电量低", "Battery of a student card is low"), ("孩子的学生卡快没电了，今晚请充电。", "The student card's battery is nearly empty: please charge it tonight.")),
    };

    // A button that is let go says nothing of the child; whoever is with it does.
    private static (Phrase Title, Phrase Body)? Progress(SchoolAlertKind kind, string what) => what switch
    {
        _ when kind is not (SchoolAlertKind.OffPath or SchoolAlertKind.Sos) || (kind == SchoolAlertKind.Sos && what == "cleared") => null,
        "acknowledged" or "accepted" => (("有人前往了", "Somebody is on it"), ("提醒已有人处理，点开查看进展。", "The alert has been taken up: open to see how it goes.")),
        "on_site" => (("已到现场", "Somebody is there"), ("护学人员已到现场，点开查看进展。", "A guard is on the spot: open to see how it goes.")),
        "safe" => (("孩子平安", "The child is safe"), ("护学人员已经见到孩子，点开查看经过。", "A guard is with the child: open to see how it went.")),
        "cleared" => (("孩子回到通学路了", "Back on the school path"), ("提醒的原因已经解除。", "What the alert was about is over.")),
        "closed" => (("提醒已办结", "The alert is closed"), ("点开查看经过。", "Open to see what happened.")),
        _ => null,
    };
}
