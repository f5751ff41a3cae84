using Linli.Ledger;
using Linli.Market.Shops;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Tenancies;

/// <summary>Writes down what each month of a tenancy costs: nothing while it is waived, the rent from the shop to the cooperative otherwise.</summary>
internal sealed class RentBook(LinliDb db, ShopAccounts shops, ILedger ledger, TimeProvider time)
{
    /// <summary>What a cooperative is paid for its spaces.</summary>
    public const string Rent = "rent";

    public const string Poster = "market.rent";

    /// <summary>Charges every month that has begun and was not charged.</summary>
    public async Task<Result<int>> Charge(Tenancy tenancy, CancellationToken cancel)
    {
        await db.LockUntilCommit($"market.rent.{tenancy.Id}", cancel);
        var there = await db.Records<RentMonth>().Where(m => m.Tenancy == tenancy.Id).Select(m => m.Month).ToListAsync(cancel);
        var waivers = await Waivers(tenancy.Id, cancel);
        var charged = 0;
        foreach (var month in RentRules.Due(tenancy, LocalTime.Today(time)).Except(there))
        {
            var waiver = RentRules.WaiverOf(waivers, month);
            var paid = waiver is null && tenancy.RentFen > 0 ? await Post(tenancy, month, cancel) : (Result<TransferId?>)(TransferId?)null;
            if (!paid.Problems.Any())
                db.Records<RentMonth>().Add(new() { Tenancy = tenancy.Id, Month = month, RentFen = tenancy.RentFen, Waiver = waiver?.Id, Transfer = paid.Value, At = Clock.Now(time) });
            else
                return paid.As<int>();
            charged++;
        }

        return charged;
    }

    /// <summary>Gives back what was paid for months that a waiver now covers.</summary>
    public async Task<Result<Done>> GiveBack(Tenancy tenancy, RentWaiver waiver, CancellationToken cancel)
    {
        foreach (var month in await db.Records<RentMonth>().Where(m => m.Tenancy == tenancy.Id && m.Month >= waiver.From && m.Month <= waiver.Until && m.Waiver == null).ToListAsync(cancel))
        {
            month.Waiver = waiver.Id;
            if (month.Transfer is { } transfer
                && await ledger.Reverse(new(transfer, Poster, $"waived-{tenancy.Id:D}-{month.Month}", ($"免租：{Words(month.Month)}", $"Rent waived: {Words(month.Month)}")), cancel) is { Ok: false } refused)
                return refused.As<Done>();
        }

        return Done.It;
    }

    public async Task<List<RentWaiver>> Waivers(Guid tenancy, CancellationToken cancel)
    {
        var stored = await db.Records<RentWaiver>().Where(w => w.Tenancy == tenancy).ToListAsync(cancel);
        return [.. stored.Union(db.Records<RentWaiver>().Local.Where(w => w.Tenancy == tenancy))];
    }

    public static string Words(int month) => $"{month / 100}-{month % 100:00}";

    private async Task<Result<TransferId?>> Post(Tenancy tenancy, int month, CancellationToken cancel)
    {
        if (await shops.Terms(tenancy.Shop, cancel) is not { } terms)
            return Problem.NotFound("market.shop_unknown", "没有这家店。", "There is no such shop.");
        var to = await ledger.Open(
            new(new(OwnerKind.Cooperative, tenancy.Landlord), LedgerUnit.Fen, Rent, ScopePath.Parse(tenancy.Scope, null), null) { Label = ("经济合作社租金收入", "Cooperative: rents") }, cancel);
        var posted = await ledger.Post(
            new(Poster, $"{tenancy.Id:D}-{month}", "market.rent", ($"铺位租金 {Words(month)}", $"Rent of {Words(month)}"),
                [Entry.From(await shops.Open(terms, cancel), new Fen(tenancy.RentFen)), Entry.To(to, new Fen(tenancy.RentFen))])
            {
                Subject = tenancy.Id.ToString(),
            },
            cancel);
        return posted.Ok ? (TransferId?)posted.Value.Id : posted.As<TransferId?>();
    }
}

/// <summary>Charges rents when a month begins.</summary>
internal sealed class ChargeRents(LinliDb db, WriterQueue writers, RentBook book) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        // A job for the whole installation.
        foreach (var id in await db.Unfiltered<Tenancy>().AsNoTracking().Select(t => t.Id).ToListAsync(cancel))
            using (await writers.Enter(cancel))
            {
                await using var transaction = await db.BeginTransaction(cancel);
                var tenancy = await db.Unfiltered<Tenancy>().SingleAsync(t => t.Id == id, cancel);
                if (await book.Charge(tenancy, cancel) is { Ok: true })
                {
                    await db.SaveChangesAsync(cancel);
                    await transaction.CommitAsync(CancellationToken.None);
                }

                db.ChangeTracker.Clear();
            }
    }
}
