using Linli.Devices.Tests.Tcp;
using Linli.Jt808;
using Linli.Jt808.Talk;
using Linli.Sensing;
using Linli.Tests;

namespace Linli.Devices.Tests.Jt808;

/// <summary>T08: conversations with terminals over real sockets.</summary>
public sealed class TerminalTests
{
    private const string Phone = "13900001007";

    private static readonly JtPosition Here = new() { Status = JtPosition.Located, Latitude = 30.25, Longitude = 120.5, Speed = 3.6, Heading = 90, At = TestTown.Start };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Terminal_ThatSignedIn_IsHeardAndAcknowledged(bool is2019)
    {
        await using var bed = await Open();
        var device = bed.Devices.Add(DeviceProtocols.Jt808, Phone, "C-1007");
        await using var terminal = await SignedIn(bed, is2019);
        (await terminal.Heartbeat(Cancel)).ShouldBe(JtResult.Done);
        (await terminal.Report(Here, Cancel)).ShouldBe(JtResult.Done);
        var reading = bed.Readings.Only(Reading.Position);
        (reading.Device, reading.At, reading.Fix.Latitude, reading.Fix.Speed, reading.Fix.Heading).ShouldBe((device.Id, TestTown.Start, 30.25, 1f, 90f));
        bed.Lines.Happened.ShouldContain("heartbeat");
        (await terminal.Logout(Cancel)).ShouldBe(JtResult.Done);
        bed.Lines.IsOpen(device.Id).ShouldBeFalse();
        bed.Lines.Happened.ShouldContain("left");
    }

    [Fact]
    public async Task Position_IsAcknowledged_OnlyWhenItIsDurable()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        bed.Readings.Disk = new();
        var answer = terminal.Report(Here, Cancel);
        await bed.Readings.Asked.Task.WaitAsync(Cancel);
        answer.IsCompleted.ShouldBeFalse();
        bed.Readings.Disk.SetResult();
        (await answer).ShouldBe(JtResult.Done);
    }

    [Fact]
    public async Task Position_WhenTooMuchComes_IsFailed_AndWhatItSaidIsSaidAgain()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        bed.Readings.Busy = true;
        (await terminal.Report(Here with { Alarms = JtPosition.Emergency }, Cancel)).ShouldBe(JtResult.Failed);
        bed.Readings.All.ShouldBeEmpty();
        bed.Readings.Busy = false;
        (await terminal.Report(Here with { Alarms = JtPosition.Emergency }, Cancel)).ShouldBe(JtResult.Done);
        bed.Readings.Only("sos").Value.ShouldBe(1);
    }

    [Fact]
    public async Task CallForHelp_IsReportedWhenItBeginsAndWhenItEnds()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        foreach (var alarms in new uint[] { 0, 1, 1, 0, 0 })
            await terminal.Report(Here with { Alarms = alarms }, Cancel);
        bed.Readings.All.Where(r => r.Measure == "sos").Select(r => r.Value).ShouldBe([0, 1, 0]);
    }

    [Fact]
    public async Task Position_WithoutAFix_IsNone_AndHelpIsStillCalled()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        (await terminal.Report(Here with { Status = 0, Alarms = 1 }, Cancel)).ShouldBe(JtResult.Done);
        (await terminal.Report(Here with { Latitude = 91 }, Cancel)).ShouldBe(JtResult.Done);
        bed.Readings.All.ShouldNotContain(r => r.IsPosition);
        bed.Readings.All.ShouldContain(r => r.Measure == "sos" && r.Value == 1);
    }

    [Fact]
    public async Task Position_WhoseTimeIsNone_IsWrong()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        var body = new byte[JtPosition.Size];
        Here.Write(body);
        body[23] = 0x13;
        (await terminal.Say(JtMessages.Position, body, Cancel)).ShouldBe(JtResult.Wrong);
        bed.Readings.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Batch_LongerThanAFrame_ComesInParts_AndIsTakenWhole()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        var positions = Enumerable.Range(0, 100).Select(i => Here with { At = TestTown.Start.AddSeconds(i) }).ToList();
        (await terminal.Report(positions, Cancel)).ShouldBe(JtResult.Done);
        bed.Readings.All.Count(r => r.IsPosition).ShouldBe(100);
    }

    [Fact]
    public async Task Batch_WithAMissingPart_AsksForIt()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        var asked = new TaskCompletionSource<byte[]>();
        terminal.Told = (id, body) =>
        {
            if (id == JtMessages.PartsMissing)
                asked.TrySetResult(body);
            return JtResult.Done;
        };
        var body = new BodyWriter().Word(70).Byte(1);
        foreach (var i in Enumerable.Range(0, 70))
        {
            var position = new byte[JtPosition.Size];
            (Here with { At = TestTown.Start.AddSeconds(i) }).Write(position);
            body.Word(JtPosition.Size).Bytes(position);
        }

        var frames = JtFrame.WriteAll(JtMessages.Positions, Phone, 1000, body.ToArray(), false);
        await terminal.SendRaw(frames[0], Cancel);
        await terminal.SendRaw(frames[2], Cancel);
        Convert.ToHexString(await asked.Task.WaitAsync(Cancel)).ShouldBe("03E8" + "01" + "0002");
        bed.Readings.All.ShouldBeEmpty();
        await terminal.SendRaw(frames[1], Cancel);
        (await terminal.Heartbeat(Cancel)).ShouldBe(JtResult.Done);
        bed.Readings.All.Count(r => r.IsPosition).ShouldBe(70);
    }

    [Fact]
    public async Task Terminal_ThatDidNotSignIn_IsNotHeard()
    {
        await using var bed = await Open();
        bed.Devices.Add(DeviceProtocols.Jt808, Phone, "C-1007");
        await using var terminal = await JtClient.Connect("127.0.0.1", bed.Port, Phone, false, Cancel);
        (await terminal.Report(Here, Cancel)).ShouldBe(JtResult.Failed);
        (await terminal.Authenticate("another-key", Cancel)).ShouldBe(JtResult.Failed);
        (await terminal.Report(Here, Cancel)).ShouldBe(JtResult.Failed);
        bed.Readings.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Terminal_ThatSpeaksForAnother_IsNotHeard()
    {
        await using var bed = await Open();
        bed.Devices.Add(DeviceProtocols.Jt808, "139", "C-2");
        await using var terminal = await SignedIn(bed);
        var body = new byte[JtPosition.Size];
        Here.Write(body);
        await terminal.SendRaw(JtFrame.Write(JtMessages.Position, "139", 500, body), Cancel);
        (await terminal.Heartbeat(Cancel)).ShouldBe(JtResult.Done);
        bed.Readings.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Registering_IsAnsweredWithWhatBecameOfIt()
    {
        await using var bed = await Open(number => number == "1" ? (JtRegisterResult.Done, "the-code") : (JtRegisterResult.NoSuchTerminal, null));
        await using var known = await JtClient.Connect("127.0.0.1", bed.Port, "1", true, Cancel);
        (await known.Register(Cancel)).ShouldBe((JtRegisterResult.Done, "the-code"));
        await using var unknown = await JtClient.Connect("127.0.0.1", bed.Port, "2", false, Cancel);
        (await unknown.Register(Cancel)).ShouldBe((JtRegisterResult.NoSuchTerminal, null));
    }

    [Fact]
    public async Task Conversation_SentByteForByteAmongGarbage_IsUnderstood()
    {
        await using var bed = await Open();
        bed.Devices.Add(DeviceProtocols.Jt808, Phone, "C-1007");
        using var socket = await bed.Connect();
        var body = new byte[JtPosition.Size];
        Here.Write(body);
        byte[] said =
        [
            0x00, 0x11, 0x7E, 0x7D, 0x09, 0x7E, 0x22,
            .. JtFrame.Write(JtMessages.Authenticate, Phone, 1, "C-1007-key"u8), 0x7E, 0x01, 0x02, 0x7E, .. JtFrame.Write(JtMessages.Position, Phone, 2, body),
        ];
        foreach (var b in said)
            await socket.SendAsync(new[] { b });
        var answer = JtFrame.Write(JtMessages.PlatformAnswer, Phone, 0, [0, 1, 1, 2, 0]);
        (await socket.Read(answer.Length * 2)).Length.ShouldBe(answer.Length * 2);
        bed.Readings.All.Count(r => r.IsPosition).ShouldBe(1);
        bed.Service.OddFrames().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Terminal_ThatSendsNothingButGarbage_IsHungUpOn()
    {
        await using var bed = await Open();
        using var socket = await bed.Connect();
        for (var i = 0; i < 60; i++)
            await socket.SendAsync(new byte[] { 0x7E, 1, 2, 3, 0x7E });
        (await socket.IsHungUp()).ShouldBeTrue();
    }

    [Fact]
    public async Task SecondConnection_OfOneTerminal_EndsTheFirst()
    {
        await using var bed = await Open();
        await using var first = await SignedIn(bed);
        await using var second = await SignedIn(bed);
        await first.Ended.WaitAsync(Cancel);
        (await second.Heartbeat(Cancel)).ShouldBe(JtResult.Done);
        bed.Lines.Happened.ShouldNotContain("lost");
    }

    [Fact]
    public async Task ChangedKey_EndsTheConnection()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        bed.Devices.EndKeyOf(bed.Devices.ByCode("C-1007")!);
        await terminal.Ended.WaitAsync(Cancel);
    }

    [Fact]
    public async Task Parameters_ThatAreAskedFor_AreReported()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        terminal.Told = (id, _) => id == JtMessages.QueryParameters ? JtResult.Done : JtResult.NotSupported;
        (await bed.Lines.Tell(bed.Devices.ByCode("C-1007")!, "query-parameters", "{}", Cancel)).ShouldBe(CommandOutcome.Done);
        await terminal.SendRaw(JtFrame.Write(JtMessages.Parameters, Phone, 700, Convert.FromHexString("0000" + "02" + "00000001040000003C" + "0000001304612E636E")), Cancel);
        (await terminal.Heartbeat(Cancel)).ShouldBe(JtResult.Done);
        bed.Reports.Last.ShouldBe(new Dictionary<string, string> { ["0x0001"] = "60", ["0x0013"] = "a.cn" });
        var attributes = new BodyWriter().Word(0).Text("MAKER", 5).Text("MODEL", 20).Text("1", 7).Bytes(new byte[10]).Byte(2).Text("H1").Byte(2).Text("F2").ToArray();
        (await terminal.Say(JtMessages.Attributes, attributes, Cancel)).ShouldBe(JtResult.Done);
        (await terminal.Heartbeat(Cancel)).ShouldBe(JtResult.Done);
        bed.Reports.Last.ShouldBe(new Dictionary<string, string> { ["maker"] = "MAKER", ["model"] = "MODEL", ["hardware"] = "H1", ["firmware"] = "F2" });
    }

    [Fact]
    public async Task Command_IsDoneRefusedOrUnanswered_AsTheTerminalSays()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        var device = bed.Devices.ByCode("C-1007")!;
        terminal.Told = (id, _) => id == JtMessages.Text ? JtResult.Done : JtResult.NotSupported;
        (await bed.Lines.Tell(device, "text", """{"text":"请回家吃饭"}""", Cancel)).ShouldBe(CommandOutcome.Done);
        (await bed.Lines.Tell(device, "locate", "", Cancel)).ShouldBe(CommandOutcome.Refused);
        (await bed.Lines.Tell(device, "dance", "{}", Cancel)).ShouldBe(CommandOutcome.Refused);
        (await bed.Lines.Tell(device, "text", "no json", Cancel)).ShouldBe(CommandOutcome.Refused);
        // Nobody waits any longer.
        (await bed.Lines.Tell(device, "text", """{"text":"?"}""", new CancellationToken(true))).ShouldBe(CommandOutcome.Unanswered);
    }

    private static Task<LineBed> Open(Func<string, (JtRegisterResult, string?)>? register = null) => LineBed.Open(bed => new Jt808Protocol(
        new() { Port = 0 },
        () => new(bed.Readings, bed.Devices, bed.Lines, new Dictionary<string, DeviceKind>(), bed.Reports, (number, _, _) => Task.FromResult(register?.Invoke(number) ?? (JtRegisterResult.TerminalTaken, null)), new(), bed.Time)));

    private static async Task<JtClient> SignedIn(LineBed bed, bool is2019 = false)
    {
        if (bed.Devices.ByAddress(DeviceProtocols.Jt808, Phone) is null)
            bed.Devices.Add(DeviceProtocols.Jt808, Phone, "C-1007");
        var terminal = await JtClient.Connect("127.0.0.1", bed.Port, Phone, is2019, Cancel);
        (await terminal.Authenticate("C-1007-key", Cancel)).ShouldBe(JtResult.Done);
        return terminal;
    }
}
