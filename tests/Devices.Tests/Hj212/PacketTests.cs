using System.Buffers;
using System.Text;
using Linli.Hj212;
using Linli.Hj212.Frames;
using Linli.Hj212.Talk;
using Linli.Sensing;

namespace Linli.Devices.Tests.Hj212;

/// <summary>T11: packets of HJ 212.</summary>
public sealed class PacketTests
{
    /// <summary>The example of the standard.</summary>
    private const string Standard = "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

    /// <summary>Real-time data of a station, published by a maker of gateways with its check.</summary>
    private const string WaterSegment =
        "QN=20210320163101890;ST=32;CN=2011;PW=123456;MN=81733553213013;Flag=4;CP=&&DataTime=20210320013400;w00000-Rtd=181.682,w00000-Flag=N;w21001-SampleTime=20210320005400,w21001-Rtd=45.160,w21001-Flag=N;"
        + "w21011-SampleTime=20210320013400,w21011-Rtd=1.970,w21011-Flag=N;w21003-SampleTime=20210320013400,w21003-Rtd=53.131,w21003-Flag=N;w01018-SampleTime=20210320013400,w01018-Rtd=194.200,w01018-Flag=N;"
        + "w01001-SampleTime=20210320013406,w01001-Rtd=7.496,w01001-Flag=N&&";

    internal static readonly string Water = $"##{WaterSegment.Length:D4}{WaterSegment}6E80\r\n";

    [Fact]
    public void StandardsExample_IsReadAndWrittenByteForByte()
    {
        var packet = Only(Standard);
        (packet.Qn, packet.St, packet.Cn, packet.Pw, packet.Mn, packet.Flag, packet.Cp).ShouldBe(("20160801085857223", "32", "1062", "100000", "010000A8900016F000169DC0", (int?)5, "RtdInterval=30"));
        (packet.WantsAnswer, packet.Is2017).ShouldBe((true, true));
        Encoding.ASCII.GetString(packet.Write()).ShouldBe(Standard);
    }

    [Fact]
    public void WaterPacket_GivesItsFactorsByName_AtTheirOwnTimes()
    {
        var readings = ReadingsOf(Only(Water), new(2021, 3, 19, 17, 34, 0, TimeSpan.Zero));
        readings.ShouldContain(r => r.Measure == "total-nitrogen" && r.Value == 45.16 && r.At == new DateTimeOffset(2021, 3, 19, 16, 54, 0, TimeSpan.Zero));
        readings.ShouldContain(r => r.Measure == "ph" && r.Value == 7.496);
        readings.ShouldContain(r => r.Measure == "w00000" && r.Value == 181.682);
        readings.Count.ShouldBe(6);
    }

    [Fact]
    public void AirPacket_KeepsWhatDoesNotCountApart()
    {
        var packet = new HjPacket("", "22", "2011", "", "A", 5, "DataTime=20261123080000;a34004-Rtd=35,a34004-Flag=N;a05024-Rtd=900,a05024-Flag=C;a21026-Rtd=12,a21026-Flag=D;a21004-Rtd=9;a99999-Rtd=3,a99999-Flag=M");
        ReadingsOf(packet, DateTimeOffset.UnixEpoch).Select(r => (r.Measure, r.Value)).ShouldBe(
            [("pm25", 35), ("o3-invalid", 900), ("so2-invalid", 12), ("no2", 9), ("a99999-invalid", 3)]);
    }

    [Fact]
    public void HourlyPacket_IsNoMeasurementOfNow()
    {
        var packet = new HjPacket("", "22", "2061", "", "A", 5, "DataTime=20261123080000;a34004-Cou=1.1,a34004-Min=20,a34004-Avg=30,a34004-Max=40,a34004-Flag=N");
        ReadingsOf(packet, DateTimeOffset.UnixEpoch).Select(r => (r.Measure, r.Value)).ShouldBe([("pm25-hour-total", 1.1), ("pm25-hour-min", 20), ("pm25-hour", 30), ("pm25-hour-max", 40)]);
    }

    [Fact]
    public void Packets_CutAtEveryByte_AreWholeAgain()
    {
        var stream = Encoding.ASCII.GetBytes(Standard + Water + Standard);
        for (var cut = 0; cut <= stream.Length; cut++)
            Commands(stream[..cut], stream[cut..]).ShouldBe(["1062", "2011", "1062"], $"cut at {cut}");
        Commands([.. stream.Select(b => new[] { b })]).ShouldBe(["1062", "2011", "1062"]);
    }

    [Theory]
    [InlineData("0102")]
    [InlineData("0001")]
    [InlineData("9999")]
    [InlineData("01x1")]
    public void Packet_WithAWrongLength_IsFoundByItsLine(string length)
    {
        var buffer = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes("##" + length + Standard[6..] + Water));
        var deframer = new Deframer();
        deframer.Next(ref buffer).ShouldBe(Found.Packet);
        deframer.Packet.Cn.ShouldBe("1062");
        deframer.Next(ref buffer).ShouldBe(Found.Packet);
        deframer.Packet.Cn.ShouldBe("2011");
    }

    [Fact]
    public void Packets_WithoutLineEndsOrWithGarbageBetween_AreFound() =>
        CommandsIn(Standard.TrimEnd() + "##0012garbage" + Water.TrimEnd() + "noise" + Standard).ShouldBe(["1062", "2011", "1062"]);

    [Fact]
    public void Packet_WithAWrongCheck_CostsItselfOnly() => CommandsIn(Standard.Replace("1C80", "1C81", StringComparison.Ordinal) + Water).ShouldBe(["2011"]);

    [Fact]
    public void RandomBytes_AMillionPackets_NeverHurt()
    {
        var random = new Random(212);
        var deframer = new Deframer();
        var chunk = new byte[8192];
        var alphabet = "##0123456789;,=&-QNSTCNMNwartdFlag\r\nCP=&&"u8.ToArray();
        for (var found = 0; found < 1_000_000;)
        {
            for (var i = 0; i < chunk.Length; i++)
                chunk[i] = random.Next(20) == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            for (var i = 0; i + 10 < chunk.Length; i += random.Next(4, 30))
                "##0010"u8.CopyTo(chunk.AsSpan(i));
            var buffer = new ReadOnlySequence<byte>(chunk);
            while (deframer.Next(ref buffer) != Found.Nothing)
                found++;
            var segment = chunk.AsSpan(0, random.Next(400));
            if (HjPacket.Read(segment) is { } packet)
                ReadingsOf(packet, DateTimeOffset.UnixEpoch);
            HjData.Values(Encoding.ASCII.GetString(segment));
        }
    }

    private static List<Reading> ReadingsOf(HjPacket packet, DateTimeOffset at)
    {
        var readings = new List<Reading>();
        StationReadings.Add(readings, new(Guid.Empty), null, packet, at, new());
        return readings;
    }

    private static HjPacket Only(string text)
    {
        var buffer = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(text));
        var deframer = new Deframer();
        deframer.Next(ref buffer).ShouldBe(Found.Packet);
        deframer.Why.ShouldBe("");
        return deframer.Packet;
    }

    private static List<string> CommandsIn(string text)
    {
        var (deframer, found) = (new Deframer(), new List<string>());
        var buffer = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(text));
        while (deframer.Next(ref buffer) is var what && what != Found.Nothing)
            if (what == Found.Packet)
                found.Add(deframer.Packet.Cn);
        return found;
    }

    private static List<string> Commands(params byte[][] pieces)
    {
        var (deframer, rest, commands) = (new Deframer(), Array.Empty<byte>(), new List<string>());
        foreach (var piece in pieces)
        {
            var buffer = new ReadOnlySequence<byte>([.. rest, .. piece]);
            while (deframer.Next(ref buffer) is var found && found != Found.Nothing)
            {
                found.ShouldBe(Found.Packet);
                commands.Add(deframer.Packet.Cn);
            }

            rest = buffer.ToArray();
        }

        return commands;
    }
}
