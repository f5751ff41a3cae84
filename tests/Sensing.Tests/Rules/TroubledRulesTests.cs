using Linli.Sensing.Rules;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Rules;

/// <summary>Restarts and clocks that are set: nobody is called silent for them, and no call for help goes under.</summary>
public sealed class TroubledRulesTests
{
    private static readonly Device sensor = LaneBed.Device("T-1", LaneBed.Sensor);

    [Fact]
    public void Restart_LongerThanTheSilenceAllowed_TellsNobody()
    {
        var still = LaneBed.Rule(RuleKind.Absence, "still") with { Measure = "motion", For = TimeSpan.FromHours(1) };
        var bed = new LaneBed([LaneBed.Rule(RuleKind.Offline), still]).Says(sensor, 0, "motion", 1).Says(sensor, 300, "temperature", 20);
        bed.Restart(sensor);
        bed.Lane.Forgive(sensor, LaneBed.Start.AddSeconds(300), LaneBed.Start.AddSeconds(4000));
        bed.Tick(4001).Fired().ShouldBe("");
        bed.Tick(4599).Fired().ShouldBe("");
        bed.Tick(4600).Fired().ShouldBe("+4600", "ten minutes from when it could be heard again");
        bed.Says(sensor, 4700, "temperature", 20).Fired().ShouldBe("-4700");
        bed.Says(sensor, 5200, "temperature", 20).Says(sensor, 5700, "temperature", 20).Says(sensor, 6200, "temperature", 20).Says(sensor, 6700, "temperature", 20).Says(sensor, 7200, "temperature", 20);
        bed.Fired().ShouldBe("");
        bed.Tick(7300).Fired().ShouldBe("+7300", "an hour of stillness, without the time that nobody listened");
        bed.Lane.Forgive(LaneBed.Device("nobody"), LaneBed.Start, LaneBed.Start.AddHours(1));
    }

    [Fact]
    public void CallForHelp_AfterTheClockWasSetBack_IsHeard_AndOldOrLesserNewsIsNot()
    {
        var card = LaneBed.Device();
        SensingRule Help(AlarmSeverity severity) => LaneBed.Rule(RuleKind.Threshold) with { Measure = "sos", Limit = 0.5, Severity = severity };
        string After(AlarmSeverity severity, int at, double value)
        {
            var bed = new LaneBed([Help(severity)]).Says(card, 110, "sos", 0);
            bed.Lane.Judge(card, new Reading(card.Id, "sos", LaneBed.Start.AddSeconds(at), value), late: true, LaneBed.Start.AddSeconds(30), bed.Firings);
            return bed.Fired();
        }

        After(AlarmSeverity.Critical, 30, 1).ShouldBe("+30");
        After(AlarmSeverity.Critical, -600, 1).ShouldBe("", "that is history");
        After(AlarmSeverity.Critical, 30, 0).ShouldBe("");
        After(AlarmSeverity.Major, 30, 1).ShouldBe("");
    }
}
