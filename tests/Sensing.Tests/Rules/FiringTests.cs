using FsCheck;
using FsCheck.Fluent;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Tests.Fences;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Rules;

/// <summary>Decisions carry facts, and words are made of them when somebody reads them.</summary>
public sealed class FiringTests
{
    private static readonly Device card = LaneBed.Device();

    [Fact]
    public void Why_ReadLater_TellsOfThePositionThatDecided_AndTheRulesOfThen()
    {
        var box = LaneBed.Fence(DrawnFences.Box(-100, -50, 100, 50));
        var rule = LaneBed.OfFence(RuleKind.ZoneEnter) with { Fixes = 1 };
        var (read, unread) = (new LaneBed([rule], [box]), new LaneBed([rule], [box]));
        var words = read.At(card, 0, 99).Firings[0].Why;
        unread.At(card, 0, 99).At(card, 10, 0);
        unread.Now([rule with { MostAccuracy = 12 }], [LaneBed.Fence(DrawnFences.Box(-10, -10, 10, 10))]);
        unread.At(card, 20, 1);
        unread.Firings[0].Why.ShouldBe(words);
        unread.Firings[0].Why.ShouldBe(words, "and the same again");
        words.En.ShouldContain("1 m from its border");
    }

    [Fact]
    public void Firing_KeptAndReadAgain_IsOfTheSameCause()
    {
        // Codes of rules may hold the sign that divides a cause; devices had clocks before 1970.
        var ticks = Gen.Choose(-1_000_000, int.MaxValue).Select(s => DateTimeOffset.UnixEpoch.Ticks + (s * TimeSpan.TicksPerMillisecond * 977) + 1234).ToArbitrary();
        Prop.ForAll(ticks, at =>
        {
            var ready = new ReadyRule(0, LaneBed.Rule(RuleKind.Threshold, "r:1:-"), -1);
            var firing = new Firing(Cause.Of(ready, card.Id, at), true, new(at, TimeSpan.Zero), new Fix(30, 120), new Linli.Platform.Text.Phrase("因为", "Because"));
            var again = FiringFacts.Of(firing).ToFiring();
            return again.Key == firing.Key && again.Cause == firing.Cause && again.Why == firing.Why && (again.Rule, again.Device, again.At) == (firing.Rule, firing.Device, firing.At);
        }).Check(Config.QuickThrowOnFailure);
    }
}
