using Linli.People;

namespace Linli.Cases.Demo;

// How a case finds whoever works on it: accepted, dispatched, grabbed, given to the wrong team and back.
internal sealed partial class DemoLoop
{
    private bool Accept(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        var byDay = item.Channel is CaseChannel.Steward or CaseChannel.Phone or CaseChannel.Counter;
        var at = item.Priority != CasePriority.Normal ? Later(item.OpenedAt, TimeSpan.FromMinutes(6))
            : byDay ? desk.After(item.OpenedAt, draw.Around(TimeSpan.FromMinutes(8)))
            : desk.After(item.OpenedAt, draw.Around(TimeSpan.FromMinutes(draw.Chance(0.05) ? 240 : 35), 0.8));
        if (item.Reporter is { } reporter && life.Followers.Count == 0 && draw.Chance(0.02))
        {
            var second = Later(item.OpenedAt, TimeSpan.FromMinutes(20));
            if (second < at && life.Until(second) && life.Followers.Count == 0 && life.Can(CaseAction.Withdraw))
            {
                second = NotBefore(second, life);
                life.Do(CaseAction.Withdraw, second, Resident(reporter), CaseAudience.Reporter, draw.Of(book.Words("withdraw")), null,
                    () => (item.State, item.ClosedAt) = (CaseState.Withdrawn, second));
                return false;
            }
        }

        if (!life.Until(at) || item.State != CaseState.Reported)
            return false;
        at = NotBefore(at, life);
        var post = t.Story.Outcome is "agreed" or "failed" ? Posts.Mediator
            : item.Channel == CaseChannel.Steward && draw.Chance(0.5) ? Posts.CommunityWorker
            : draw.Chance(0.6) ? Posts.DeskClerk : draw.Chance(0.6) ? Posts.CommunityWorker : Posts.Dispatcher;
        var word = draw.Chance(0.3) ? draw.Of(book.Words("accept")) : null;
        life.Do(CaseAction.Accept, at, town.Staff(t.Spot.Community, post, draw), CaseAudience.Public, word, null, () =>
        {
            item.State = CaseState.Accepted;
            item.AcceptedAt = at;
        });
        return true;
    }

    private bool Dispatch(Telling t)
    {
        var category = categories[t.Item.Category];
        if (category.TeamKind == "grid" && t.Item.Steward is { } steward && t.Item.Type != "petition")
        {
            t.Worker = new(steward, Posts.GridSteward);
            return Give(t, null, steward);
        }

        if (t.Item.Type == "petition")
        {
            t.Worker = town.Member(t.Item.Team ?? "", draw) ?? town.Staff(t.Spot.Community, Posts.StreetOfficer, draw);
            return t.Item.State == CaseState.Dispatched;
        }

        var team = town.TeamFor(category, t.Spot)?.Code;
        if (team is null)
        {
            t.Worker = town.Staff(t.Spot.Community, Posts.CommunityWorker, draw);
            return true;
        }

        if (draw.Chance(0.04) && Wrong(team) is { } wrong && (!Give(t, wrong, null) || !Misdirected(t, team)))
            return false;
        if (t.Item.Team != team)
        {
            var named = draw.Chance(0.5) ? town.Member(team, draw) : null;
            t.Worker = named ?? town.Member(team, draw) ?? Actor.System;
            if (!Give(t, team, named?.Account))
                return false;
        }

        return t.Item.Handler is not null || Grab(t, team);
    }

    private bool Give(Telling t, string? team, Guid? handler)
    {
        var (life, item) = (t.Life, t.Item);
        var at = Pressing(t, desk, draw.Chance(0.1) ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(30));
        if (!life.Until(at) || !life.Can(CaseAction.Dispatch))
            return false;
        at = NotBefore(at, life);
        var by = town.Staff(t.Spot.Community, draw.Chance(0.5) ? Posts.Dispatcher : Posts.DeskClerk, draw);
        life.Do(CaseAction.Dispatch, at, by, CaseAudience.Public, null, team, () => (item.Team, item.Handler, item.State) = (team, handler, CaseState.Dispatched));
        if (draw.Chance(0.15))
            life.Do(CaseAction.Note, at, by, CaseAudience.Staff, draw.Of(book.Words("note")), null, null);
        return true;
    }

    private bool Grab(Telling t, string team)
    {
        var (life, item) = (t.Life, t.Item);
        var at = Pressing(t, desk, draw.Chance(0.15) ? TimeSpan.FromHours(5) : TimeSpan.FromMinutes(50));
        if (!life.Until(at) || !life.Can(CaseAction.Grab))
            return false;
        t.Worker = town.Member(team, draw) ?? Actor.System;
        life.Do(CaseAction.Grab, NotBefore(at, life), t.Worker, CaseAudience.Public, null, team, () => (item.Handler, item.State) = (t.Worker.Account, CaseState.Dispatched));
        return true;
    }

    // The wrong team gives it back to the desk, or passes it straight on to the right one.
    private bool Misdirected(Telling t, string right)
    {
        var (life, item) = (t.Life, t.Item);
        var at = Pressing(t, desk, TimeSpan.FromMinutes(70));
        if (!life.Until(at) || !life.Can(CaseAction.Return))
            return false;
        at = NotBefore(at, life);
        var (from, by) = (item.Team, town.Member(item.Team!, draw) ?? Actor.System);
        if (draw.Chance(0.5))
            life.Do(CaseAction.Return, at, by, CaseAudience.Staff, draw.Of(book.Words("return")), from,
                () => (item.Team, item.Handler, item.State) = (null, null, CaseState.Accepted));
        else
            life.Do(CaseAction.Transfer, at, by, CaseAudience.Reporter, draw.Of(book.Words("transfer")), right,
                () => (item.Team, item.Handler, item.State) = (right, null, CaseState.Dispatched));
        return true;
    }
}
