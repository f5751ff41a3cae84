using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Rooms;

/// <summary>
/// The time of resources. Whoever takes some has locked the resource's row, so nothing can be written beside it; the overlap is
/// looked for after the lock (decision note 39).
/// </summary>
internal sealed class RoomTime(LinliDb db, SessionLocks locks, ILentSpaces spaces, CurrentCaller current, TimeProvider time)
{
    /// <summary>Set-up takes at most this long: how far around a wish one has to look.</summary>
    public const int LongestSetUp = 240;

    /// <summary>Locks what an offering takes, before its sessions are locked.</summary>
    public Task<IReadOnlyDictionary<string, ResourceRow>> LockFor(OfferingRow offering, CancellationToken cancel) => locks.Resources(offering.ResourceCodes, cancel);

    /// <summary>Locks what a session itself takes besides: the offering may have been changed since.</summary>
    public async Task<IReadOnlyDictionary<string, ResourceRow>> LockFor(OfferingRow offering, SessionId session, CancellationToken cancel) =>
        await locks.Resources([.. offering.ResourceCodes, .. await TakenBy([session], cancel)], cancel);

    /// <summary>Codes of the resources that sessions take.</summary>
    public async Task<IReadOnlyList<string>> TakenBy(IReadOnlyCollection<SessionId> sessions, CancellationToken cancel) =>
        await db.Unfiltered<OccupancyRow>().AsNoTracking().Where(o => o.Session != null && sessions.Contains(o.Session.Value)).Select(o => o.Resource).Distinct().ToListAsync(cancel);

    /// <summary>Time that is taken around a span, of one resource, in order.</summary>
    public async Task<IReadOnlyList<OccupancyRow>> Around(string resource, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        var (first, last) = (from.AddMinutes(-LongestSetUp), until.AddMinutes(LongestSetUp));
        // Of one resource; what is shown of it is the caller's to choose.
        var rows = await db.Unfiltered<OccupancyRow>().Where(o => o.Resource == resource && o.Until > first && o.From < last).ToListAsync(cancel);
        // With what this unit of work has just added, and without what it has just freed.
        var added = db.ChangeTracker.Entries<OccupancyRow>().Where(e => e.State == EntityState.Added && e.Entity.Resource == resource).Select(e => e.Entity);
        return [.. rows.Concat(added).Distinct().Where(o => db.Entry(o).State != EntityState.Deleted && o.Until > first && o.From < last).OrderBy(o => o.From)];
    }

    /// <summary>What stands in the way of a session on locked resources: other uses with set-up time, closures, quiet hours, uses that are not allowed.</summary>
    public async Task<Problem?> InTheWay(
        IReadOnlyCollection<ResourceRow> resources, string? use, DateTimeOffset from, DateTimeOffset until, QuietHours? quiet, SessionId? except, CancellationToken cancel)
    {
        if (RoomRules.TooLoud(quiet, use, from, until) is { } loud)
            return loud;
        foreach (var resource in resources)
        {
            if (resource.Kind == ResourceKinds.Space && use is not null && resource.UseCodes.Count > 0 && !resource.UseCodes.Contains(use))
                return Problem.Invalid("use", "bookings.use_not_allowed",
                    $"“{resource.NameZh}”只能用于：{string.Join('、', resource.UseCodes.Select(u => spaces.NameOfUse(u).Zh))}。", $"“{resource.NameEn}” is for: {string.Join(", ", resource.UseCodes.Select(u => spaces.NameOfUse(u).En))}.");
            foreach (var taken in await Around(resource.Code, from, until, cancel))
                if ((except is null || taken.Session != except) && RoomRules.Clash(new(taken.From, taken.Until, taken.Use), new(from, until, use), resource.SetUpMinutes))
                    return taken.Session is null ? BookingProblems.Closed(resource.Name, taken.Reason)
                        : BookingProblems.Taken(resource.Name, BookingRules.Words(taken.From), BookingRules.Words(taken.Until));
        }

        return null;
    }

    /// <summary>Takes the time of locked resources for a session.</summary>
    public void Take(IEnumerable<ResourceRow> resources, SessionRow session, string? use)
    {
        var now = Clock.Now(time);
        foreach (var resource in resources)
        {
            resource.Version++;
            db.Insert(new OccupancyRow
            {
                Id = Guid.CreateVersion7(now), Resource = resource.Code, Scope = resource.Scope, From = session.Start, Until = session.End, Use = use ?? "", Session = session.Id,
                By = current.Value.Account, At = now,
            });
        }
    }

    /// <summary>Gives the time of a session back.</summary>
    public async Task Free(SessionId session, CancellationToken cancel)
    {
        foreach (var taken in await db.Unfiltered<OccupancyRow>().Where(o => o.Session == session).ToListAsync(cancel))
            db.Delete(taken);
    }

    /// <summary>The spans in which a room is open on a day, in minutes from midnight; all day for what is no space.</summary>
    public async Task<Result<IReadOnlyList<(int From, int To)>>> OpenOn(ResourceRow resource, DateOnly day, CancellationToken cancel)
    {
        if (resource.Space is not { } code)
            return new[] { (0, 1440) };
        if (!(await spaces.Find([code], cancel)).TryGetValue(code, out var space) || !space.IsInUse)
            return Problem.Conflict("bookings.space_closed", "这处场地暂停开放。", "This place is closed for now.");
        return !OpeningTimes.TryParse(space.OpeningHours, out var times)
            ? Problem.Conflict("bookings.hours_unknown", "这处场地没有公布开放时间，请电话预约。", "No opening hours are published: please call.")
            : Result(times.SpansOn(day, WorkingDayCalendar.China));
    }

    private static Result<IReadOnlyList<(int From, int To)>> Result(IReadOnlyList<(int From, int To)> spans) => (List<(int, int)>)[.. spans];
}
