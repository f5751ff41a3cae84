using System.Buffers;
using Linli.Mqtt.Messages;
using Linli.Mqtt.Wire;
using Linli.Sensing;

namespace Linli.Devices.Tests.Mqtt;

public sealed class FuzzTests
{
    private const int Seed = 20261123;
    private static readonly Device Device = new KnownDevices().Add("C-1007");

    [Fact]
    public void AMillionRandomFrames_NeverThrow_AndNeverBecomeMoreReadingsThanTheyHaveRoomFor()
    {
        var random = new Random(Seed);
        var decoder = new Decoder(new());
        var batch = new Batch();
        var topics = new OwnTopics("C-1007");
        byte[][] seeds =
        [
            Packets.Publish(5, "linli/C-1007/readings", """[{"measure":"t","value":1,"at":"2026-11-23T00:00:00Z"}]""", id: 7, properties: [.. Packets.User("a", "b")]),
            Packets.Publish(5, "linli/C-1007/t", "21.5", id: 7, properties: [1, 1, 2, 0, 0, 0, 9, .. Packets.ContentType("text/plain")]),
            Packets.Connect(5, "C-1007", "key", will: true, properties: [0x21, 0, 9, 0x17, 0]),
            Packets.Connect(4, "C-1007", "key", will: true),
            Packets.Subscribe(5, 9, "linli/C-1007/commands"),
        ];
        var bytes = new byte[160];
        for (var round = 0; round < 1_000_000; round++)
        {
            // A third is noise, the rest is a good packet with a few bytes changed: noise alone seldom gets past the first byte.
            int length;
            if (round % 3 == 0)
            {
                length = random.Next(bytes.Length);
                random.NextBytes(bytes.AsSpan(0, length));
            }
            else
            {
                var seed = seeds[round % seeds.Length];
                length = Math.Min(seed.Length, bytes.Length);
                seed.AsSpan(0, length).CopyTo(bytes);
                for (var change = random.Next(1, 5); change > 0; change--)
                    bytes[random.Next(length)] = (byte)random.Next(256);
            }

            Handle(bytes.AsMemory(0, length), decoder, topics, batch);
            batch.Count.ShouldBeLessThanOrEqualTo(length);
            batch.Clear();
        }
    }

    private static void Handle(ReadOnlyMemory<byte> bytes, Decoder decoder, OwnTopics topics, Batch batch)
    {
        if (Frame.Read(new ReadOnlySequence<byte>(bytes), 4096, out var first, out var head, out var length) != FrameStatus.Whole)
            return;
        var body = bytes.Span.Slice(head, length);
        ConnectPacket.Read(body, out _);
        for (var version = 4; version <= 5; version++)
        {
            if (PublishPacket.Read(first, body, version, out var packet) != Reason.Success)
                continue;
            var kind = topics.Of(packet.Topic, out var rest);
            decoder.Read(kind == TopicKind.Foreign ? TopicKind.Readings : kind, rest, packet, Device, DateTimeOffset.UnixEpoch, batch);
        }

        foreach (var place in new[] { PropertyPlace.PubAck, PropertyPlace.Subscribe, PropertyPlace.Disconnect })
        {
            var reader = new PacketReader(body);
            Properties.Read(ref reader, place, out _);
        }
    }

    [Fact]
    public async Task RandomBytes_AfterSigningIn_EndTheConnectionOrChangeNothing()
    {
        var random = new Random(Seed);
        var bed = new MqttBed();
        for (var round = 0; round < 500; round++)
        {
            var wire = await bed.SignedIn(round % 2 == 0 ? 4 : 5);
            var noise = new byte[random.Next(1, 300)];
            random.NextBytes(noise);
            await wire.Send(noise);
            await wire.HangUp();
            await wire.LastWord();
        }

        bed.Sessions.SignedIn.ShouldBe(0);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task ASession_CutAtEveryByte_IsAnsweredTheSame(int version)
    {
        byte[] spoken =
        [
            .. Packets.Connect(version, "C-1007", "C-1007-key"), .. Packets.Subscribe(version, 9, "linli/C-1007/commands"),
            .. Packets.Publish(version, "linli/C-1007/t", "21.5", id: 7), .. Packets.Ping, .. Packets.Leave,
        ];
        for (var cut = 1; cut < spoken.Length; cut++)
        {
            var bed = new MqttBed();
            var wire = bed.Connect();
            await wire.Send(spoken[..cut]);
            await wire.Send(spoken[cut..]);
            var kinds = new List<int>();
            while (await wire.Read() is { Length: > 0 } packet)
                kinds.Add(packet[0] >> 4);
            kinds.Order().ToArray().ShouldBe([2, 4, 9, 13], $"cut at {cut}");
            bed.Readings.All.Count.ShouldBe(1);
            bed.Lines.Happened.ShouldBe(["heartbeat", "left", "closed"]);
        }
    }
}
