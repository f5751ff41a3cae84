using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing;
using Linli.Server.Simulation.Sensors;
using Linli.Tests;

namespace Linli.Server.Tests.Simulation;

/// <summary>A part of the sensor day lived through the real ways in, with everything that can go wrong; and the day by itself.</summary>
public sealed class SensorDayTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly DateOnly Friday = new(2026, 11, 20);

    [Theory, MemberData(nameof(Both))]
    public async Task ScaledDay_WithEveryFault_AddsUp_AndComesAgainWithoutAnythingNew(DatabaseKind kind)
    {
        await using var bed = await SensorBed.Open(kind);
        var wishes = new SensorWishes { Url = bed.Url, Ports = bed.Ports, Scale = 0.004, Faults = Enum.GetValues<SensorFault>() };
        var result = await bed.Live(wishes);
        result.Date.ShouldBe(Friday, "the latest school day before this Monday");
        result.Lines.Where(l => l.Agrees == false).ShouldBeEmpty();
        result.Lines.Count(l => l.What.StartsWith("故障", StringComparison.Ordinal)).ShouldBe(Enum.GetValues<SensorFault>().Length);
        result.Lines.Where(l => l.What.StartsWith("告警", StringComparison.Ordinal)).Select(l => l.What.Split(' ')[^1]).ShouldBe(
            [SensorIncidents.OffPath, SensorIncidents.LowBattery, SensorIncidents.Lake, SensorIncidents.Fire, SensorIncidents.Perimeter], ignoreOrder: true);
        result.Lines.Count(l => l.What.StartsWith("离开通学路", StringComparison.Ordinal)).ShouldBe(3, "the school, the guardians, those beside the path");
        result.Lines.Single(l => l.What.StartsWith("家长", StringComparison.Ordinal)).Found.ShouldBe("2", "father and mother, once each");
        result.Tally.Refused.ShouldBe(0);
        result.Tally.Lines.Select(l => l.Key).ShouldBe(SensorFleet.Streams.Select(s => s.Code), ignoreOrder: true);

        var again = await bed.Live(wishes with { Faults = [], From = new(16, 0), To = new(18, 0) });
        again.Lines.Where(l => l.Agrees == false).ShouldBeEmpty("no alarm is doubled");
        again.Tally.Of(SensorFleet.Bays.Code).Accepted.ShouldBe(0);
        again.Tally.Of(SensorFleet.Bays.Code).Repeated.ShouldBe(again.Tally.Of(SensorFleet.Bays.Code).Sent);
    }

    [Fact]
    public void WholeDay_SaysAsMuchAsTheTownIsReckonedAt_AndTheSameEachTime()
    {
        var day = new SensorDay(Friday, 1, 1, SchoolRoute.Read(DemoFolder.Path), [0, 1, 2]);
        foreach (var stream in SensorFleet.Streams.Where(s => s != SensorFleet.Radar && s != SensorFleet.Cards))
        {
            var said = SensorFleet.Of(stream, 1).Sum(d => day.Of(d, day.Start, day.End).Count());
            said.ShouldBe(stream.PerDay + (stream == SensorFleet.Smoke ? 24 : 0), stream.Code);
        }

        day.Incidents.CountBy(i => i.Rule).ToDictionary().ShouldBe(
            new Dictionary<string, int>
            {
                [SensorIncidents.OffPath] = 3, [SensorIncidents.LowBattery] = 1, [SensorIncidents.Lake] = 4, [SensorIncidents.Fire] = 12, [SensorIncidents.Perimeter] = 30,
            }, ignoreOrder: true);
        SensorFleet.Of(SensorFleet.Cards, 0.01).Sum(d => day.Of(d, day.Start, day.End).Count()).ShouldBe(SensorFleet.Cards.PerDay / 100);
        var bay = SensorFleet.Of(SensorFleet.Bays, 1).ElementAt(77);
        var parts = Enumerable.Range(0, 48).SelectMany(i => day.Of(bay, day.Start.AddMinutes(30 * i), day.Start.AddMinutes(30 * (i + 1))));
        parts.SequenceEqual(day.Of(bay, day.Start, day.End)).ShouldBeTrue("in slices it is the same day");
    }

    [Fact]
    public void OffThePath_25ChildrenLeaveOnceEach_OnSchoolDaysOnly()
    {
        var route = SchoolRoute.Read(DemoFolder.Path);
        var cards = Enumerable.Range(0, 3000).ToList();
        var exits = new SensorDay(Friday, 1, 1, route, cards).Incidents.Where(i => i.Rule == SensorIncidents.OffPath).ToList();
        exits.Count.ShouldBe(25);
        exits.Select(i => i.Device.Code).Distinct().Count().ShouldBe(25);
        exits[0].Device.Code.ShouldBe("C-1007", "the child of the story");
        new SensorDay(Friday, 1, 1, route, cards, school: false).Incidents.ShouldNotContain(i => i.Device.Stream == SensorFleet.Cards);
    }

    [Fact]
    public void Route_MeasuresAlongAndAside()
    {
        var route = SchoolRoute.Read(DemoFolder.Path);
        route.At(0.5, 0).DistanceTo(route.At(0.5, 110)).ShouldBe(110, 1);
        route.At(0.5, 110).Latitude.ShouldBeLessThan(route.At(0.5, 0).Latitude, "from west to east the right is south");
        route.At(0, 0).DistanceTo(route.At(1, 0)).ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task NobodyListens_SaysWhatToDo()
    {
        var wishes = new SensorWishes { Url = "http://127.0.0.1:1", Ports = new("127.0.0.1", 1, 1, 1, 1) };
        var failed = await Should.ThrowAsync<CommandFailure>(() => new SensorSimulation(wishes, DemoFolder.Path, TimeProvider.System).Run(_ => { }, TestContext.Current.CancellationToken));
        failed.Message.ShouldContain("linli serve");
    }

    [Theory]
    [InlineData("all", 11, null)]
    [InlineData("none", 0, null)]
    [InlineData("clock, flood", 2, null)]
    [InlineData("clock,rain", 0, "rain")]
    [InlineData("", 0, "")]
    public void Faults_AreReadByName(string text, int count, string? unknown)
    {
        var (faults, wrong) = SensorFaults.Read(text);
        (faults.Count, wrong).ShouldBe((count, unknown));
    }

    [Theory]
    [InlineData("--scale 0")]
    [InlineData("--scale 0 --faults none")]
    [InlineData("--scale 1.5")]
    [InlineData("--speed -1")]
    [InlineData("--date 23.11.2026")]
    [InlineData("--from 25:00")]
    [InlineData("--to 7h")]
    [InlineData("--faults rain")]
    [InlineData("--seed -1")]
    [InlineData("--url localhost")]
    [InlineData("--mqtt-port 0")]
    public async Task WrongOptions_AreNotUnderstood(string options) =>
        (await Commands.CommandLine.Run(["simulate-sensors", .. options.Split(' ')])).ShouldBe(2);

    [Fact]
    public void DemoDevices_SayWhatTheirKindMeasures_AndMetersOnlyGrow()
    {
        using var http = new HttpClient();
        using var api = new Server.Simulation.LinliApi(new(), new(), TimeProvider.System);
        var sensors = new DemoSensors(http, api, DemoFolder.Path, TimeProvider.System, []);
        double Came(DateTimeOffset at) => System.Text.Json.JsonDocument.Parse(sensors.Words("gate-park-1", "parking-gate", at)!).RootElement.GetProperty("values").GetProperty("in").GetDouble();
        var hours = Enumerable.Range(0, 72).Select(h => Came(TestTown.Start.AddHours(h))).ToList();
        hours.SequenceEqual(hours.Order()).ShouldBeTrue("they count since ever");
        sensors.Words("C-1007", "student-card", TestTown.Start.AddHours(4)).ShouldBeNull("outside of the windows a card says nothing");
        sensors.Words("C-1007", "student-card", TestTown.Start.AddMinutes(-30)).ShouldNotBeNull();
    }
}
