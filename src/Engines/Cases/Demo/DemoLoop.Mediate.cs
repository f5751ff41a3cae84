using Linli.People;
using Linli.Platform.Time;

namespace Linli.Cases.Demo;

// Disputes: parties, agreement or failure, follow-up.
internal sealed partial class DemoLoop
{
    private void Mediate(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        t.Worker = town.Staff(t.Spot.Community, Posts.Mediator, draw);
        var team = town.TeamFor(categories[item.Category], t.Spot)?.Code;
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromMinutes(40)));
        if (!life.Until(at))
            return;
        life.Do(CaseAction.Dispatch, NotBefore(at, life), t.Worker, CaseAudience.Public, null, team,
            () => (item.Team, item.Handler, item.State) = (team, t.Worker.Account, CaseState.Dispatched));
        if (!Work(t) || !AddParties(t))
            return;
        at = office.After(life.Last, draw.Around(TimeSpan.FromHours(t.Story.Hours)));
        if (!life.Until(at))
            return;
        at = NotBefore(at, life);
        var agreed = t.Story.Outcome == "agreed";
        life.Do(agreed ? CaseAction.Agree : CaseAction.Fail, at, t.Worker, CaseAudience.Reporter, agreed ? null : draw.Of(book.Words("mediation_failed")), null, () =>
        {
            item.FirstAnsweredAt ??= at;
            (item.AnsweredAt, item.Outcome, item.State) = (at, agreed ? CaseOutcome.Solved : CaseOutcome.NotSolved, CaseState.Answered);
            if (agreed)
                life.Agreement = new()
                {
                    Case = item.Id,
                    Terms = cipher.Seal(DemoMonth.Fill(t.Story.Answer, t.Blanks)),
                    AgreedAt = at,
                    FollowUpOn = LocalTime.DateOf(at).AddDays(draw.Between(5, 12)),
                };
        });
        if (item.Reporter is { } reporter && draw.Chance(0.7) && Later(at, TimeSpan.FromHours(9)) is var confirmed && life.Until(confirmed))
            Confirm(t, reporter, NotBefore(confirmed, life));
        FollowUp(t);
    }

    private bool AddParties(Telling t)
    {
        var life = t.Life;
        foreach (var side in new[] { "claim_one", "claim_other" })
        {
            var at = desk.After(life.Last, draw.Around(TimeSpan.FromMinutes(50)));
            if (!life.Until(at))
                return false;
            at = NotBefore(at, life);
            life.Do(CaseAction.AddParty, at, t.Worker, CaseAudience.Staff, null, null, () => life.Parties.Add(new()
            {
                Id = draw.Id(at),
                Case = life.Item.Id,
                Name = cipher.Seal(draw.Of(book.Words("party"))),
                Phone = cipher.Seal($"1990000{draw.Between(5000, 5999)}"),
                Claim = cipher.Seal(draw.Of(book.Words(side))),
                At = at,
            }));
        }

        return true;
    }

    private void FollowUp(Telling t)
    {
        if (t.Life.Agreement is not { } agreement)
            return;
        var at = office.After(LocalTime.StartOfDay(agreement.FollowUpOn), draw.Around(TimeSpan.FromHours(2)));
        t.Life.CloseWhenSilent();
        if (!t.Life.Until(at) || !t.Life.Can(CaseAction.FollowUp))
            return;
        at = NotBefore(at, t.Life);
        var kept = draw.Chance(0.9);
        t.Life.Do(CaseAction.FollowUp, at, t.Worker, CaseAudience.Staff, null, kept ? "kept" : "broken", () =>
            (agreement.FollowedUpAt, agreement.Kept, agreement.FollowUpNote) = (at, kept, cipher.Seal(draw.Of(book.Words(kept ? "kept" : "broken")))));
    }
}
