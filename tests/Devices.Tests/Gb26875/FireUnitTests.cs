using Linli.Devices.Tests.Tcp;
using Linli.Gb26875;
using Linli.Gb26875.Talk;
using Linli.Sensing;
using Linli.Tests;

namespace Linli.Devices.Tests.Gb26875;

/// <summary>T09: conversations with fire units over real sockets.</summary>
public sealed class FireUnitTests
{
    private const byte Smoke = 40;
    private const ushort Running = 1;
    private const ushort Fire = 2;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PublishedSmokeFrame_IsConfirmedAndIsTheDetectorsOwn()
    {
        await using var bed = await Open();
        var detector = bed.Devices.Add(DeviceProtocols.Gb26875, "379:1.1.2000A", "S-1", "smoke-detector");
        using var socket = await bed.Connect();
        await socket.SendAsync(FrameTests.Smoke);
        var confirmed = await socket.Read(30);
        Convert.ToHexString(confirmed[..6]).ShouldBe("404001000101");
        Convert.ToHexString(confirmed[12..27]).ShouldBe("385B01000000" + "790300000000" + "0000" + "03");
        var reading = bed.Readings.Only("smoke");
        (reading.Device, reading.Value).ShouldBe((detector.Id, 1));
    }

    [Fact]
    public async Task Fire_OfAPartNobodyEntered_IsItsUnits_UntilItIsOver()
    {
        await using var bed = await Open();
        var unit = bed.Devices.ByCode("P-1")!;
        await using var client = await Connect(bed);
        (await client.Send([], Cancel)).ShouldBeTrue();
        await client.Send(GbClient.PartState(1, 1, Smoke, 7, Fire | Running, TestTown.Start), Cancel);
        await client.Send(GbClient.PartState(1, 1, Smoke, 8, Running, TestTown.Start), Cancel);
        await client.Send(GbClient.PartState(1, 1, Smoke, 7, Running, TestTown.Start), Cancel);
        bed.Readings.All.Where(r => r.Device == unit.Id && r.Measure == "alarm").Select(r => r.Value).ShouldBe([1, 1, 0]);
        bed.Lines.Happened.ShouldContain("heartbeat");
    }

    [Fact]
    public async Task Reset_AtThePanel_EndsWhatWasOn()
    {
        await using var bed = await Open();
        bed.Devices.Add(DeviceProtocols.Gb26875, "379:1.1.7", "B-1", "manual-call-point");
        await using var client = await Connect(bed);
        await client.Send(GbClient.PartState(1, 1, 23, 7, Fire | Running, TestTown.Start), Cancel);
        var reset = new byte[12];
        (reset[0], reset[1], reset[2], reset[3], reset[4]) = (4, 1, 1, 1, 1);
        GbFrame.WriteTime(reset.AsSpan(6), TestTown.Start);
        await client.Send(reset, Cancel);
        bed.Readings.All.Where(r => r.Device == bed.Devices.ByCode("B-1")!.Id && r.Measure == "alarm").Select(r => r.Value).ShouldBe([1, 0]);
    }

    [Fact]
    public async Task Pressure_IsReadInMegapascals()
    {
        await using var bed = await Open();
        bed.Devices.Add(DeviceProtocols.Gb26875, "379:11.1.1", "W-1", "water-pressure");
        await using var client = await Connect(bed);
        await client.Send(GbClient.PartValue(11, 1, 99, 1, 5, 3500, TestTown.Start), Cancel);
        bed.Readings.Only("pressure").Value.ShouldBe(0.35, 1e-9);
    }

    [Fact]
    public async Task Message_IsConfirmedWhenDurable_AndDeniedWhenTooMuchComes()
    {
        await using var bed = await Open();
        await using var client = await Connect(bed);
        bed.Readings.Busy = true;
        (await client.Send(GbClient.PartState(1, 1, Smoke, 7, Fire, TestTown.Start), Cancel)).ShouldBeFalse();
        bed.Readings.Busy = false;
        bed.Readings.Disk = new();
        var sent = client.Send(GbClient.PartState(1, 1, Smoke, 7, Fire, TestTown.Start), Cancel);
        await bed.Readings.Asked.Task.WaitAsync(Cancel);
        sent.IsCompleted.ShouldBeFalse();
        bed.Readings.Disk.SetResult();
        (await sent).ShouldBeTrue();
    }

    [Fact]
    public async Task UnitNobodyKnows_AndWrongSums_AreDenied()
    {
        await using var bed = await Open();
        await using var stranger = await GbClient.Connect("127.0.0.1", bed.Port, 0x999, bed.Time, Cancel);
        (await stranger.Send(GbClient.PartState(1, 1, Smoke, 7, Fire, TestTown.Start), Cancel)).ShouldBeFalse();
        using var socket = await bed.Connect();
        var broken = FrameTests.Smoke.ToArray();
        broken[40] ^= 1;
        await socket.SendAsync(broken);
        (await socket.Read(30))[26].ShouldBe((byte)GbCommand.Deny);
        bed.Readings.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task UnitFromAnotherNetwork_IsDenied()
    {
        await using var bed = await Open(new() { From = ["10.0.0.0/8"] });
        await using var client = await Connect(bed);
        (await client.Send([], Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task DutyCheck_IsDoneWhenTheUnitConfirms_AndResetIsNotAllowed()
    {
        await using var bed = await Open();
        var unit = bed.Devices.ByCode("P-1")!;
        await using var client = await Connect(bed);
        await client.Send([], Cancel);
        var told = bed.Lines.Tell(unit, "inspect", "{}", Cancel);
        (await client.Send([], Cancel)).ShouldBeTrue();
        (await told).ShouldBe(CommandOutcome.Done);
        (await bed.Lines.Tell(unit, "reset", "{}", Cancel)).ShouldBe(CommandOutcome.Refused);
    }

    [Fact]
    public async Task Clock_ThatIsWrong_IsSetRight()
    {
        await using var bed = await Open();
        using var socket = await bed.Connect();
        var data = new byte[8];
        (data[0], data[1]) = (28, 1);
        GbFrame.WriteTime(data.AsSpan(2), TestTown.Start.AddHours(-8));
        await socket.SendAsync(GbFrame.Write(new(1, 0x0101, 0x379, 1, (byte)GbCommand.Send, data), TestTown.Start));
        var said = await socket.Read(38 + 30);
        said.Length.ShouldBe(68);
        said.AsSpan().IndexOf(GbFrame.Write(new(1, 0x0101, 1, 0x379, (byte)GbCommand.Control, UnitAsks.Clock(TestTown.Start)), TestTown.Start)).ShouldBeGreaterThanOrEqualTo(0);
    }

    private static Task<LineBed> Open(Gb26875Options? options = null) => LineBed.Open(bed =>
    {
        bed.Devices.Add(DeviceProtocols.Gb26875, "379", "P-1", "fire-panel");
        return new Gb26875Protocol(new() { Port = 0 }, () => new(bed.Readings, bed.Devices, bed.Latest, bed.Lines, new Dictionary<string, DeviceKind>
        {
            ["smoke-detector"] = new("smoke-detector", ("烟感", "Smoke"), "flame", new Measure("smoke", ("烟", "Smoke"), "", 0, 1, MeasureUse.Switch)),
            ["manual-call-point"] = GbKinds.CallPoint,
        }, new(), options ?? new(), bed.Time));
    });

    private static Task<GbClient> Connect(LineBed bed) => GbClient.Connect("127.0.0.1", bed.Port, 0x379, bed.Time, Cancel);
}
