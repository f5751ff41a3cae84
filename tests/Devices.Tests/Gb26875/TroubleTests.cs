using Linli.Devices.Tests.Tcp;
using Linli.Gb26875;
using Linli.Gb26875.Talk;
using Linli.Sensing;
using Linli.Tests;

namespace Linli.Devices.Tests.Gb26875;

/// <summary>T09: wrong clocks, broken lines and odd entries; no fire is confirmed that was not taken.</summary>
public sealed class TroubleTests
{
    private const byte Smoke = 40;
    private const byte Hydrant = 24;
    private const ushort Running = 1;
    private const ushort Fire = 2;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3)]
    [InlineData(-20 * 365 * 24 * 60)]
    public async Task Fire_WithAClockThatCannotBe_CountsFromWhenItCame(int minutes)
    {
        await using var bed = await Open();
        var point = bed.Devices.Add(DeviceProtocols.Gb26875, "379:1.1.7", "B-1", "manual-call-point");
        await using var client = await Connect(bed);
        (await client.Send(GbClient.PartState(1, 1, 23, 7, Fire | Running, TestTown.Start.AddMinutes(minutes)), Cancel)).ShouldBeTrue();
        var fire = bed.Readings.All.Single(r => r.Device == point.Id && r.Measure == "alarm");
        (fire.Value, fire.At).ShouldBe((1, TestTown.Start));
        bed.Service.OddFrames().ShouldContain(f => f.Why.StartsWith("a clock that is wrong"));
    }

    [Fact]
    public async Task FaultAndFire_OfOneSecond_AreBothTold()
    {
        await using var bed = await Open();
        var unit = bed.Devices.ByCode("P-1")!;
        await using var client = await Connect(bed);
        await client.Send(GbClient.PartState(1, 1, Smoke, 6, Running, TestTown.Start), Cancel);
        byte[] two = [2, 2, .. GbClient.PartState(1, 1, Smoke, 7, 4, TestTown.Start)[2..], .. GbClient.PartState(1, 1, Smoke, 8, Fire, TestTown.Start)[2..]];
        (await client.Send(two, Cancel)).ShouldBeTrue();
        var said = bed.Readings.All.Where(r => r.Device == unit.Id && r.Measure == "alarm").ToList();
        said.Select(r => r.Value).ShouldBe([0, 1]);
        said[1].At.ShouldBeGreaterThan(said[0].At);
    }

    [Fact]
    public async Task Fire_OfADeviceWhoseKindKnowsNone_IsItsUnits()
    {
        await using var bed = await Open();
        bed.Devices.Add(DeviceProtocols.Gb26875, "379:1.1.7", "H-1", "hydrant");
        await using var client = await Connect(bed);
        await client.Send(GbClient.PartState(1, 1, Hydrant, 7, Fire | Running, TestTown.Start), Cancel);
        var said = bed.Readings.Only("alarm");
        (said.Device, said.Value).ShouldBe((bed.Devices.ByCode("P-1")!.Id, 1));
    }

    [Fact]
    public async Task Reset_AfterTheLineBroke_EndsWhatWasOn_AndTheBreakIsNoLoss()
    {
        var bed = await Open();
        var point = bed.Devices.Add(DeviceProtocols.Gb26875, "379:1.1.7", "B-1", "manual-call-point");
        await using (var first = await Connect(bed))
            await first.Send(GbClient.PartState(1, 1, 23, 7, Fire | Running, TestTown.Start), Cancel);
        await using (var second = await Connect(bed))
        {
            await second.Send(ResetOf(1, 1, TestTown.Start.AddSeconds(1)), Cancel);
        }

        await bed.DisposeAsync();
        bed.Readings.All.Where(r => r.Device == point.Id && r.Measure == "alarm").Select(r => r.Value).ShouldBe([1, 0]);
        bed.Lines.Happened.ShouldNotContain("lost");
    }

    [Fact]
    public async Task Reset_AfterTheServerStartedAnew_EndsWhatWasOnBefore()
    {
        await using var bed = await Open();
        var unit = bed.Devices.ByCode("P-1")!;
        var here = bed.Devices.Add(DeviceProtocols.Gb26875, "379:1.1.7", "B-1", "manual-call-point");
        var elsewhere = bed.Devices.Add(DeviceProtocols.Gb26875, "379:1.2.7", "B-2", "manual-call-point");
        var calm = bed.Devices.Add(DeviceProtocols.Gb26875, "379:1.1.8", "B-3", "manual-call-point");
        foreach (var device in new[] { unit, here, elsewhere })
            bed.Latest.Say(device.Id, "alarm", 1, TestTown.Start.AddMinutes(-5));
        await using var client = await Connect(bed);

        // A part that nobody entered may be what burns: the unit says so until it is reset.
        await client.Send(GbClient.PartState(1, 1, Smoke, 9, 4, TestTown.Start), Cancel);
        bed.Readings.All.Last(r => r.Device == unit.Id && r.Measure == "alarm").Value.ShouldBe(1);
        await client.Send(ResetOf(1, 1, TestTown.Start.AddSeconds(1)), Cancel);
        bed.Readings.All.Where(r => r.Measure == "alarm" && r.Value == 0).Select(r => r.Device).ShouldBe([here.Id]);
        bed.Readings.All.ShouldNotContain(r => r.Device == calm.Id);
    }

    [Fact]
    public async Task Addresses_WithZerosInFront_AreFound()
    {
        await using var bed = await Open();
        bed.Devices.Add(DeviceProtocols.Gb26875, "000000000ABC", "P-9", "fire-panel");
        var padded = bed.Devices.Add(DeviceProtocols.Gb26875, "000000000ABC:1.1.7", "B-7", "manual-call-point");
        var plain = bed.Devices.Add(DeviceProtocols.Gb26875, "ABC:1.1.8", "B-8", "manual-call-point");
        await using var client = await GbClient.Connect("127.0.0.1", bed.Port, 0xABC, bed.Time, Cancel);
        foreach (var part in new uint[] { 7, 8 })
            (await client.Send(GbClient.PartState(1, 1, 23, part, Fire, TestTown.Start), Cancel)).ShouldBeTrue();
        bed.Readings.All.Where(r => r.Measure == "alarm" && r.Value == 1).Select(r => r.Device).ShouldBe([padded.Id, plain.Id]);
    }

    [Fact]
    public async Task Fire_ThatIsRefusedOrTooFast_IsDenied_AndAUnitNobodyKnowsIsNoted()
    {
        await using var bed = await Open();
        await using var client = await Connect(bed);
        foreach (var problem in new[] { Wrong.TooFast, Wrong.TooOld })
        {
            bed.Readings.Refuse = r => r.Measure == "alarm" ? problem : null;
            (await client.Send(GbClient.PartState(1, 1, Smoke, 7, Fire, TestTown.Start), Cancel)).ShouldBeFalse();
        }

        await using var stranger = await GbClient.Connect("127.0.0.1", bed.Port, 0x999, bed.Time, Cancel);
        (await stranger.Send([], Cancel)).ShouldBeFalse();
        bed.Service.OddFrames().ShouldContain(f => f.Why.EndsWith("999"));
    }

    private static byte[] ResetOf(byte system, byte address, DateTimeOffset at)
    {
        var reset = new byte[12];
        (reset[0], reset[1], reset[2], reset[3], reset[4]) = (4, 1, system, address, 1);
        GbFrame.WriteTime(reset.AsSpan(6), at);
        return reset;
    }

    private static Task<LineBed> Open() => LineBed.Open(bed =>
    {
        bed.Devices.Add(DeviceProtocols.Gb26875, "379", "P-1", "fire-panel");
        return new Gb26875Protocol(new() { Port = 0 }, () => new(bed.Readings, bed.Devices, bed.Latest, bed.Lines, new Dictionary<string, DeviceKind>
        {
            ["manual-call-point"] = GbKinds.CallPoint,
            ["hydrant"] = new("hydrant", ("消火栓", "Hydrant"), "droplet", new Measure("fault", ("故障", "Fault"), "", 0, 1, MeasureUse.Switch)),
        }, new(), new(), bed.Time));
    });

    private static Task<GbClient> Connect(LineBed bed) => GbClient.Connect("127.0.0.1", bed.Port, 0x379, bed.Time, Cancel);
}
