using Linli.Cases;
using Linli.Ledger;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Points;

/// <summary>A report that proved right (随手拍), or a suggestion that was taken up (意见箱), earns its reporters points: once, however often the event comes. Who only joined a report that was there earns nothing (R21).</summary>
internal sealed class EarnByCases(IEarning earning, IHomeTies ties, Misses misses) : IEventHandler<CaseMoved>
{
    /// <summary>A report that was solved.</summary>
    public const string Report = "affairs.report";

    /// <summary>A suggestion that was taken up.</summary>
    public const string Suggestion = "affairs.suggestion";

    public async Task Handle(Delivered<CaseMoved> delivered, CancellationToken cancel)
    {
        var moved = delivered.Event;
        if (EventOf(moved) is not { } act)
            return;
        var day = LocalTime.DateOf(delivered.Time);
        foreach (var account in moved.Reporters.Distinct())
        {
            // Residents only: staff report for their work.
            if (await ties.Running(account, cancel) is not [var home, ..])
                continue;
            var done = new Act(act, moved.Case.Value.ToString("N"), home.Person, moved.Place, day) { Witnessed = true, Proof = moved.Number };
            var earned = await earning.Earn(done, cancel);
            if (!earned.Ok)
                misses.Add(done, earned.Problem);
        }
    }

    private static string? EventOf(CaseMoved moved) =>
        moved.Confidential || moved.Outcome != CaseOutcome.Solved || moved.Action is not (CaseAction.Confirm or CaseAction.Close) ? null
        : moved.Type switch { "report" => Report, "suggestion" => Suggestion, _ => null };
}

/// <summary>Keeps why an act earned nothing, and what waits for a budget.</summary>
internal sealed class Misses(LinliDb db, TimeProvider time)
{
    public void Add(Act act, Problem why)
    {
        // No rule: there was nothing to miss.
        if (why.Code == "ledger.no_rule")
            return;
        var (now, owed) = (Clock.Now(time), WaitsForBudget(why));
        db.Records<MissedPoints>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Person = act.Person, Event = act.Event, Day = act.Day, WhyZh = owed ? $"{why.Message.Zh}有预算后会自动补发。" : why.Message.Zh,
            WhyEn = owed ? $"{why.Message.En} They are given once there is a budget." : why.Message.En, At = now, Key = owed ? act.Key : null, Place = act.Place.Value, Proof = act.Proof,
        });
    }

    /// <summary>What was done turned out otherwise: nothing is owed for it any more.</summary>
    public async Task Forget(IReadOnlyCollection<Act> acts, CancellationToken cancel)
    {
        var keys = acts.Select(a => a.Key).ToList();
        var (persons, kinds) = (acts.Select(a => a.Person).Distinct().ToList(), acts.Select(a => a.Event).Distinct().ToList());
        db.Records<MissedPoints>().RemoveRange(await db.Records<MissedPoints>().Where(m => persons.Contains(m.Person) && kinds.Contains(m.Event) && m.Key != null && keys.Contains(m.Key)).ToListAsync(cancel));
    }

    /// <summary>Whether the person did their part, and only the community's budget is missing.</summary>
    public static bool WaitsForBudget(Problem why) => why.Code is "ledger.no_budget" or "ledger.budget_spent";
}
