using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Points;

/// <summary>Gives the points that waited for a budget (补发积分): a report that proved right earns, whenever the budget was set.</summary>
internal sealed class GiveOwedPoints(LinliDb db, EachByItself each, IEarning earning, TimeProvider time) : IJob
{
    /// <summary>So many are given in one turn; the rest comes in the next.</summary>
    private const int Most = 500;

    /// <summary>So long a community may take to set a budget.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100);

    public async Task Run(CancellationToken cancel)
    {
        var since = Clock.Now(time) - Longest;
        var waiting = await db.Records<MissedPoints>().AsNoTracking().Where(m => m.Key != null && m.At > since).OrderBy(m => m.At).ThenBy(m => m.Id)
            .Select(m => new { m.Id, m.Event, m.Place, m.Day }).ToListAsync(cancel);

        // Each by itself: a person's lock and a budget's are held for one gift only, as by whoever earns at that moment. Whose budget has
        // said no once waits on whole, and keeps nobody of another programme, or another month, waiting.
        var (tried, empty) = (0, new HashSet<(string Event, string? Place, int Month)>());
        await each.Do(waiting.Where(w => tried < Most && !empty.Contains((w.Event, w.Place, MonthOf(w.Day)))).Select(w => w.Id), async id =>
        {
            tried++;
            if (await db.Records<MissedPoints>().SingleOrDefaultAsync(m => m.Id == id && m.Key != null, cancel) is { } owed && !await Give(owed, cancel))
                empty.Add((owed.Event, owed.Place, MonthOf(owed.Day)));
        }, cancel);
    }

    /// <summary>Whether it is settled; otherwise it waits on.</summary>
    private async Task<bool> Give(MissedPoints owed, CancellationToken cancel)
    {
        var earned = await earning.Earn(
            new(owed.Event, owed.Key!, owed.Person, ScopePath.Parse(owed.Place!, null), owed.Day) { Witnessed = true, Proof = owed.Proof, ToldOn = owed.Day }, cancel);
        if (earned.Ok)
            db.Records<MissedPoints>().Remove(owed);
        else if (Misses.WaitsForBudget(earned.Problem))
            return false;
        else
            (owed.Key, owed.WhyZh, owed.WhyEn) = (null, earned.Problem.Message.Zh, earned.Problem.Message.En);
        return true;
    }

    private static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month;
}
