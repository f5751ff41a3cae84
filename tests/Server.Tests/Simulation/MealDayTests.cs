using Linli.Platform.Data;
using Linli.Server.Simulation;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Server.Tests.Simulation;

/// <summary>People of the demo eat, order ahead, have money paid back and earn points; and a simulation finds out where it does not add up.</summary>
public sealed class MealDayTests
{
    private const int Seed = 4;

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task MealsOfADay_AddUp_AndWhatWasAlteredIsFound(DatabaseKind kind)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var town = await TestTown.FoundDemo(kind);
        var tally = new Tally();
        using var api = new LinliApi(town.Client(), tally, TimeProvider.System);
        var people = SimulatedTown.Read(DemoFolder.Path, Seed);
        var day = new SimulatedDay(api, people, Seed, town.Time.GetUtcNow(), town.Time);
        var meals = new MealReckoning(api, people, town.Time);
        await meals.Begin(cancel);
        var (diners, earners) = (new Diners(mealsADay: 1), new PointsEarners(actsADay: 1));
        for (var i = 0; i < 60; i++)
        {
            // So early what was ordered for lunch can be called off, and be fetched; and nobody has to sign in twice.
            town.Time.Move(TimeSpan.FromSeconds(30));
            await diners.Act(day, cancel);
            if (i % 4 == 0)
                await earners.Act(day, cancel);
        }

        tally.Faults.ShouldBeEmpty();
        var made = day.Deals.Made;
        made.Where(d => d.Kind == Deal.Meal).Select(d => d.PaidBy).Distinct().Order().ShouldBe(["cash", "storedValue", "wallet"]);
        var sets = made.Where(d => d is { Kind: Deal.Meal, IsSet: true }).ToList();
        sets.ShouldContain(d => d.Paid == 1000, "below 70");
        sets.ShouldContain(d => d.Paid == 300, "from 70 on");
        made.Select(d => d.Kind).Distinct().ShouldBe([Deal.Meal, Deal.MealOrder, Deal.CardRefund, Deal.Earned], ignoreOrder: true);
        tally.Lines.Single(l => l.Key == "sell second set").Value.ShouldSatisfyAllConditions(l => l.Done.ShouldBe(0), l => l.Refused.ShouldBeGreaterThan(0));
        (await new DealReckoning(api).Check(day.Deals, cancel)).ShouldSatisfyAllConditions(c => c.Lines.Count.ShouldBe(1, string.Join('\n', c.Lines)), c => c.Agrees.ShouldBeTrue());
        (await meals.End(day.Deals, cancel)).ShouldSatisfyAllConditions(c => c.Agrees.ShouldBeTrue(c.Line));

        // An elder's receipt that says too much, and a subsidy that is on no account.
        var elder = Guid.Parse(sets.First(d => d.Paid == 300).Subject);
        await town.InScope(s => s.GetRequiredService<LinliDb>().Database.ExecuteSqlAsync($"UPDATE services_canteen_meal SET \"PaysFen\" = 1000, \"ListFen\" = 1700 WHERE \"Id\" = {elder}", cancel));
        (await new DealReckoning(api).Check(day.Deals, cancel)).ShouldSatisfyAllConditions(c => c.Agrees.ShouldBeFalse(), c => c.Lines.ShouldContain(l => l.Contains("1000", StringComparison.Ordinal)));
        await town.InScope(s => s.GetRequiredService<LinliDb>().Database.ExecuteSqlAsync($"UPDATE services_canteen_subsidy SET \"Fen\" = 1 WHERE \"MealId\" = {elder}", cancel));
        (await meals.End(day.Deals, cancel)).Agrees.ShouldBeFalse();
    }
}
