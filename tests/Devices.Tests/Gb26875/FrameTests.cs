using System.Buffers;
using Linli.Gb26875;
using Linli.Gb26875.Frames;
using Linli.Tests;

namespace Linli.Devices.Tests.Gb26875;

/// <summary>T09: frames of GB 26875.3, as makers publish them for their units.</summary>
public sealed class FrameTests
{
    private static readonly DateTimeOffset Now = TestTown.Start;

    internal static readonly byte[] Smoke = Convert.FromHexString(
        "4040" + "01000101203A091A090C" + "790300000000" + "385B01000000" + "3000" + "02" + "0201" + "0101280A0002000200" + string.Concat(Enumerable.Repeat("20", 30)) + "00" + "023A091A090C" + "46" + "2323");

    internal static readonly byte[] MainsLost = Convert.FromHexString("404001000101203A091A090C790300000000385B010000000900021501" + "08" + "023A091A090C" + "422323");

    private static readonly DateTimeOffset At = new(2012, 9, 26, 1, 58, 2, TimeSpan.Zero);

    [Fact]
    public void SmokeFrame_IsReadInWords()
    {
        var message = Only(Smoke);
        (message.Serial, message.Version, message.Source, message.Target, message.Command).ShouldBe(((ushort)1, (ushort)0x0101, 0x379ul, 0x15B38ul, (byte)GbCommand.Send));
        var (facts, odd) = GbData.Read(message.Data, Now);
        odd.ShouldBeNull();
        var state = facts.ShouldHaveSingleItem().ShouldBeOfType<PartState>();
        (state.Part, state.At, state.Description).ShouldBe((new GbPart(1, 1, 40, 0x0002000A), At, ""));
        GbWords.System(state.Part.System).Zh.ShouldBe("火灾报警系统");
        GbWords.Part(40).Zh.ShouldBe("感烟火灾探测器");
        GbWords.Part(23).Zh.ShouldBe("手动火灾报警按钮");
        GbWords.StatesOf(state.Bits, ofPart: true).Select(w => w.Zh).ShouldBe(["测试", "火警"]);
    }

    [Fact]
    public void UnitFrame_TellsThatTheMainsAreLost()
    {
        var state = GbData.Read(Only(MainsLost).Data, Now).Facts.ShouldHaveSingleItem().ShouldBeOfType<UnitState>();
        GbWords.StatesOfUnit(state.Bits).Select(w => w.Zh).ShouldBe(["测试", "主电故障"]);
        state.At.ShouldBe(At);
    }

    [Theory]
    [InlineData("404001000101203A091A090C385B01000000790300000000030004510100FE2323", 4, "510100")]
    [InlineData("404001000101203A091A090C385B01000000790300000000080001" + "5A01023A091A090C7D2323", 1, "5A01023A091A090C")]
    [InlineData("404001000101233A091A090C385B01000000790300000000000003AB2323", 3, "")]
    [InlineData("404001000101233A091A090C385B01000000790300000000000006AE2323", 6, "")]
    public void PublishedFrame_IsReadAndWrittenByteForByte(string hex, byte command, string data)
    {
        var frame = Convert.FromHexString(hex);
        var message = Only(frame);
        (message.Command, Convert.ToHexString(message.Data)).ShouldBe((command, data));
        GbFrame.Write(message, GbTime.Read(frame.AsSpan(6, 6), Now)!.Value).ShouldBe(frame);
    }

    [Fact]
    public void Frames_CutAtEveryByte_AreWholeAgain()
    {
        byte[] stream = [.. Smoke, .. MainsLost, .. Smoke];
        for (var cut = 0; cut <= stream.Length; cut++)
            Lengths(stream[..cut], stream[cut..]).ShouldBe([48, 9, 48], $"cut at {cut}");
        Lengths([.. stream.Select(b => new[] { b })]).ShouldBe([48, 9, 48]);
    }

    [Fact]
    public void Frame_WithABigEndianOrWrongLength_IsFoundByItsEnd()
    {
        foreach (var length in new ushort[] { 0x3000, 0x0031, 0x0001, 0x0900 })
        {
            var frame = Smoke.ToArray();
            (frame[24], frame[25]) = ((byte)length, (byte)(length >> 8));
            frame[^3] = GbFrame.Sum(frame.AsSpan(2, frame.Length - 5));
            var buffer = new ReadOnlySequence<byte>([.. frame, .. MainsLost]);
            var deframer = new Deframer();
            deframer.Next(ref buffer).ShouldBe(Found.Message, $"length {length:X4}");
            deframer.Why.ShouldBe("a length that does not fit");
            deframer.Message.Data.Length.ShouldBe(48);
            deframer.Next(ref buffer).ShouldBe(Found.Message);
            deframer.Message.Data.Length.ShouldBe(9);
        }
    }

    [Fact]
    public void Frame_WithAWrongSum_IsToldApart()
    {
        var frame = Smoke.ToArray();
        frame[30] ^= 1;
        var buffer = new ReadOnlySequence<byte>([0, 1, 2, .. frame, .. MainsLost]);
        var deframer = new Deframer();
        deframer.Next(ref buffer).ShouldBe(Found.Odd);
        deframer.Next(ref buffer).ShouldBe(Found.WrongSum);
        deframer.Next(ref buffer).ShouldBe(Found.Message);
    }

    [Theory]
    [InlineData("023A091A090C")]
    [InlineData("0C091A093A02")]
    [InlineData("025809260912")]
    [InlineData("120926095802")]
    public void Time_IsReadInEveryOrderMakersUse(string hex) => GbTime.Read(Convert.FromHexString(hex), Now).ShouldBe(At);

    [Theory]
    [InlineData("000000000000")]
    [InlineData("FFFFFFFFFFFF")]
    [InlineData("3D3D3D3D3D3D")]
    public void Time_ThatIsNone_IsNone(string hex) => GbTime.Read(Convert.FromHexString(hex), Now).ShouldBeNull();

    [Fact]
    public void Data_WithoutTimesOrWithLongerDescriptions_AreStillRead()
    {
        var withText = Convert.FromHexString("0201" + "0102790102030404" + "02" + "37C2A53032CAD2BBE1D2E9CAD2D1CCB8D0" + new string('0', 28) + "040009020715");
        var state = GbData.Read(withText, Now).Facts.ShouldHaveSingleItem().ShouldBeOfType<PartState>();
        (state.Description, state.Bits, state.At).ShouldBe(("7楼02室会议室烟感", 0x0204, new DateTimeOffset(2021, 7, 2, 1, 0, 4, TimeSpan.Zero)));
        var withoutTime = GbData.Read(withText.AsSpan(0, withText.Length - 6), Now);
        withoutTime.Odd.ShouldNotBeNull();
        withoutTime.Facts.ShouldHaveSingleItem().ShouldBeOfType<PartState>().At.ShouldBeNull();
        byte[] longer = [.. withText[..^6], 0, 0, 0, 0, .. withText[^6..]];
        GbData.Read(longer, Now).Facts.ShouldHaveSingleItem().ShouldBeOfType<PartState>().At.ShouldBe(state.At);
    }

    [Fact]
    public void Time_ThatCanBeReadInSeveralWays_IsTheOneNearestToNow() =>
        GbTime.Read(Convert.FromHexString("151009110926"), new DateTimeOffset(2026, 9, 11, 2, 0, 0, TimeSpan.Zero)).ShouldBe(new DateTimeOffset(2026, 9, 11, 1, 10, 15, TimeSpan.Zero));

    [Fact]
    public void Data_WithAWrongNumberOfObjects_AreReadByTheirSize()
    {
        var one = Convert.FromHexString("0102790102030404" + "00" + "37C2A53032CAD2BBE1D2E9CAD2D1CCB8D0" + new string('0', 28) + "040009020715");
        var (facts, odd) = GbData.Read([2, 10, .. one, .. one], Now);
        (facts.Count, odd).ShouldBe((2, "data whose length does not fit"));
        facts.ShouldAllBe(f => f is PartState && ((PartState)f).Bits == 4);
        GbData.Read([2, 5, .. one, 1], Now).Facts.ShouldBeEmpty("a description is no state");
    }

    [Fact]
    public void Length_ThatIsTooLong_HoldsNothingBack()
    {
        var wrong = GbFrame.Write(new(1, 0x0101, 1, 0x379, 2, new byte[48]), Now);
        (wrong[24], wrong[25]) = (0x30, 0x01);
        wrong[^3] = GbFrame.Sum(wrong.AsSpan(2..^3));
        var good = GbFrame.Write(new(2, 0x0101, 1, 0x379, 2, [1]), Now);
        var deframer = new Deframer();
        var buffer = new ReadOnlySequence<byte>(wrong);
        (deframer.Next(ref buffer), deframer.Message.Data.Length, deframer.Why).ShouldBe((Found.Message, 48, "a length that does not fit"));
        buffer = new([.. wrong, .. good]);
        (deframer.Next(ref buffer), deframer.Next(ref buffer), deframer.Message.Serial).ShouldBe((Found.Message, Found.Message, (ushort)2));
    }

    [Fact]
    public void RandomBytes_AMillionFrames_NeverHurt()
    {
        var random = new Random(26875);
        var deframer = new Deframer();
        var chunk = new byte[8192];
        for (var found = 0; found < 1_000_000;)
        {
            random.NextBytes(chunk);
            for (var i = 0; i + 40 < chunk.Length; i += random.Next(2, 80))
                (random.Next(2) == 0 ? Convert.FromHexString("40400100010100000000000079") : [0x23, 0x23]).CopyTo(chunk, i);
            var buffer = new ReadOnlySequence<byte>(chunk);
            while (deframer.Next(ref buffer) is var what && what != Found.Nothing)
            {
                found++;
                if (what == Found.Message)
                    GbData.Read(deframer.Message.Data, Now);
            }

            var data = new byte[random.Next(0, 200)];
            random.NextBytes(data);
            if (data.Length > 0)
                data[0] = (byte)random.Next(0, 30);
            GbData.Read(data, Now);
        }
    }

    private static GbMessage Only(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        var deframer = new Deframer();
        deframer.Next(ref buffer).ShouldBe(Found.Message);
        deframer.Why.ShouldBe("");
        buffer.Length.ShouldBe(0);
        return deframer.Message;
    }

    private static List<int> Lengths(params byte[][] pieces)
    {
        var (deframer, rest, lengths) = (new Deframer(), Array.Empty<byte>(), new List<int>());
        foreach (var piece in pieces)
        {
            var buffer = new ReadOnlySequence<byte>([.. rest, .. piece]);
            while (deframer.Next(ref buffer) is var found && found != Found.Nothing)
            {
                found.ShouldBe(Found.Message);
                lengths.Add(deframer.Message.Data.Length);
            }

            rest = buffer.ToArray();
        }

        return lengths;
    }
}
