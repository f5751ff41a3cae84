using System.Globalization;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>
/// Raises and clears alarms in the transaction of whoever noticed. What an alarm sets going begins after the commit, so that
/// nothing that goes wrong there can lose the alarm itself.
/// </summary>
internal sealed class AlarmDesk(LinliDb db, AlarmBook book, IRules rules, IDevices devices, DeviceKinds kinds, TimeProvider time) : IAlarms
{
    private static readonly TimeSpan OverFor = TimeSpan.FromMinutes(10);

    public async Task<(Alarm Alarm, bool IsNew)> Raise(AlarmCause cause, CancellationToken cancel)
    {
        var at = Clock.ToMicroseconds(cause.CauseAt);
        if (await Last(cause.Rule, cause.Key, cancel) is { } known && (known.ClosedAt is null || at <= known.CauseAt))
        {
            // By the device's clock on both sides: ours says when the word came, which is later.
            if (known is { ClosedAt: null, ClearedAt: not null } && at > (known.ReturnedAt ?? known.CauseAt))
                Return(known, cause, at);
            return (known.Seen(), false);
        }

        var alarm = await Open(cause, at, cancel);
        db.Insert(alarm);
        book.Write(alarm, "raised");
        return (alarm.Seen(), true);
    }

    public async Task Clear(string rule, string key, DateTimeOffset at, CancellationToken cancel)
    {
        if (await Last(rule, key, cancel) is not { ClosedAt: null, ClearedAt: null } open || Clock.ToMicroseconds(at) < (open.ReturnedAt ?? open.CauseAt))
            return;
        var now = Clock.Now(time);
        open.ClearedAt = now;
        open.Safe(now);
        book.Write(open, "cleared");
    }

    public async Task<Alarm?> Find(AlarmId id, CancellationToken cancel) =>
        (await db.Unfiltered<AlarmRow>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel))?.Seen();

    private void Return(AlarmRow alarm, AlarmCause cause, DateTimeOffset at)
    {
        var now = Clock.Now(time);
        // Whoever took it an hour ago may have gone home since: what was over that long waits for somebody anew. A contact that
        // chatters does not.
        if (now - alarm.ClearedAt >= OverFor && !(alarm.ShelvedUntil > now))
        {
            (alarm.AcknowledgedAt, alarm.AcknowledgedBy, alarm.Level) = (null, null, 0);
            alarm.EscalateAt = alarm.EscalateSeconds > 0 && !alarm.Test ? now.AddSeconds(alarm.EscalateSeconds) : null;
        }

        (alarm.ClearedAt, alarm.ReturnedAt, alarm.WhyZh, alarm.WhyEn) = (null, at, Cut(cause.Why.Zh), Cut(cause.Why.En));
        if (cause.Point is { } point)
            (alarm.Latitude, alarm.Longitude) = (point.Latitude, point.Longitude);
        alarm.Safe(null);
        book.Write(alarm, "returned", at.ToString("O", CultureInfo.InvariantCulture));
    }

    // Several firings may come in one transaction, before anything of it is saved.
    private async Task<AlarmRow?> Last(string rule, string key, CancellationToken cancel) =>
        db.ChangeTracker.Entries<AlarmRow>().Select(e => e.Entity).Where(a => a.Rule == rule && a.Key == key).MaxBy(a => a.CauseAt)
        ?? await db.Unfiltered<AlarmRow>().Where(a => a.Rule == rule && a.Key == key).OrderByDescending(a => a.CauseAt).FirstOrDefaultAsync(cancel);

    private async Task<AlarmRow> Open(AlarmCause cause, DateTimeOffset at, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var device = cause.Device is { } id ? devices.Find(id) : null;
        var kind = device is null ? null : kinds.Find(device.Kind);
        var response = cause.Response ?? ResponseOf(await rules.Find(cause.Rule, cancel));
        var point = cause.Point ?? device?.Place;
        return new()
        {
            Id = new(Guid.CreateVersion7(now)),
            Rule = cause.Rule,
            Key = cause.Key,
            Scope = cause.Scope.Value,
            NameZh = cause.Name.Zh,
            NameEn = cause.Name.En,
            WhyZh = Cut(cause.Why.Zh),
            WhyEn = Cut(cause.Why.En),
            Device = cause.Device?.Value,
            Latitude = point?.Latitude,
            Longitude = point?.Longitude,
            Severity = cause.Severity,
            Test = cause.Test || device?.State == DeviceState.Test,
            Lead = cause.Lead || kind?.LeadOnly == true,
            Personal = cause.Personal ?? kind?.Personal ?? false,
            CauseAt = at,
            RaisedAt = now,
            EscalateSeconds = (int)response.EscalateAfter.TotalSeconds,
            EscalateAt = response.EscalateAfter > TimeSpan.Zero && !cause.Test && device?.State != DeviceState.Test ? now + response.EscalateAfter : null,
            CallOut = string.Join(' ', response.CallOut),
            CaseCategory = response.CaseCategory,
        };
    }

    private static AlarmResponse ResponseOf(SensingRule? rule) => rule is null ? new() : new()
    {
        CaseCategory = rule.CaseType is null ? null : rule.CaseCategory ?? rule.CaseType,
        EscalateAfter = rule.EscalateAfter,
        CallOut = rule.CallOut,
    };

    private static string Cut(string text) => text.Length > 1000 ? text[..1000] : text;
}
