using Linli.People.Accounts;
using Linli.People.Register;
using Linli.People.Register.Rules;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Import;

/// <summary>What the register says of the people and homes of a file, read in a few dozen statements whatever its length.</summary>
internal sealed class RegisterSnapshot
{
    // One statement's worth: SQLite parses every parameter anew.
    private const int Batch = 1000;

    public Dictionary<string, Person> ByIdentity { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Person> ByPhone { get; } = new(StringComparer.Ordinal);

    public Dictionary<Guid, Person> ById { get; } = [];

    /// <summary>Running ties by home.</summary>
    public Dictionary<Guid, List<HomeTie>> Ties { get; } = [];

    /// <summary>Running households by home.</summary>
    public Dictionary<Guid, List<Household>> Households { get; } = [];

    /// <summary>Shares that companies own, by home.</summary>
    public Dictionary<Guid, List<Share>> CompanyShares { get; } = [];

    /// <summary>Accounts of residents by person; those that have not shown yet to be the person are left out.</summary>
    public Dictionary<Guid, Guid> Accounts { get; } = [];

    /// <summary>Whoever can sign in: nobody but they themselves change the phone that opens their account.</summary>
    public HashSet<Guid> HasAccount { get; } = [];

    /// <summary>People who live in homes, but in none the caller works for.</summary>
    public HashSet<Guid> Elsewhere { get; } = [];

    /// <summary>Guardianships that run: child and guardian.</summary>
    public HashSet<(Guid Child, Guid Guardian)> Guardians { get; } = [];

    public static async Task<RegisterSnapshot> Read(LinliDb db, ImportFile file, ScopeSet mine, DateTimeOffset now, CancellationToken cancel)
    {
        var read = new RegisterSnapshot();
        var people = db.Records<Person>().AsNoTracking();
        foreach (var hashes in file.Rows.Select(r => r.IdentityHash).OfType<string>().Distinct().Chunk(Batch))
            read.Add(await people.Where(p => hashes.Contains(p.IdentityHash!)).ToListAsync(cancel));
        foreach (var hashes in file.Rows.Select(r => r.PhoneHash).OfType<string>().Distinct().Chunk(Batch))
            read.Add(await people.Where(p => hashes.Contains(p.PhoneHash!)).ToListAsync(cancel));
        foreach (var homes in file.Rows.Select(r => r.Home?.Id.Value).OfType<Guid>().Distinct().Chunk(Batch))
            await read.AddHomes(db, homes, now, cancel);
        var missing = read.Ties.Values.SelectMany(t => t).Select(t => t.PersonId).Distinct().Where(p => !read.ById.ContainsKey(p));
        foreach (var ids in missing.ToList().Chunk(Batch))
            read.Add(await people.Where(p => ids.Contains(p.Id)).ToListAsync(cancel));
        foreach (var ids in read.ById.Keys.Chunk(Batch))
            await read.AddAround(db, ids, mine, now, cancel);
        return read;
    }

    private void Add(List<Person> people)
    {
        foreach (var person in people)
        {
            if (!ById.TryAdd(person.Id, person))
                continue;
            if (person.IdentityHash is { } identity)
                ByIdentity[identity] = person;
            if (person.PhoneHash is { } phone)
                ByPhone[phone] = person;
        }
    }

    private async Task AddHomes(LinliDb db, Guid[] homes, DateTimeOffset now, CancellationToken cancel)
    {
        // Homes were checked against the caller's places before; whoever lives there is theirs to see.
        Fill(Ties, await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => homes.Contains(t.HomeId) && (t.To == null || t.To > now)).ToListAsync(cancel), t => t.HomeId, t => t);
        Fill(Households, await db.Unfiltered<Household>().AsNoTracking().Where(h => homes.Contains(h.HomeId) && (h.To == null || h.To > now)).ToListAsync(cancel), h => h.HomeId, h => h);
        var holdings = await db.Unfiltered<CompanyHolding>().AsNoTracking()
            .Where(h => homes.Contains(h.HomeId) && h.ShareNumerator != null && h.ShareDenominator != null && !h.Undelivered && (h.To == null || h.To > now)).ToListAsync(cancel);
        Fill(CompanyShares, holdings, h => h.HomeId, h => new Share(h.ShareNumerator!.Value, h.ShareDenominator!.Value));
    }

    private async Task AddAround(LinliDb db, Guid[] people, ScopeSet mine, DateTimeOffset now, CancellationToken cancel)
    {
        var accounts = await db.Records<Account>().AsNoTracking().Where(a => people.Contains(a.PersonId))
            .Select(a => new { a.Id, a.PersonId, a.Kind, a.ClaimPending }).ToListAsync(cancel);
        foreach (var account in accounts)
        {
            HasAccount.Add(account.PersonId);
            if (account is { Kind: AccountKind.Resident, ClaimPending: false })
                Accounts[account.PersonId] = account.Id;
        }

        var ties = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => people.Contains(t.PersonId) && (t.To == null || t.To > now))
            .Select(t => new { t.PersonId, t.Scope, t.Grid }).ToListAsync(cancel);
        foreach (var person in ties.GroupBy(t => t.PersonId))
            if (!person.Any(t => mine.Covers(t.Scope) || (t.Grid is not null && mine.Covers(t.Grid))))
                Elsewhere.Add(person.Key);
        var guardians = await db.Records<Guardianship>().AsNoTracking().Where(g => people.Contains(g.ChildId) && (g.To == null || g.To > now))
            .Select(g => new { g.ChildId, g.GuardianId }).ToListAsync(cancel);
        Guardians.UnionWith(guardians.Select(g => (g.ChildId, g.GuardianId)));
    }

    private static void Fill<TRow, TValue>(Dictionary<Guid, List<TValue>> into, List<TRow> rows, Func<TRow, Guid> key, Func<TRow, TValue> value)
    {
        foreach (var row in rows)
        {
            if (!into.TryGetValue(key(row), out var list))
                into[key(row)] = list = [];
            list.Add(value(row));
        }
    }
}
