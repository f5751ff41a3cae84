using System.Text.Json;
using Linli.Cases.Read;
using Linli.Cases.Statistics;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Cases.Tests.Statistics;

[Trait("Feature", "S12")]
public class CaseStatisticsTests
{
    private static readonly DateTimeOffset Start = TestTown.Start.AddDays(-20);
    private static readonly ScopePath Second = SmallTown.Second.Child("hf-2-g01");

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Figures_OfAHandMadeSet_AreExact(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Put(HandMade());
        var figures = (await town.Ask(await town.Staff("desk"), new CaseStatistics())).Value!;

        var facts = figures.Total.Facts;
        facts[CaseFact.Received].ShouldBe(8);
        facts[CaseFact.Accepted].ShouldBe(5);
        facts[CaseFact.Answered].ShouldBe(4);
        facts[CaseFact.Closed].ShouldBe(5);
        facts[CaseFact.Open].ShouldBe(2);
        facts[CaseFact.Overdue].ShouldBe(1);
        Rate(figures.Total, "closed_loop").ShouldBe((3, 5));
        Rate(figures.Total, "response").ShouldBe((3, 5));
        Rate(figures.Total, "in_time").ShouldBe((3, 5));
        Rate(figures.Total, "solved").ShouldBe((2, 3));
        Rate(figures.Total, "satisfied").ShouldBe((1, 2));
        figures.Total.Rates[0].Value.ShouldBe(0.6);

        // Answers took 10, 20, 30 and 400 hours: the median lies between the second and third, the ninth decile is the last.
        figures.Times.ShouldBe(new AnswerTimes(4, 25, 400, 15, 1));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Figures_EveryNumber_IsTheNumberOfCasesInTheListBehindIt(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Put(HandMade());
        var desk = await town.Staff("desk");
        var figures = (await town.Ask(desk, new CaseStatistics())).Value!;
        foreach (var (fact, count) in figures.Total.Facts)
        {
            var list = (await town.Ask(desk, new Inbox { Box = InboxBox.All, Fact = fact, Take = 100 })).Value!;
            list.Items.Count.ShouldBe(count, fact.ToString());
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Figures_ByCommunity_StaySeparable(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Put(HandMade());

        // The joined desk sees both and may look at each; who works for one community sees that one only (S27).
        var joined = (await town.Ask(await town.Staff("desk"), new CaseStatistics { By = StatisticsBy.Community })).Value!;
        joined.Groups.Select(g => (g.Key, g.Facts[CaseFact.Received])).ShouldBe([(SmallTown.First.Value, 6), (SmallTown.Second.Value, 2)]);
        var one = (await town.Ask(await town.Staff("desk"), new CaseStatistics { Place = SmallTown.Second })).Value!;
        one.Total.Facts[CaseFact.Received].ShouldBe(2);
        var worker = (await town.Ask(await town.Staff("worker2"), new CaseStatistics { By = StatisticsBy.Community })).Value!;
        worker.Groups.ShouldHaveSingleItem().Key.ShouldBe(SmallTown.Second.Value);
        worker.Total.Facts[CaseFact.Received].ShouldBe(2);
        (await town.Ask(await town.Staff("worker2"), new CaseStatistics { Place = SmallTown.First })).Value!.Total.Facts[CaseFact.Received].ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Figures_ByDay_CountLocalDaysAndShowEmptyOnes(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        // 15:59:59 UTC is the last second of the day in Shanghai.
        await town.Put(
            CaseRowsForTests.Row(1, new(2026, 11, 9, 15, 59, 59, TimeSpan.Zero)),
            CaseRowsForTests.Row(2, new(2026, 11, 9, 16, 0, 0, TimeSpan.Zero)),
            CaseRowsForTests.Row(3, new(2026, 11, 12, 1, 0, 0, TimeSpan.Zero)));
        var request = new CaseStatistics { From = new(2026, 11, 9), To = new(2026, 11, 12), By = StatisticsBy.Day };
        var days = (await town.Ask(await town.Staff("desk"), request)).Value!.Groups;
        days.Select(d => (d.Key, d.Facts[CaseFact.Received])).ShouldBe([("2026-11-09", 1), ("2026-11-10", 1), ("2026-11-11", 0), ("2026-11-12", 1)]);
        var weeks = (await town.Ask(await town.Staff("desk"), request with { By = StatisticsBy.Week })).Value!.Groups;
        weeks.ShouldHaveSingleItem().Facts[CaseFact.Received].ShouldBe(3);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Figures_ByEveryDimension_AddUpToTheTotal(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Put(HandMade());
        var desk = await town.Staff("desk");
        foreach (var by in Enum.GetValues<StatisticsBy>())
        {
            var figures = (await town.Ask(desk, new CaseStatistics { By = by })).Value!;
            figures.Groups.Sum(g => g.Facts[CaseFact.Received]).ShouldBe(8, by.ToString());
            figures.Groups.Sum(g => g.Facts[CaseFact.Looped]).ShouldBe(3, by.ToString());
        }
    }

    [Fact]
    public async Task Figures_OfNothing_HaveNoRateInsteadOfADivisionByZero()
    {
        await using var town = await TestTown.Found();
        var figures = (await town.Ask(await town.Staff("desk"), new CaseStatistics { By = StatisticsBy.Grid })).Value!;
        figures.Total.Rates.ShouldAllBe(r => r.Denominator == 0 && r.Value == null);
        figures.Times.ShouldBe(new AnswerTimes(0, null, null, 15, 0));
        figures.Groups.ShouldBeEmpty();

        var desk = await town.StaffClient("desk");
        using var json = JsonDocument.Parse(await desk.GetStringAsync("/api/v1/cases/statistics"));
        json.RootElement.GetProperty("total").GetProperty("rates")[0].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        var page = await desk.GetStringAsync("/desk/statistics");
        page.ShouldContain("—");
        page.Contains("NaN", StringComparison.Ordinal).ShouldBeFalse("a rate of nothing is no number");
    }

    [Fact]
    public async Task Figures_WhenThePeriodEndsBeforeItBegins_AreRefused()
    {
        await using var town = await TestTown.Found();
        var refused = await town.Ask(await town.Staff("desk"), new CaseStatistics { From = new(2026, 11, 9), To = new(2026, 11, 8) });
        refused.Problem.Code.ShouldBe("cases.period");
    }

    [Fact]
    public async Task Figures_ForWhoeverHasNoPermission_AreForbidden()
    {
        await using var town = await TestTown.Found();
        var answer = await (await town.StaffClient("lamp1")).GetAsync(new Uri("/api/v1/cases/statistics", UriKind.Relative));
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(1, 50, 0)]
    [InlineData(4, 50, 1)]
    [InlineData(5, 50, 2)]
    [InlineData(10, 90, 8)]
    [InlineData(11, 90, 9)]
    public void Rank_IsTheNearestOne(int count, int percent, int rank) => CaseStatisticsHandler.Rank(count, percent).ShouldBe(rank);

    private static (int Numerator, int Denominator) Rate(CaseTally tally, string code)
    {
        var rate = tally.Rates.Single(r => r.Code == code);
        return (rate.Numerator, rate.Denominator);
    }

    private static IEnumerable<Case> HandMade()
    {
        // 1 solved in 10 hours, rated 5; 2 explained in 20 hours, rated 2.
        yield return Answered(1, 10, CaseOutcome.Solved, c => c.Rating = 5);
        yield return Answered(2, 20, CaseOutcome.Explained, c => c.Rating = 2);
        // 3 of the second community, solved in 400 hours: both clocks were missed.
        yield return Answered(3, 400, CaseOutcome.Solved, grid: Second);
        // 4 answered in 30 hours but not confirmed: in time, no loop yet.
        yield return Answered(4, 30, CaseOutcome.Solved, c => (c.State, c.ClosedAt) = (CaseState.Answered, null));
        // 5 accepted, all clocks run out.
        yield return CaseRowsForTests.Row(5, Start, with: c =>
            (c.State, c.AcceptedAt, c.FirstAnswerDue, c.FinishDue, c.NextDue, c.Team) = (CaseState.Dispatched, Start.AddHours(1), Start.AddDays(2), Start.AddDays(5), Start.AddDays(2), "lighting"));
        // 6 just came in: no clock has run out, nothing is due.
        yield return CaseRowsForTests.Row(6, TestTown.Start.AddHours(-1), Second, c =>
            (c.FirstAnswerDue, c.FinishDue, c.NextDue, c.Mode) = (TestTown.Start.AddDays(2), TestTown.Start.AddDays(5), TestTown.Start.AddHours(3), HandlingMode.HomeVisit));
        // 7 merged and 8 withdrawn: received and closed, in no rate.
        yield return CaseRowsForTests.Row(7, Start, with: c => (c.State, c.AcceptedAt, c.FinishDue, c.ClosedAt) = (CaseState.Merged, Start.AddHours(1), Start.AddDays(5), Start.AddHours(2)));
        yield return CaseRowsForTests.Row(8, Start, with: c => (c.State, c.FirstAnswerDue, c.ClosedAt) = (CaseState.Withdrawn, Start.AddDays(2), Start.AddHours(2)));
    }

    private static Case Answered(int number, int hours, CaseOutcome outcome, Action<Case>? with = null, ScopePath? grid = null) =>
        CaseRowsForTests.Row(number, Start, grid, c =>
        {
            var at = Start.AddHours(hours);
            (c.State, c.Outcome, c.AcceptedAt) = (CaseState.Confirmed, outcome, Start.AddHours(1));
            (c.FirstAnsweredAt, c.AnsweredAt, c.ClosedAt) = (at, at, at.AddHours(1));
            (c.FirstAnswerDue, c.FinishDue) = (Start.AddDays(2), Start.AddDays(5));
            with?.Invoke(c);
        });
}
