using System.IO.Pipelines;
using System.Net.Sockets;
using Linli.Hj212.Frames;

namespace Linli.Hj212;

/// <summary>A station that speaks HJ 212-2017, for simulating water and air stations.</summary>
public sealed class HjClient : IAsyncDisposable
{
    private readonly TcpClient tcp;
    private readonly PipeReader reader;
    private readonly Deframer deframer = new();
    private readonly TimeProvider time;

    private HjClient(TcpClient tcp, TimeProvider time)
    {
        (this.tcp, this.time) = (tcp, time);
        reader = PipeReader.Create(tcp.GetStream());
    }

    /// <summary>Its MN.</summary>
    public required string Mn { get; init; }

    /// <summary>Its system: 21 surface water, 22 air.</summary>
    public required string System { get; init; }

    /// <summary>Its password.</summary>
    public string Password { get; init; } = "123456";

    /// <summary>Connects.</summary>
    /// <param name="host">Where to.</param>
    /// <param name="port">Which port.</param>
    /// <param name="mn">Its MN.</param>
    /// <param name="system">21 surface water, 22 air.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Stops waiting.</param>
    public static async Task<HjClient> Connect(string host, int port, string mn, string system, TimeProvider time, CancellationToken cancel)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(host, port, cancel);
        return new(tcp, time) { Mn = mn, System = system };
    }

    /// <summary>Sends values of an instant (2011) and waits for the answer (9014).</summary>
    /// <param name="at">When they were measured.</param>
    /// <param name="values">Factor, value and mark: <c>N</c> when it counts.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="IOException">The other side hung up.</exception>
    public async Task SendRealtime(DateTimeOffset at, IEnumerable<(string Factor, double Value, string Mark)> values, CancellationToken cancel)
    {
        var cp = $"DataTime={HjData.Text(at, milliseconds: false)};" + string.Join(';', values.Select(v => FormattableString.Invariant($"{v.Factor}-Rtd={v.Value},{v.Factor}-Flag={v.Mark}")));
        var number = HjData.Text(time.GetUtcNow(), milliseconds: true);
        await Send(new(number, System, "2011", Password, Mn, 5, cp), cancel);
        while (await Next(cancel) is var answer && (answer.Cn != "9014" || answer.Qn != number))
        {
            // What else the centre says is not what a simulated station waits for.
        }
    }

    /// <summary>Sends a packet.</summary>
    public async Task Send(HjPacket packet, CancellationToken cancel) => await tcp.GetStream().WriteAsync(packet.Write(), cancel);

    /// <summary>The next packet from the centre.</summary>
    /// <exception cref="IOException">The other side hung up.</exception>
    public async Task<HjPacket> Next(CancellationToken cancel)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancel);
            var buffer = result.Buffer;
            var found = deframer.Next(ref buffer);
            reader.AdvanceTo(buffer.Start, found == Found.Nothing ? buffer.End : buffer.Start);
            if (found == Found.Packet)
                return deframer.Packet;
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
