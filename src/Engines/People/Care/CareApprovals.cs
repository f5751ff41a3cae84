using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>
/// When being put in charge of a child counts as the approval that each look at a child's data needs (R38): another person, who
/// answers for the lists of the place, said so for this child, this purpose and a time.
/// </summary>
internal static class CareApprovals
{
    /// <summary>What it may open; for anything else an approval of its own is needed.</summary>
    private static readonly PersonalField[] covered = [PersonalField.Health, PersonalField.Home];

    /// <summary>The id of the assignment, or of the entry that the caller is asked to decide about; <c>null</c> when neither approves.</summary>
    public static async Task<Guid?> Find(LinliDb db, Caller caller, DisclosureWish wish, DateOnly today, CancellationToken cancel)
    {
        if (!wish.InCare || caller.Account is not { } me || wish.Fields.Except(covered).Any())
            return null;
        var assigned = await db.Records<CareAssignment>().AsNoTracking()
            .Where(a => a.PersonId == wish.Person && a.Account == me && a.To == null && a.ApprovedBy != null && a.ApprovedUntil >= today)
            .Where(a => db.Unfiltered<CareEntry>().Any(e => e.PersonId == a.PersonId && e.Group == a.ApprovedFor && e.State == CareState.Listed))
            .Select(a => (Guid?)a.Id).FirstOrDefaultAsync(cancel);
        return assigned ?? await ToDecide(db, caller, wish.Person, cancel);
    }

    /// <summary>How long an approval counts: until the entry is looked at again, at most a year.</summary>
    public static DateOnly Until(DateOnly reviewOn, DateOnly today) => reviewOn < today.AddYears(1) ? reviewOn : today.AddYears(1);

    // An entry that waits was put before the responsible by somebody else: without reading it nobody can decide.
    private static async Task<Guid?> ToDecide(LinliDb db, Caller caller, Guid person, CancellationToken cancel)
    {
        var waiting = await db.Unfiltered<CareEntry>().AsNoTracking().Where(e => e.PersonId == person && e.State == CareState.Waiting)
            .Join(db.Records<Account>(), e => e.EnteredBy, a => a.Id, (e, a) => new { e.Id, e.Scope, e.Grid, a.PersonId }).ToListAsync(cancel);
        return waiting.Find(e => e.PersonId != caller.Person && CareDesk.Covers(caller.ScopesFor(PeoplePermissions.CareLead), e.Scope, e.Grid))?.Id;
    }
}
