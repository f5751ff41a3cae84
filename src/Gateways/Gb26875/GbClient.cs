using System.IO.Pipelines;
using System.Net.Sockets;
using Linli.Gb26875.Frames;

namespace Linli.Gb26875;

/// <summary>A fire unit that speaks GB 26875.3, for simulating panels; it waits for each confirmation as a real one does.</summary>
public sealed class GbClient : IAsyncDisposable
{
    private const ushort Version = 0x0101;

    private readonly TcpClient tcp;
    private readonly PipeReader reader;
    private readonly Deframer deframer = new();
    private readonly TimeProvider time;
    private readonly ulong address;
    private ushort serial;

    private GbClient(TcpClient tcp, ulong address, TimeProvider time)
    {
        (this.tcp, this.address, this.time) = (tcp, address, time);
        reader = PipeReader.Create(tcp.GetStream());
    }

    /// <summary>Address of the centre it calls.</summary>
    public ulong Centre { get; init; } = 1;

    /// <summary>Connects.</summary>
    public static async Task<GbClient> Connect(string host, int port, ulong address, TimeProvider time, CancellationToken cancel)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(host, port, cancel);
        return new(tcp, address, time);
    }

    /// <summary>The state of a part (type 2) as a data unit.</summary>
    /// <param name="system">系统类型.</param>
    /// <param name="systemAddress">系统地址.</param>
    /// <param name="kind">部件类型.</param>
    /// <param name="part">部件地址.</param>
    /// <param name="bits">部件状态; bit 0 running, 1 fire, 2 fault, 3 shielded.</param>
    /// <param name="at">When.</param>
    public static byte[] PartState(byte system, byte systemAddress, byte kind, uint part, ushort bits, DateTimeOffset at)
    {
        var data = new byte[48];
        (data[0], data[1], data[2], data[3], data[4]) = (2, 1, system, systemAddress, kind);
        BitConverter.TryWriteBytes(data.AsSpan(5), part);
        BitConverter.TryWriteBytes(data.AsSpan(9), bits);
        GbFrame.WriteTime(data.AsSpan(42), at);
        return data;
    }

    /// <summary>A value of a part (type 3) as a data unit.</summary>
    /// <param name="system">系统类型.</param>
    /// <param name="systemAddress">系统地址.</param>
    /// <param name="kind">部件类型.</param>
    /// <param name="part">部件地址.</param>
    /// <param name="quantity">模拟量类型, 4 for tenths of a megapascal.</param>
    /// <param name="raw">模拟量值.</param>
    /// <param name="at">When.</param>
    public static byte[] PartValue(byte system, byte systemAddress, byte kind, uint part, byte quantity, short raw, DateTimeOffset at)
    {
        var data = new byte[18];
        (data[0], data[1], data[2], data[3], data[4], data[9]) = (3, 1, system, systemAddress, kind, quantity);
        BitConverter.TryWriteBytes(data.AsSpan(5), part);
        BitConverter.TryWriteBytes(data.AsSpan(10), raw);
        GbFrame.WriteTime(data.AsSpan(12), at);
        return data;
    }

    /// <summary>Sends data, or a heartbeat when there is none, and waits for the confirmation.</summary>
    /// <returns>Whether it was confirmed; a denial says to send it again later.</returns>
    /// <exception cref="IOException">The other side hung up.</exception>
    public async Task<bool> Send(byte[] data, CancellationToken cancel)
    {
        var number = serial++;
        await tcp.GetStream().WriteAsync(GbFrame.Write(new(number, Version, address, Centre, (byte)GbCommand.Send, data), time.GetUtcNow()), cancel);
        while (true)
        {
            var message = await Next(cancel);
            if (message.Command is (byte)GbCommand.Confirm or (byte)GbCommand.Deny && message.Serial == number)
                return message.Command == (byte)GbCommand.Confirm;
            if (message.Command == (byte)GbCommand.Control)
                await Confirm(message, cancel);
        }
    }

    /// <summary>Confirms what the centre wants done.</summary>
    public async Task Confirm(GbMessage message, CancellationToken cancel) =>
        await tcp.GetStream().WriteAsync(GbFrame.Write(message with { Source = address, Target = message.Source, Command = (byte)GbCommand.Confirm, Data = [] }, time.GetUtcNow()), cancel);

    /// <summary>Sends bytes as they are, to see what becomes of broken ones.</summary>
    public async Task SendRaw(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => await tcp.GetStream().WriteAsync(bytes, cancel);

    /// <summary>The next message from the centre.</summary>
    /// <exception cref="IOException">The other side hung up.</exception>
    public async Task<GbMessage> Next(CancellationToken cancel)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancel);
            var buffer = result.Buffer;
            var found = deframer.Next(ref buffer);
            reader.AdvanceTo(buffer.Start, found == Found.Nothing ? buffer.End : buffer.Start);
            if (found == Found.Message)
                return deframer.Message;
            if (found == Found.Nothing && result.IsCompleted)
                throw new IOException("The other side hung up.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        tcp.Dispose();
        return ValueTask.CompletedTask;
    }
}
