using Linli.People.Keys;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Accounts;

/// <summary>What other engines may know of people.</summary>
internal sealed class PeopleDirectory(LinliDb db, TimeProvider time) : IPeople
{
    public async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken cancel)
    {
        if (accounts.Count == 0)
            return new Dictionary<Guid, string>();
        var found = await db.Records<Account>().AsNoTracking().Where(a => accounts.Contains(a.Id))
            .Select(a => new { a.Id, a.Kind, Name = !a.ClaimPending ? a.Person!.Name : a.Kind == AccountKind.Staff ? a.UserName : null, a.Person!.PhoneMask, a.Person.ErasedAt }).ToListAsync(cancel);
        var names = found.ToDictionary(a => a.Id, a => a.ErasedAt is null ? Accounts.Names.ForOthers(a.Kind, a.Name, a.PhoneMask) : Accounts.Names.Erased);
        var machines = accounts.Where(a => !names.ContainsKey(a)).ToArray();
        if (machines.Length > 0)
            foreach (var key in await db.Unfiltered<ApiKey>().AsNoTracking().Where(k => machines.Contains(k.Id)).ToListAsync(cancel))
                names[key.Id] = key.Name;
        return names;
    }

    public async Task<IReadOnlyList<StaffMember>> StaffFor(ScopePath place, IReadOnlyCollection<string> posts, CancellationToken cancel)
    {
        var above = place.SelfAndAncestors().Select(p => p.Value).ToArray();
        return await Members(Held().Where(p => posts.Contains(p.Post) && above.Contains(p.Scope)), cancel);
    }

    public Task<IReadOnlyList<StaffMember>> StaffAround(ScopePath place, IReadOnlyCollection<string> posts, CancellationToken cancel)
    {
        var above = place.SelfAndAncestors().Select(p => p.Value).ToArray();
        var (from, to) = (place.Value, place.UpperBound);
        return Members(
            Held().Where(p => posts.Contains(p.Post)
                && (above.Contains(p.Scope) || (string.Compare(p.Scope, from) >= 0 && string.Compare(p.Scope, to) < 0))),
            cancel);
    }

    public Task<IReadOnlyList<StaffMember>> MembersOf(string team, CancellationToken cancel) =>
        Members(Held().Where(p => p.Team == team), cancel);

    public async Task<IReadOnlyList<Team>> Teams(CancellationToken cancel) =>
        [.. (await db.Unfiltered<TeamRow>().AsNoTracking().OrderBy(t => t.Code).ToListAsync(cancel))
            .Select(t => new Team(t.Code, (t.NameZh, t.NameEn), t.Kind, ScopePath.Parse(t.Scope, null)) { Phone = t.Phone, Hours = t.Hours })];

    public async Task<IReadOnlyList<Guid>> ResidentsAt(ScopePath place, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        return await db.Scoped<HomeTie>(ScopeSet.Of([place]))
            .Where(t => t.AccountId != null && (t.To == null || t.To > now)).Select(t => t.AccountId!.Value)
            .Union(db.Unfiltered<HomeTie>()
                .Where(t => t.AccountId != null && t.Grid == place.Value && (t.To == null || t.To > now)).Select(t => t.AccountId!.Value))
            .ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<ScopePath>> HomeGrids(Guid account, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var grids = await db.Unfiltered<HomeTie>().Where(t => t.AccountId == account && t.Grid != null && (t.To == null || t.To > now))
            .OrderBy(t => t.From).Select(t => t.Grid!).ToListAsync(cancel);
        return [.. grids.Distinct().Select(g => ScopePath.Parse(g, null))];
    }

    private IQueryable<PostHeld> Held()
    {
        var now = Clock.Now(time);
        return db.Unfiltered<PostHeld>().AsNoTracking().Where(p => p.From <= now && (p.To == null || p.To > now));
    }

    private async Task<IReadOnlyList<StaffMember>> Members(IQueryable<PostHeld> held, CancellationToken cancel)
    {
        var rows = await held
            .Join(db.Records<Account>().Where(a => a.SuspendedAt == null), p => p.AccountId, a => a.Id, (p, a) => new { p, a.Person!.Name })
            .OrderBy(m => m.Name).ThenBy(m => m.p.AccountId).ToListAsync(cancel);
        return [.. rows.Select(m => new StaffMember(m.p.AccountId, m.Name ?? "", m.p.Post, ScopePath.Parse(m.p.Scope, null), m.p.Team))];
    }
}
