using System.Text;
using Linli.Devices.Tests.Tcp;
using Linli.Hj212;
using Linli.Hj212.Talk;
using Linli.Sensing;
using Linli.Tests;

namespace Linli.Devices.Tests.Hj212;

/// <summary>T11: conversations with stations over real sockets.</summary>
public sealed class StationTests
{
    private const string Mn = "010000A8900016F000169DC0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Data_AreAnsweredWhenDurable()
    {
        await using var bed = await Open();
        await using var station = await Connect(bed);
        bed.Readings.Disk = new();
        var sent = station.SendRealtime(TestTown.Start, [("a34004", 35, "N"), ("a05024", 900, "C")], Cancel);
        await bed.Readings.Asked.Task.WaitAsync(Cancel);
        sent.IsCompleted.ShouldBeFalse();
        bed.Readings.Disk.SetResult();
        await sent;
        bed.Readings.All.Select(r => (r.Measure, r.Value, r.At)).ShouldBe([("pm25", 35, TestTown.Start), ("o3-invalid", 900, TestTown.Start)]);
    }

    [Fact]
    public async Task Data_WhenTooMuchComes_AreNotAnswered_AndTakenWhenTheyComeAgain()
    {
        await using var bed = await Open();
        await using var station = await Connect(bed);
        var packet = new HjPacket("20261123080000001", "22", "2051", "123456", Mn, 5, "DataTime=20261123075000;a34004-Avg=30,a34004-Flag=N");
        bed.Readings.Busy = true;
        await station.Send(packet, Cancel);
        await bed.Readings.Asked.Task.WaitAsync(Cancel);
        bed.Readings.Busy = false;
        await station.Send(packet, Cancel);
        var answer = await station.Next(Cancel);
        (answer.Cn, answer.Qn, answer.St, answer.Flag).ShouldBe(("9014", packet.Qn, "91", (int?)4));
        bed.Readings.Only("pm25-minute").Value.ShouldBe(30);
    }

    [Fact]
    public async Task Data_InPackets_ShareTheTimeOfTheFirst()
    {
        await using var bed = await Open();
        await using var station = await Connect(bed);
        HjPacket Part(int number, string cp) => new("20261123080000001", "21", "2011", "123456", Mn, 7, cp) { Packets = 2, Packet = number };
        await station.Send(Part(2, "w01009-Rtd=8.1,w01009-Flag=N"), Cancel);
        await station.Send(Part(1, "DataTime=20261123080000;w01001-Rtd=7.2,w01001-Flag=N"), Cancel);
        var answers = new[] { await station.Next(Cancel), await station.Next(Cancel) };
        answers.Select(a => a.Packet).Order().ShouldBe([1, 2]);
        bed.Readings.All.Select(r => (r.Measure, r.At)).ShouldBe([("ph", TestTown.Start), ("dissolved-oxygen", TestTown.Start)]);
    }

    [Fact]
    public async Task Data_OfTheEdition2005_AreAnsweredItsWay()
    {
        await using var bed = await Open();
        await using var station = await Connect(bed);
        await station.Send(new("20040516010101001", "21", "2051", "123456", Mn, 1, "DataTime=20261123080000;001-Avg=7.1"), Cancel);
        var answer = await station.Next(Cancel);
        (answer.Qn, answer.Cn, answer.Cp).ShouldBe(("", "9014", "QN=20040516010101001;CN=2051"));
        bed.Readings.Only("ph-minute").Value.ShouldBe(7.1);
    }

    [Fact]
    public async Task PublishedPacket_IsTaken_WithoutAnAnswerItDoesNotWant()
    {
        await using var bed = await Open();
        bed.Devices.Add(DeviceProtocols.Hj212, "81733553213013", "W-2");
        using var socket = await bed.Connect();
        await socket.SendAsync(Encoding.ASCII.GetBytes(PacketTests.Water));
        await bed.Readings.Asked.Task.WaitAsync(Cancel);
        await socket.SendAsync(new HjPacket("20210320163101891", "32", "2011", "123456", "81733553213013", 5, "DataTime=20210320013400").Write());
        Encoding.ASCII.GetString(await socket.Read(30)).ShouldContain("QN=202103201631");
        bed.Readings.Only("ph").Value.ShouldBe(7.496);
    }

    [Fact]
    public async Task Station_NobodyKnowsOrWithAnotherPassword_IsNotHeard()
    {
        await using var bed = await Open(new() { Passwords = { ["*"] = "654321" } });
        await using var wrong = await Connect(bed);
        var packet = new HjPacket("20261123080000001", "22", "2011", "123456", Mn, 5, "DataTime=20261123080000;a34004-Rtd=1");
        await wrong.Send(packet, Cancel);
        await wrong.Send(packet with { Mn = "ANOTHER", Pw = "654321" }, Cancel);
        await wrong.Send(packet with { Pw = "654321", Cp = "DataTime=20261123080000;a34004-Rtd=2" }, Cancel);
        (await wrong.Next(Cancel)).Cn.ShouldBe("9014");
        bed.Readings.Only("pm25").Value.ShouldBe(2);
    }

    [Fact]
    public async Task WhatComesTooFast_IsNotAnswered_AndABrokenLineIsNoLoss()
    {
        var bed = await Open();
        await using (var station = await Connect(bed))
        {
            var packet = new HjPacket("20261123080000001", "22", "2051", "123456", Mn, 5, "DataTime=20261123075000;a34004-Avg=30,a34004-Flag=N");
            bed.Readings.Refuse = _ => Wrong.TooFast;
            await station.Send(packet, Cancel);
            await bed.Readings.Asked.Task.WaitAsync(Cancel);
            bed.Readings.Refuse = null;
            await station.Send(packet with { Qn = "20261123080000002" }, Cancel);
            (await station.Next(Cancel)).Qn.ShouldBe("20261123080000002");
        }

        await bed.DisposeAsync();
        bed.Lines.Happened.ShouldNotContain("lost");
    }

    [Fact]
    public async Task Packets_WithoutANumber_DoNotTakeTheTimeOfAnotherMessage()
    {
        await using var bed = await Open();
        await using var station = await Connect(bed);
        HjPacket Part(int number, string cp) => new("", "21", "2011", "123456", Mn, 7, cp) { Packets = 2, Packet = number };
        await station.Send(Part(1, "DataTime=20261123070000;w01001-Rtd=7.1"), Cancel);
        await station.Send(Part(2, "w01009-Rtd=8.1"), Cancel);
        await station.Send(Part(2, "w01009-Rtd=8.2"), Cancel);
        await station.Send(Part(1, "DataTime=20261123080000;w01001-Rtd=7.2"), Cancel);
        for (var i = 0; i < 4; i++)
            await station.Next(Cancel);
        bed.Readings.All.Where(r => r.Measure == "dissolved-oxygen").Select(r => (r.Value, r.At)).ShouldBe([(8.1, TestTown.Start.AddHours(-1)), (8.2, TestTown.Start)]);
    }

    [Fact]
    public async Task Mean_InAPacketOfNow_IsNotTheValueOfNow_AndAStationNobodyKnowsIsNoted()
    {
        await using var bed = await Open();
        await using var station = await Connect(bed);
        await station.Send(new("20261123080000001", "21", "2011", "123456", Mn, 5, "DataTime=20261123080000;w01001-Avg=7.1,w01001-Rtd=7.5"), Cancel);
        await station.Next(Cancel);
        bed.Readings.Only("ph").Value.ShouldBe(7.5);
        using var stranger = await bed.Connect();
        for (var i = 0; i < 51; i++)
            await stranger.SendAsync(new HjPacket("20261123080000001", "21", "2011", "123456", "ANOTHER", 5, "DataTime=20261123080000").Write());
        (await stranger.IsHungUp()).ShouldBeTrue();
        bed.Service.OddFrames().Count(f => f.Why.EndsWith("ANOTHER", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Clock_IsSetWhenTheStationAsks()
    {
        await using var bed = await Open();
        await using var station = await Connect(bed);
        await station.Send(new("20261123080000001", "22", "1013", "123456", Mn, 5, "PolId=a34004"), Cancel);
        (await station.Next(Cancel)).Cn.ShouldBe("9013");
        var set = await station.Next(Cancel);
        (set.Cn, set.Cp, set.WantsAnswer).ShouldBe(("1012", "PolId=a34004;SystemTime=20261123080000", true));
    }

    [Fact]
    public async Task Command_IsDoneWhenItsResultCame_AndRefusedWhenTheStationWillNot()
    {
        await using var bed = await Open();
        var device = bed.Devices.ByCode("A-1")!;
        await using var station = await Connect(bed);
        await station.SendRealtime(TestTown.Start, [("a34004", 1, "N")], Cancel);
        var told = bed.Lines.Tell(device, "sync-clock", "{}", Cancel);
        var request = await station.Next(Cancel);
        request.Cn.ShouldBe("1012");
        await station.Send(request with { St = "91", Cn = "9011", Flag = 4, Cp = "QnRtn=1" }, Cancel);
        await station.Send(request with { St = "91", Cn = "9012", Flag = 4, Cp = "ExeRtn=1" }, Cancel);
        (await told).ShouldBe(CommandOutcome.Done);
        told = bed.Lines.Tell(device, "hours", """{"from":"2026-11-22T00:00:00Z","to":"2026-11-23T00:00:00Z"}""", Cancel);
        request = await station.Next(Cancel);
        request.Cp.ShouldBe("BeginTime=20261122080000;EndTime=20261123080000");
        await station.Send(request with { St = "91", Cn = "9011", Flag = 4, Cp = "QnRtn=2" }, Cancel);
        (await told).ShouldBe(CommandOutcome.Refused);
    }

    private static Task<LineBed> Open(Hj212Options? options = null) => LineBed.Open(bed =>
    {
        bed.Devices.Add(DeviceProtocols.Hj212, Mn, "A-1");
        return new Hj212Protocol(new() { Port = 0 }, () => new(bed.Readings, bed.Devices, bed.Lines, new Dictionary<string, DeviceKind>(), options ?? new(), bed.Time));
    });

    private static Task<HjClient> Connect(LineBed bed) => HjClient.Connect("127.0.0.1", bed.Port, Mn, "22", bed.Time, Cancel);
}
