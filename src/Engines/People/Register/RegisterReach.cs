using Linli.People.Accounts;
using Linli.People.Registrations;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Register;

/// <summary>
/// Whom of the register a caller reaches: those tied to a home within the places of a permission. Grids lie beside buildings in
/// the tree, so that a steward reaches the homes of the own grid and no others.
/// </summary>
internal sealed class RegisterReach(LinliDb db, CurrentCaller current, IScopeTree tree, TimeProvider time)
{
    /// <summary>The places of a permission.</summary>
    public ScopeSet Scopes(string permission) => current.Value.ScopesFor(permission);

    /// <summary>Ties within the places, whether they run or have ended.</summary>
    public IQueryable<HomeTie> Ties(ScopeSet scopes)
    {
        var grids = GridsOf(scopes);
        return grids.Length == 0 ? db.Scoped<HomeTie>(scopes) : db.Scoped<HomeTie>(scopes, t => grids.Contains(t.Grid));
    }

    /// <summary>Ties within the places that run.</summary>
    public IQueryable<HomeTie> Running(ScopeSet scopes)
    {
        var now = Clock.Now(time);
        return Ties(scopes).Where(t => t.To == null || t.To > now);
    }

    /// <summary>Whether a home lies within the places.</summary>
    public static bool Covers(ScopeSet scopes, Home home) =>
        scopes.Covers(home.Building) || (home.Grid is { } grid && scopes.Covers(grid));

    /// <summary>Whether a tie lies within the places.</summary>
    public static bool Covers(ScopeSet scopes, HomeTie tie) =>
        scopes.Covers(tie.Scope) || (tie.Grid is { } grid && scopes.Covers(grid));

    /// <summary>Whether a person lives, owns, or asks to be verified within the places.</summary>
    public async Task<bool> Reaches(ScopeSet scopes, Guid person, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var ties = await db.Unfiltered<HomeTie>().AsNoTracking().Where(t => t.PersonId == person && (t.To == null || t.To > now)).ToListAsync(cancel);
        return ties.Exists(t => Covers(scopes, t))
            || await db.Scoped<Registration>(scopes).AnyAsync(
                r => r.State == RegistrationState.Open && db.Records<Account>().Any(a => a.Id == r.AccountId && a.PersonId == person), cancel);
    }

    private string[] GridsOf(ScopeSet scopes) =>
        [.. scopes.Paths.Where(p => tree.Find(p)?.Kind == PlaceKind.Grid).Select(p => p.Value)];
}
