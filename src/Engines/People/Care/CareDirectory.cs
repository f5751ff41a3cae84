using Linli.People.Accounts;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>What scenes may know of special-care lists.</summary>
internal sealed class CareDirectory(LinliDb db, CareDesk desk, IPeople people) : ICareLists
{
    public async Task<IReadOnlyList<CareGroupName>> Groups(CancellationToken cancel) => await KeepCareGroupHandler.All(db, cancel);

    public async Task<IReadOnlyList<string>> GroupsOf(Guid person, CancellationToken cancel) =>
        await Holding().Where(e => e.PersonId == person).Select(e => e.Group).Distinct().ToListAsync(cancel);

    public async Task<AgeFacts?> Facts(Guid person, CancellationToken cancel)
    {
        var found = await db.Records<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, cancel);
        return found is null ? null : new(CareRules.Age(found.BirthDate, desk.Today), found.BirthDate, found.DiedOn is null && found.ErasedAt is null);
    }

    public async Task<IReadOnlyList<CareMember>> Members(string group, ScopePath place, CancellationToken cancel)
    {
        var rows = await Narrow(place).Where(e => e.Group == group).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.PersonId, e.Scope, e.Grid }).ToListAsync(cancel);
        var ids = rows.Select(r => r.PersonId).ToArray();
        var homes = (await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => ids.Contains(t.PersonId) && (t.To == null || t.To > desk.Now))
            .Select(t => new { t.PersonId, t.HomeLabel }).ToListAsync(cancel)).ToLookup(t => t.PersonId, t => t.HomeLabel);
        var workers = (await db.Records<CareAssignment>().AsNoTracking().Where(a => ids.Contains(a.PersonId) && a.To == null).OrderBy(a => a.From).ToListAsync(cancel))
            .ToLookup(a => a.PersonId, a => a.Account);
        return [.. rows.DistinctBy(r => r.PersonId).Select(r => new CareMember(
            r.PersonId, homes[r.PersonId].FirstOrDefault() ?? "–", ScopePath.Parse(r.Scope, null), r.Grid is null ? null : ScopePath.Parse(r.Grid, null), [.. workers[r.PersonId]]))];
    }

    public async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> persons, bool masked, CancellationToken cancel) =>
        await db.Records<Person>().AsNoTracking().Where(p => persons.Contains(p.Id)).Select(p => new { p.Id, p.Name, p.PhoneMask })
            .ToDictionaryAsync(p => p.Id, p => p.Name is null ? p.PhoneMask ?? "–" : masked ? Masked.Name(p.Name) : p.Name, cancel);

    public async Task<Guid?> PersonOf(Guid account, CancellationToken cancel) =>
        await db.Records<Account>().Where(a => a.Id == account).Select(a => (Guid?)a.PersonId).SingleOrDefaultAsync(cancel);

    public async Task<IReadOnlyList<Guid>> GuardianAccountsOf(Guid person, CancellationToken cancel)
    {
        var now = desk.Now;
        return await db.Records<Guardianship>().Where(g => g.ChildId == person && g.From <= now && (g.To == null || g.To > now))
            .Join(db.Records<Account>().Where(a => a.Kind == AccountKind.Resident && a.SuspendedAt == null && !a.ClaimPending), g => g.GuardianId, a => a.PersonId, (g, a) => a.Id)
            .ToListAsync(cancel);
    }

    public async Task<IReadOnlyList<Guid>> WardsOf(Guid account, CancellationToken cancel)
    {
        var now = desk.Now;
        return await db.Records<Guardianship>().Where(g => g.From <= now && (g.To == null || g.To > now))
            .Join(db.Records<Account>().Where(a => a.Id == account && !a.ClaimPending), g => g.GuardianId, a => a.PersonId, (g, a) => g.ChildId).ToListAsync(cancel);
    }

    public Task<bool> IsAssigned(Guid person, Guid account, CancellationToken cancel) => desk.IsAssigned(person, account, cancel);

    public async Task Assign(Guid person, Guid account, Guid? instead, CancellationToken cancel)
    {
        var now = desk.Now;
        if (instead is { } former)
            foreach (var ended in await db.Records<CareAssignment>().Where(a => a.PersonId == person && a.Account == former && a.To == null).ToListAsync(cancel))
                ended.To = now;
        var assignment = await desk.Assign(person, account, cancel);
        if (await db.Unfiltered<CareEntry>().AsNoTracking().Where(e => e.PersonId == person && e.State == CareState.Listed)
            .OrderByDescending(e => e.ReviewOn).FirstOrDefaultAsync(cancel) is { } entry)
            await desk.Approve(assignment, entry, cancel);
    }

    public async Task<IReadOnlyList<StaffMember>> WorkersAt(ScopePath place, CancellationToken cancel) =>
        [.. (await people.StaffAround(place, AssignCareHandler.WorkerPosts, cancel)).DistinctBy(w => w.Account)];

    private IQueryable<CareEntry> Holding()
    {
        var today = desk.Today;
        return db.Unfiltered<CareEntry>().AsNoTracking().Where(e => e.State == CareState.Listed && e.From <= today && (e.To == null || e.To >= today)
            && db.Records<Person>().Any(p => p.Id == e.PersonId && p.DiedOn == null && p.ErasedAt == null));
    }

    private IQueryable<CareEntry> Narrow(ScopePath place)
    {
        var (from, to, grid) = (place.Value, place.UpperBound, place.Value);
        return Holding().Where(e => (string.Compare(e.Scope, from) >= 0 && string.Compare(e.Scope, to) < 0) || e.Grid == grid);
    }
}
