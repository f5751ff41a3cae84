using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Alarms;

/// <summary>Where every act on an alarm begins and ends: whether the caller may, and the line and the event of what was done.</summary>
internal sealed class AlarmBook(LinliDb db, CurrentCaller current, Outbox outbox, TimeProvider time)
{
    /// <summary>There is no such alarm, or it is closed.</summary>
    public static readonly Problem NotOpen = Problem.Conflict("sensing.alarm_not_open", "这条告警已关闭或不存在，请刷新查看。", "This alarm is closed or not there: reload it.");

    private static readonly Problem NotThere = Problem.NotFound("sensing.alarm_not_found", "没有找到这条告警，或您无权查看。", "There is no such alarm, or you may not see it.");

    private static readonly Problem IsClosed = Problem.Conflict("sensing.alarm_closed", "这条告警已关闭，请刷新查看。", "This alarm is closed: reload it.");

    /// <summary>
    /// Alarms the caller may see: those about no person at the places they watch; those about people only where they handle
    /// alarms, because somebody has to.
    /// </summary>
    public IQueryable<AlarmRow> Seen()
    {
        var handled = db.Scoped<AlarmRow>(current.Value.ScopesFor(SensingPermissions.Handle)).Select(a => a.Id);
        return db.Scoped<AlarmRow>(current.Value.ScopesFor(SensingPermissions.Watch)).Where(a => !a.Personal || handled.Contains(a.Id));
    }

    /// <summary>An alarm for reading.</summary>
    public async Task<Result<AlarmRow>> Look(AlarmId id, CancellationToken cancel) =>
        await db.Unfiltered<AlarmRow>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is { } alarm && MaySee(alarm) ? alarm : NotThere;

    /// <summary>An open alarm for an act of whoever handles alarms at its place.</summary>
    public async Task<Result<AlarmRow>> Take(AlarmId id, CancellationToken cancel)
    {
        var alarm = await db.Unfiltered<AlarmRow>().SingleOrDefaultAsync(a => a.Id == id, cancel);
        if (alarm is null || !MaySee(alarm))
            return NotThere;
        if (!MayHandle(alarm))
            return Problem.Forbidden("sensing.may_not_handle", "您没有处置这里告警的权限。", "You may not handle alarms of this place.");
        return alarm.ClosedAt is null ? alarm : IsClosed;
    }

    /// <summary>An open alarm, whoever asks.</summary>
    public async Task<Result<AlarmRow>> Open(AlarmId id, CancellationToken cancel) =>
        await db.Unfiltered<AlarmRow>().SingleOrDefaultAsync(a => a.Id == id, cancel) is { ClosedAt: null } alarm ? alarm : NotOpen;

    /// <summary>Whether the caller handles alarms at its place.</summary>
    public bool MayHandle(AlarmRow alarm) => current.Value.May(SensingPermissions.Handle, alarm.Scope);

    /// <summary>Writes what happened, and tells the world.</summary>
    public void Write(AlarmRow alarm, string what, string? detail = null, string? text = null)
    {
        var now = Clock.Now(time);
        db.Records<AlarmLine>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Alarm = alarm.Id, At = now, Order = alarm.Version, What = what, Actor = current.Value.Account, Detail = detail, Text = text,
        });
        alarm.Version++;
        outbox.Add(new AlarmChanged(alarm.Id, alarm.Rule, alarm.Place, what, alarm.Severity, alarm.Test, alarm.Personal));
    }

    private bool MaySee(AlarmRow alarm) => MayHandle(alarm) || (!alarm.Personal && current.Value.May(SensingPermissions.Watch, alarm.Scope));
}
