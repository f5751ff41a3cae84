using Linli.Sensing.Rules;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Rules;

public sealed class ValueRulesTests
{
    private static readonly Device sensor = LaneBed.Device("T-1", LaneBed.Sensor);

    private static SensingRule Hot => LaneBed.Rule(RuleKind.Threshold) with { Measure = "temperature", Limit = 60, Hysteresis = 5, For = TimeSpan.FromSeconds(30) };

    [Fact]
    public void Threshold_FiresAfterItsHoldTimeAndClearsBelowTheHysteresis()
    {
        var bed = new LaneBed([Hot]);
        bed.Says(sensor, 0, "temperature", 60).Says(sensor, 20, "temperature", 59).Says(sensor, 25, "temperature", 70).Tick(54).Fired().ShouldBe("");
        bed.Tick(55);
        var why = bed.Firings.ShouldHaveSingleItem().Why;
        why.Zh.ShouldContain("温度 70℃");
        why.Zh.ShouldContain("限值 60℃");
        why.En.ShouldContain("lasting 30 s");
        bed.Fired().ShouldBe("+55");
        bed.Says(sensor, 70, "temperature", 56).Fired().ShouldBe("", "within the hysteresis");
        bed.Says(sensor, 80, "temperature", 55).Fired().ShouldBe("-80");
    }

    [Fact]
    public void Battery_BelowTwentyPerCent_FiresOnce()
    {
        var card = LaneBed.Device();
        var bed = new LaneBed([LaneBed.Rule(RuleKind.Threshold) with { Measure = "battery", Limit = 20, Side = LimitSide.Below, Hysteresis = 10 }]);
        bed.Says(card, 0, "battery", 21).Says(card, 10, "battery", 20).Says(card, 20, "battery", 12).Says(card, 30, "battery", 29).Says(card, 40, "battery", 30).Fired().ShouldBe("+10 -40");
    }

    [Fact]
    public void RateOfChange_LooksAtTheTimeOfTheRuleOnly()
    {
        var bed = new LaneBed([LaneBed.Rule(RuleKind.RateOfChange) with { Measure = "temperature", Limit = 10, For = TimeSpan.FromMinutes(5) }]);
        bed.Says(sensor, 0, "temperature", 20).Says(sensor, 301, "temperature", 31).Fired().ShouldBe("", "slowly");
        bed.Says(sensor, 400, "temperature", 41);
        bed.Firings.ShouldHaveSingleItem().Why.En.ShouldContain("rose from 31℃");
        bed.Says(sensor, 500, "temperature", 41).Says(sensor, 800, "temperature", 41).Fired().ShouldBe("+400 -800");
    }

    [Fact]
    public void Forget_EndsWhatIsOpen_AndSilenceAndStillnessAreCountedAnew()
    {
        var still = LaneBed.Rule(RuleKind.Absence, "still") with { Measure = "motion", Limit = 0.5, For = TimeSpan.FromSeconds(100) };
        var bed = new LaneBed([Hot, still]);
        bed.Says(sensor, 0, "temperature", 70).Tick(30).Fired().ShouldBe("+30");
        bed.Lane.Forget(sensor.Id, LaneBed.Start.AddSeconds(50), bed.Firings);
        bed.Fired().ShouldBe("-50");
        bed.Tick(5000).Fired().ShouldBe("", "nobody waits for what is not listened to");
        bed.Says(sensor, 6000, "motion", 0).Tick(6099).Fired().ShouldBe("");
        bed.Tick(6100).Fired().ShouldBe("+6100");
        bed.Lane.Forget(LaneBed.Device("T-2").Id, LaneBed.Start, bed.Firings);
        bed.Fired().ShouldBe("");
    }

    [Fact]
    public void Absence_CountsWithinItsHoursOnly()
    {
        // 06:00 to 10:00, four hours without motion; it is 08:00 now.
        var rule = LaneBed.Rule(RuleKind.Absence) with { Measure = "motion", For = TimeSpan.FromHours(3), Hours = [new(new(6, 0), new(10, 0))] };
        var bed = new LaneBed([rule]);
        bed.Says(sensor, 0, "motion", 0).Says(sensor, 600, "motion", 1).Tick(7200).Fired().ShouldBe("", "less than three hours were left");
        bed.Tick(25 * 3600).Fired().ShouldBe("+90000", "09:00 the next day, though nobody said anything");
        bed.Says(sensor, 90010, "motion", 0).Fired().ShouldBe("");
        bed.Says(sensor, 90020, "motion", 1).Fired().ShouldBe("-90020");
    }

    [Fact]
    public void Offline_FiresByTheClockSurvivesARestartAndClearsAtAnyWord()
    {
        var bed = new LaneBed([LaneBed.Rule(RuleKind.Offline)]);
        bed.Says(sensor, 0, "temperature", 20).Says(sensor, 300, "temperature", 20).Tick(700).Fired().ShouldBe("");
        bed.Restart(sensor);
        bed.Tick(900).Fired().ShouldBe("+900", "the kind allows ten minutes");
        bed.Restart(sensor);
        bed.Lane.Heard(sensor, LaneBed.Start.AddSeconds(1000), bed.Firings);
        bed.Fired().ShouldBe("-1000");
        bed.Lane.Lost(sensor, LaneBed.Start.AddSeconds(1100), bed.Firings);
        bed.Tick(5000).Says(sensor, 6000, "temperature", 20).Fired().ShouldBe("+1100 -6000");
        bed.Says(sensor, 9000, "temperature", 20).Fired().ShouldBe("+6600 -9000", "nobody ticked, and it comes to the same");
    }

    [Fact]
    public void Offline_WithinHours_CountsFromTheirBeginning_AndABrokenConnectionWaitsToo()
    {
        // 08:00 to 09:00 and 12:00 to 13:00; the kind allows ten minutes and the rule one more. It is 08:00 now.
        var rule = LaneBed.Rule(RuleKind.Offline) with { For = TimeSpan.FromMinutes(1), Hours = [new(new(8, 0), new(9, 0)), new(new(12, 0), new(13, 0))] };
        var bed = new LaneBed([rule]);
        bed.Says(sensor, 3500, "temperature", 20).Tick(4 * 3600).Fired().ShouldBe("", "nobody listened since nine o'clock");
        bed.Tick((4 * 3600) + 659).Fired().ShouldBe("");
        bed.Tick((4 * 3600) + 660).Fired().ShouldBe("+15060");
        bed.Says(sensor, 15100, "temperature", 20).Fired().ShouldBe("-15100");
        bed.Lane.Lost(sensor, LaneBed.Start.AddSeconds(15200), bed.Firings);
        bed.Tick(15859).Fired().ShouldBe("", "it may come back");
        bed.Tick(15860).Fired().ShouldBe("+15860");
    }

    [Theory]
    [InlineData(11 * 60)]
    [InlineData(8 * 3600)]
    [InlineData(-11 * 60)]
    [InlineData(-8 * 3600)]
    public void ClockThatIsSet_MakesNobodySilent_AndSilencesNobody(int step)
    {
        var still = LaneBed.Rule(RuleKind.Absence, "still") with { Measure = "motion", Limit = 0.5, For = TimeSpan.FromMinutes(30) };
        var bed = new LaneBed([LaneBed.Rule(RuleKind.Offline), still, Hot with { Code = "hot", For = TimeSpan.FromMinutes(5) }]);
        bed.Says(sensor, 0, "motion", 1).Says(sensor, 60, "temperature", 70);
        // Two minutes later somebody sets the clock.
        bed.Lane.Shift(TimeSpan.FromSeconds(step), LaneBed.Start.AddSeconds(180 + step));
        bed.Tick(181 + step).Fired().ShouldBe("");
        bed.Tick(659 + step).Firings.ShouldNotContain(f => f.Raised && f.Rule == "rule" && f.Why.En.Contains("no word"));
        bed.Firings.Clear();
        bed.Tick(660 + step);
        bed.Firings.ShouldContain(f => f.Raised && f.Why.En.Contains("no word"), "ten minutes after its last word, as they really passed");
        bed.Tick(40 * 60 + step);
        bed.Firings.Count(f => f.Raised && f.Rule == "still").ShouldBe(1);
    }

    [Fact]
    public void NeverHeard_FiresOnceAfterItsSilence_ThroughRestarts_AndEndsWithTheFirstWord()
    {
        var bed = new LaneBed([LaneBed.Rule(RuleKind.Offline)]);
        bed.Lane.Expect(sensor, LaneBed.Start);
        bed.Tick(599).Fired().ShouldBe("");
        bed.Restart(sensor);
        bed.Lane.Expect(sensor, LaneBed.Start.AddSeconds(599));
        bed.Tick(600);
        bed.Firings.ShouldHaveSingleItem().Why.ShouldSatisfyAllConditions(w => w.En.ShouldContain("never heard of"), w => w.Zh.ShouldContain("从未有过通信"));
        bed.Fired().ShouldBe("+600");
        bed.Restart(sensor);
        bed.Lane.Expect(sensor, LaneBed.Start.AddSeconds(700));
        bed.Tick(86400).Fired().ShouldBe("", "once");
        bed.Says(sensor, 90000, "temperature", 20).Fired().ShouldBe("-90000");
        bed.Tick(90600);
        bed.Firings.ShouldHaveSingleItem().Why.En.ShouldContain("Last heard of");
    }

    [Fact]
    public void Offline_UnderMaintenance_IsNotLookedAt()
    {
        var bed = new LaneBed([LaneBed.Rule(RuleKind.Offline)]);
        bed.Says(sensor with { State = DeviceState.Maintenance }, 0, "temperature", 20).Tick(3600).Fired().ShouldBe("");
    }

    [Fact]
    public void CounterMismatch_AddsUpOverTheDay()
    {
        var bed = new LaneBed([LaneBed.Rule(RuleKind.CounterMismatch) with { Measure = "in", OtherMeasure = "out", Limit = 2 }]);
        bed.Says(sensor, 0, "in", 5).Fired().ShouldBe("", "the other has not counted yet");
        bed.Says(sensor, 10, "out", 3).Fired().ShouldBe("");
        bed.Says(sensor, 20, "in", 1).Says(sensor, 30, "out", 1).Fired().ShouldBe("+20 -30");
        bed.Says(sensor, 17 * 3600, "in", 1).Fired().ShouldBe("", "a new day");
    }

    [Fact]
    public void NewRules_KeepTheStateOfThoseThatGoOn_AndEndWhatOthersLeaveOpen()
    {
        var card = LaneBed.Device();
        var low = LaneBed.Rule(RuleKind.Threshold, "low") with { Measure = "battery", Limit = 20, Side = LimitSide.Below };
        var empty = LaneBed.Rule(RuleKind.Threshold, "empty") with { Measure = "battery", Limit = 5, Side = LimitSide.Below };
        var bed = new LaneBed([low, empty]).Says(card, 0, "battery", 3);
        bed.Fired().ShouldBe("+0 +0");
        bed.Now([LaneBed.Rule(RuleKind.Offline, "a"), low with { Limit = 25 }]);
        bed.Lane.NextTimer.ShouldBe(DateTimeOffset.MinValue, "the lane wants to look");
        bed.Tick(5);
        bed.Firings.ShouldHaveSingleItem().Rule.ShouldBe("empty");
        bed.Fired().ShouldBe("-0");
        bed.Says(card, 10, "battery", 22).Fired().ShouldBe("", "still open, under the new limit");
        bed.Says(card, 20, "battery", 26).Fired().ShouldBe("-20");
        bed.Now([low with { On = false }]);
        bed.Says(card, 30, "battery", 1).Fired().ShouldBe("");
    }

    [Fact]
    public void Restore_OfWhatCannotBeRead_BeginsAnew()
    {
        var bed = new LaneBed([Hot]).Says(sensor, 0, "temperature", 70);
        var state = bed.Lane.Save(sensor.Id)!;
        bed.Lane.Save(LaneBed.Device("other").Id).ShouldBeNull();
        for (var cut = 0; cut < state.Length; cut++)
            new LaneBed([Hot]).Lane.Restore(sensor.Id, state.AsSpan(0, cut));
        var random = new Random(9);
        for (var i = 0; i < 2000; i++)
        {
            var broken = (byte[])state.Clone();
            broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            new LaneBed([Hot]).Lane.Restore(sensor.Id, broken);
        }
    }
}
