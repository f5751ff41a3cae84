using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Accounts;

/// <summary>Founds teams, and lets those who hold a post there work in them.</summary>
internal sealed class TeamFounding(LinliDb db, CallerDirectory directory, TimeProvider time) : ITeamFounding
{
    public async Task<bool> Found(Team team, Guid account, string post, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var around = team.Scope.SelfAndAncestors().Select(p => p.Value).ToArray();
        var held = await db.Unfiltered<PostHeld>()
            .Where(p => p.AccountId == account && p.Post == post && around.Contains(p.Scope) && (p.Team == null || p.Team == team.Code) && (p.To == null || p.To > now))
            .OrderByDescending(p => p.From).FirstOrDefaultAsync(cancel);
        if (held is null)
            return false;
        var row = await db.Unfiltered<TeamRow>().SingleOrDefaultAsync(t => t.Code == team.Code, cancel);
        if (row is null)
            db.Insert(row = new() { Code = team.Code, NameZh = team.Name.Zh, NameEn = team.Name.En, Kind = team.Kind, Scope = team.Scope.Value });
        (row.NameZh, row.NameEn, row.Phone, row.Hours) = (team.Name.Zh, team.Name.En, team.Phone, team.Hours);
        held.Team = team.Code;
        db.AfterCommit(() => directory.Forget(account));
        return true;
    }
}
