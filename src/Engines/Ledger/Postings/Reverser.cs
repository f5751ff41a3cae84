using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Postings;

/// <summary>Compensates transfers (冲正): at most once whole, partly up to the rest.</summary>
internal sealed class Reverser(LinliDb db, Poster poster)
{
    public async Task<Result<Posted>> Reverse(Reversal wish, CancellationToken cancel)
    {
        // Reversals of one transfer pass one after the other: each must see what the others gave back.
        await db.LockUntilCommit($"ledger.reverse.{wish.Original.Value}", cancel);
        if (await Load(wish.Original, cancel) is not { } original)
            return Problem.NotFound("ledger.transfer_not_found", "没有找到这笔账。", "This transfer was not found.");
        if (original.Transfer.Reverses is not null)
            return Problem.Conflict("ledger.reverses_reversal", "冲正不能再冲正，请重新记一笔。", "A compensation is not compensated: post it anew.");
        var units = await Units([.. original.Entries.Select(e => e.Account)], cancel);
        if (await First(wish, cancel) is { } first)
            return Again(first.Transfer, first.Entries, wish);
        var left = ReversalRules.Left(original.Entries, await GivenBack(wish.Original, cancel));
        var entries = wish.Part ?? [.. left.Where(l => l.Value != 0).Select(l => new Entry(l.Key, new(units[l.Key], l.Value)))];
        if (ReversalRules.FaultOf(entries, left) is { } refused)
            return refused;
        var transfer = new Transfer(wish.Poster, wish.Key, "reversal", wish.Reason, entries) { Subject = original.Transfer.Subject };
        var posted = await poster.PostAll([new(transfer, Reverses: wish.Original)], cancel);
        return posted.Ok ? posted.Value[0] : posted.As<Posted>();
    }

    private static Result<Posted> Again(TransferRow first, IReadOnlyList<EntryRow> entries, Reversal wish) =>
        first.Reverses == wish.Original && first.Memo == wish.Reason
        && (wish.Part is null || entries.OrderBy(e => e.Line).Select(e => (e.Account, e.Amount)).SequenceEqual(wish.Part.Select(e => (e.Account, e.Amount.Value))))
            ? first.Answer(repeated: true) : TransferRules.KeyReused;

    private async Task<(TransferRow Transfer, IReadOnlyList<EntryRow> Entries)?> First(Reversal wish, CancellationToken cancel)
    {
        var id = db.Records<TransferRow>().Local.Where(t => t.Poster == wish.Poster && t.Key == wish.Key).Select(t => (TransferId?)t.Id).FirstOrDefault()
            ?? await db.Records<TransferRow>().Where(t => t.Poster == wish.Poster && t.Key == wish.Key).Select(t => (TransferId?)t.Id).FirstOrDefaultAsync(cancel);
        return id is { } known ? await Load(known, cancel) : null;
    }

    private async Task<(TransferRow Transfer, IReadOnlyList<EntryRow> Entries)?> Load(TransferId id, CancellationToken cancel)
    {
        if (db.Records<TransferRow>().Local.FirstOrDefault(t => t.Id == id) is { } own && db.Entry(own).State == EntityState.Added)
            return (own, [.. db.Records<EntryRow>().Local.Where(e => e.Transfer == id)]);
        var row = await db.Records<TransferRow>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancel);
        return row is null ? null : (row, await db.Records<EntryRow>().AsNoTracking().Where(e => e.Transfer == id).ToListAsync(cancel));
    }

    private async Task<List<EntryRow>> GivenBack(TransferId original, CancellationToken cancel)
    {
        var stored = await db.Records<TransferRow>().Where(t => t.Reverses == original)
            .Join(db.Records<EntryRow>(), t => t.Id, e => e.Transfer, (_, e) => e).AsNoTracking().ToListAsync(cancel);
        var unsaved = db.Records<TransferRow>().Local.Where(t => t.Reverses == original && db.Entry(t).State == EntityState.Added).Select(t => t.Id).ToHashSet();
        return [.. stored, .. db.Records<EntryRow>().Local.Where(e => unsaved.Contains(e.Transfer))];
    }

    private async Task<Dictionary<AccountId, LedgerUnit>> Units(List<AccountId> accounts, CancellationToken cancel)
    {
        var units = await db.Unfiltered<Accounts.Account>().Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Unit, cancel);
        foreach (var own in db.ChangeTracker.Entries<Accounts.Account>().Where(a => accounts.Contains(a.Entity.Id)))
            units[own.Entity.Id] = own.Entity.Unit;
        return units;
    }
}

/// <summary>What may be given back.</summary>
internal static class ReversalRules
{
    /// <summary>What is left to give back, per account, with the sign that the compensation has.</summary>
    public static IReadOnlyDictionary<AccountId, long> Left(IReadOnlyList<EntryRow> original, IReadOnlyList<EntryRow> givenBack)
    {
        var left = original.GroupBy(e => e.Account).ToDictionary(g => g.Key, g => -g.Sum(e => e.Amount));
        foreach (var entry in givenBack)
            left[entry.Account] -= entry.Amount;
        return left;
    }

    public static Problem? FaultOf(IReadOnlyList<Entry> entries, IReadOnlyDictionary<AccountId, long> left)
    {
        if (left.Values.All(v => v == 0))
            return Problem.Conflict("ledger.reversed_already", "这笔账已经全部冲正。", "All of this transfer was given back already.");
        foreach (var account in entries.GroupBy(e => e.Account))
        {
            var back = account.Aggregate(Int128.Zero, (sum, e) => sum + e.Amount.Value);
            if (!left.TryGetValue(account.Key, out var rest) || back == 0 || Int128.Sign(back) != Math.Sign(rest) || Int128.Abs(back) > Math.Abs(rest))
                return Problem.Conflict("ledger.reversal_too_large", "冲正超过了原来的金额。", "More would be given back than was taken.");
        }

        return null;
    }
}
