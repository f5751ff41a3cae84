using Linli.Platform.Data;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Loop;

/// <summary>Sets the clocks of cases from the rules of their place. The rules are few and kept in memory.</summary>
internal sealed class CaseClocks(IServiceScopeFactory scopes)
{
    private IReadOnlyList<ClockRule>? rules;

    /// <summary>The calendar by which days are counted.</summary>
    public WorkingDayCalendar Calendar { get; } = WorkingDayCalendar.China;

    /// <summary>Starts all three clocks of a new or reopened case.</summary>
    public async Task Start(Case item, DateTimeOffset from, CancellationToken cancel)
    {
        Start(item, from, await Rules(cancel), Calendar);
    }

    /// <summary>The same by rules that are given.</summary>
    public static void Start(Case item, DateTimeOffset from, IReadOnlyList<ClockRule> all, WorkingDayCalendar calendar)
    {
        item.AcceptDue = Due(all, CaseClock.Accept, item, from, calendar);
        item.FirstAnswerDue = Due(all, CaseClock.FirstAnswer, item, from, calendar);
        item.FinishDue = Due(all, CaseClock.Finish, item, from, calendar);
        item.Rung = "";
        SetNext(item);
    }

    /// <summary>Works out anew which clock runs out next, and when the next ring is due.</summary>
    public static void SetNext(Case item)
    {
        item.NextDue = null;
        item.RingAt = null;
        foreach (var (clock, dueAt) in Running(item))
        {
            item.NextDue = Earlier(item.NextDue, dueAt);
            foreach (var ring in ClockRings.Of(clock))
                if (!HasRung(item.Rung, clock, ring))
                {
                    item.RingAt = Earlier(item.RingAt, dueAt + ring.After());
                    break;
                }
        }
    }

    /// <summary>The clocks that still run in the case's state.</summary>
    public static IEnumerable<(CaseClock Clock, DateTimeOffset DueAt)> Running(Case item)
    {
        if (item.State is not (CaseState.Reported or CaseState.Accepted or CaseState.Dispatched or CaseState.InHand))
            yield break;
        if (item.State == CaseState.Reported && item.AcceptDue is { } accept)
            yield return (CaseClock.Accept, accept);
        if (item.FirstAnsweredAt is null && item.FirstAnswerDue is { } first)
            yield return (CaseClock.FirstAnswer, first);
        if (item.FinishDue is { } finish)
            yield return (CaseClock.Finish, finish);
    }

    /// <summary>The loudest ring of a clock that is due and has not sounded.</summary>
    public static ClockRing? RingDue(string rung, CaseClock clock, DateTimeOffset dueAt, DateTimeOffset now) =>
        ClockRings.Of(clock).Reverse()
            .Where(ring => now >= dueAt + ring.After())
            .Take(1).Where(ring => !HasRung(rung, clock, ring))
            .Select(ring => (ClockRing?)ring).FirstOrDefault();

    /// <summary>A louder ring has sounded for the softer ones too.</summary>
    public static bool HasRung(string rung, CaseClock clock, ClockRing ring) =>
        Enum.GetValues<ClockRing>().Any(r => r >= ring && rung.Contains($"{clock}:{r};", StringComparison.Ordinal));

    /// <summary>The rules changed: read them again.</summary>
    public void Forget() => rules = null;

    private async Task<IReadOnlyList<ClockRule>> Rules(CancellationToken cancel)
    {
        if (rules is { } known)
            return known;
        await using var scope = scopes.CreateAsyncScope();
        return rules = await scope.ServiceProvider.GetRequiredService<LinliDb>().Records<ClockRule>().AsNoTracking().ToListAsync(cancel);
    }

    private static DateTimeOffset? Due(
        IReadOnlyList<ClockRule> all, CaseClock clock, Case item, DateTimeOffset from, WorkingDayCalendar calendar) =>
        Clocks.Governing(all, clock, item.Scope, item.Type, item.Priority, LocalTime.DateOf(from)) is { } rule
            ? Clocks.DueAt(rule, from, calendar)
            : null;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null ? b : b is null ? a : a < b ? a : b;
}
