using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Text;
using Linli.Sensing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>
/// Tells family and carers of what happened at an elder's home, and the family how it goes on. The duty room sees the same alarm, without a
/// name, and hears of it when nobody takes it.
/// </summary>
internal sealed class AfterHomeAlarm(LinliDb db, WatchBook book, IAlarms alarms, TimeProvider time) : IEventHandler<AlarmChanged>
{
    public async Task Handle(Delivered<AlarmChanged> delivered, CancellationToken cancel)
    {
        var (id, rule, _, what, _, test, _) = delivered.Event;
        if (WatchDevices.AlertOf(rule) is not { } kind || test)
            return;
        var now = Clock.Now(time);
        // It is the system that tells; whom it may tell is decided below.
        if (await db.Unfiltered<HomeAlert>().SingleOrDefaultAsync(a => a.Alarm == id.Value, cancel) is { } known)
        {
            await Follow(known, what, delivered.Id, id, now, cancel);
            return;
        }

        if (what != "raised" || await alarms.Find(id, cancel) is not { Device: { } device } alarm
            || await db.Unfiltered<HomeDevice>().AsNoTracking().SingleOrDefaultAsync(d => d.Device == device.Value && d.EndedAt == null, cancel) is not { } home || home.IsPaused(now))
            return;
        db.Insert(new HomeAlert
        {
            Id = Guid.CreateVersion7(now), Scope = home.Scope, Centre = home.Centre, Person = home.Person, Device = home.Id, Kind = kind, Alarm = id.Value, CauseAt = alarm.CauseAt, ToldAt = now,
        });
        await Tell(home.Person, home.Scope, kind, $"watch:{id.Value:N}", cancel);
    }

    private async Task Tell(Guid person, string scope, AlertKind kind, string key, CancellationToken cancel)
    {
        var (title, body) = (WatchWords.Of(kind), WatchWords.Ask(kind));
        await book.TellFamily(person, CodeOf(kind), title, body, key, cancel);
        await book.TellStaff(scope, CodeOf(kind), title, body, key, cancel);
    }

    private async Task Follow(HomeAlert alert, string what, Guid delivery, AlarmId id, DateTimeOffset now, CancellationToken cancel)
    {
        switch (what)
        {
            case "cleared":
                alert.OverAt = now;
                break;
            case "returned":
                alert.OverAt = null;

                // It happens again before anybody closed it: that is told like the first time.
                if (await alarms.Find(id, cancel) is { AcknowledgedAt: null })
                    (alert.TakenAt, alert.TakenBy) = (null, null);
                await Tell(alert.Person, alert.Scope, alert.Kind, $"watch:{id.Value:N}:{delivery:N}", cancel);
                break;
            case "acknowledged":
                alert.TakenAt ??= now;
                await book.TellFamily(alert.Person, "elder-watch.progress", ("有人接手了", "Somebody is on it"), ("家里的提醒已有人处理，点开查看进展。", "The alert at home has been taken up: open to see how it goes."), $"watch:{id.Value:N}:taken", cancel);
                break;
            case "closed":
                alert.TakenAt ??= now;
                alert.ClosedAt ??= now;
                alert.Verdict ??= (await alarms.Find(id, cancel))?.Verdict;
                await book.TellFamily(alert.Person, "elder-watch.progress", ("提醒已办结", "The alert is closed"), ("点开查看是怎么处理的。", "Open to read what was done."), $"watch:{id.Value:N}:closed", cancel);
                break;
        }
    }

    private static string CodeOf(AlertKind kind) => "elder-watch." + System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}

/// <summary>Words of the watch.</summary>
internal static class WatchWords
{
    public static Phrase Of(AlertKind kind) => kind switch
    {
        AlertKind.Sos => ("有人按了一键求助", "The call button was pressed"),
        AlertKind.Fall => ("可能跌倒了", "There may have been a fall"),
        AlertKind.OutOfBed => ("夜里离床较久", "Out of bed for long at night"),
        AlertKind.DoorAtNight => ("夜里开了门", "The door opened at night"),
        AlertKind.DoorOpen => ("门一直开着", "The door stands open"),
        AlertKind.NoMovement => ("早上还没有活动", "No movement since the morning"),
        AlertKind.Offline => ("设备没有消息", "A device is silent"),
        _ => ("设备电量低", "A battery is low"),
    };

    public static Phrase Ask(AlertKind kind) => kind switch
    {
        AlertKind.Sos or AlertKind.Fall => ("请马上联系或上门查看，点开接手。", "Ring or go there now; open to take it up."),
        AlertKind.Offline => ("请看看设备电源和网络，在恢复之前它不能报警。", "Look at its power and network: it cannot alarm until it speaks again."),
        AlertKind.Battery => ("请尽快充电或换电池。", "Charge it or change the battery soon."),
        _ => ("请打个电话问问，点开查看并接手。", "Give them a ring; open to see and take it up."),
    };

    public static string IconOf(AlertKind kind) => kind switch
    {
        AlertKind.Sos => "sos",
        AlertKind.Fall => "alert-triangle",
        AlertKind.OutOfBed => "bed",
        AlertKind.DoorAtNight or AlertKind.DoorOpen => "door",
        AlertKind.NoMovement => "zzz",
        AlertKind.Offline => "wifi-off",
        _ => "battery-1",
    };

    /// <summary>How urgent it is: 0 is looked at first.</summary>
    public static int Order(AlertKind kind) => kind switch
    {
        AlertKind.Sos or AlertKind.Fall => 0,
        AlertKind.OutOfBed or AlertKind.DoorAtNight or AlertKind.NoMovement => 1,
        AlertKind.DoorOpen => 2,
        _ => 3,
    };
}
