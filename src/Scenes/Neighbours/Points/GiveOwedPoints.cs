using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Points;

/// <summary>Gives the points that waited for a budget (补发积分): a report that proved right earns, whenever the budget was set.</summary>
internal sealed class GiveOwedPoints(LinliDb db, WriterQueue writers, IEarning earning, TimeProvider time) : IJob
{
    private const int Most = 200;

    /// <summary>So long a community may take to set a budget.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(100);

    public async Task Run(CancellationToken cancel)
    {
        var since = Clock.Now(time) - Longest;
        if (!await db.Records<MissedPoints>().AnyAsync(m => m.Key != null && m.At > since, cancel))
            return;
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            foreach (var owed in await db.Records<MissedPoints>().Where(m => m.Key != null && m.At > since).OrderBy(m => m.At).ThenBy(m => m.Id).Take(Most).ToListAsync(cancel))
                await Give(owed, cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
        }
    }

    private async Task Give(MissedPoints owed, CancellationToken cancel)
    {
        var earned = await earning.Earn(
            new(owed.Event, owed.Key!, owed.Person, ScopePath.Parse(owed.Place!, null), owed.Day) { Witnessed = true, Proof = owed.Proof, ToldOn = owed.Day }, cancel);
        if (earned.Ok)
            db.Records<MissedPoints>().Remove(owed);
        else if (!Misses.WaitsForBudget(earned.Problem))
            (owed.Key, owed.WhyZh, owed.WhyEn) = (null, earned.Problem.Message.Zh, earned.Problem.Message.En);
    }
}
