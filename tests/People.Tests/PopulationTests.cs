using Linli.People.Demo;

namespace Linli.People.Tests;

/// <summary>The invented people of the demo: as many of each age as the story says, in households that can be.</summary>
public class PopulationTests
{
    [Fact]
    public void Make_TheStory_HasExactlyItsAgesInItsHomes()
    {
        var households = DemoHouseholds.Make(AgeBands.Story, 20_000, new Random(1));
        var ages = households.SelectMany(h => h.Members).Select(m => m.Age).ToList();
        ages.Count.ShouldBe(50_000);
        households.Count.ShouldBeLessThanOrEqualTo(20_000);
        (ages.Count(a => a >= 60), ages.Count(a => a >= 70), ages.Count(a => a >= 80), ages.Count(a => a < 3), ages.Count(a => a is >= 6 and < 12)).ShouldBe((9_500, 4_000, 1_300, 1_100, 3_000));
    }

    [Fact]
    public void Make_EveryHousehold_HasAGrownUpWhoSpeaksForIt_AndParentsOldEnough()
    {
        foreach (var household in DemoHouseholds.Make(AgeBands.Story, 20_000, new Random(2)))
        {
            household.Members[0].Age.ShouldBeGreaterThanOrEqualTo(18);
            foreach (var child in household.Members.Where(m => m.Age < 18))
                household.Members.ShouldContain(m => m.Owns && m.Age - child.Age >= 16);
        }
    }

    [Fact]
    public void Make_WithTheSameBeginning_IsTheSame() =>
        DemoHouseholds.Make(AgeBands.Story.For(2_000), 900, new Random(3)).SelectMany(h => h.Members)
            .ShouldBe(DemoHouseholds.Make(AgeBands.Story.For(2_000), 900, new Random(3)).SelectMany(h => h.Members));

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(5_000)]
    public void For_AnyNumber_IsThatNumber(int people) => AgeBands.Story.For(people).All.ShouldBe(people);

    [Fact]
    public void Without_ThoseWhoAreThere_LeavesTheRest()
    {
        var left = AgeBands.Story.Without([1, 10, 10, 64, 75, 81, null, 40]);
        (left.Under3, left.Pupils, left.From60, left.From70, left.From80, left.From18).ShouldBe((1_099, 2_998, 5_499, 2_699, 1_299, 32_698));
    }
}
