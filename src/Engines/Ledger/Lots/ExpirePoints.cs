using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Lots;

/// <summary>
/// Tells people which points will expire, and takes off those whose day is over (R21). Counted by the local day: what expires on the
/// 31st can be spent until midnight of UTC+8. Nobody loses points that they were not told of thirty days before.
/// </summary>
internal sealed class ExpirePoints(
    LinliDb db, WriterQueue writers, Poster poster, IPersonAccounts people, INotices notices, TimeProvider time) : IJob
{
    private const int Batch = 100;

    public async Task Run(CancellationToken cancel)
    {
        while (await InTransaction(TellSome, cancel))
        {
        }

        while (await InTransaction(ExpireSome, cancel))
        {
        }
    }

    private async Task<bool> InTransaction(Func<CancellationToken, Task<int>> work, CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            var done = await work(cancel);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
            db.ChangeTracker.Clear();
            return done > 0;
        }
    }

    private async Task<int> TellSome(CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        var until = today.AddDays(PointsRules.TellDays);
        var wallets = await db.Records<Lot>().AsNoTracking().Where(l => l.Left > 0 && l.NoticedAt == null && l.LastDay <= until)
            .Select(l => l.Account).Distinct().OrderBy(a => a).Take(Batch).ToListAsync(cancel);
        await poster.LockOnly(wallets, cancel);
        var lots = await db.Records<Lot>().Where(l => wallets.Contains(l.Account) && l.Left > 0 && l.NoticedAt == null && l.LastDay <= until).ToListAsync(cancel);
        foreach (var lot in lots)
            Told(lot, now, today);

        // A job for the whole installation.
        var owners = await db.Unfiltered<Account>().AsNoTracking().Where(a => wallets.Contains(a.Id) && a.OwnerKind == OwnerKind.Person)
            .ToDictionaryAsync(a => a.Id, a => Guid.TryParse(a.OwnerKey, out var person) ? person : Guid.Empty, cancel);
        var told = await people.Of([.. owners.Values.Distinct()], cancel);
        foreach (var wallet in lots.GroupBy(l => l.Account).Where(w => owners.ContainsKey(w.Key)))
            foreach (var account in told[owners[wallet.Key]])
                await Tell(account, wallet.Sum(l => l.Left), wallet.Min(l => l.LastDay), cancel);
        return lots.Count;
    }

    private static void Told(Lot lot, DateTimeOffset now, DateOnly today)
    {
        var day = PointsRules.LastDayOnceTold(lot.LastDay, today, lot.FirstLastDay);
        (lot.NoticedAt, lot.FirstLastDay, lot.LastDay) = (now, day > lot.LastDay ? lot.FirstLastDay ?? lot.LastDay : lot.FirstLastDay, day);
    }

    private Task Tell(Guid account, long points, DateOnly day, CancellationToken cancel) => notices.Tell(
        account, "points.expiring", ("有积分快到期", "Some of your points will expire"),
        ($"{points} 积分最早在 {day.Month} 月 {day.Day} 日到期，到期前都可以使用。", $"{points} points expire from {day:yyyy-MM-dd} on; until then you can use them."),
        "/me/wallet", $"points-expiring:{day:yyyyMMdd}:{points}", cancel);

    private async Task<int> ExpireSome(CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var wallets = await db.Records<Lot>().AsNoTracking().Where(l => l.Left > 0 && l.NoticedAt != null && l.LastDay < today)
            .Join(db.Records<BalanceRow>().Where(b => b.Posted > b.Held), l => l.Account, b => b.Account, (l, _) => l.Account)
            .Distinct().OrderBy(a => a).Take(Batch).ToListAsync(cancel);
        return wallets.Count == 0 ? 0 : await poster.ExpireOverdue(wallets, cancel);
    }
}
