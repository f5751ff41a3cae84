using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Makes the halves of days and the hours that can be booked, day by day; on days the space ledger has the space closed there are none.</summary>
internal sealed class DeskPlanner(IBookings bookings, ILentSpaces ledger, TimeProvider time)
{
    public async Task<Problem?> Plan(DeskSpace space, int daysAhead, CancellationToken cancel) =>
        await Plan(space.Code, space.Offering, space.PlannedUntil, daysAhead, null, day => DeskRules.Halves(space, day), until => space.PlannedUntil = until, cancel);

    public async Task<Problem?> Plan(DeskSpace space, MeetingRoom room, int daysAhead, CancellationToken cancel) =>
        await Plan(space.Code, room.Offering, room.PlannedUntil, daysAhead, 1, day => DeskRules.Hours(room, day).Select(h => (h.Start, h.End, (string?)null))!, until => room.PlannedUntil = until, cancel);

    private async Task<Problem?> Plan(
        string space, OfferingId offering, DateOnly? done, int daysAhead, int? capacity, Func<DateOnly, IEnumerable<(DateTimeOffset Start, DateTimeOffset End, string? Topic)>> spells, Action<DateOnly> planned, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        var until = today.AddDays(daysAhead);
        // What is not in use is not planned at all: once it is again, the days that were left out are made up.
        if (await Opening(space, cancel) is not { } isOpen)
            return null;
        for (var day = done >= today ? done.Value.AddDays(1) : today; day <= until; day = day.AddDays(1))
            foreach (var (start, end, topic) in spells(day).Where(s => s.Start > now && isOpen(day, s.Start, s.End)))
                if (await bookings.Plan(offering, start, end, capacity, topic, cancel) is { Ok: false } refused)
                    return refused.Problem;
        if (done is null || done < until)
            planned(until);
        return null;
    }

    // What has no published hours is open as its operator says; nothing where the space is not in use.
    private async Task<Func<DateOnly, DateTimeOffset, DateTimeOffset, bool>?> Opening(string code, CancellationToken cancel)
    {
        if (!(await ledger.Find([code], cancel)).TryGetValue(code, out var space) || !space.IsInUse)
            return null;
        if (!OpeningTimes.TryParse(space.OpeningHours, out var times))
            return (_, _, _) => true;
        return (day, start, end) =>
        {
            var midnight = LocalTime.StartOfDay(day);
            var (from, until) = ((int)(start - midnight).TotalMinutes, (int)(end - midnight).TotalMinutes);
            return times.SpansOn(day, WorkingDayCalendar.China).Any(s => s.From <= from && until <= s.To);
        };
    }
}

/// <summary>Opens the next day of every space and room.</summary>
internal sealed class PlanDesks(LinliDb db, EachByItself each, DeskPlanner planner, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var until = LocalTime.Today(time).AddDays(DeskRules.HorizonDays);
        // For the whole installation.
        var due = await db.Unfiltered<DeskSpace>().AsNoTracking().Where(s => s.PlannedUntil == null || s.PlannedUntil < until || db.Unfiltered<MeetingRoom>().Any(r => r.Space == s.Code && r.Open && (r.PlannedUntil == null || r.PlannedUntil < until)))
            .Select(s => s.Code).ToListAsync(cancel);
        await each.Do(due, async code =>
        {
            await db.LockUntilCommit($"desks {code}", cancel);
            var space = await db.Unfiltered<DeskSpace>().SingleAsync(s => s.Code == code, cancel);
            await planner.Plan(space, DeskRules.HorizonDays, cancel);
            foreach (var room in await db.Unfiltered<MeetingRoom>().Where(r => r.Space == code && r.Open).ToListAsync(cancel))
                await planner.Plan(space, room, DeskRules.HorizonDays, cancel);
        }, cancel);
    }
}
