using Linli.Neighbours.Friends;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Volunteering;

/// <summary>Which activities and sign-ups the caller may see and touch.</summary>
internal sealed class VolunteerReach(LinliDb db, CurrentCaller current, IScopeTree tree, IActingFor acting)
{
    /// <summary>Activities for the caller's home: of their community and those joined with it, and of places above.</summary>
    public IQueryable<VolunteerActivity> ForMe()
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return db.Scoped<VolunteerActivity>(ScopeSet.Nowhere);
        string[] above = [.. home.Joined.SelfAndAncestors().Select(p => p.Value)];
        return db.Scoped<VolunteerActivity>(ScopeSet.Of([home.Joined]), a => above.Contains(a.Scope)).Where(a => a.State != ActivityState.Draft);
    }

    /// <summary>Activities the caller leads, or organises.</summary>
    public IQueryable<VolunteerActivity> Led()
    {
        var me = current.Value.Account;
        return db.Scoped<VolunteerActivity>(current.Value.ScopesFor(VolunteerPermissions.Desk), a => a.Leader == me);
    }

    /// <summary>Activities the caller organises.</summary>
    public IQueryable<VolunteerActivity> Organised() => db.Scoped<VolunteerActivity>(current.Value.ScopesFor(VolunteerPermissions.Desk));

    /// <summary>The caller, or somebody of their family they act for; acting for a child is a guardian's.</summary>
    public async Task<Result<Who>> Whom(Guid? onBehalfOf, CancellationToken cancel)
    {
        if (current.Value is not { Person: { } me, Account: { } account })
            return VolunteerProblems.NoPerson;
        if (onBehalfOf is not { } other || other == me)
            return new Who(me, account, null);
        var found = await acting.For(other, FamilyMatters.Book, cancel);
        return found.Ok ? new Who(other, await acting.AccountOf(other, cancel) ?? account, found.Value) : found.As<Who>();
    }
}

/// <summary>Who takes part.</summary>
/// <param name="Person">Who.</param>
/// <param name="Account">Who hears of it.</param>
/// <param name="For">Set where a member of the family acts.</param>
internal sealed record Who(Guid Person, Guid Account, ActedFor? For);
