using System.Net;
using System.Text.Json;
using Linli.Cockpit.Fire;
using Linli.Cockpit.Lake;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Devices.Commands;
using Linli.Sensing.Rules;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Alarms;

/// <summary>From what a device says to the end: the danger zone of the lake and the fire devices.</summary>
public sealed class SafetyTests
{
    private static readonly GeoPoint Water = new(30.2080, 120.2105);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    /// <summary>S69, day 15:20: somebody in the danger zone; out after 4 min 12 s.</summary>
    [Theory, MemberData(nameof(Both))]
    [Trait("Feature", "S69")]
    public async Task Lake_OnTheFirstPositionInTheZone_SomebodyGoes_AndTheFiveMinutesAreCounted(DatabaseKind kind)
    {
        await using var town = await WatchTown.FoundWhole(kind);
        var (officer, guard) = (await town.StaffClient("officer"), await town.StaffClient("guard1"));
        var radar = await Enter(town, "radar-1", LakePart.Radar.Code, Water);
        await Enter(town, "cam-far", WatchKinds.Camera, new(30.2080, 120.2180));
        await Enter(town, "cam-near", WatchKinds.Camera, new(30.2081, 120.2108));
        await town.Do(async s =>
        {
            var zone = new GeometryFactory().CreatePolygon([new(120.2100, 30.2075), new(120.2110, 30.2075), new(120.2110, 30.2085), new(120.2100, 30.2085), new(120.2100, 30.2075)]);
            await s.GetRequiredService<IFences>().Put(new(LakePart.Fence, ("危险区", "Zone"), SmallTown.Group, zone), CancellationToken.None);
            await s.GetRequiredService<IRules>().Put(LakePart.RuleAt(SmallTown.Group), CancellationToken.None);
            return true;
        });
        await guard.Post("/sensing/duty", new { latitude = 30.2085, longitude = 120.2120 }).Good();
        var lane = town.Services.GetRequiredService<IRuleLanes>().Make();
        (await town.Judge(lane, radar, At(radar, 0, 30.2080, 120.2105))).Count.ShouldBe(1);

        var alarm = (await officer.Get("/sensing/alarms?open=true&severity=critical").Good()).GetProperty("items")[0];
        var detail = await officer.Get($"/sensing/alarms/{alarm.Id()}").Good();
        detail.GetProperty("cameras")[0].Text("name").ShouldBe("cam-near");
        detail.Whole("targetSeconds").ShouldBe(300);
        // One click to the picture, which says that it is a test.
        var stream = await officer.Post($"/sensing/cameras/{detail.GetProperty("cameras")[0].Id("device")}/stream").Good();
        stream.GetProperty("test").GetBoolean().ShouldBeTrue();
        (await officer.Page(stream.Text("address"))).ShouldContain("测试画面");
        var call = (await guard.Get("/sensing/duty").Good()).GetProperty("call").Id();
        await officer.Post($"/sensing/alarms/{alarm.Id()}/acknowledgement").Good();
        foreach (var step in new[] { "accepted", "onTheWay", "onSite" })
            await guard.Post($"/sensing/calls/{call}/steps", new { step }).Good();
        town.Time.Move(TimeSpan.FromSeconds(252));
        (await town.Judge(lane, radar, At(radar, 250, 30.2095, 120.2120))).ShouldHaveSingleItem().Raised.ShouldBeFalse();
        await officer.Post($"/sensing/alarms/{alarm.Id()}/closure", new { verdict = "real", note = "儿童已带离水边，交给家长" }).Good();
        var kept = (await officer.Get($"/sensing/alarms/figures?rule={LakePart.Rule}").Good()).GetProperty("targets")[0];
        (kept.Whole("kept"), kept.Whole("of"), kept.Whole("medianSeconds")).ShouldBe((1, 1, 252));
    }

    /// <summary>R14: what a camera believes it sees opens nothing by itself.</summary>
    [Fact]
    [Trait("Feature", "S69")]
    public async Task Camera_RaisesALeadOnly()
    {
        await using var town = await WatchTown.FoundWhole(DatabaseKind.Sqlite);
        var (officer, guard) = (await town.StaffClient("officer"), await town.StaffClient("guard1"));
        var camera = await Enter(town, "cam-1", WatchKinds.Camera, Water);
        await town.Do(async s =>
        {
            await s.GetRequiredService<IRules>().Put(LakePart.CameraRuleAt(SmallTown.Group), CancellationToken.None);
            return true;
        });
        await guard.Post("/sensing/duty", new { latitude = 30.2085, longitude = 120.2120 }).Good();
        await town.Judge(town.Services.GetRequiredService<IRuleLanes>().Make(), camera, new Reading(camera.Id, "intrusion", TestTown.Start, 1));
        var alarm = (await officer.Get("/sensing/alarms").Good()).GetProperty("items")[0];
        alarm.GetProperty("lead").GetBoolean().ShouldBeTrue();
        (await guard.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null);
        (await officer.Get($"/sensing/alarms/{alarm.Id()}").Good()).GetProperty("case").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    /// <summary>S70: verify, dispatch, reset; a device in test; how often it was nothing.</summary>
    [Theory, MemberData(nameof(Both))]
    [Trait("Feature", "S70")]
    public async Task Fire_IsVerifiedSentToAndReset_ATestCountsNowhere_AndFalseAlarmsAreCounted(DatabaseKind kind)
    {
        await using var town = await WatchTown.FoundWhole(kind);
        var (officer, guard) = (await town.StaffClient("officer"), await town.StaffClient("guard1"));
        var smoke = await Enter(town, "smoke-7", "smoke-detector", Water);
        await town.Do(async s =>
        {
            foreach (var rule in FirePart.RulesAt(SmallTown.Group))
                await s.GetRequiredService<IRules>().Put(rule, CancellationToken.None);
            return true;
        });
        await guard.Post("/sensing/duty", new { latitude = 30.2085, longitude = 120.2120 }).Good();
        var lane = town.Services.GetRequiredService<IRuleLanes>().Make();
        await town.Judge(lane, smoke, new Reading(smoke.Id, "smoke", TestTown.Start, 1));
        var alarm = (await officer.Get("/sensing/alarms?kinds=smoke-detector").Good()).GetProperty("items")[0].Id();

        (await officer.Post($"/sensing/alarms/{alarm}/reset")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await officer.Post($"/sensing/alarms/{alarm}/verification").Good();
        var call = (await guard.Get("/sensing/duty").Good()).GetProperty("call").Id();
        foreach (var step in new[] { "accepted", "onSite", "done" })
            await guard.Post($"/sensing/calls/{call}/steps", new { step }).Good();
        await officer.Post($"/sensing/alarms/{alarm}/reset").Good();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<CommandRow>().CountAsync(c => c.Name == "reset"))).ShouldBe(1);
        town.Time.Move(TimeSpan.FromMinutes(1));
        await town.Judge(lane, smoke, new Reading(smoke.Id, "smoke", TestTown.Start.AddMinutes(1), 0));
        await officer.Post($"/sensing/alarms/{alarm}/closure", new { verdict = "false", note = "厨房油烟" }).Good();
        var rows = (await officer.Get("/sensing/alarms/figures?kinds=smoke-detector&by=device").Good()).GetProperty("rows")[0];
        (rows.Whole("raised"), rows.Whole("false"), rows.GetProperty("falseRate").GetDouble()).ShouldBe((1, 1, 1));

        // In test it calls nobody out and counts nowhere.
        await town.Judge(lane, smoke with { State = DeviceState.Test }, new Reading(smoke.Id, "smoke", TestTown.Start.AddMinutes(2), 1));
        (await officer.Get("/sensing/alarms?open=true").Good()).GetProperty("items")[0].GetProperty("test").GetBoolean().ShouldBeTrue();
        (await guard.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null);
        (await officer.Get("/sensing/alarms/figures?kinds=smoke-detector").Good()).GetProperty("all").Whole("raised").ShouldBe(1);
    }

    private static Reading At(Device device, int seconds, double lat, double lon) => new(device.Id, TestTown.Start.AddSeconds(seconds), new Fix(lat, lon, 3));

    private static async Task<Device> Enter(TestTown town, string code, string kind, GeoPoint place)
    {
        var entered = await town.Do(s => s.GetRequiredService<IDeviceBook>().Enter(new(code, code, kind, SmallTown.First.Child("hf-1-g01")) { Place = place }, CancellationToken.None));
        entered.Ok.ShouldBeTrue();
        return town.Services.GetRequiredService<IDevices>().Find(entered.Value)! with { State = DeviceState.InService };
    }
}
