using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Holds;

/// <summary>Sets amounts aside, takes them, and sets them free. A hold changes only while the balance of its account is locked.</summary>
internal sealed class HoldDesk(LinliDb db, AccountBook accounts, Locks locks, Poster poster, CurrentCaller caller, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(370);

    public async Task<Result<HoldId>> Hold(NewHold wish, CancellationToken cancel)
    {
        if (FaultOf(wish, Clock.Now(time)) is { } malformed)
            return malformed;
        if (!(await accounts.Facts([wish.Account], cancel)).TryGetValue(wish.Account, out var account))
            return TransferRules.UnknownAccount;
        if (account.Unit != wish.Amount.Unit)
            return TransferRules.OtherUnit(account.Unit, wish.Amount.Unit);
        if (account.Floor is null)
            return Problem.Invalid("account", "ledger.hold_needs_floor", "没有余额下限的账户不能预占。", "Nothing is set aside on an account without a floor.");
        await locks.LockKeys([("hold." + wish.Poster, wish.Key)], cancel);
        var sheet = await Lock(account, cancel);
        if (await First(wish, cancel) is { } first)
            return SameWish(first, wish) ? first.Id : TransferRules.KeyReused;
        if (wish.ExpiresAt <= Clock.Now(time))
            return Problem.Invalid("expiresAt", "ledger.hold_over", "预占的截止时间应晚于现在。", "A hold ends later than now.");

        // As for a transfer: what expired yesterday is spent by nobody, a hold included.
        if (account.KeepsLots && await poster.ExpireOverdue([account.Id], cancel) > 0)
            sheet = await Lock(account, cancel);
        if (sheet.Hold(wish.Account, wish.Amount.Value) is { } refused)
            return refused;
        await locks.WriteBalances(sheet, cancel);
        var now = Clock.Now(time);
        var hold = new HoldRow
        {
            Id = new(Guid.CreateVersion7(now)), Account = wish.Account, Amount = wish.Amount.Value, Left = wish.Amount.Value, State = HoldState.Open,
            At = now, ExpiresAt = Clock.ToMicroseconds(wish.ExpiresAt), Poster = wish.Poster, Key = wish.Key, MemoZh = wish.Memo.Zh, MemoEn = wish.Memo.En,
            Subject = wish.Subject, By = caller.Value.Account,
        };
        db.Records<HoldRow>().Add(hold);
        return hold.Id;
    }

    public async Task<Result<Posted>> Capture(Capture wish, CancellationToken cancel)
    {
        // Before the hold is looked at: a repetition comes when the hold is no longer open.
        var transfer = wish.Transfer;
        if (await WasPosted(transfer, cancel))
            return One(await poster.PostAll([new(transfer, Hold: wish.Hold)], cancel));
        if (await Locked(wish.Hold, transfer, cancel) is not { } hold)
            return NotFound;

        // Sent again while the first was under way: it has committed while this one waited for the key.
        if (hold.State != HoldState.Open && await WasPosted(transfer, cancel))
            return One(await poster.PostAll([new(transfer, Hold: wish.Hold)], cancel));
        var taken = -transfer.Entries.Where(e => e.Account == hold.Account).Aggregate(Int128.Zero, (sum, e) => sum + e.Amount.Value);
        if (HoldRules.CaptureFault(hold.State, hold.Left, taken, hold.ExpiresAt, Clock.Now(time)) is { } refused)
            return refused;
        var freed = wish.KeepRest ? (long)taken : hold.Left;
        var posted = One(await poster.PostAll([new(transfer, Hold: hold.Id, Freed: (hold.Account, freed))], cancel));
        if (!posted.Ok || posted.Value.Repeated)
            return posted;
        hold.Left -= freed;
        if (hold.Left == 0)
            hold.State = HoldState.Captured;
        return posted;
    }

    public async Task<Result<Done>> Release(HoldId id, CancellationToken cancel)
    {
        if (await Locked(id, null, cancel) is not { } hold)
            return NotFound;
        return await Free(hold, HoldState.Released, cancel);
    }

    /// <summary>Releases what is still open, and says how much that was; refuses what was taken or set free meanwhile.</summary>
    public async Task<Result<long>> ReleaseOpen(HoldId id, CancellationToken cancel)
    {
        if (await Locked(id, null, cancel) is not { } hold)
            return NotFound;
        if (hold.State != HoldState.Open)
            return Closed;
        var left = hold.Left;
        await Free(hold, HoldState.Released, cancel);
        return left;
    }

    /// <summary>Sets free what holds keep whose time is over.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ExpireSome(int most, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var due = await db.Records<HoldRow>().AsNoTracking().Where(h => h.State == HoldState.Open && h.ExpiresAt <= now)
            .OrderBy(h => h.ExpiresAt).Select(h => h.Account).Take(most).ToListAsync(cancel);
        if (due.Count == 0)
            return 0;
        var facts = await accounts.Facts([.. due.Distinct()], cancel);
        await locks.LockBalances([.. facts.Values], facts, cancel);
        var accountsDue = due.Distinct().ToList();
        var holds = await db.Records<HoldRow>().Where(h => accountsDue.Contains(h.Account) && h.State == HoldState.Open && h.ExpiresAt <= now).ToListAsync(cancel);
        foreach (var hold in holds)
            await Free(hold, HoldState.Expired, cancel);
        return holds.Count;
    }

    private async Task<Done> Free(HoldRow hold, HoldState state, CancellationToken cancel)
    {
        if (hold.State != HoldState.Open)
            return Done.It;
        var sheet = await Lock((await accounts.Facts([hold.Account], cancel))[hold.Account], cancel);
        sheet.Free(hold.Account, hold.Left);
        await locks.WriteBalances(sheet, cancel);
        (hold.Left, hold.State) = (0, state);
        return Done.It;
    }

    // The balance first: whoever changes a hold has its account's balance locked. All that the transfer needs is locked with it,
    // in one statement: one after the other could make a circle.
    private async Task<HoldRow?> Locked(HoldId id, Transfer? transfer, CancellationToken cancel)
    {
        var account = db.Records<HoldRow>().Local.FirstOrDefault(h => h.Id == id)?.Account
            ?? await db.Records<HoldRow>().AsNoTracking().Where(h => h.Id == id).Select(h => h.Account).FirstOrDefaultAsync(cancel);
        if (account == default)
            return null;
        if (transfer is not null)
            await locks.LockKeys([(transfer.Poster, transfer.Key)], cancel);
        var facts = await accounts.Facts([.. (transfer?.Entries ?? []).Select(e => e.Account).Append(account).Distinct()], cancel);
        await locks.LockBalances([.. facts.Values], facts, cancel);
        return db.Records<HoldRow>().Local.FirstOrDefault(h => h.Id == id) ?? await db.Records<HoldRow>().SingleAsync(h => h.Id == id, cancel);
    }

    private async Task<bool> WasPosted(Transfer transfer, CancellationToken cancel) =>
        db.Records<TransferRow>().Local.Any(t => t.Poster == transfer.Poster && t.Key == transfer.Key)
        || await db.Records<TransferRow>().AsNoTracking().AnyAsync(t => t.Poster == transfer.Poster && t.Key == transfer.Key, cancel);

    private Task<Sheet> Lock(AccountFacts account, CancellationToken cancel) =>
        locks.LockBalances([account], new Dictionary<AccountId, AccountFacts> { [account.Id] = account }, cancel);

    private async Task<HoldRow?> First(NewHold wish, CancellationToken cancel) =>
        db.Records<HoldRow>().Local.FirstOrDefault(h => h.Poster == wish.Poster && h.Key == wish.Key)
        ?? await db.Records<HoldRow>().AsNoTracking().SingleOrDefaultAsync(h => h.Poster == wish.Poster && h.Key == wish.Key, cancel);

    private static bool SameWish(HoldRow first, NewHold again) =>
        first.Account == again.Account && first.Amount == again.Amount.Value && first.Memo == again.Memo && first.Subject == again.Subject
        && first.ExpiresAt == Clock.ToMicroseconds(again.ExpiresAt);

    private static Problem? FaultOf(NewHold wish, DateTimeOffset now)
    {
        if (wish.Poster.Length is 0 or > 60 || wish.Key.Length is 0 or > 100)
            return Problem.Invalid("key", "ledger.key_length", "幂等键应为 1–100 个字符。", "A key has 1 to 100 characters.");
        if (wish.Memo.Zh is null or { Length: 0 or > 200 } || wish.Memo.En is null or { Length: 0 or > 200 } || wish.Subject is { Length: 0 or > 100 })
            return Problem.Invalid("memo", "ledger.memo_length", "请用中文和英文各 1–200 个字说明用途。", "Say in 1 to 200 characters of Chinese and English what it is.");
        if (wish.Amount.Value is <= 0 or > TransferRules.Largest)
            return Problem.Invalid("amount", "ledger.hold_amount", "预占金额应大于零。", "An amount above zero is set aside.");
        return wish.ExpiresAt - now > Longest
            ? Problem.Invalid("expiresAt", "ledger.hold_too_long", "预占最长一年。", "Nothing is set aside for more than a year.") : null;
    }

    private static Result<Posted> One(Result<IReadOnlyList<Posted>> posted) => posted.Ok ? posted.Value[0] : posted.As<Posted>();

    internal static readonly Problem NotFound = Problem.NotFound("ledger.hold_not_found", "没有找到这笔预占。", "This hold was not found.");

    internal static readonly Problem Closed = Problem.Conflict("ledger.hold_closed", "这笔预占已经扣款或释放。", "The hold was taken or set free already.");
}

/// <summary>What may be taken from a hold.</summary>
internal static class HoldRules
{
    public static Problem? CaptureFault(HoldState state, long left, Int128 taken, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        if (state == HoldState.Expired || (state == HoldState.Open && expiresAt <= now))
            return Problem.Conflict("ledger.hold_expired", "预占已过期，金额已退回可用余额。", "The hold has expired: what it kept can be spent again.");
        if (state != HoldState.Open)
            return HoldDesk.Closed;
        if (taken <= 0)
            return Problem.Invalid("entries", "ledger.hold_not_taken", "扣款必须从预占的账户支出。", "The account of the hold is the one that gives.");
        return taken > left
            ? Problem.Conflict("ledger.hold_too_small", "扣款超过了预占的金额。", "More is taken than the hold keeps.") : null;
    }
}

/// <summary>Sets free what expired holds keep (预占到期释放).</summary>
internal sealed class ExpireHolds(LinliDb db, WriterQueue writers, HoldDesk desk) : Platform.Jobs.IJob
{
    private const int Batch = 200;

    public async Task Run(CancellationToken cancel)
    {
        while (true)
            using (await writers.Enter(cancel))
            {
                await using var transaction = await db.BeginTransaction(cancel);
                var expired = await desk.ExpireSome(Batch, cancel);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(CancellationToken.None);
                db.ChangeTracker.Clear();
                if (expired == 0)
                    return;
            }
    }
}
