using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Linli.Server.Simulation.Sensors;

/// <summary>
/// A device that speaks MQTT 5, for simulating: it signs in with code and key, publishes with QoS 1, and waits for what the PUBACK says.
/// It does no more than that.
/// </summary>
internal sealed class MqttSensor : IAsyncDisposable
{
    private const byte UserProperty = 0x26;
    private const byte ReasonString = 0x1F;

    private readonly TcpClient tcp;
    private readonly NetworkStream stream;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ConcurrentDictionary<ushort, TaskCompletionSource<(byte Reason, int Refused)>> waiting = new();
    private readonly string code;
    private Task reading = Task.CompletedTask;
    private int last;

    private MqttSensor(TcpClient tcp, string code) => (this.tcp, stream, this.code) = (tcp, tcp.GetStream(), code);

    /// <summary>Ends when the other side has hung up; the reason it gave in DISCONNECT, or 0.</summary>
    public Task Ended => reading;

    /// <summary>Why the server ended the connection; 0 when it gave no reason.</summary>
    public byte EndReason { get; private set; }

    /// <summary>Connects and signs in.</summary>
    /// <exception cref="IOException">It was not let in; the message has the reason code.</exception>
    public static async Task<MqttSensor> Connect(string host, int port, string code, string key, CancellationToken cancel)
    {
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(host, port, cancel);
            var sensor = new MqttSensor(tcp, code);
            await sensor.SignIn(key, cancel);
            sensor.reading = Task.Run(sensor.Read, CancellationToken.None);
            return sensor;
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of a CONNECT.</summary>
    public static byte[] Hello(string code, string key)
    {
        using var body = new MemoryStream();
        Text(body, "MQTT");
        // Version 5, clean start with user name and password, keep-alive of twenty minutes, no properties.
        body.Write([5, 0xC2, 0x04, 0xB0, 0]);
        Text(body, code);
        Text(body, code);
        Text(body, key);
        return Packet(0x10, body.ToArray());
    }

    /// <summary>Publishes to one of its topics with QoS 1.</summary>
    /// <param name="topic">What follows its own code.</param>
    /// <param name="payload">The message.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The reason of the PUBACK, and how many readings were refused.</returns>
    /// <exception cref="IOException">The other side hung up before it answered.</exception>
    public async Task<(byte Reason, int Refused)> Publish(string topic, byte[] payload, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<(byte, int)>(TaskCreationOptions.RunContinuationsAsynchronously);
        ushort id;
        do
            id = (ushort)Interlocked.Increment(ref last);
        while (id == 0 || !waiting.TryAdd(id, answer));
        using var body = new MemoryStream(payload.Length + 64);
        Text(body, $"linli/{code}/{topic}");
        body.Write([(byte)(id >> 8), (byte)id, 0]);
        body.Write(payload);
        await turn.WaitAsync(cancel);
        try
        {
            await stream.WriteAsync(Packet(0x32, body.ToArray()), cancel);
        }
        finally
        {
            turn.Release();
        }

        if (reading.IsCompleted)
            throw new IOException("The other side hung up.");
        return await answer.Task.WaitAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // A word of farewell: the device is not lost, it goes.
            await stream.WriteAsync(new byte[] { 0xE0, 0 });
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Gone already.
        }

        tcp.Dispose();
        await reading;
        turn.Dispose();
    }

    private async Task SignIn(string key, CancellationToken cancel)
    {
        await stream.WriteAsync(Hello(code, key), cancel);
        var (first, body) = await Next(cancel);
        if (first >> 4 != 2 || body.Length < 2 || body[1] != 0)
            throw new IOException($"CONNACK 0x{(body.Length < 2 ? 0 : body[1]):X2}");
    }

    private async Task Read()
    {
        try
        {
            while (true)
            {
                var (first, body) = await Next(CancellationToken.None);
                if (first >> 4 == 4 && body.Length >= 2 && waiting.TryRemove(BinaryPrimitives.ReadUInt16BigEndian(body), out var asked))
                    asked.TrySetResult((body.Length > 2 ? body[2] : (byte)0, RefusedIn(body)));
                if (first >> 4 == 14)
                    EndReason = body.Length > 0 ? body[0] : (byte)0;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // Hung up on, or by ourselves.
        }

        foreach (var (_, asked) in waiting)
            asked.TrySetException(new IOException("The other side hung up."));
    }

    // After id and reason: length of the properties, then a reason string and user properties.
    private static int RefusedIn(byte[] body)
    {
        var at = 3;
        while (at < body.Length && (body[at++] & 0x80) != 0)
        {
            // The length of the properties takes one byte or more.
        }

        while (at < body.Length)
        {
            var kind = body[at++];
            if (kind is not (ReasonString or UserProperty) || at + 2 > body.Length)
                return 0;
            var name = Taken(body, ref at);
            if (kind == UserProperty && Taken(body, ref at) is var value && name == "refused" && int.TryParse(value, out var refused))
                return refused;
        }

        return 0;
    }

    private static string Taken(byte[] body, ref int at)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at));
        var text = Encoding.UTF8.GetString(body, at + 2, Math.Min(length, body.Length - at - 2));
        at += 2 + length;
        return text;
    }

    private async Task<(byte First, byte[] Body)> Next(CancellationToken cancel)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, cancel);
        var (first, length, shift) = (one[0], 0, 0);
        do
        {
            await stream.ReadExactlyAsync(one, cancel);
            length |= (one[0] & 0x7F) << shift;
            shift += 7;
        }
        while ((one[0] & 0x80) != 0 && shift < 28);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancel);
        return (first, body);
    }

    private static byte[] Packet(byte first, byte[] body)
    {
        using var packet = new MemoryStream(body.Length + 5);
        packet.WriteByte(first);
        var length = body.Length;
        do
        {
            packet.WriteByte((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        packet.Write(body);
        return packet.ToArray();
    }

    private static void Text(MemoryStream to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        to.Write([(byte)(bytes.Length >> 8), (byte)bytes.Length]);
        to.Write(bytes);
    }
}
