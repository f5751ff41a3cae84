using System.Net.Sockets;
using Linli.Sensing;
using Linli.Sensing.Lines;
using Linli.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Linli.Devices.Tests.Tcp;

/// <summary>A gateway that listens on a real port over doubles of the engine.</summary>
internal sealed class LineBed : IAsyncDisposable
{
    private readonly string protocol;

    private LineBed(Func<LineBed, ILineProtocol> make)
    {
        var made = make(this);
        protocol = made.Name;
        Service = new([made], Microsoft.Extensions.Options.Options.Create(new LinesOptions()), new(Time), Time, NullLoggerFactory.Instance);
    }

    public AddressedDevices Devices { get; } = new();

    public TakenReadings Readings { get; } = new();

    public LastWords Latest { get; } = new();

    public KeptLines Lines { get; } = new();

    public NotedReports Reports { get; } = new();

    public FakeTime Time { get; } = new(TestTown.Start) { Measures = true };

    public LineService Service { get; }

    public int Port => Service.EndPointOf(protocol)!.Port;

    public static async Task<LineBed> Open(Func<LineBed, ILineProtocol> make)
    {
        var bed = new LineBed(make);
        await bed.Service.StartAsync(CancellationToken.None);
        return bed;
    }

    /// <summary>A bare connection.</summary>
    public async Task<Socket> Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", Port);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync(CancellationToken.None);
        Service.Dispose();
    }
}

internal static class Sockets
{
    /// <summary>What comes until there is so much, or the other side hangs up.</summary>
    public static async Task<byte[]> Read(this Socket socket, int count)
    {
        var bytes = new byte[count];
        var at = 0;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (at < count && await socket.ReceiveAsync(bytes.AsMemory(at), patience.Token) is > 0 and var got)
            at += got;
        return bytes[..at];
    }

    /// <summary>Waits until the other side hangs up.</summary>
    public static async Task<bool> IsHungUp(this Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (await socket.ReceiveAsync(new byte[1024], patience.Token) > 0)
            {
                // What was still said is not what we wait for.
            }

            return true;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
