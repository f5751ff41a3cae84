using Linli.People;

namespace Linli.Cases.Demo;

// The answer and what the resident makes of it, supervision, and cases that go on elsewhere.
internal sealed partial class DemoLoop
{
    private bool Answer(Telling t, bool first)
    {
        var (life, item) = (t.Life, t.Item);
        var slow = first && draw.Chance(0.035);
        var at = Shift(t).After(life.Last, draw.Around(TimeSpan.FromHours(slow ? (t.Story.Hours + 4) * draw.Between(4, 9) : t.Story.Hours)));
        if (item.FinishDue is { } due && at > due && draw.Chance(0.5))
            Supervise(t, due);
        if (at - life.Last > TimeSpan.FromDays(1) && item.FirstAnsweredAt is null && draw.Chance(0.7))
            FirstWord(t);
        if (!life.Until(at) || !life.Can(CaseAction.Answer))
            return false;
        at = NotBefore(at, life);
        var outcome = Enum.TryParse<CaseOutcome>(t.Story.Outcome, out var usual) ? usual : CaseOutcome.Explained;
        if (outcome == CaseOutcome.Solved && draw.Chance(0.04))
            outcome = CaseOutcome.NotSolved;
        var text = outcome == CaseOutcome.NotSolved && t.Story.Outcome != "NotSolved" ? draw.Of(book.Words("not_solved")) : DemoMonth.Fill(t.Story.Answer, t.Blanks);
        if (!first)
            text = draw.Of(book.Words("again_answer")) + text;
        if (outcome == CaseOutcome.Solved && types.Find(item.Type) is { NeedsAfterPhoto: true })
            life.Photos.Add((EvidencePhase.After, at, t.Worker.Account));
        life.Do(CaseAction.Answer, at, t.Worker, item.IsPublic ? CaseAudience.Public : CaseAudience.Reporter, text, outcome.ToString(), () =>
        {
            item.FirstAnsweredAt ??= at;
            item.Handler ??= t.Worker.Account;
            (item.AnsweredAt, item.Outcome, item.State) = (at, outcome, CaseState.Answered);
        });
        return true;
    }

    private void FirstWord(Telling t)
    {
        var at = desk.After(t.Life.Last, draw.Around(TimeSpan.FromHours(2)));
        if (!t.Life.Until(at) || !t.Life.Can(CaseAction.Message))
            return;
        at = NotBefore(at, t.Life);
        t.Life.Do(CaseAction.Message, at, t.Worker, CaseAudience.Reporter, draw.Of(book.Words("progress")), null, () => t.Item.FirstAnsweredAt ??= at);
    }

    private void Supervise(Telling t, DateTimeOffset due)
    {
        var by = town.Staff(t.Spot.Community, draw.Chance(0.5) ? Posts.StreetOfficer : Posts.PartySecretary, draw);
        t.Life.Meanwhile(office.After(due, draw.Around(TimeSpan.FromHours(2))), at =>
        {
            if (t.Life.Can(CaseAction.Supervise))
                t.Life.Do(CaseAction.Supervise, at, by, CaseAudience.Staff, draw.Of(book.Words("supervise")), null, () => t.Item.IsSupervised = true);
        });
    }

    private void Judge(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        if (item.Reporter is not { } reporter)
            return;
        var unhappy = item.Outcome == CaseOutcome.NotSolved ? 0.3 : 0.035;
        var at = Later(item.AnsweredAt!.Value, TimeSpan.FromHours(7));
        if (draw.Chance(unhappy) && life.Until(at))
        {
            Reopen(t, reporter, NotBefore(at, life));
            return;
        }

        if (draw.Chance(0.74) && life.Until(at) && life.Can(CaseAction.Confirm))
            Confirm(t, reporter, NotBefore(at, life));
    }

    private void Confirm(Telling t, Guid reporter, DateTimeOffset at)
    {
        var rating = 1 + draw.Weighted(t.Item.Outcome switch
        {
            CaseOutcome.NotSolved => [4, 4, 4, 1.5, 0.5],
            CaseOutcome.Explained => [1, 2, 6, 14, 17],
            _ => [0.5, 1, 3.5, 15, 40],
        });
        var comment = draw.Chance(0.35) ? draw.Of(book.Words(rating >= 4 ? "praise" : rating == 3 ? "lukewarm" : "complaint")) : null;
        t.Life.Do(CaseAction.Confirm, at, Resident(reporter), CaseAudience.Reporter, comment, $"{rating}",
            () => (t.Item.Rating, t.Item.State, t.Item.ClosedAt) = (rating, CaseState.Confirmed, at));
    }

    private void Reopen(Telling t, Guid reporter, DateTimeOffset at)
    {
        var (life, item) = (t.Life, t.Item);
        if (!life.Can(CaseAction.Reopen))
            return;
        life.Do(CaseAction.Reopen, at, Resident(reporter), CaseAudience.Public, null, $"{item.Reopened + 1}", () =>
        {
            item.Reopened++;
            (item.Rating, item.Outcome, item.ClosedAt, item.AnsweredAt) = (null, null, null, null);
            item.State = item.Team is null && item.Handler is null ? CaseState.Accepted : CaseState.Dispatched;
            life.StartClocks(at);
        });
        life.Do(CaseAction.Message, at, Resident(reporter), CaseAudience.Reporter, draw.Of(book.Words("reopen")), "reporter", null);
        if (Work(t) && Answer(t, first: false))
            Judge(t);
    }

    private bool HandOver(Telling t, bool petition)
    {
        var (life, item) = (t.Life, t.Item);
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromHours(2)));
        if (!life.Until(at) || !life.Can(CaseAction.HandOver))
            return false;
        at = NotBefore(at, life);
        var street = town.Teams.FirstOrDefault(p => p.Kind == "street" && item.Scope.StartsWith(p.Scope.Value, StringComparison.Ordinal))?.Code;
        life.Do(CaseAction.HandOver, at, town.Staff(t.Spot.Community, Posts.Dispatcher, draw), CaseAudience.Reporter,
            DemoMonth.Fill(petition ? draw.Of(book.Words("petition")) : t.Story.Answer, t.Blanks), petition ? "映湖街道信访办" : "区主管部门", () =>
            {
                item.FirstAnsweredAt ??= at;
                if (petition)
                {
                    (item.Type, item.IsPublic, item.Level) = (types.All.First(type => type.Petition).Code, false, CaseLevel.Street);
                    (item.Team, item.Handler) = (street, null);
                    item.State = street is null ? CaseState.Accepted : CaseState.Dispatched;
                    life.StartClocks(at);
                }
                else
                {
                    (item.State, item.ClosedAt) = (CaseState.HandedOver, at);
                }
            });
        return true;
    }
}
