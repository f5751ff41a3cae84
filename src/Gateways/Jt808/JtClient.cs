using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using Linli.Jt808.Frames;
using Linli.Jt808.Talk;

namespace Linli.Jt808;

/// <summary>A terminal that speaks JT/T 808, for simulating many and for measuring; it does what a real one does and no more.</summary>
public sealed class JtClient : IAsyncDisposable
{
    private readonly TcpClient tcp;
    private readonly PipeReader reader;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ConcurrentDictionary<ushort, TaskCompletionSource<byte[]>> waiting = new();
    private readonly Task reading;
    private int serial = -1;

    private JtClient(TcpClient tcp, string phone, bool is2019)
    {
        (this.tcp, Phone, Is2019) = (tcp, phone, is2019);
        reader = PipeReader.Create(tcp.GetStream());
        reading = Task.Run(Read);
    }

    /// <summary>Its number.</summary>
    public string Phone { get; }

    /// <summary>Whether it is of the 2019 edition.</summary>
    public bool Is2019 { get; }

    /// <summary>What it does when it is told something: given message id and body, the result it answers with. Done by default.</summary>
    public Func<ushort, byte[], JtResult> Told { get; set; } = (_, _) => JtResult.Done;

    /// <summary>Ends when the other side has hung up.</summary>
    public Task Ended => reading;

    /// <summary>Connects.</summary>
    public static async Task<JtClient> Connect(string host, int port, string phone, bool is2019, CancellationToken cancel)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(host, port, cancel);
        return new(tcp, phone, is2019);
    }

    /// <summary>Registers (0x0100).</summary>
    /// <param name="cancel">Gives up.</param>
    /// <param name="number">What its maker calls it, 7 characters at most.</param>
    /// <returns>The result, and the code to authenticate with when it was done.</returns>
    public async Task<(JtRegisterResult Result, string? Code)> Register(CancellationToken cancel, string number = "0000001")
    {
        var body = new BodyWriter().Word(33).Word(0).Text("LINLI", Is2019 ? 11 : 5).Text("SIM", Is2019 ? 30 : 20).Text(number, Is2019 ? 30 : 7).Byte(0).ToArray();
        var answer = await Ask(JtMessages.Register, body, cancel);
        return ((JtRegisterResult)answer[2], answer.Length > 3 ? JtText.Read(answer.AsSpan(3)) : null);
    }

    /// <summary>Authenticates (0x0102).</summary>
    public Task<JtResult> Authenticate(string key, CancellationToken cancel)
    {
        var body = new BodyWriter();
        if (Is2019)
            body.Byte(JtText.Encoding.GetByteCount(key)).Text(key).Text("", 15).Text("1.0", 20);
        else
            body.Text(key);
        return Say(JtMessages.Authenticate, body.ToArray(), cancel);
    }

    /// <summary>A sign of life (0x0002).</summary>
    public Task<JtResult> Heartbeat(CancellationToken cancel) => Say(JtMessages.Heartbeat, [], cancel);

    /// <summary>Takes leave (0x0003).</summary>
    public Task<JtResult> Logout(CancellationToken cancel) => Say(JtMessages.Logout, [], cancel);

    /// <summary>Reports where it is (0x0200).</summary>
    public Task<JtResult> Report(JtPosition position, CancellationToken cancel) => Say(JtMessages.Position, Body(position), cancel);

    /// <summary>Reports where it was (0x0704): after a dead spot, or to save power.</summary>
    public Task<JtResult> Report(IReadOnlyCollection<JtPosition> positions, CancellationToken cancel)
    {
        var body = new BodyWriter().Word(positions.Count).Byte(1);
        foreach (var position in positions)
            body.Word(JtPosition.Size).Bytes(Body(position));
        return Say(JtMessages.Positions, body.ToArray(), cancel);
    }

    /// <summary>Says something and waits for the general answer.</summary>
    /// <exception cref="IOException">The other side hung up.</exception>
    public async Task<JtResult> Say(ushort id, byte[] body, CancellationToken cancel) => (JtResult)(await Ask(id, body, cancel))[4];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        tcp.Dispose();
        await reading;
        turn.Dispose();
    }

    private static byte[] Body(JtPosition position)
    {
        var body = new byte[JtPosition.Size];
        position.Write(body);
        return body;
    }

    private async Task<byte[]> Ask(ushort id, byte[] body, CancellationToken cancel)
    {
        var parts = Math.Max(1, (body.Length + JtFrame.LongestBody - 1) / JtFrame.LongestBody);
        var first = (ushort)(Interlocked.Add(ref serial, parts) - parts + 1);
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[(ushort)(first + parts - 1)] = answer;
        if (reading.IsCompleted)
            throw new IOException("The other side hung up.");
        foreach (var frame in JtFrame.WriteAll(id, Phone, first, body, Is2019))
            await Send(frame, cancel);
        return await answer.Task.WaitAsync(cancel);
    }

    /// <summary>Sends bytes as they are, whole frame or not.</summary>
    internal Task SendRaw(byte[] frame, CancellationToken cancel) => Send(frame, cancel);

    private async Task Send(byte[] frame, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await tcp.GetStream().WriteAsync(frame, cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task Read()
    {
        var deframer = new Deframer();
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                var buffer = result.Buffer;
                while (deframer.Next(ref buffer) is var found && found != Found.Nothing)
                    if (found == Found.Frame && JtHeader.TryRead(deframer.Frame, out var header) && Answer(header, deframer.Frame[header.Size..].ToArray()) is { } answer)
                        await Send(answer, CancellationToken.None);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // Hung up on, or by ourselves.
        }

        foreach (var (_, asked) in waiting)
            asked.TrySetException(new IOException("The other side hung up."));
    }

    private byte[]? Answer(JtHeader header, byte[] body)
    {
        if (header.Id is JtMessages.PlatformAnswer or JtMessages.RegisterAnswer)
        {
            if (body.Length >= 3 && waiting.TryRemove(BinaryPrimitives.ReadUInt16BigEndian(body), out var asked))
                asked.TrySetResult(body);
            return null;
        }

        var answer = new BodyWriter().Word(header.Serial).Word(header.Id).Byte((byte)Told(header.Id, body)).ToArray();
        return JtFrame.Write(JtMessages.TerminalAnswer, Phone, (ushort)Interlocked.Increment(ref serial), answer, Is2019);
    }
}
