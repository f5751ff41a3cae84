using Linli.Cases;
using Linli.Ledger;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.Neighbours.Points;

/// <summary>A report that proved right (随手拍), or a suggestion that was taken up (意见箱), earns its reporters points: once, however often the event comes.</summary>
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
        foreach (var account in moved.Followers.Distinct())
        {
            // Residents only: staff report for their work.
            if (await ties.Running(account, cancel) is not [var home, ..])
                continue;
            var earned = await earning.Earn(new(act, moved.Case.Value.ToString("N"), home.Person, moved.Place, day) { Witnessed = true, Proof = moved.Number }, cancel);
            if (!earned.Ok)
                misses.Add(home.Person, act, day, earned.Problem);
        }
    }

    private static string? EventOf(CaseMoved moved) =>
        moved.Confidential || moved.Outcome != CaseOutcome.Solved || moved.Action is not (CaseAction.Confirm or CaseAction.Close) ? null
        : moved.Type switch { "report" => Report, "suggestion" => Suggestion, _ => null };
}

/// <summary>Keeps why an act earned nothing.</summary>
internal sealed class Misses(LinliDb db, TimeProvider time)
{
    public void Add(Guid person, string act, DateOnly day, Problem why)
    {
        // No rule: there was nothing to miss.
        if (why.Code == "ledger.no_rule")
            return;
        var now = Clock.Now(time);
        db.Records<MissedPoints>().Add(new() { Id = Guid.CreateVersion7(now), Person = person, Event = act, Day = day, WhyZh = why.Message.Zh, WhyEn = why.Message.En, At = now });
    }
}
