using System.Net;
using System.Text.Json;
using Linli.Cockpit.Fire;
using Linli.Gb26875;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Sensing.Devices.Commands;
using Linli.Sensing.Rules;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Alarms;

/// <summary>S70 whole: a fire unit that calls over GB 26875.3, the alarms, those who go, the reset that it confirms, and the figures.</summary>
[Trait("Feature", "S70")]
public sealed class FireInOneRunTests
{
    private const byte Smoke = 40;
    private const byte Button = 23;
    private const byte Gauge = 99;
    private const byte Kilopascals = 5;
    private const ushort Running = 1;
    private const ushort Burning = 3;
    private const ulong Unit = 0x379;
    private static readonly GeoPoint House = new(30.2080, 120.2105);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task FireUnit_FromTheFirstFrameToTheReset_IsOneStory(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (officer, guard) = (await town.StaffClient("officer"), await town.StaffClient("guard1"));
        await guard.Post("/sensing/duty", new { latitude = 30.2085, longitude = 120.2120 }).Good();
        await using var unit = await Call(town);
        (await unit.Send([], Cancel)).ShouldBeTrue("it says that it is alive");

        // Smoke, told twice, is one alarm; the call point in the stairs another; the water is too low for two minutes.
        (await unit.Send(GbClient.PartState(1, 1, Smoke, 7, Burning, town.Time.GetUtcNow()), Cancel)).ShouldBeTrue();
        (await unit.Send(GbClient.PartState(1, 1, Smoke, 7, Burning, town.Time.GetUtcNow()), Cancel)).ShouldBeTrue();
        await town.Settle();
        var smoke = (await Open(officer, "smoke-detector")).ShouldHaveSingleItem();
        smoke.Text("severity").ShouldBe("critical");
        (await unit.Send(GbClient.PartState(1, 1, Button, 0xF001, Burning, town.Time.GetUtcNow()), Cancel)).ShouldBeTrue();
        (await unit.Send(GbClient.PartValue(11, 1, Gauge, 1, Kilopascals, 1000, town.Time.GetUtcNow()), Cancel)).ShouldBeTrue();
        await town.Settle();
        var button = (await Open(officer, "manual-call-point")).ShouldHaveSingleItem();
        (await Open(officer, "water-pressure")).ShouldBeEmpty("not for long enough");
        town.Time.Move(TimeSpan.FromMinutes(3));
        await town.Settle();
        var water = (await Open(officer, "water-pressure")).ShouldHaveSingleItem();
        water.Text("severity").ShouldBe("major");

        await VerifiedAndSentTo(town, officer, guard, smoke.Id());
        await Reset(town, officer, unit, smoke.Id());

        // After the reset it no longer burns there: the cause is gone, and the alarm is closed by a person.
        town.Time.Move(TimeSpan.FromMinutes(1));
        (await unit.Send(GbClient.PartState(1, 1, Smoke, 7, Running, town.Time.GetUtcNow()), Cancel)).ShouldBeTrue();
        await town.Settle();
        (await officer.Get($"/sensing/alarms/{smoke.Id()}").Good()).GetProperty("alarm").GetProperty("clearedAt").ValueKind.ShouldBe(JsonValueKind.String);
        await officer.Post($"/sensing/alarms/{smoke.Id()}/closure", new { verdict = "real", note = "厨房着火，已扑灭" }).Good();
        await officer.Post($"/sensing/alarms/{button.Id()}/closure", new { verdict = "false", note = "有人误碰按钮" }).Good();
        await officer.Post($"/sensing/alarms/{water.Id()}/closure", new { verdict = "real", note = "水泵跳闸，已恢复" }).Good();
        await ATestRaisesNothing(town, officer, unit);
        await FiguresCount(officer);
    }

    /// <summary>Half frames, wrong sums and noise on the unit's port harm nobody; technicians see what came.</summary>
    [Fact]
    public async Task DirtyFrames_AreRefusedOrThrownAway_AndTheNextOneIsHeard()
    {
        await using var town = await Found(DatabaseKind.Sqlite);
        var officer = await town.StaffClient("officer");
        var whole = GbFrame.Write(new(1, 0x0101, Unit, 1, (byte)GbCommand.Send, GbClient.PartState(1, 1, Smoke, 7, Burning, TestTown.Start)), TestTown.Start);
        await using (var half = await Call(town))
            await half.SendRaw(whole.AsMemory(0, whole.Length / 2), Cancel);
        await using (var noise = await Call(town))
        {
            await noise.SendRaw(new byte[] { 0x23, 0x23, 0, 255, 0x40, 1 }, Cancel);
            await noise.SendRaw(Enumerable.Range(0, 400).Select(i => (byte)(i * 37)).ToArray(), Cancel);
            (await noise.Send([], Cancel)).ShouldBeTrue("what is whole after it is heard");
        }

        await using var unit = await Call(town);
        var broken = whole.ToArray();
        broken[40] ^= 1;
        await unit.SendRaw(broken, Cancel);
        (await unit.Next(Cancel)).Command.ShouldBe((byte)GbCommand.Deny);
        await town.Settle();
        (await Open(officer, "smoke-detector,manual-call-point")).ShouldBeEmpty();
        await unit.SendRaw(whole, Cancel);
        (await unit.Next(Cancel)).Command.ShouldBe((byte)GbCommand.Confirm);
        await town.Settle();
        (await Open(officer, "smoke-detector")).ShouldHaveSingleItem();

        var admin = await town.StaffClient("admin");
        var page = await admin.Page("/desk/sensing/odd-frames");
        page.ShouldContain("gb26875", Case.Insensitive);
        page.ShouldContain("40 40 01 00");
        (await admin.Page("/desk/sensing/odd-frames?protocol=jt808")).ShouldContain("No odd frames");
        (await officer.GetAsync(new Uri("/desk/sensing/odd-frames", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    /// <summary>A unit that is away when it shall be reset: after ten minutes the desk knows that somebody has to go there.</summary>
    [Fact]
    public async Task Reset_OfAUnitThatIsAway_IsSaidToHaveComeToNothing()
    {
        await using var town = await Found(DatabaseKind.Sqlite);
        var officer = await town.StaffClient("officer");
        await using (var unit = await Call(town))
            await unit.Send(GbClient.PartState(1, 1, Smoke, 7, Burning, town.Time.GetUtcNow()), Cancel);
        await town.Settle();
        var alarm = (await Open(officer, "smoke-detector")).ShouldHaveSingleItem().Id();
        await officer.Post($"/sensing/alarms/{alarm}/verification").Good();
        await officer.Post($"/sensing/alarms/{alarm}/reset").Good();
        town.Time.Move(TimeSpan.FromMinutes(11));
        await town.InScope(async s =>
        {
            await ActivatorUtilities.CreateInstance<ExpireCommands>(s).Run(Cancel);
            return true;
        });
        (await officer.Page($"/desk/alarms/{alarm}")).ShouldContain("did not answer the reset");
    }

    private static async Task VerifiedAndSentTo(TestTown town, HttpClient officer, HttpClient guard, Guid alarm)
    {
        (await officer.Post($"/sensing/alarms/{alarm}/reset").Refused(HttpStatusCode.Conflict)).ShouldBe("sensing.reset_early");
        await officer.Post($"/sensing/alarms/{alarm}/verification").Good();
        var call = (await guard.Get("/sensing/duty").Good()).GetProperty("call").Id();
        foreach (var step in new[] { "accepted", "onSite", "safe", "done" })
            await guard.Post($"/sensing/calls/{call}/steps", new { step }).Good();
        await town.DeliverEvents();
        (await officer.Get($"/sensing/alarms/{alarm}").Good()).GetProperty("case").ValueKind.ShouldBe(JsonValueKind.String, "somebody owns it as a case");
    }

    private static async Task Reset(TestTown town, HttpClient officer, GbClient unit, Guid alarm)
    {
        await officer.Post($"/sensing/alarms/{alarm}/reset").Good();
        var asked = await unit.Next(Cancel);
        (asked.Command, asked.Data[0]).ShouldBe(((byte)GbCommand.Control, (byte)89));
        await unit.Confirm(asked, Cancel);

        // The unit is asked for one thing after the other: when the second comes, the first has been written down.
        var keeper = await town.StaffClient("operator");
        await keeper.Post("/sensing/devices/fire-1/commands", new { name = "inspect", minutes = 5 }).Good();
        var second = await unit.Next(Cancel);
        second.Data[0].ShouldBe((byte)91);
        await unit.Confirm(second, Cancel);
        (await officer.Get($"/sensing/alarms/{alarm}").Good()).GetProperty("lines").EnumerateArray().Select(l => l.Text("what")).TakeLast(2).ShouldBe(["reset_sent", "reset_done"]);
        (await officer.Page($"/desk/alarms/{alarm}")).ShouldContain("The device confirmed the reset");
    }

    private static async Task ATestRaisesNothing(TestTown town, HttpClient officer, GbClient unit)
    {
        var (keeper, guard) = (await town.StaffClient("operator"), await town.StaffClient("guard1"));
        await keeper.Post("/sensing/devices/smoke-7/test", new { minutes = 60 }).Good();
        town.Time.Move(TimeSpan.FromMinutes(1));
        (await unit.Send(GbClient.PartState(1, 1, Smoke, 7, Burning, town.Time.GetUtcNow()), Cancel)).ShouldBeTrue();
        await town.Settle();
        var test = (await Open(officer, "smoke-detector")).ShouldHaveSingleItem();
        test.GetProperty("test").GetBoolean().ShouldBeTrue();
        (await guard.Get("/sensing/duty").Good()).GetProperty("call").ValueKind.ShouldBe(JsonValueKind.Null);
        (await officer.Get($"/sensing/alarms/{test.Id()}").Good()).GetProperty("case").ValueKind.ShouldBe(JsonValueKind.Null);
        (await officer.Get("/sensing/alarms?open=true&test=false&severity=critical").Good()).Whole("total").ShouldBe(0, "nothing red on the wall");
    }

    private static async Task FiguresCount(HttpClient officer)
    {
        var figures = await officer.Get($"/sensing/alarms/figures?kinds={WatchKinds.Fire}&by=device").Good();
        var all = figures.GetProperty("all");
        (all.Whole("raised"), all.Whole("real"), all.Whole("false"), Math.Round(all.GetProperty("falseRate").GetDouble(), 2)).ShouldBe((3, 2, 1, 0.33));
        figures.GetProperty("rows").EnumerateArray().Single(r => r.Text("label").Contains("call-1", StringComparison.Ordinal)).Whole("false").ShouldBe(1);
        var page = await officer.Page($"/desk/alarms/figures?kinds={WatchKinds.Fire}");
        page.ShouldContain("33.3");
    }

    private static async Task<TestTown> Found(DatabaseKind kind)
    {
        var town = await WatchTown.FoundLive(kind);
        await town.Do(async s =>
        {
            var scope = SmallTown.First.Child("hf-1-g01");
            (await s.GetRequiredService<IDeviceBook>().EnterMany(
                [
                    Device("fire-1", "fire-panel", "379"), Device("smoke-7", "smoke-detector", "379:1.1.7"), Device("call-1", "manual-call-point", "379:1.1.F001"),
                    Device("water-1", "water-pressure", "379:11.1.1"),
                ],
                CancellationToken.None)).Problems.ShouldBeEmpty();
            foreach (var rule in FirePart.RulesAt(SmallTown.Group))
                await s.GetRequiredService<IRules>().Put(rule, CancellationToken.None);
            return true;

            NewDevice Device(string code, string kindOfIt, string address) => new(code, code, kindOfIt, scope) { Place = House, InService = true, Addresses = [new(DeviceProtocols.Gb26875, address)] };
        });
        await town.Services.GetRequiredService<RulesMemory>().Settled;
        return town;
    }

    private static Task<GbClient> Call(TestTown town) => GbClient.Connect("127.0.0.1", town.PortOf(DeviceProtocols.Gb26875), Unit, town.Time, Cancel);

    private static async Task<List<JsonElement>> Open(HttpClient officer, string kinds) =>
        [.. (await officer.Get($"/sensing/alarms?open=true&kinds={kinds}").Good()).GetProperty("items").EnumerateArray()];
}
