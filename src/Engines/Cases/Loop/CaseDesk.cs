using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Loop;

/// <summary>
/// Where every act on a case begins and ends: it finds the case if the caller may see it, asks the loop and the
/// permissions whether the act is possible, and afterwards writes the timeline and the event.
/// </summary>
internal sealed class CaseDesk(LinliDb db, CurrentCaller current, IActingFor family, Outbox outbox, TimeProvider time)
{
    private static readonly Problem NotThere =
        Problem.NotFound("cases.not_found", "没有找到这件事项，或您无权查看。", "There is no such case, or you may not see it.");

    private static readonly CaseAction[] HelpersActs =
        [CaseAction.AddEvidence, CaseAction.FinishCoHandling, CaseAction.PlanVisit, CaseAction.RecordVisit];

    private Caller Caller => current.Value;

    /// <summary>The case for an act of staff.</summary>
    public async Task<Result<Case>> Take(CaseId id, CaseAction action, CancellationToken cancel)
    {
        var item = await db.Unfiltered<Case>().SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (item is null || !await SeesAsStaff(item, cancel))
            return NotThere;
        if (!await MayAct(item, action, cancel))
            return Problem.Forbidden("cases.not_yours",
                "这件事项不归您办理，您没有这项操作的权限。", "This case is not yours to handle: you lack the permission for this.");
        if (CaseLoop.Refuse(action, item.State) is { } refused)
            return refused;
        return item;
    }

    /// <summary>The case for an act of one of its reporters.</summary>
    public async Task<Result<Case>> TakeOwn(CaseId id, CaseAction action, CancellationToken cancel)
    {
        var item = await db.Unfiltered<Case>().SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (item is null || !await IsReporter(item, cancel))
            return NotThere;
        if (CaseLoop.Refuse(action, item.State) is { } refused)
            return refused;
        return item;
    }

    /// <summary>The mediation for an act of its mediator.</summary>
    public async Task<Result<Case>> TakeMediation(CaseId id, CaseAction action, CancellationToken cancel)
    {
        var found = await Take(id, action, cancel);
        return found.Ok && !found.Value.IsConfidential
            ? Problem.Conflict("cases.not_a_mediation", "这不是调解事项。", "This case is not a mediation.")
            : found;
    }

    /// <summary>The mediation for reading its confidential part, whatever its state.</summary>
    public async Task<Result<Case>> FindMediation(CaseId id, CancellationToken cancel)
    {
        var item = await db.Unfiltered<Case>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.IsConfidential, cancel);
        return item is not null && (IsMine(item) || Caller.May(CasesPermissions.Confidential, item.Scope)) ? item : NotThere;
    }

    /// <summary>Whether the caller is one of the people who reported it, or the one it was reported for.</summary>
    public async Task<bool> IsReporter(Case item, CancellationToken cancel) =>
        Caller.Account is { } me
        && (item.Reporter == me
            || (item.OnBehalfOf is not null && item.OnBehalfOf == await family.Self(cancel))
            || await db.Records<CaseFollower>().AnyAsync(f => f.Case == item.Id && f.Account == me, cancel));

    /// <summary>Whether the caller sees it as staff: by place, by team, or because it is theirs.</summary>
    public async Task<bool> SeesAsStaff(Case item, CancellationToken cancel) => SeesByPost(item) || (!item.IsConfidential && await IsTeams(item, cancel));

    /// <summary>Those of the cases that <see cref="SeesAsStaff"/>, in one question however many they are.</summary>
    public async Task<List<Case>> SeenAsStaff(IReadOnlyList<Case> items, CancellationToken cancel)
    {
        var (teams, ids) = (Caller.Teams.ToList(), items.Where(i => !i.IsConfidential && !SeesByPost(i) && !IsOwnTeams(i)).Select(i => i.Id).ToList());
        var helped = teams.Count == 0 || ids.Count == 0 ? []
            : (await db.Records<CaseCoHandler>().Where(h => ids.Contains(h.Case) && teams.Contains(h.Team)).Select(h => h.Case).Distinct().ToListAsync(cancel)).ToHashSet();
        return [.. items.Where(i => SeesByPost(i) || IsOwnTeams(i) || helped.Contains(i.Id))];
    }

    private bool SeesByPost(Case item) => Caller.IsSystem || IsMine(item) || Caller.May(item.IsConfidential ? CasesPermissions.Confidential : CasesPermissions.Read, item.Scope);

    /// <summary>What the caller could do to the case right now, for the buttons of a page.</summary>
    public async Task<IReadOnlySet<CaseAction>> Possible(Case item, CancellationToken cancel)
    {
        var possible = new HashSet<CaseAction>();
        foreach (var action in CaseLoop.PossibleIn(item.State))
            if (CaseLoop.PermissionFor(action) is not null && await MayAct(item, action, cancel))
                possible.Add(action);
        return possible;
    }

    /// <summary>Writes what was done into the timeline, and tells the world.</summary>
    /// <param name="item">The case, already changed.</param>
    /// <param name="action">What was done.</param>
    /// <param name="audience">Who may read the line.</param>
    /// <param name="text">What was said.</param>
    /// <param name="detail">Further facts for the sentence.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task Record(
        Case item, CaseAction action, CaseAudience audience, string? text, string? detail, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        item.Version++;
        CaseClocks.SetNext(item);
        var id = Guid.CreateVersion7(now);
        foreach (var photo in db.Records<CaseEvidence>().Local.Where(e => e.Case == item.Id && e.Entry is null && db.Entry(e).State == EntityState.Added))
            photo.Entry = id;
        db.Records<CaseEntry>().Add(new()
        {
            Id = id,
            Case = item.Id,
            At = now,
            Order = item.Version,
            Action = action,
            Audience = audience,
            Actor = Caller.Account,
            ActorTeam = Caller.Teams.FirstOrDefault() ?? Caller.Grants.Select(g => g.Post).FirstOrDefault(),
            Text = text is null ? null : CaseMove.Clean(text), // handlers check the length
            Detail = detail,
            State = item.State,
        });
        var followers = await Followers(item, cancel);
        // A follower whose own report was merged into this one has reported it too.
        var joined = await db.Records<CaseFollower>().Where(f => f.Case == item.Id && f.From == null).Select(f => f.Account).ToListAsync(cancel);
        outbox.Add(new CaseMoved(
            item.Id, item.Number, ScopePath.Parse(item.Scope, null), item.Type, item.State, item.Team,
            followers, item.IsConfidential, action)
        {
            Outcome = item.Outcome,
            Reporters = [.. followers.Except(joined)],
        });
    }

    /// <summary>Accounts of everybody who reported it, and of whom it was reported for.</summary>
    public async Task<IReadOnlyList<Guid>> Followers(Case item, CancellationToken cancel)
    {
        var accounts = await db.Records<CaseFollower>().Where(f => f.Case == item.Id).Select(f => f.Account).ToListAsync(cancel);
        if (item.Reporter is { } first)
            accounts.Insert(0, first);
        if (item.OnBehalfOf is { } whom && await family.AccountOf(whom, cancel) is { } principal && !accounts.Contains(principal))
            accounts.Add(principal);
        return accounts;
    }

    private bool IsMine(Case item) =>
        Caller.Account is { } me && (item.Handler == me || item.Steward == me || item.LoggedBy == me);

    private async Task<bool> IsTeams(Case item, CancellationToken cancel)
    {
        var teams = Caller.Teams.ToList();
        return teams.Count > 0
            && (IsOwnTeams(item) || await db.Records<CaseCoHandler>().AnyAsync(h => h.Case == item.Id && teams.Contains(h.Team), cancel));
    }

    private bool IsOwnTeams(Case item) => item.Team is { } team && !item.IsConfidential && Caller.Teams.Contains(team);

    private async Task<bool> MayAct(Case item, CaseAction action, CancellationToken cancel)
    {
        if (Caller.IsSystem)
            return true;
        var permission = CaseLoop.PermissionFor(action);
        if (permission is null)
            return false;

        // A confidential case does not pass through many hands: its mediator does everything.
        if (item.IsConfidential && Caller.May(CasesPermissions.Mediate, item.Scope))
            return true;
        if (permission != CasesPermissions.Handle)
            return Caller.May(permission, item.Scope) || (IsMine(item) && Caller.May(permission));

        // Handling belongs to whoever has the case; those who dispatch at the place may step in. A team that was asked to help
        // does its own part: it neither answers the reporter nor gives the case away.
        return Caller.May(CasesPermissions.Handle)
            && (IsMine(item) || IsOwnTeams(item) || Caller.May(CasesPermissions.Dispatch, item.Scope)
                || (HelpersActs.Contains(action) && await IsTeams(item, cancel)));
    }
}
