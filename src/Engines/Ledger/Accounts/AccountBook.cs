using System.Collections.Concurrent;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Accounts;

/// <summary>What is known of accounts, kept in memory: facts of an account never change.</summary>
internal sealed class AccountFactBook
{
    private const int Most = 200_000;
    private readonly ConcurrentDictionary<AccountId, AccountFacts> known = new();

    public bool TryGet(AccountId id, out AccountFacts facts) => known.TryGetValue(id, out facts!);

    public void Learn(AccountFacts facts)
    {
        if (known.Count >= Most)
            known.Clear();
        known[facts.Id] = facts;
    }
}

/// <summary>Opens accounts and finds them.</summary>
internal sealed class AccountBook(LinliDb db, AccountFactBook book, Counters counters, TimeProvider time)
{
    public async Task<Account> Open(NewAccount wanted, CancellationToken cancel)
    {
        var (owner, unit, purpose) = (wanted.Owner, wanted.Unit, wanted.Purpose);
        if (owner.Key.Length is 0 or > 60 || purpose.Length is 0 or > 40 || !purpose.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            throw new ArgumentException($"'{owner.Key}' / '{purpose}' is not an owner and a purpose.", nameof(wanted));
        if (await FindRow(owner, unit, purpose, cancel) is { } there)
            return there;
        await db.LockUntilCommit($"ledger.open.{owner.Kind}.{owner.Key}.{unit}.{purpose}", cancel);
        if (await FindRow(owner, unit, purpose, cancel) is { } meanwhile)
            return meanwhile;
        var now = Clock.Now(time);
        var number = await counters.Next(db, "ledger.account", cancel);
        var account = new Account
        {
            Id = new(Guid.CreateVersion7(now)),
            Number = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Letter(unit)}-{number:000000}"),
            OwnerKind = owner.Kind,
            OwnerKey = owner.Key,
            Unit = unit,
            Purpose = purpose,
            Scope = wanted.Scope.Value,
            Floor = wanted.Floor,
            LabelZh = wanted.Label?.Zh,
            LabelEn = wanted.Label?.En,
            At = now,
        };
        db.Insert(account);
        if (wanted.Floor is { } floor)
            db.Records<BalanceRow>().Add(new() { Account = account.Id, Posted = 0, Held = 0, Floor = floor, Tick = 0 });
        return account;
    }

    public async Task<Account?> FindRow(AccountOwner owner, LedgerUnit unit, string purpose, CancellationToken cancel) =>
        db.ChangeTracker.Entries<Account>().Select(e => e.Entity)
            .FirstOrDefault(a => a.OwnerKind == owner.Kind && a.OwnerKey == owner.Key && a.Unit == unit && a.Purpose == purpose)
        // One account of one owner: whoever asks knows the owner.
        ?? await db.Unfiltered<Account>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.OwnerKind == owner.Kind && a.OwnerKey == owner.Key && a.Unit == unit && a.Purpose == purpose, cancel);

    /// <summary>The facts of accounts; those that are not there are left out.</summary>
    public async Task<IReadOnlyDictionary<AccountId, AccountFacts>> Facts(IReadOnlyCollection<AccountId> ids, CancellationToken cancel)
    {
        var found = new Dictionary<AccountId, AccountFacts>(ids.Count);
        var unknown = new List<AccountId>();
        foreach (var id in ids)
            if (book.TryGet(id, out var facts))
                found[id] = facts;
            else
                unknown.Add(id);
        if (unknown.Count == 0)
            return found;
        foreach (var made in db.ChangeTracker.Entries<Account>().Where(e => unknown.Contains(e.Entity.Id)))
            found[made.Entity.Id] = made.Entity.Facts;
        unknown.RemoveAll(found.ContainsKey);
        foreach (var row in unknown.Count == 0 ? [] : await db.Unfiltered<Account>().AsNoTracking().Where(a => unknown.Contains(a.Id)).ToListAsync(cancel))
        {
            var facts = found[row.Id] = row.Facts;

            // Not before the commit: this transaction may be the one that opened it, and be undone.
            db.AfterCommit(() => book.Learn(facts));
        }

        return found;
    }

    private static char Letter(LedgerUnit unit) => unit switch
    {
        LedgerUnit.Fen => 'Y',
        LedgerUnit.Points => 'P',
        LedgerUnit.VolunteerMinutes => 'V',
        _ => 'M',
    };
}
