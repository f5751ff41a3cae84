using Linli.People.Accounts;
using Linli.People.Privacy.Children;
using Linli.People.Privacy.Consents;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register;

/// <summary>
/// What the register shows in full of children under 14: nothing without an approval that covers it, each use of which is a view
/// that the guardian reads (R38). Whoever keeps the register enters such data and reads them back masked.
/// </summary>
internal sealed class GuardedChildren(LinliDb db, IDisclosure disclosure, CurrentCaller current, TimeProvider time)
{
    /// <summary>What of these people is held back; whoever is 14 is not in it.</summary>
    /// <param name="people">With their birth dates.</param>
    /// <param name="wanted">What would be shown.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<HeldBack> Of(IEnumerable<Person> people, IReadOnlyList<PersonalField> wanted, CancellationToken cancel)
    {
        var (caller, now) = (current.Value, Clock.Now(time));
        var today = LocalTime.DateOf(now);
        var held = people.Where(p => ConsentRules.IsChild(p.BirthDate, today)).Select(p => p.Id).Distinct().ToDictionary(id => id, _ => wanted.ToHashSet());
        if (held.Count == 0 || caller.IsSystem)
            return new([]);
        if (caller.Person is { } self)
            foreach (var own in await db.Records<Guardianship>()
                .Where(g => held.Keys.Contains(g.ChildId) && g.GuardianId == self && g.From <= now && (g.To == null || g.To > now)).Select(g => g.ChildId).ToListAsync(cancel))
                held.Remove(own);
        var approvals = await db.Unfiltered<ChildAccess>().AsNoTracking()
            .Where(a => held.Keys.Contains(a.ChildId) && a.RequestedBy == caller.Account && a.ValidUntil > now).ToListAsync(cancel);
        foreach (var approval in approvals.Where(a => ChildAccessRules.Covers(a, [], now)))
        {
            var opened = PersonalFields.Parse(approval.Fields).Intersect(held[approval.ChildId]).ToList();
            // Through the one way to see it, which writes the view; that the caller reaches the child was asked before.
            if (opened.Count > 0 && (await disclosure.Allow(new(approval.ChildId, opened, approval.Reason, null), cancel)).Ok)
                held[approval.ChildId].ExceptWith(opened);
        }

        return new(held);
    }
}

/// <summary>Fields of children that stay masked.</summary>
internal sealed class HeldBack(Dictionary<Guid, HashSet<PersonalField>> held)
{
    public bool Hides(Guid person, PersonalField field) => held.TryGetValue(person, out var fields) && fields.Contains(field);

    public IReadOnlyList<PersonalField> Of(Guid person) => held.TryGetValue(person, out var fields) ? [.. fields.Order()] : [];
}
