using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Accounts;

internal sealed class PersonTraitsOf(LinliDb db, TimeProvider time) : IPersonTraits
{
    public async Task<PersonTraits?> Of(Guid person, CancellationToken cancel)
    {
        var found = await db.Records<Person>().AsNoTracking().Where(p => p.Id == person && p.ErasedAt == null).Select(p => new { p.BirthDate, p.DiedOn }).SingleOrDefaultAsync(cancel);
        if (found is null)
            return null;
        var now = Clock.Now(time);

        // Of one person, wherever they live.
        var ties = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.PersonId == person && t.From <= now && (t.To == null || t.To > now))
            .Select(t => new { t.Scope, t.HouseholdId }).ToListAsync(cancel);
        var verified = await db.Unfiltered<PostHeld>().AsNoTracking()
            .Where(p => p.Post == Posts.Resident && p.From <= now && (p.To == null || p.To > now) && db.Records<Account>().Any(a => a.Id == p.AccountId && a.PersonId == person && !a.ClaimPending))
            .Select(p => p.Scope).ToListAsync(cancel);
        return new(
            person, found.BirthDate, [.. ties.Select(t => t.Scope).Concat(verified).Distinct().Select(s => ScopePath.Parse(s, null))],
            [.. ties.Select(t => t.HouseholdId).OfType<Guid>().Distinct().Order()], found.DiedOn is null);
    }
}
