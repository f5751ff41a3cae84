using FsCheck;
using FsCheck.Fluent;
using Linli.Sensing.Rules;
using Linli.Sensing.Tests.Fences;
using NetTopologySuite.Geometries;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Rules;

public sealed class PlaceRulesTests
{
    private static readonly Device card = LaneBed.Device();
    private static readonly Fence box = LaneBed.Fence(DrawnFences.Box(-100, -50, 100, 50));

    [Fact]
    public void ZoneEnter_AtTheLake_FiresAtTheFirstCredibleFixAndClearsWhenTheWholeCircleIsClearTwice()
    {
        var bed = new LaneBed([LaneBed.OfFence(RuleKind.ZoneEnter) with { Fixes = 1 }], [box]);
        bed.At(card, 0, 150).At(card, 10, 99, accuracy: 40).Fired().ShouldBe("", "40 m is no proof");
        bed.At(card, 20, 99);
        var fired = bed.Firings.ShouldHaveSingleItem();
        fired.Key.ShouldBe($"rule:{card.Id.Value:N}:{LaneBed.Start.AddSeconds(20).ToUnixTimeMilliseconds()}");
        fired.Why.Zh.ShouldContain("距边界 1 米（精度 5 米）");
        fired.Why.En.ShouldContain("1 m from its border (accuracy 5 m)");
        bed.Fired().ShouldBe("+20");
        bed.At(card, 30, 98).At(card, 40, 105).At(card, 50, 108).Fired().ShouldBe("", "the circle and the band still touch");
        bed.At(card, 60, 111).Fired().ShouldBe("");
        bed.At(card, 70, 112).Firings.ShouldHaveSingleItem().Key.ShouldBe(fired.Key);
        bed.Fired().ShouldBe("-70");
    }

    [Fact]
    public void ZoneExit_NeedsTwoCredibleFixesInARow()
    {
        var bed = new LaneBed([LaneBed.OfFence(RuleKind.ZoneExit)], [box]);
        bed.At(card, 0, 300).At(card, 10, 310).Fired().ShouldBe("", "who was never inside has not left");
        bed.At(card, 20, 0).At(card, 30, 0).At(card, 40, 150).At(card, 50, 0).Fired().ShouldBe("", "one stray fix");
        bed.At(card, 60, 150).At(card, 70, 160, accuracy: 31).Fired().ShouldBe("", "the second is too coarse");
        bed.At(card, 80, 160).At(card, 90, 170).Fired().ShouldMatch(@"^\+(80|90)$");
        bed.At(card, 100, 0).At(card, 110, 0).Fired().ShouldBe("-110");
    }

    [Fact]
    public void Corridor_WhenTheWayEndsInTheOwnCompound_RaisesNothing()
    {
        var (own, other) = (LaneBed.Fence(DrawnFences.Box(110, -50, 200, 50), "own"), LaneBed.Fence(DrawnFences.Box(-200, -50, -110, 50), "other"));
        LaneBed Bed() => new([LaneBed.OfFence(RuleKind.Corridor)], [box, own, other], new Dictionary<DeviceId, string[]> { [card.Id] = ["own", "gone"] });
        Bed().At(card, 0, 0).At(card, 10, 50).At(card, 20, 105).At(card, 30, 115).At(card, 40, 150).At(card, 50, 190).At(card, 60, 400).At(card, 70, 500).Fired().ShouldBe("");

        var elsewhere = Bed().At(card, 0, 0).At(card, 10, -50).At(card, 20, -150).At(card, 30, -150);
        elsewhere.Firings.ShouldHaveSingleItem().Why.En.ShouldContain("outside");
        elsewhere.Fired().ShouldBe("+30", "a compound of others is elsewhere");
        elsewhere.At(card, 40, -160).Fired().ShouldBe("");
        elsewhere.At(card, 50, 0).At(card, 60, 10).Fired().ShouldBe("-60", "back on the way");
        elsewhere.At(card, 70, 0, 90).At(card, 80, 0, 95).Fired().ShouldBe("+80", "and away again");
        elsewhere.At(card, 90, 150).At(card, 100, 150).Fired().ShouldBe("-100", "home by another way");
    }

    [Fact]
    public void Corridor_BetweenItselfAndTheOwnGate_WaitsForProof()
    {
        var own = LaneBed.Fence(DrawnFences.Box(125, -50, 200, 50), "own");
        var bed = new LaneBed([LaneBed.OfFence(RuleKind.Corridor)], [box, own], new Dictionary<DeviceId, string[]> { [card.Id] = ["own"] });
        bed.At(card, 0, 0).At(card, 10, 50).At(card, 20, 113).At(card, 30, 116).At(card, 40, 130).At(card, 50, 150).Fired().ShouldBe("");
    }

    [Fact]
    public void ZoneDwell_FiresByTheTimerAtTheSameInstantAndWithTheSameKeyAsByAReading()
    {
        SensingRule[] rules = [LaneBed.OfFence(RuleKind.ZoneDwell) with { For = TimeSpan.FromSeconds(60) }];
        var ticked = new LaneBed(rules, [box]).At(card, 0, 0).At(card, 10, 0).Tick(59);
        ticked.Fired().ShouldBe("");
        ticked.Lane.NextTimer.ShouldBe(LaneBed.Start.AddSeconds(60));
        ticked.Tick(75);
        var read = new LaneBed(rules, [box]).At(card, 0, 0).At(card, 10, 0).At(card, 75, 0);
        ticked.Firings.ShouldBe(read.Firings);
        read.Fired().ShouldBe("+60");
        ticked.Tick(300).At(card, 310, 200).At(card, 320, 200).Firings.Count.ShouldBe(2);
    }

    [Fact]
    public void Rules_OutsideTheirHoursOrDays_RaiseNothing()
    {
        var rule = LaneBed.OfFence(RuleKind.ZoneEnter) with { Fixes = 1, Days = WatchDays.School, Hours = [new(new(7, 20), new(8, 10)), new(new(15, 20), new(16, 30))] };
        new LaneBed([rule], [box]).At(card, 599, 0).Fired().ShouldBe("+599", "08:09:59");
        new LaneBed([rule], [box]).At(card, 600, 0).At(card, 700, 0).Fired().ShouldBe("", "08:10 is over");
        new LaneBed([rule], [box], school: new Holidays()).At(card, 10, 0).Fired().ShouldBe("");
        // Open at the end of its hours: it still comes to its end.
        new LaneBed([rule], [box]).At(card, 590, 0).At(card, 610, 200).At(card, 620, 200).Fired().ShouldBe("+590 -620");
    }

    [Fact]
    public void Rules_LookAtNothingUnderMaintenance()
    {
        var repaired = card with { State = DeviceState.Maintenance };
        var bed = new LaneBed([LaneBed.OfFence(RuleKind.ZoneEnter) with { Fixes = 1 }], [box]);
        bed.At(repaired, 0, 0).Fired().ShouldBe("");
        bed.At(card with { State = DeviceState.Test }, 10, 0).Fired().ShouldBe("+10", "a test fires, and the alarm says that it is one");
    }

    [Fact]
    public void LateAndRepeatedFixes_ChangeNoState()
    {
        SensingRule[] rules = [LaneBed.OfFence(RuleKind.ZoneExit), LaneBed.OfFence(RuleKind.ZoneEnter, code: "lake") with { Fixes = 1 }];
        var walk = Enumerable.Range(0, 200).Select(i => (Second: i * 10.0, East: 300 * Math.Sin(i / 15.0))).ToList();
        var plain = new LaneBed(rules, [box]);
        walk.ForEach(w => plain.At(card, w.Second, w.East));
        plain.Firings.Count.ShouldBeGreaterThan(6);

        // Everything comes twice, and old fixes come between in any order.
        var random = new Random(4);
        var mixed = new LaneBed(rules, [box]);
        for (var i = 0; i < walk.Count; i++)
        {
            mixed.At(card, walk[i].Second, walk[i].East).At(card, walk[i].Second, walk[i].East);
            foreach (var old in walk.Take(i).OrderBy(_ => random.Next()).Take(5))
                mixed.At(card, old.Second, old.East, late: random.Next(2) == 0);
        }

        mixed.Firings.ShouldBe(plain.Firings);
        mixed.Lane.Save(card.Id).ShouldBe(plain.Lane.Save(card.Id));
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(10, 10)]
    [InlineData(15, 10)]
    [InlineData(15, 1)]
    public void StandingStillAtABorderForAnHour_MakesNoPairOfEvents(double noise, int everySeconds)
    {
        SensingRule[] rules =
        [
            LaneBed.OfFence(RuleKind.ZoneEnter, code: "lake") with { Fixes = 1 }, LaneBed.OfFence(RuleKind.ZoneEnter, code: "enter"),
            LaneBed.OfFence(RuleKind.ZoneExit, code: "exit"), LaneBed.OfFence(RuleKind.Corridor, code: "corridor"),
        ];
        var pairs = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var bed = new LaneBed(rules, [box]);
            for (var second = 0; second < 3600; second += everySeconds)
            {
                // The radius within which 68 % lie, as the device says it.
                var radius = noise * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) / 1.51;
                var angle = random.NextDouble() * Math.Tau;
                bed.At(card, second, 100 + (radius * Math.Cos(angle)), radius * Math.Sin(angle), (float)noise);
            }

            pairs += bed.Firings.GroupBy(f => f.Key).Count(g => g.Count() > 1);
            bed.Firings.Where(f => f.Rule is "exit" or "corridor").ShouldBeEmpty();
        }

        pairs.ShouldBe(0);
    }

    [Fact]
    public void RandomWalks_OpenAndCloseInTurn_SurviveARestartAtAnyFix()
    {
        var walks = (from seed in Gen.Choose(1, 1_000_000) from cut in Gen.Choose(1, 150) select (seed, cut)).ToArbitrary();
        Prop.ForAll(walks, walk =>
        {
            var random = new Random(walk.seed);
            var fences = Enumerable.Range(0, 6).Select(i => LaneBed.Fence(DrawnFences.Draw(random, 800), "f" + i)).ToList();
            RuleKind[] kinds = [RuleKind.ZoneEnter, RuleKind.ZoneExit, RuleKind.ZoneDwell, RuleKind.Corridor];
            var rules = fences.SelectMany(f => kinds.Select(k => LaneBed.OfFence(k, f.Code, f.Code + k) with { For = TimeSpan.FromSeconds(45), Fixes = random.Next(1, 4) })).ToList();
            var (whole, cut) = (new LaneBed(rules, fences), new LaneBed(rules, fences));
            var (x, y) = (0.0, 0.0);
            for (var i = 0; i < 150; i++)
            {
                (x, y) = (x + ((random.NextDouble() - 0.5) * 120), y + ((random.NextDouble() - 0.5) * 120));
                var accuracy = random.Next(3, 40);
                whole.At(card, i * 10, x, y, accuracy);
                cut.At(card, i * 10, x, y, accuracy);
                if (i == walk.cut)
                    cut.Restart(card);
            }

            return whole.Firings.SequenceEqual(cut.Firings) && whole.Firings.GroupBy(f => f.Rule).All(Alternates);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    // One open at a time, raised and cleared under one key.
    private static bool Alternates(IEnumerable<Firing> of)
    {
        string? open = null;
        foreach (var firing in of)
        {
            if (firing.Raised ? open is not null : open != firing.Key)
                return false;
            open = firing.Raised ? firing.Key : null;
        }

        return true;
    }

    private sealed class Holidays : ISchoolDays
    {
        public bool IsSchoolDay(Linli.Platform.Data.ScopePath place, DateOnly date) => false;
    }
}
