using Linli.Bookings;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Keep;

/// <summary>Makes the hours that can be booked: those a hall is open, on today and the next working days.</summary>
internal sealed class SlotPlanner(LinliDb db, IBookings bookings, TimeProvider time)
{
    public async Task<Result<Done>> Plan(HallRow hall, CancellationToken cancel)
    {
        if (hall.Offering is not { } offering || hall.SlotPlaces == 0 || !OpeningTimes.TryParse(hall.Hours, out var hours))
            return Done.It;
        // Whoever changes the hall while the job plans: one after the other, so that no hour is made twice.
        await db.LockUntilCommit($"hall.slots.{hall.Id:N}", cancel);
        var now = Clock.Now(time);
        var today = LocalTime.DateOf(now);
        var last = WorkingDayCalendar.China.AddWorkingDays(today, hall.SlotDays);
        var known = (await bookings.Sessions([offering], LocalTime.StartOfDay(today), LocalTime.EndOfDay(last.AddDays(1)), cancel)).Select(s => s.Start).ToHashSet();
        for (var day = today; day <= last; day = day.AddDays(1))
            foreach (var span in WorkingDayCalendar.China.IsWorkingDay(day) ? hours.SpansOn(day, WorkingDayCalendar.China) : [])
                for (var minute = (span.From + 59) / 60 * 60; minute + 60 <= span.To; minute += 60)
                {
                    // Hours may go on after midnight: 20:00-02:00.
                    var start = LocalTime.StartOfDay(day).AddMinutes(minute);
                    if (start <= now || known.Contains(start))
                        continue;
                    var planned = await bookings.Plan(offering, start, start.AddHours(1), hall.SlotPlaces, null, cancel);
                    if (!planned.Ok)
                        return planned.As<Done>();
                }

        return Done.It;
    }
}

/// <summary>Goes on planning every day.</summary>
internal sealed class PlanSlots(LinliDb db, WriterQueue writers, SlotPlanner slots) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        // For the whole installation.
        foreach (var id in await db.Unfiltered<HallRow>().AsNoTracking().Where(h => h.Offering != null).Select(h => h.Id).ToListAsync(cancel))
            using (await writers.Enter(cancel))
            {
                await using var transaction = await db.BeginTransaction(cancel);
                await slots.Plan(await db.Unfiltered<HallRow>().SingleAsync(h => h.Id == id, cancel), cancel);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(CancellationToken.None);
                db.ChangeTracker.Clear();
            }
    }
}
