using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Lots;

/// <summary>The lots a batch touches, in memory.</summary>
internal sealed class LotSheet
{
    public Dictionary<AccountId, List<LotState>> Lots { get; } = [];

    public List<LotMove> Moves { get; } = [];

    public AccountId Issuer { get; set; }

    internal sealed class LotState(Lot row, bool isNew)
    {
        public Lot Row { get; } = row;

        public bool IsNew { get; } = isNew;

        public long Left { get; set; } = row.Left;
    }
}

/// <summary>Keeps the lots of points in step with the balances.</summary>
internal sealed class LotBook(LinliDb db, PointsIssuer issuer)
{
    public const string ExpiryPoster = "ledger.expiry";

    /// <summary>Loads the lots of the wallets concerned; their balances are locked by now, and with them the lots.</summary>
    public async Task Load(Batch batch, IReadOnlyList<Posting> postings, CancellationToken cancel)
    {
        var wallets = postings.SelectMany(p => p.Wish.Entries).Select(e => e.Account).Distinct()
            .Where(a => batch.Facts.TryGetValue(a, out var facts) && facts.KeepsLots).ToList();
        if (wallets.Count > 0)
            await LoadWallets(batch, wallets, cancel);
    }

    /// <summary>Loads the lots of wallets whose balances are locked.</summary>
    public async Task LoadWallets(Batch batch, List<AccountId> wallets, CancellationToken cancel)
    {
        batch.Lots.Issuer = await issuer.Account(cancel);
        foreach (var wallet in wallets)
            batch.Lots.Lots[wallet] = [];
        var stored = await db.Records<Lot>().Where(l => wallets.Contains(l.Account) && l.Left > 0).ToListAsync(cancel);
        foreach (var lot in stored.Concat(db.Records<Lot>().Local.Where(l => wallets.Contains(l.Account) && l.Left > 0)).Distinct())
            batch.Lots.Lots[lot.Account].Add(new(lot, isNew: false));
    }

    /// <summary>Takes off what expired before today: done before an account gives, so that nothing expired is ever spent.</summary>
    public static void ExpireOverdue(Batch batch, AccountId wallet)
    {
        if (batch.Lots.Lots.TryGetValue(wallet, out var lots))
            foreach (var lot in lots.Where(l => IsOverdue(l.Row, l.Left, LocalTime.DateOf(batch.Now))))
                Expire(batch, lot);
    }

    public static bool IsOverdue(Lot lot, long left, DateOnly today) => left > 0 && lot.NoticedAt is not null && lot.LastDay < today;

    /// <summary>Brings lots in step with a transfer that was accepted.</summary>
    public async Task Move(Batch batch, Posting posting, TransferRow transfer, CancellationToken cancel)
    {
        var nets = posting.Wish.Entries.Where(e => batch.Lots.Lots.ContainsKey(e.Account))
            .GroupBy(e => e.Account).Select(g => (Account: g.Key, Net: g.Sum(e => e.Amount.Value))).Where(n => n.Net != 0).ToList();
        var taken = new List<(DateOnly LastDay, DateOnly? First, long Amount)>();
        foreach (var (account, net) in nets.Where(n => n.Net < 0))
            taken.AddRange(Take(batch, account, -net, transfer.Id, posting.Reverses));
        foreach (var (account, net) in nets.Where(n => n.Net > 0))
            if (posting.WithinHousehold)
                foreach (var (lastDay, first, amount) in taken)
                    Give(batch, account, transfer, amount, lastDay, first);
            else
            {
                var (lastDay, first) = await LastDay(posting, account, transfer.Date, cancel);
                Give(batch, account, transfer, net, lastDay, first);
            }
    }

    /// <summary>Hands the changed lots to the unit of work.</summary>
    public void Write(Batch batch)
    {
        foreach (var lot in batch.Lots.Lots.Values.SelectMany(l => l))
        {
            lot.Row.Left = lot.Left;
            if (lot.IsNew)
                db.Records<Lot>().Add(lot.Row);
        }

        db.Records<LotMove>().AddRange(batch.Lots.Moves);
    }

    // What a hold keeps does not expire until it is taken or set free.
    private static void Expire(Batch batch, LotSheet.LotState lot)
    {
        var standing = batch.Sheet.Standings[lot.Row.Account];
        var part = Math.Min(lot.Left, standing.Posted - standing.Held);
        if (part <= 0)
            return;
        var wish = new Transfer(ExpiryPoster, $"{lot.Row.Id:D}.{lot.Left}", "points.expire", ("积分到期", "Points expired"),
            [Entry.From(lot.Row.Account, new Points(part)), Entry.To(lot.Row.BackTo, new Points(part))]);
        var applied = batch.Sheet.Apply(wish.Entries, Ticks.Of(batch.Now));
        if (!applied.Ok)
            return;
        var (transfer, _) = batch.Accept(new(wish), LocalTime.DateOf(batch.Now), applied.Value);
        batch.Lots.Moves.Add(new() { Transfer = transfer.Id, Lot = lot.Row.Id, Amount = part });
        lot.Left -= part;
    }

    private static IEnumerable<(DateOnly LastDay, DateOnly? First, long Amount)> Take(Batch batch, AccountId account, long amount, TransferId transfer, TransferId? reverses)
    {
        // What is taken back is taken from where it went to, as far as it is still there.
        foreach (var lot in batch.Lots.Lots[account].OrderByDescending(l => l.Row.Transfer == reverses).ThenBy(l => l.Row.LastDay).ThenBy(l => l.Row.At).ThenBy(l => l.Row.Id))
        {
            var part = Math.Min(lot.Left, amount);
            if (part == 0)
                continue;
            lot.Left -= part;
            amount -= part;
            if (batch.Lots.Moves.Find(m => m.Transfer == transfer && m.Lot == lot.Row.Id) is { } move)
                move.Amount += part;
            else
                batch.Lots.Moves.Add(new() { Transfer = transfer, Lot = lot.Row.Id, Amount = part });
            yield return (lot.Row.LastDay, lot.Row.FirstLastDay, part);
        }

        if (amount > 0)
            throw new InvalidOperationException($"The lots of account {account.Value} hold {amount} points less than its balance.");
    }

    private static void Give(Batch batch, AccountId account, TransferRow transfer, long amount, DateOnly lastDay, DateOnly? first) =>
        batch.Lots.Lots[account].Add(new(
            new()
            {
                Id = Guid.CreateVersion7(transfer.At), Account = account, Transfer = transfer.Id, Amount = amount, Left = amount, LastDay = lastDay, FirstLastDay = first,
                BackTo = batch.Lots.Issuer, At = transfer.At,
            },
            isNew: true));

    // Points that come back keep their day, but leave time enough to be told and to spend them.
    private async Task<(DateOnly LastDay, DateOnly? First)> LastDay(Posting posting, AccountId account, DateOnly date, CancellationToken cancel)
    {
        if (posting.Reverses is not { } original)
            return (posting.Wish.LastDay ?? PointsRules.UsualLastDay(date), null);
        var days = await db.Records<LotMove>().Where(m => m.Transfer == original)
            .Join(db.Records<Lot>().Where(l => l.Account == account), m => m.Lot, l => l.Id, (_, l) => new { l.LastDay, l.FirstLastDay }).ToListAsync(cancel);
        var soonest = date.AddDays(PointsRules.TellDays);
        if (days.Count == 0)
            return (soonest, null);
        var (last, first) = (days.Max(d => d.LastDay), days.Max(d => d.FirstLastDay ?? d.LastDay));
        var day = PointsRules.Extended(last, soonest, first);
        return (day, day > last || days.Exists(d => d.FirstLastDay is not null) ? first : null);
    }
}
