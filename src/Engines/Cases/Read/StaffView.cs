using System.Linq.Expressions;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Cases.Read;

/// <summary>The cases a member of staff may see, as a query: by place, by team, or because they are theirs.</summary>
internal sealed class StaffView(LinliDb db, CurrentCaller current)
{
    /// <summary>All of them; the caller adds filters.</summary>
    /// <param name="within">Narrows to a place; <c>null</c> for everything the caller may see.</param>
    public IQueryable<Case> Cases(ScopePath? within = null)
    {
        var caller = current.Value;
        var seen = db.Scoped(caller.ScopesFor(CasesPermissions.Read), orElse: Mine(caller)).Where(Discreet(caller));
        return within is { } place ? seen.Where(ScopeSet.Of([place]).Condition<Case>()) : seen;
    }

    /// <summary>The cases a box is taken from: one's team's part in the cases of others is asked for by itself, as a case has its own team.</summary>
    public IQueryable<Case> Cases(InboxBox? box, ScopePath? within) => box == InboxBox.Helping ? Helped(within) : Cases(within);

    private IQueryable<Case> Helped(ScopePath? within)
    {
        var teams = current.Value.Teams.ToList();
        var asked = db.Records<CaseCoHandler>().Where(h => teams.Contains(h.Team) && h.FinishedAt == null).Select(h => h.Case);
        var helped = db.Unfiltered<Case>().Where(c => asked.Contains(c.Id) && !c.IsConfidential);
        return within is { } place ? helped.Where(ScopeSet.Of([place]).Condition<Case>()) : helped;
    }

    private static Expression<Func<Case, bool>> Mine(Caller caller)
    {
        var me = caller.Account;
        var teams = caller.Teams.ToList();
        return teams.Count == 0
            ? c => c.Handler == me || c.Steward == me || c.LoggedBy == me
            : c => c.Handler == me || c.Steward == me || c.LoggedBy == me || teams.Contains(c.Team!);
    }

    // Confidential cases need more than a place or a team.
    private static Expression<Func<Case, bool>> Discreet(Caller caller)
    {
        if (caller.IsSystem)
            return c => true;
        var me = caller.Account;
        var confidential = caller.ScopesFor(CasesPermissions.Confidential).Condition<Case>();
        Expression<Func<Case, bool>> own = c => !c.IsConfidential || c.Handler == me || c.Steward == me || c.LoggedBy == me;
        return own.Or(confidential);
    }
}
