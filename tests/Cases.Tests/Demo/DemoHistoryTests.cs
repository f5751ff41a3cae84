using System.Globalization;
using Linli.Cases.Loop;
using Linli.Cases.Mediate;
using Linli.Platform.Data;
using Linli.Platform.Ids;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Tests.Demo;

/// <summary>The month of history keeps every rule that the use cases keep, at whatever hour the demo is founded.</summary>
public class DemoHistoryTests
{
    /// <summary>A Tuesday at 11:00, a Sunday at 03:00 and the first morning after a long holiday, local time.</summary>
    public static TheoryData<string> Hours => ["2026-11-24T11:00:00+08:00", "2026-11-22T03:00:00+08:00", "2026-10-08T09:10:00+08:00"];

    [Theory, MemberData(nameof(Hours))]
    public async Task Found_AtAnyHour_KeepsTheRulesOfTheLoopAndIsPlausible(string hour)
    {
        await using var bed = await DemoBed.Found(DateTimeOffset.Parse(hour, CultureInfo.InvariantCulture).ToUniversalTime());
        var cases = await bed.Read(db => db.Unfiltered<Case>().AsNoTracking().OrderBy(c => c.OpenedAt).ToListAsync());
        var entries = (await bed.Read(db => db.Records<CaseEntry>().AsNoTracking().ToListAsync())).ToLookup(e => e.Case);

        foreach (var item in cases)
            Check(item, [.. entries[item.Id].OrderBy(e => e.At).ThenBy(e => e.Order)], bed.Now);
        Boxes(cases);
        Plausible(cases, bed.Now);
    }

    [Fact]
    public async Task Found_Numbers_GoOnAfterTheLastOne()
    {
        await using var bed = await DemoBed.Found(TestHour);
        var numbers = await bed.Read(db => db.Unfiltered<Case>().Select(c => c.Number).ToListAsync());
        var last = numbers.Where(n => n.StartsWith("HF-2611-", StringComparison.Ordinal)).Max(n => ShortNumber.TryParse(n, out var number) ? number.Sequence : 0);

        var next = await bed.InScope(s => s.GetRequiredService<Counters>().Next(s.GetRequiredService<LinliDb>(), "case/HF/2611", CancellationToken.None));

        next.ShouldBe(last + 1);
        numbers.Distinct().Count().ShouldBe(numbers.Count);
    }

    [Fact]
    public async Task Found_TwiceForTheSameInstant_IsTheSameHistory()
    {
        var first = await Titles();
        var second = await Titles();
        second.ShouldBe(first);

        static async Task<List<string>> Titles()
        {
            await using var bed = await DemoBed.Found(TestHour);
            return await bed.Read(db => db.Unfiltered<Case>().OrderBy(c => c.Number).Select(c => $"{c.Number} {c.OpenedAt:O} {c.State} {c.Title}").ToListAsync());
        }
    }

    [Fact]
    public async Task Found_Evidence_IsThereAndFound()
    {
        await using var bed = await DemoBed.Found(TestHour);
        var unproven = await bed.Read(db =>
        {
            var proven = db.Records<CaseEvidence>().Where(e => e.Phase == EvidencePhase.After).Select(e => e.Case);
            return db.Unfiltered<Case>().CountAsync(c => c.Outcome == CaseOutcome.Solved && (c.Type == "report" || c.Type == "property") && !proven.Contains(c.Id));
        });
        unproven.ShouldBe(0);
        var found = await bed.InScope(s => s.GetRequiredService<TextIndex>().Find("case", "路灯", 2000, CancellationToken.None));
        found.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Found_Mediations_AreConfidentialWithBothSides()
    {
        await using var bed = await DemoBed.Found(TestHour);
        var agreements = await bed.Read(db => db.Records<MediationAgreement>().CountAsync());
        var sides = await bed.Read(db => db.Records<MediationParty>().GroupBy(p => p.Case).Select(g => g.Count()).ToListAsync());
        var open = await bed.Read(db => db.Unfiltered<Case>().CountAsync(c => c.Type == "mediation" && (!c.IsConfidential || c.IsPublic)));

        agreements.ShouldBeGreaterThan(2);
        sides.Count(s => s == 2).ShouldBeGreaterThanOrEqualTo(agreements);
        open.ShouldBe(0);
    }

    private static readonly DateTimeOffset TestHour = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    private static void Check(Case item, List<CaseEntry> entries, DateTimeOffset now)
    {
        var what = $"{item.Number} {item.State}";
        entries.Count.ShouldBe(item.Version, what);
        entries.Select(e => e.Order).ShouldBe(Enumerable.Range(1, item.Version), what);
        entries.ShouldAllBe(e => e.At >= item.OpenedAt && e.At <= now);
        (entries.Count == 0 ? CaseState.Reported : entries[^1].State).ShouldBe(item.State, what);
        Follows(item, entries);

        if (item.State is CaseState.Answered or CaseState.Confirmed)
        {
            entries.ShouldContain(e => (e.Action == CaseAction.Answer && e.Text!.Length >= 5) || e.Action == CaseAction.Agree || e.Action == CaseAction.Fail, what);
            item.AnsweredAt.ShouldNotBeNull(what);
            item.FirstAnsweredAt.ShouldNotBeNull(what);
            item.Outcome.ShouldNotBeNull(what);
        }

        (item.ClosedAt is null).ShouldBe(item.IsOpen, what);
        (item.State == CaseState.Merged).ShouldBe(item.MergedInto is not null, what);
        if (item.Rating is not null)
            item.State.ShouldBe(CaseState.Confirmed, what);
        if (item.State != CaseState.Reported && item.State != CaseState.Withdrawn && item.State != CaseState.Merged)
            item.AcceptedAt.ShouldNotBeNull(what);
        Clocks(item, what, now);
    }

    // Every act was possible in the state before it.
    private static void Follows(Case item, List<CaseEntry> entries)
    {
        var state = CaseState.Reported;
        foreach (var entry in entries)
        {
            if (entry.Action is not (CaseAction.Warn or CaseAction.Escalate or CaseAction.Close))
                CaseLoop.Refuse(entry.Action, state).ShouldBeNull($"{item.Number}: {entry.Action} in {state}");
            state = entry.State;
        }
    }

    private static void Clocks(Case item, string what, DateTimeOffset now)
    {
        var (due, ring) = (item.NextDue, item.RingAt);
        CaseClocks.SetNext(item);
        item.NextDue.ShouldBe(due, what);
        item.RingAt.ShouldBe(ring, what);
        item.FinishDue.ShouldNotBeNull(what);
        if (ring is { } next)
            next.ShouldBeGreaterThan(now, $"{what}: a clock that should have rung");
        if (item.Type == "complaint" && item.Priority == CasePriority.Normal && item.Reopened == 0)
            item.FinishDue!.Value.ShouldBeGreaterThanOrEqualTo(WorkingDayCalendar.China.DueAt(item.OpenedAt, 7), what);
    }

    private static void Boxes(List<Case> cases)
    {
        cases.ShouldContain(c => c.State == CaseState.Reported);
        cases.ShouldContain(c => c.State == CaseState.Accepted);
        cases.ShouldContain(c => c.State == CaseState.Dispatched && c.Handler == null);
        cases.ShouldContain(c => c.State == CaseState.InHand);
        cases.ShouldContain(c => c.State == CaseState.Answered);
        cases.ShouldContain(c => c.IsOpen && c.IsSupervised);
        cases.ShouldContain(c => c.State == CaseState.HandedOver);
        cases.ShouldContain(c => c.State == CaseState.Withdrawn);
        cases.ShouldContain(c => c.Reopened > 0);
        cases.ShouldContain(c => c.Type == "petition");
    }

    private static void Plausible(List<Case> cases, DateTimeOffset now)
    {
        var residents = cases.Where(c => c.Channel is CaseChannel.Snap or CaseChannel.Box or CaseChannel.Complaint).ToList();
        (residents.Count / 30.0).ShouldBeInRange(52, 72);
        var working = cases.Count(c => c.State is CaseState.Reported or CaseState.Accepted or CaseState.Dispatched or CaseState.InHand);
        working.ShouldBeInRange(30, 320); // most after a week of holidays
        cases.Count(c => c.NextDue <= now).ShouldBeInRange(1, 40);
        (cases.Count(c => c.State == CaseState.Merged) / (double)cases.Count).ShouldBeInRange(0.04, 0.11);
        var rated = cases.Where(c => c.Rating is not null).ToList();
        (rated.Count / (double)cases.Count).ShouldBeInRange(0.3, 0.7);
        rated.Average(c => c.Rating!.Value).ShouldBeInRange(4.0, 4.8);
        var answered = cases.Where(c => c.AnsweredAt is not null).ToList();
        (answered.Count(c => c.AnsweredAt < c.FinishDue) / (double)answered.Count).ShouldBeInRange(0.9, 0.999);
        cases.Where(c => c.Latitude is not null).Count(c => c.Steward is not null).ShouldBeGreaterThan(cases.Count / 2);
        cases.Select(c => c.Community).Distinct().Count().ShouldBe(3);
    }
}
