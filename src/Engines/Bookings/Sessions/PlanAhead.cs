using Linli.Bookings.Offerings;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Sessions;

/// <summary>Follows the rules of offerings up to the horizon, each offering in a transaction of its own.</summary>
internal sealed class PlanAhead(LinliDb db, EachByItself each, SessionPlanner planner, KindBook kinds, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        // A week at a time: not every day for every rule.
        var soon = LocalTime.Today(time).AddDays(SessionPlanner.HorizonDays - 7);
        // For the whole installation.
        var due = await db.Unfiltered<OfferingRow>().AsNoTracking().Where(o => o.Open && o.Rule != null && o.PlannedUntil < soon).Select(o => o.Id).ToListAsync(cancel);
        await each.Do(due, async id =>
        {
            var offering = await db.Unfiltered<OfferingRow>().SingleAsync(o => o.Id == id, cancel);
            if (kinds.Find(offering.Kind).Mode == OfferingMode.Sessions)
                await planner.PlanAll(offering, OfferingMode.Sessions, true, cancel);
        }, cancel);
    }
}
