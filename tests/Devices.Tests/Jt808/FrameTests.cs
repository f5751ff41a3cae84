using System.Buffers;
using Linli.Jt808;
using Linli.Jt808.Frames;
using Linli.Jt808.Talk;
using Linli.Sensing;
using Linli.Tests;

namespace Linli.Devices.Tests.Jt808;

/// <summary>T08: frames of JT/T 808.</summary>
public sealed class FrameTests
{
    private static readonly byte[] Golden = Convert.FromHexString(
        "7E0200002612345678901200" + "7D02" + "000000010000000200BA7F0E07E4F11C0028003C0000181015101010010400000064020200" + "7D01" + "137E");

    /// <summary>A registration by the 2019 edition, as a public simulator sends it.</summary>
    private static readonly byte[] Registration2019 = Convert.FromHexString(
        "7E01004054010000000000022345678900" + "00000B00650123456789ABCDEF0000000123456789ABCDEF" + new string('0', 44) + "0123456789ABCDEF" + new string('0', 44) + "01BEA94431323334" + "35937E");

    [Fact]
    public void GoldenFrame_IsReadAsTheStandardSays()
    {
        var deframer = Only(Golden);
        JtHeader.TryRead(deframer.Frame, out var header).ShouldBeTrue();
        (header.Id, header.Length, header.Serial, header.Is2019).ShouldBe((JtMessages.Position, 38, (ushort)0x7E, false));
        header.Phone(deframer.Frame).ShouldBe("123456789012");
        JtPosition.TryRead(deframer.Frame[header.Size..], out var position).ShouldBeTrue();
        position.Latitude.ShouldBe(12.222222, 1e-9);
        position.Longitude.ShouldBe(132.444444, 1e-9);
        position.Altitude.ShouldBe((short)40);
        position.Speed.ShouldBe(6.0);
        position.At.ShouldBe(new DateTimeOffset(2018, 10, 15, 2, 10, 10, TimeSpan.Zero));
        (position.Alarms, position.Status, position.IsLocated).ShouldBe((1u, 2u, true));
    }

    [Fact]
    public void GoldenFrame_IsWrittenByteForByte()
    {
        var body = new byte[38];
        new JtPosition { Alarms = 1, Status = 2, Latitude = 12.222222, Longitude = 132.444444, Altitude = 40, Speed = 6, At = new(2018, 10, 15, 10, 10, 10, TimeSpan.FromHours(8)) }.Write(body);
        Convert.FromHexString("0104000000640202007D").CopyTo(body, JtPosition.Size);
        JtFrame.Write(JtMessages.Position, "123456789012", 0x7E, body).ShouldBe(Golden);
    }

    [Fact]
    public void GoldenFrame_GivesPositionHelpMileageAndFuel()
    {
        var deframer = Only(Golden);
        var readings = new Readings(new());
        readings.AddPosition(new(Guid.Empty), deframer.Frame[12..], null).ShouldBeTrue();
        var all = readings.All.ToArray();
        all.Select(r => r.Measure).ShouldBe([Reading.Position, "sos", "mileage", "fuel"]);
        all[0].Fix.Latitude.ShouldBe(12.222222, 1e-9);
        all[0].Fix.Speed.ShouldBe(1.6667f, 1e-4f);
        all.Skip(1).Select(r => r.Value).ShouldBe([1, 10, 12.5], 1e-9);
    }

    [Fact]
    public void Frame_OfTheEdition2019_HasALongerNumberAndHeader()
    {
        var deframer = Only(Registration2019);
        JtHeader.TryRead(deframer.Frame, out var header).ShouldBeTrue();
        (header.Id, header.Is2019, header.Length, header.Size, header.Serial).ShouldBe((JtMessages.Register, true, 84, 17, (ushort)0));
        header.Phone(deframer.Frame).ShouldBe("223456789");
        deframer.Frame.Length.ShouldBe(17 + 84);
        JtFrame.Write(JtMessages.Register, "223456789", 0, deframer.Frame[17..], is2019: true).ShouldBe(Registration2019);
    }

    [Fact]
    public void Frames_CutAtEveryByte_AreWholeAgain()
    {
        byte[] stream = [.. Golden, .. Registration2019, .. Golden];
        for (var cut = 0; cut <= stream.Length; cut++)
            Sizes(stream[..cut], stream[cut..]).ShouldBe([50, 101, 50], $"cut at {cut}");
        Sizes([.. stream.Select(b => new[] { b })]).ShouldBe([50, 101, 50]);
    }

    [Fact]
    public void Frames_ThatShareAMarkOrDoubleIt_AreAllFound()
    {
        Sizes([.. Golden, .. Golden[1..], 0x7E, 0x7E, .. Golden]).ShouldBe([50, 50, 50]);
        Sizes([0x7E, .. Golden]).ShouldBe([50]);
    }

    [Theory]
    [InlineData("00112233", "bytes outside a frame")]
    [InlineData("7E7D", "an escape cut off")]
    [InlineData("7E7D03000000000000000000000000", "an escape that is none")]
    [InlineData("7E0102", "a frame that is too short")]
    [InlineData("7E000200000123456789010000FF", "a check byte that does not fit")]
    public void Frame_ThatIsBroken_CostsItselfOnly(string broken, string why)
    {
        var buffer = new ReadOnlySequence<byte>([.. Convert.FromHexString(broken), .. Golden]);
        var deframer = new Deframer();
        deframer.Next(ref buffer).ShouldBe(Found.Odd);
        deframer.Why.ShouldBe(why);
        deframer.Next(ref buffer).ShouldBe(Found.Frame);
        deframer.Frame.Length.ShouldBe(50);
    }

    [Fact]
    public void Frame_WithoutEnd_IsGivenUp()
    {
        var buffer = new ReadOnlySequence<byte>([0x7E, .. new byte[JtFrame.Longest + 1]]);
        var deframer = new Deframer();
        deframer.Next(ref buffer).ShouldBe(Found.Odd);
        buffer.Length.ShouldBe(0);
    }

    [Fact]
    public void RandomBytes_AMillionFrames_NeverHurt()
    {
        var random = new Random(808);
        var deframer = new Deframer();
        var readings = new Readings(new());
        var parts = new PartsBook(TimeProvider.System);
        var chunk = new byte[4096];
        var (frames, odd) = (0, 0);
        while (frames + odd < 1_000_000)
        {
            random.NextBytes(chunk);
            for (var i = 0; i < chunk.Length; i += random.Next(1, 40))
                chunk[i] = JtFrame.Mark;
            for (var i = 0; i + 1 < chunk.Length; i++)
                if (chunk[i] == JtFrame.Escape)
                    chunk[i + 1] = (byte)random.Next(0, 4);
            var buffer = new ReadOnlySequence<byte>(chunk);
            while (deframer.Next(ref buffer) is var found && found != Found.Nothing)
            {
                odd += found == Found.Odd ? 1 : 0;
                frames += found == Found.Frame ? 1 : 0;
                if (found != Found.Frame || !JtHeader.TryRead(deframer.Frame, out var header))
                    continue;
                Chew(header, deframer.Frame[header.Size..], readings, parts);
            }
        }

        frames.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void RandomBodies_InGoodFrames_NeverHurt()
    {
        var random = new Random(2019);
        var readings = new Readings(new());
        var parts = new PartsBook(TimeProvider.System);
        for (var i = 0; i < 200_000; i++)
        {
            var body = new byte[random.Next(0, 80)];
            random.NextBytes(body);
            var header = new JtHeader(JtMessages.Positions, (ushort)i, random.Next(2) == 0, body.Length, 0, random.Next(0, 5), random.Next(0, 6), 12);
            Chew(header, body, readings, parts);
        }

        parts.Open.ShouldBeLessThanOrEqualTo(PartsBook.MostMessages);
    }

    private static void Chew(JtHeader header, ReadOnlySpan<byte> body, Readings readings, PartsBook parts)
    {
        var device = new DeviceId(Guid.Empty);
        readings.AddPosition(device, body, null);
        readings.AddBatch(device, body);
        readings.Clear();
        TerminalReports.Parameters(body);
        TerminalReports.Attributes(header.Is2019, body);
        parts.Add(header, body);
        parts.Missing();
    }

    private static Deframer Only(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        var deframer = new Deframer();
        deframer.Next(ref buffer).ShouldBe(Found.Frame);
        return deframer;
    }

    // Pieces as they come: what is not used up stands before the next.
    private static List<int> Sizes(params byte[][] pieces)
    {
        var (deframer, rest, sizes) = (new Deframer(), Array.Empty<byte>(), new List<int>());
        foreach (var piece in pieces)
        {
            var buffer = new ReadOnlySequence<byte>([.. rest, .. piece]);
            while (deframer.Next(ref buffer) is var found && found != Found.Nothing)
            {
                found.ShouldBe(Found.Frame);
                sizes.Add(deframer.Frame.Length);
            }

            rest = buffer.ToArray();
        }

        return sizes;
    }
}
