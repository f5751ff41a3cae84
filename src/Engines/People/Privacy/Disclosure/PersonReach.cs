using Linli.People.Accounts;
using Linli.People.Registrations;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Disclosure;

/// <summary>Which people lie within a caller's places.</summary>
internal static class PersonReach
{
    /// <summary>A person is within reach where they live, ask to be verified, or hold a post. Of grids, the steward reaches the homes.</summary>
    public static async Task<bool> Covers(LinliDb db, ScopeSet scopes, Guid person, DateTimeOffset now, CancellationToken cancel)
    {
        var ties = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.PersonId == person && (t.To == null || t.To > now)).ToListAsync(cancel);
        if (ties.Exists(t => scopes.Covers(t.Scope) || (t.Grid is { } grid && scopes.Covers(grid))))
            return true;
        var accounts = await db.Records<Account>().Where(a => a.PersonId == person).Select(a => a.Id).ToListAsync(cancel);
        return accounts.Count > 0
            && (await db.Scoped<Registration>(scopes).AnyAsync(r => accounts.Contains(r.AccountId) && r.State == RegistrationState.Open, cancel)
                || await db.Scoped<PostHeld>(scopes).AnyAsync(p => accounts.Contains(p.AccountId) && (p.To == null || p.To > now), cancel));
    }

    /// <summary>Where a person belongs: their home, else where they ask to be registered; <c>null</c> for nowhere.</summary>
    public static async Task<string?> PlaceOf(LinliDb db, Guid person, DateTimeOffset now, CancellationToken cancel) =>
        await db.Unfiltered<HomeTie>().Where(t => t.PersonId == person && (t.To == null || t.To > now)).OrderBy(t => t.From).Select(t => t.Scope).FirstOrDefaultAsync(cancel)
        ?? await db.Unfiltered<Registration>().Where(r => db.Records<Account>().Any(a => a.Id == r.AccountId && a.PersonId == person))
            .OrderByDescending(r => r.At).Select(r => r.Scope).FirstOrDefaultAsync(cancel);
}
