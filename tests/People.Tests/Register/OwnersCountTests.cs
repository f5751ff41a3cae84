using Linli.People.Register.Rules;
using Linli.Places;

namespace Linli.People.Tests.Register;

/// <summary>R02: heads and exclusive area.</summary>
public class OwnersCountTests
{
    private static readonly Guid Developer = Guid.CreateVersion7();

    [Fact]
    public void Of_ADeveloperWith200Units_CountsOneHeadAndAllItsArea()
    {
        ExclusiveUnit[] units =
        [
            .. Enumerable.Range(0, 800).Select(_ => Unit(10_000, [Guid.CreateVersion7()])),
            .. Enumerable.Range(0, 200).Select(i => Unit(10_000, i % 2 == 0 ? [] : [Guid.CreateVersion7()], Developer)),
        ];
        var counted = OwnersCount.Of(units, CountingRule.Hangzhou);
        (counted.Heads, counted.AreaDm2, counted.Units, counted.MergedHeads).ShouldBe((801, 10_000_000, 1000, 199));
    }

    [Fact]
    public void Of_OneBuyerWithSeveralUnits_CountsOneHead_ButCoOwnersAreAnotherBuyer()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        OwnersCount.Of([Unit(1, [one]), Unit(1, [one]), Unit(1, [one, other]), Unit(1, [other, one])], CountingRule.Hangzhou).Heads.ShouldBe(2);
    }

    [Fact]
    public void Of_ByARuleThatCountsEveryUnit_CountsEveryUnit()
    {
        var one = Guid.CreateVersion7();
        OwnersCount.Of([Unit(1, [one]), Unit(1, [one]), Unit(1, [], Developer), Unit(1, [], Developer)], CountingRule.Hangzhou with { BuyerIsOneHead = false, DeveloperIsOneHead = false })
            .Heads.ShouldBe(4);
    }

    [Fact]
    public void Area_IsTheRegistersBeforeTheSurveysBeforeTheContracts()
    {
        var all = new Dictionary<AreaSource, int> { [AreaSource.Contract] = 3, [AreaSource.Survey] = 2, [AreaSource.Register] = 1 };
        OwnersCount.Area(all, CountingRule.Hangzhou).ShouldBe(1);
        all.Remove(AreaSource.Register);
        OwnersCount.Area(all, CountingRule.Hangzhou).ShouldBe(2);
        all.Remove(AreaSource.Survey);
        OwnersCount.Area(all, CountingRule.Hangzhou).ShouldBe(3);
        OwnersCount.Area(new Dictionary<AreaSource, int>(), CountingRule.Hangzhou).ShouldBeNull();
    }

    private static ExclusiveUnit Unit(int area, Guid[] owners, Guid? developer = null) =>
        new(Guid.CreateVersion7(), new Dictionary<AreaSource, int> { [AreaSource.Register] = area }, owners, developer);
}
