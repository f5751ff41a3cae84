using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Linli.Bench.Sensing;

/// <summary>As much of MQTT 3.1.1 as a measurement needs: one connection that publishes with QoS 1, hears, or is silent.</summary>
internal sealed class MqttClient : IDisposable
{
    private const int Window = 256;
    private readonly TcpClient tcp = new() { NoDelay = true };
    private readonly byte[] topic;
    private readonly Words words;
    private readonly byte[] outgoing = new byte[Window * 256];
    private readonly byte[] incoming = new byte[64 * 1024];
    private ushort packet;
    private int underWay;

    private MqttClient(string topic, Words words) => (this.topic, this.words) = (Encoding.ASCII.GetBytes(topic), words);

    /// <summary>Messages that were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Messages that were heard.</summary>
    public long Heard { get; private set; }

    public static async Task<MqttClient> Connect(int port, string code, Words words, CancellationToken cancel)
    {
        var client = new MqttClient($"linli/{code}/readings", words);
        await client.tcp.ConnectAsync("127.0.0.1", port, cancel);
        var body = new MemoryStream();
        body.Write([0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 0xC2, 0, 240]);
        foreach (var text in new[] { code, code, Bed.KeyOf(code) })
        {
            body.Write([0, (byte)text.Length]);
            body.Write(Encoding.ASCII.GetBytes(text));
        }

        var stream = client.tcp.GetStream();
        await stream.WriteAsync((byte[])[0x10, (byte)body.Length, .. body.ToArray()], cancel);
        await stream.ReadExactlyAsync(client.incoming.AsMemory(0, 4), cancel);
        return client.incoming[3] == 0 ? client : throw new InvalidOperationException($"CONNACK {client.incoming[3]} for {code}");
    }

    /// <summary>Publishes as fast as it is acknowledged, or so many a second, until told to stop.</summary>
    public async Task Publish(double perSecond, TimeProvider time, CancellationToken stop)
    {
        var stream = tcp.GetStream();
        var (started, sent, carried) = (time.GetTimestamp(), 0L, 0);
        while (!stop.IsCancellationRequested || underWay > 0)
        {
            var wanted = stop.IsCancellationRequested ? 0 : Window - underWay;
            if (perSecond > 0)
                wanted = (int)Math.Clamp((time.GetElapsedTime(started).TotalSeconds * perSecond) - sent, 0, wanted);
            var length = 0;
            for (var i = 0; i < wanted; i++)
                length += Message(outgoing.AsSpan(length));
            (underWay, sent) = (underWay + wanted, sent + wanted);
            if (length > 0)
                await stream.WriteAsync(outgoing.AsMemory(0, length), CancellationToken.None);
            if (underWay == 0)
            {
                await Task.Delay(5, CancellationToken.None);
                continue;
            }

            var read = await stream.ReadAsync(incoming, CancellationToken.None);
            if (read == 0)
                throw new IOException("Hung up on.");
            var acknowledged = (carried + read) / 4;
            (carried, underWay, Acknowledged) = ((carried + read) % 4, underWay - acknowledged, Acknowledged + acknowledged);
        }
    }

    /// <summary>Hears everything with QoS 1 until the connection ends.</summary>
    public async Task Listen()
    {
        var stream = tcp.GetStream();
        await stream.WriteAsync((byte[])[0x82, 12, 0, 1, 0, 7, .. "linli/#"u8, 1]);
        var (from, until) = (0, 0);
        try
        {
            while (await stream.ReadAsync(incoming.AsMemory(until)) is > 0 and var read)
            {
                until += read;
                var answers = 0;
                while (Whole(incoming.AsSpan(from, until - from), out var head, out var size))
                {
                    if (incoming[from] >> 4 == 3)
                    {
                        var id = from + head + 2 + BinaryPrimitives.ReadUInt16BigEndian(incoming.AsSpan(from + head));
                        (outgoing[answers], outgoing[answers + 1], outgoing[answers + 2], outgoing[answers + 3]) = (0x40, 2, incoming[id], incoming[id + 1]);
                        answers += 4;
                        Heard++;
                    }

                    from += size;
                }

                incoming.AsSpan(from, until - from).CopyTo(incoming);
                (from, until) = (0, until - from);
                await stream.WriteAsync(outgoing.AsMemory(0, answers));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    public void Dispose() => tcp.Dispose();

    private int Message(Span<byte> to)
    {
        Span<byte> payload = stackalloc byte[128];
        var size = words.Reading(payload);
        var body = 2 + topic.Length + 2 + size;
        to[0] = 0x32;
        to[1] = (byte)(body & 127 | 128);
        to[2] = (byte)(body >> 7);
        BinaryPrimitives.WriteUInt16BigEndian(to[3..], (ushort)topic.Length);
        topic.CopyTo(to[5..]);
        packet = packet == ushort.MaxValue ? (ushort)1 : (ushort)(packet + 1);
        BinaryPrimitives.WriteUInt16BigEndian(to[(5 + topic.Length)..], packet);
        payload[..size].CopyTo(to[(7 + topic.Length)..]);
        return body + 3;
    }

    private static bool Whole(ReadOnlySpan<byte> bytes, out int head, out int size)
    {
        (head, size) = (1, 0);
        for (var shift = 0; head < bytes.Length; shift += 7)
        {
            size |= (bytes[head] & 127) << shift;
            if (bytes[head++] < 128)
            {
                size += head;
                return size <= bytes.Length;
            }
        }

        return false;
    }
}
