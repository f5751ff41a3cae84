using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>Where a person lives, as a list of care needs it.</summary>
internal sealed record CarePlace(string HomeLabel, string Scope, string? Grid);

/// <summary>Finds people, homes and entries within what the caller may reach.</summary>
internal sealed class CareDesk(LinliDb db, CurrentCaller current, TimeProvider time)
{
    public static readonly Problem NoPerson = Problem.NotFound("care.person_not_found", "您的辖区内没有找到此人。", "Nobody like this was found where you work.");
    public static readonly Problem NoEntry = Problem.NotFound("care.entry_not_found", "没有找到这条关爱记录。", "This entry was not found.");

    public DateOnly Today => LocalTime.Today(time);

    public DateTimeOffset Now => Clock.Now(time);

    public Guid Me => current.Value.Account!.Value;

    public static bool Covers(ScopeSet scopes, string scope, string? grid) => scopes.Covers(scope) || (grid is not null && scopes.Covers(grid));

    /// <summary>Homes of people within some places; grids lie beside buildings, so a steward reaches them by their grid.</summary>
    public IQueryable<HomeTie> Ties(ScopeSet scopes)
    {
        var (now, grids) = (Now, Grids(scopes));
        return db.Scoped<HomeTie>(scopes, t => t.Grid != null && grids.Contains(t.Grid)).AsNoTracking().Where(t => t.From <= now && (t.To == null || t.To > now));
    }

    public IQueryable<CareEntry> Entries(ScopeSet scopes)
    {
        var grids = Grids(scopes);
        return db.Scoped<CareEntry>(scopes, e => e.Grid != null && grids.Contains(e.Grid));
    }

    /// <summary>Where a person lives, if within the places for which the caller holds the permission.</summary>
    public async Task<CarePlace?> HomeOf(Guid person, string permission, CancellationToken cancel) =>
        await Ties(current.Value.ScopesFor(permission)).Where(t => t.PersonId == person).OrderBy(t => t.From)
            .Select(t => new CarePlace(t.HomeLabel, t.Scope, t.Grid)).FirstOrDefaultAsync(cancel);

    /// <summary>Whether a worker looks after the person.</summary>
    public Task<bool> IsAssigned(Guid person, Guid account, CancellationToken cancel) =>
        db.Records<CareAssignment>().AnyAsync(a => a.PersonId == person && a.Account == account && a.To == null, cancel);

    /// <summary>Whether the caller may know who an entry is about: who looks after them, and the responsible of the place.</summary>
    public async Task<bool> MayKnow(CareEntry entry, CancellationToken cancel) =>
        Covers(current.Value.ScopesFor(PeoplePermissions.CareLead), entry.Scope, entry.Grid) || await IsAssigned(entry.PersonId, Me, cancel);

    /// <summary>Lets a worker look after a person, once.</summary>
    public async Task<CareAssignment> Assign(Guid person, Guid account, CancellationToken cancel)
    {
        var known = db.Records<CareAssignment>().Local.FirstOrDefault(a => a.PersonId == person && a.Account == account && a.To == null)
            ?? await db.Records<CareAssignment>().FirstOrDefaultAsync(a => a.PersonId == person && a.Account == account && a.To == null, cancel);
        if (known is not null)
            return known;
        var made = new CareAssignment { Id = Guid.CreateVersion7(Now), PersonId = person, Account = account, AssignedBy = Me, From = Now };
        db.Records<CareAssignment>().Add(made);
        return made;
    }

    /// <summary>
    /// Approves an assignment for the purpose of an entry, where the caller answers for the lists of the place and is somebody
    /// else than the worker. System administrators approve nothing (R38, R42).
    /// </summary>
    public async Task<bool> Approve(CareAssignment assignment, CareEntry entry, CancellationToken cancel)
    {
        var caller = current.Value;
        if (caller.Account is not { } me || caller.Grants.Any(g => g.Post == Posts.Administrator)
            || !Covers(caller.ScopesFor(PeoplePermissions.CareLead), entry.Scope, entry.Grid)
            || await SamePerson(me, assignment.Account, cancel))
            return false;
        (assignment.ApprovedBy, assignment.ApprovedAt, assignment.ApprovedFor) = (me, Now, entry.Group);
        assignment.ApprovedUntil = CareApprovals.Until(entry.ReviewOn, Today);
        return true;
    }

    /// <summary>Approves everybody who looks after the person of an entry.</summary>
    public async Task ApproveAll(CareEntry entry, CancellationToken cancel)
    {
        foreach (var assignment in await db.Records<CareAssignment>().Where(a => a.PersonId == entry.PersonId && a.To == null).ToListAsync(cancel))
            await Approve(assignment, entry, cancel);
    }

    /// <summary>Whether two accounts are one person's: nobody approves for themselves by another account.</summary>
    public async Task<bool> SamePerson(Guid one, Guid other, CancellationToken cancel) =>
        one == other || await db.Records<Account>().Where(a => a.Id == one || a.Id == other).Select(a => a.PersonId).Distinct().CountAsync(cancel) == 1;

    /// <summary>Ends entries whose own last day is over, so that somebody can be entered anew.</summary>
    public async Task EndRunOut(Guid person, CancellationToken cancel)
    {
        var (today, now) = (Today, Now);
        await db.Unfiltered<CareEntry>().Where(e => e.PersonId == person && e.State == CareState.Listed && e.To < today)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.State, CareState.Ended).SetProperty(x => x.EndedAt, now).SetProperty(x => x.EndReason, "期满 Ran out"), cancel);
    }

    /// <summary>Ends an entry; with the last one of a person nobody looks after them any more.</summary>
    public async Task End(CareEntry entry, CareState state, Guid? by, string reason, CancellationToken cancel)
    {
        (entry.State, entry.To) = (state, state == CareState.Ended ? Today : entry.To);
        (entry.EndedAt, entry.EndedBy, entry.EndReason) = (Now, by, reason);
        if (!await db.Unfiltered<CareEntry>().AnyAsync(e => e.PersonId == entry.PersonId && e.Id != entry.Id && (e.State == CareState.Listed || e.State == CareState.Waiting), cancel))
            foreach (var assignment in await db.Records<CareAssignment>().Where(a => a.PersonId == entry.PersonId && a.To == null).ToListAsync(cancel))
                assignment.To = Now;
    }

    private static string[] Grids(ScopeSet scopes) => [.. scopes.Paths.Select(p => p.Value)];
}
