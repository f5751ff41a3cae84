using Linli.Market.Goods;
using Linli.Market.Townships;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Stock;

/// <summary>The stock of all goods. Each change locks the rows first, in the order of their ids, and leaves a line in the stock ledger.</summary>
internal sealed class StockBook(LinliDb db, CurrentCaller current, TimeProvider time) : IGoods
{
    public async Task<IReadOnlyList<GoodsLine>> Find(IReadOnlyCollection<GoodsId> goods, CancellationToken cancel)
    {
        var ids = goods.Distinct().ToList();

        // Whoever has the id was shown the goods: they are for everybody.
        var rows = await db.Unfiltered<GoodsRow>().AsNoTracking().Where(g => ids.Contains(g.Id) && g.OnSale)
            .Join(db.Records<StockRow>().AsNoTracking(), g => g.Id, s => s.Goods, (g, s) => new { Goods = g, s.Count }).ToListAsync(cancel);
        var codes = rows.Select(r => r.Goods.Township).OfType<string>().Distinct().ToList();
        var townships = codes.Count == 0 ? [] : await db.Unfiltered<Township>().AsNoTracking().Where(t => codes.Contains(t.Code)).ToDictionaryAsync(t => t.Code, cancel);
        return rows.ConvertAll(r => new GoodsLine(
            r.Goods.Id, r.Goods.Shop, r.Goods.Name, r.Goods.Unit, r.Goods.PriceFen, OriginOf(r.Goods, townships), ScopePath.Parse(r.Goods.Scope, null), r.Count));
    }

    public async Task<Result<Done>> Take(IReadOnlyList<GoodsCount> what, string why, string subject, CancellationToken cancel)
    {
        if (StockRules.SumByGoods(what) is not { } sums)
            return StockRules.WrongCount;
        var (rows, goods) = await Lock(sums.Keys, cancel);
        foreach (var (id, count) in sums)
        {
            if (!goods.TryGetValue(id, out var sold) || !sold.OnSale)
                return StockRules.Gone(sold?.Name);
            if (rows[id].Count < count)
                return StockRules.OutOfStock(sold.Name, rows[id].Count!.Value);
        }

        foreach (var (id, count) in sums)
            Write(rows[id], -count, why, subject, null);
        return Done.It;
    }

    public async Task<Result<Done>> PutBack(IReadOnlyList<GoodsCount> what, string why, string subject, CancellationToken cancel)
    {
        if (StockRules.SumByGoods(what) is not { } sums)
            return StockRules.WrongCount;
        var (rows, goods) = await Lock(sums.Keys, cancel);
        foreach (var (id, count) in sums)
        {
            if (!goods.TryGetValue(id, out var sold))
                return StockRules.Gone(null);
            if (count > await Outstanding(sold.Id, subject, cancel))
                return StockRules.MoreThanTaken(sold.Name);
        }

        foreach (var (id, count) in sums)
            Write(rows[id], count, why, subject, null);
        return Done.It;
    }

    /// <summary>Begins to keep the stock of new goods.</summary>
    public void Open(GoodsId goods, bool counts) => db.Records<StockRow>().Add(new() { Goods = goods, Count = counts ? 0 : null, Moves = 0 });

    /// <summary>The row of some goods, locked until the commit.</summary>
    public async Task<StockRow> Lock(GoodsId goods, CancellationToken cancel) => (await LockRows([goods.Value], cancel)).Single();

    /// <summary>Changes a locked row and writes the line.</summary>
    public void Write(StockRow row, long change, string why, string? subject, string? note)
    {
        row.Count = row.Count is { } count ? checked(count + change) : null;
        row.Moves++;
        db.Records<StockMove>().Add(new()
        {
            Goods = row.Goods, Number = row.Moves, At = Clock.Now(time), Change = change, After = row.Count, Why = why, Subject = subject, Note = note,
            By = current.Value.Account,
        });
    }

    public static Phrase? OriginOf(GoodsRow goods, IReadOnlyDictionary<string, Township> townships) =>
        goods.Township is { } code && townships.TryGetValue(code, out var township) ? township.Name
        : goods.Origin is { } words ? new(words, words) : null;

    // What of a subject is still away: lines of this unit of work count too.
    private async Task<long> Outstanding(GoodsId goods, string subject, CancellationToken cancel) =>
        -(await db.Records<StockMove>().Where(m => m.Goods == goods && m.Subject == subject).SumAsync(m => m.Change, cancel)
            + db.ChangeTracker.Entries<StockMove>().Where(e => e.State == EntityState.Added && e.Entity.Goods == goods && e.Entity.Subject == subject).Sum(e => e.Entity.Change));

    private async Task<(IReadOnlyDictionary<Guid, StockRow>, IReadOnlyDictionary<Guid, GoodsRow>)> Lock(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        var wanted = ids.ToList();
        var rows = (await LockRows(wanted, cancel)).ToDictionary(r => r.Goods.Value);
        var typed = wanted.ConvertAll(id => new GoodsId(id));

        // Of exactly these goods, and after the lock: who takes them off sale meanwhile has waited.
        var goods = await db.Unfiltered<GoodsRow>().AsNoTracking().Where(g => typed.Contains(g.Id)).ToListAsync(cancel);
        return (rows, goods.ToDictionary(g => g.Id.Value));
    }

    // What the change tracker has was locked by us before and is ours until the commit.
    private async Task<IReadOnlyList<StockRow>> LockRows(IReadOnlyCollection<Guid> goods, CancellationToken cancel)
    {
        var tracked = db.Records<StockRow>().Local;
        var there = goods.Select(g => tracked.FindEntry(new GoodsId(g))).Where(e => e is not null).Select(e => e!.Entity).ToList();
        var missing = goods.Except(there.Select(r => r.Goods.Value)).ToArray();
        if (missing.Length == 0)
            return there;
        var typed = missing.Select(g => new GoodsId(g)).ToList();
        var query = db.Kind == DatabaseKind.Postgres
            ? db.Records<StockRow>().FromSql($"""SELECT * FROM market_stock WHERE "Goods" = ANY({missing}) ORDER BY "Goods" FOR UPDATE""")
            : db.Records<StockRow>().Where(s => typed.Contains(s.Goods));
        return [.. there, .. await query.ToListAsync(cancel)];
    }
}
