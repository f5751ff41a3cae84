using System.Globalization;
using Linli.Cases.Handle;
using Linli.Cases.Loop;
using Linli.People;

namespace Linli.Cases.Demo;

// The work itself: visits, help from another team, more time.
internal sealed partial class DemoLoop
{
    private bool Work(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        var at = Pressing(t, Shift(t), TimeSpan.FromMinutes(60));
        if (!life.Until(at))
            return false;
        if (life.Can(CaseAction.Start))
        {
            at = NotBefore(at, life);
            var word = draw.Chance(item.Priority == CasePriority.Normal ? 0.55 : 0.95) ? draw.Of(book.Words("start")) : null;
            life.Do(CaseAction.Start, at, t.Worker, CaseAudience.Public, word, item.Team, () =>
            {
                item.Handler ??= t.Worker.Account;
                item.State = CaseState.InHand;
                if (word is not null)
                    item.FirstAnsweredAt ??= at;
            });
            if (draw.Chance(0.12) && t.Story.Place != "none")
                Picture(t, EvidencePhase.Before, at);
        }

        return Visit(t) && CoHandle(t) && Extend(t);
    }

    private static void Picture(Telling t, EvidencePhase phase, DateTimeOffset at)
    {
        t.Life.Do(CaseAction.AddEvidence, at, t.Worker, CaseAudience.Public, null, phase.ToString(), null);
        t.Life.Photos.Add((phase, at, t.Worker.Account));
    }

    private bool Visit(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        if (t.Story.Mode is not (HandlingMode.HomeVisit or HandlingMode.Appointment) || !life.Can(CaseAction.PlanVisit))
            return true;
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromMinutes(25)));
        var planned = desk.After(at, draw.Around(TimeSpan.FromHours(3)));
        var place = t.Story.Mode == HandlingMode.Appointment ? "和风里一站式服务厅" : t.Spot.Words;
        if (!life.Until(at))
            return false;
        at = NotBefore(at, life);
        var visit = new CaseVisit { Id = draw.Id(at), Case = item.Id, PlannedAt = planned, Place = place, Visitor = t.Worker.Account };
        life.Do(CaseAction.PlanVisit, at, t.Worker, CaseAudience.Reporter, place, planned.ToString("O", CultureInfo.InvariantCulture), () =>
        {
            life.Visits.Add(visit);
            item.Mode ??= HandlingMode.HomeVisit;
        });
        var minutes = draw.Between(12, 45);
        var ended = NotBefore(planned, life).AddMinutes(minutes);
        if (!life.Until(ended))
            return false;
        life.Do(CaseAction.RecordVisit, NotBefore(ended, life), t.Worker, CaseAudience.Reporter, null, $"{minutes}", () =>
            (visit.StartedAt, visit.EndedAt, visit.Notes) = (ended.AddMinutes(-minutes), ended, cipher.Seal(draw.Of(book.Words("visit")))));
        return true;
    }

    private bool CoHandle(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        if (!draw.Chance(0.05) || item.Team is null || Wrong(item.Team) is not { } other || !life.Can(CaseAction.AskCoHandler))
            return true;
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromMinutes(30)));
        if (!life.Until(at))
            return false;
        at = NotBefore(at, life);
        var part = new CaseCoHandler { Id = draw.Id(at), Case = item.Id, Team = other, Task = draw.Of(book.Words("co_task")), AskedAt = at };
        life.Do(CaseAction.AskCoHandler, at, t.Worker, CaseAudience.Staff, part.Task, other, () => life.CoHandlers.Add(part));
        var done = desk.After(at, draw.Around(TimeSpan.FromHours(3)));
        if (!life.Until(done))
            return false;
        done = NotBefore(done, life);
        var result = draw.Of(book.Words("co_result"));
        life.Do(CaseAction.FinishCoHandling, done, town.Member(other, draw) ?? Actor.System, CaseAudience.Staff, result, other,
            () => (part.FinishedAt, part.Result) = (done, result));
        return true;
    }

    private bool Extend(Telling t)
    {
        var (life, item) = (t.Life, t.Item);
        var at = desk.After(life.Last, draw.Around(TimeSpan.FromHours(2)));
        var days = draw.Between(2, 6);
        if (!(draw.Chance(0.04) || t.Story.Hours > 14) || !life.Can(CaseAction.AskExtension) || AskExtension(item, days, at) is not null)
            return true;
        if (!life.Until(at))
            return false;
        at = NotBefore(at, life);
        var asked = new CaseExtension { Id = draw.Id(at), Case = item.Id, AskedBy = t.Worker.Account, AskedAt = at, WorkingDays = days, Reason = draw.Of(book.Words("extension")) };
        life.Do(CaseAction.AskExtension, at, t.Worker, CaseAudience.Staff, asked.Reason, $"{days}", () => life.Extensions.Add(asked));
        var decided = office.After(at, draw.Around(TimeSpan.FromHours(2)));
        if (!life.Until(decided))
            return false;
        decided = NotBefore(decided, life);
        var granted = draw.Chance(0.75);
        var note = granted ? null : draw.Of(book.Words("extension_refused"));
        life.Do(CaseAction.DecideExtension, decided, town.Staff(t.Spot.Community, Posts.PartySecretary, draw),
            granted ? CaseAudience.Reporter : CaseAudience.Staff, granted ? asked.Reason : note, granted ? $"{days}" : "refused", () =>
            {
                (asked.Granted, asked.DecisionNote, asked.DecidedAt) = (granted, note, decided);
                if (granted)
                    (item.FinishDue, item.Rung) = (Clocks.Extend(item.FinishDue!.Value, days, calendar), "");
            });
        return true;
    }

    private static Platform.Results.Problem? AskExtension(Case item, int days, DateTimeOffset at) => AskExtensionHandler.Refuse(item, [], days, at);
}
