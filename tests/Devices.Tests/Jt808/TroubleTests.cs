using Linli.Devices.Tests.Tcp;
using Linli.Jt808;
using Linli.Jt808.Talk;
using Linli.Sensing;
using Linli.Tests;

namespace Linli.Devices.Tests.Jt808;

/// <summary>T08: wrong clocks, broken lines, refusals and odd parts; no call for help is lost and nobody is called lost who is not.</summary>
public sealed class TroubleTests
{
    private const string Phone = "13900001007";

    private static readonly JtPosition Here = new() { Status = JtPosition.Located, Latitude = 30.25, Longitude = 120.5, At = TestTown.Start };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Help_WithAClockThatCannotBe_CountsFromWhenItCame()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        foreach (var off in new[] { TimeSpan.FromMinutes(3), TimeSpan.FromDays(-7000) })
            (await terminal.Report(Here with { Alarms = off > TimeSpan.Zero ? 0u : 1, At = TestTown.Start + off }, Cancel)).ShouldBe(JtResult.Done);
        bed.Readings.All.Where(r => r.Measure == "sos").Select(r => (r.Value, (r.At - TestTown.Start).TotalSeconds < 1)).ShouldBe([(0, true), (1, true)]);
        bed.Service.OddFrames().ShouldContain(f => f.Why.StartsWith("a clock that is wrong"));
    }

    [Fact]
    public async Task Help_InTheSecondOfTheLastReport_IsAReadingOfItsOwn()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        foreach (var alarms in new uint[] { 0, 1, 0 })
            await terminal.Report(Here with { Alarms = alarms }, Cancel);
        bed.Readings.All.Where(r => r.Measure == "sos").Select(r => r.At).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task WhatComesTooFast_IsFailedAndSaidAgain_WhatCannotBeTrueIsWrong()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        bed.Readings.Refuse = r => r.Measure == "sos" ? Wrong.TooFast : null;
        (await terminal.Report(Here with { Alarms = 1 }, Cancel)).ShouldBe(JtResult.Failed);
        bed.Readings.Refuse = null;
        (await terminal.Report(Here with { Alarms = 1 }, Cancel)).ShouldBe(JtResult.Done);
        bed.Readings.Only("sos").Value.ShouldBe(1);
        bed.Readings.Refuse = _ => Wrong.TooOld;
        (await terminal.Report(Here with { Alarms = 1 }, Cancel)).ShouldBe(JtResult.Wrong);
        bed.Service.OddFrames().ShouldContain(f => f.Why.Contains("sensing.too_old"));
    }

    [Fact]
    public async Task AfterABatch_TheNextReportSaysAllOfItAgain()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        const uint rollover = 1u << 30;
        await terminal.Report(Here, Cancel);
        await terminal.Report([Here with { Alarms = 1 | rollover, At = TestTown.Start.AddSeconds(1) }], Cancel);
        await terminal.Report(Here with { At = TestTown.Start.AddSeconds(2) }, Cancel);
        bed.Readings.All.Where(r => r.Measure == "sos").Select(r => r.Value).ShouldBe([0, 1, 0]);
        bed.Readings.All.Where(r => r.Measure == JtMeasures.Rollover.Code).Select(r => r.Value).ShouldBe([1, 0]);
    }

    [Fact]
    public async Task ReportWithoutAnythingNew_IsASignOfLife_AndABrokenLineIsNoLoss()
    {
        var bed = await Open();
        var terminal = await SignedIn(bed);
        await terminal.Report(Here with { Status = 0 }, Cancel);
        bed.Lines.Happened.ShouldBeEmpty();
        await terminal.Report(Here with { Status = 0, At = TestTown.Start.AddSeconds(30) }, Cancel);
        (await terminal.Heartbeat(Cancel)).ShouldBe(JtResult.Done);
        bed.Lines.Happened.ShouldContain("heartbeat");
        await terminal.DisposeAsync();
        await bed.DisposeAsync();
        bed.Lines.Happened.ShouldNotContain("lost");
    }

    [Fact]
    public async Task Parts_OfWhatNobodyKnows_AreAnsweredOnce_AndPartNoughtIsNone()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        (await terminal.Say(0x0801, new byte[2500], Cancel)).ShouldBe(JtResult.NotSupported);
        JtHeader.TryRead(Convert.FromHexString("0200" + "2000" + "013900001007" + "0001" + "0000" + "0000"), out var header).ShouldBeTrue();
        (header.InParts, header.Parts).ShouldBe((true, 0));
    }

    [Theory]
    [InlineData("""{"0x01":"word:99999999999"}""")]
    [InlineData("""{"0x01":"byte:256"}""")]
    [InlineData("""{"0x01":99999999999999999999}""")]
    public async Task Command_WithANumberTooLarge_IsRefused(string arguments)
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        (await bed.Lines.Tell(bed.Devices.ByCode("C-1007")!, "parameters", arguments, Cancel)).ShouldBe(CommandOutcome.Refused);
        (await bed.Lines.Tell(bed.Devices.ByCode("C-1007")!, "parameters", $$"""{"0x01":"{{new string('a', 300)}}"}""", Cancel)).ShouldBe(CommandOutcome.Refused);
    }

    [Fact]
    public async Task Terminal_ThatMixesEditions_IsOne_AndAWrongCodeEndsNoSession()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        var body = new byte[JtPosition.Size];
        Here.Write(body);
        await terminal.SendRaw(JtFrame.Write(JtMessages.Position, Phone, 900, body, true), Cancel);
        (await terminal.Authenticate("another-key", Cancel)).ShouldBe(JtResult.Failed);
        (await terminal.Report(Here with { At = TestTown.Start.AddSeconds(5) }, Cancel)).ShouldBe(JtResult.Done);
        bed.Readings.All.Count(r => r.IsPosition).ShouldBe(2);
    }

    [Fact]
    public async Task WhoDoesNotSignIn_IsHungUpOn_HoweverMuchItSays()
    {
        await using var bed = await Open();
        await using var chatty = await JtClient.Connect("127.0.0.1", bed.Port, "1", false, Cancel);
        (await chatty.Heartbeat(Cancel)).ShouldBe(JtResult.Failed);
        bed.Time.Move(TimeSpan.FromSeconds(29));
        (await chatty.Heartbeat(Cancel)).ShouldBe(JtResult.Failed);
        bed.Time.Move(TimeSpan.FromSeconds(2));
        bed.Service.Sweep();
        await chatty.Ended.WaitAsync(Cancel);
        await using var guessing = await JtClient.Connect("127.0.0.1", bed.Port, "1", false, Cancel);
        for (var i = 0; i < 5; i++)
            await guessing.Authenticate("guess", Cancel);
        await guessing.Ended.WaitAsync(Cancel);
        bed.Service.OddFrames().ShouldContain(f => f.Why.Contains("not entered"));
    }

    [Fact]
    public async Task AStepOfTheClock_HangsUpOnNobody()
    {
        await using var bed = await Open();
        await using var terminal = await SignedIn(bed);
        bed.Time.Step(TimeSpan.FromHours(1));
        bed.Service.Sweep();
        (await terminal.Heartbeat(Cancel)).ShouldBe(JtResult.Done);
        bed.Time.Move(TimeSpan.FromHours(1));
        bed.Service.Sweep();
        await terminal.Ended.WaitAsync(Cancel);
    }

    private static Task<LineBed> Open() => LineBed.Open(bed => new Jt808Protocol(
        new() { Port = 0 },
        () => new(bed.Readings, bed.Devices, bed.Lines, new Dictionary<string, DeviceKind>(), bed.Reports, (_, _, _) => Task.FromResult<(JtRegisterResult, string?)>((JtRegisterResult.TerminalTaken, null)), new(), bed.Time)));

    private static async Task<JtClient> SignedIn(LineBed bed)
    {
        bed.Devices.Add(DeviceProtocols.Jt808, Phone, "C-1007");
        var terminal = await JtClient.Connect("127.0.0.1", bed.Port, Phone, false, Cancel);
        (await terminal.Authenticate("C-1007-key", Cancel)).ShouldBe(JtResult.Done);
        return terminal;
    }
}
