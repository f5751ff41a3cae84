using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Linli.Sensing.Lines;

/// <summary>
/// Listens for all protocols while the server runs, on Kestrel's sockets but beside its web addresses: whatever <c>--urls</c>
/// says, devices find their ports, and a port that is taken costs that protocol and nothing else.
/// </summary>
internal sealed class LineService(
    IEnumerable<ILineProtocol> protocols, IOptions<LinesOptions> options, OddFrameBook odd, TimeProvider time, ILoggerFactory loggers) : IHostedService, ILines, IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly ILogger log = loggers.CreateLogger("Linli.Lines");
    private readonly CancellationTokenSource stopping = new();
    private readonly List<(LineListener Listener, Task Running)> listeners = [];
    private ITimer? sweeper;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
            return;
        if (!IPAddress.TryParse(options.Value.Address, out var address))
            throw new InvalidOperationException($"{LinesOptions.Section}:{nameof(LinesOptions.Address)} is no IP address: '{options.Value.Address}'.");
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers);
        foreach (var protocol in protocols.Where(p => p.Options.Port >= 0))
            await Listen(transport, protocol, new(address, protocol.Options.Port), cancellationToken);
        sweeper = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (sweeper is not null)
            await sweeper.DisposeAsync();
        await stopping.CancelAsync();
        await Task.WhenAll(listeners.Select(l => l.Listener.Stop())).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public IPEndPoint? EndPointOf(string protocol) => Find(protocol)?.EndPoint;

    public int OpenOf(string protocol) => Find(protocol)?.Open ?? 0;

    public IReadOnlyList<OddFrame> OddFrames() => odd.Newest();

    /// <summary>Hangs up on those who were silent for too long.</summary>
    public void Sweep()
    {
        foreach (var (listener, _) in listeners)
            listener.Sweep();
    }

    public void Dispose() => stopping.Dispose();

    private LineListener? Find(string protocol) => listeners.Select(l => l.Listener).FirstOrDefault(l => l.Protocol == protocol);

    private async Task Listen(SocketTransportFactory transport, ILineProtocol protocol, IPEndPoint endPoint, CancellationToken cancel)
    {
        try
        {
            var listener = new LineListener(protocol, await transport.BindAsync(endPoint, cancel), time, odd, log, stopping.Token);
            listeners.Add((listener, listener.Run()));
            log.LogInformation("Devices that speak {Protocol} are heard on {EndPoint}.", protocol.Name, listener.EndPoint);
        }
        catch (Exception e) when (e is AddressInUseException or System.Net.Sockets.SocketException)
        {
            log.LogWarning(
                "Devices that speak {Protocol} are not heard: {EndPoint} cannot be used ({Why}). Stop the other program or set LINLI__{Setting}; everything else works.",
                protocol.Name, endPoint, e.Message, protocol.Options.PortSetting ?? Section(protocol.Name) + "__Port");
        }
    }

    // Sections are called as their gateway: jt808 is Jt808.
    private static string Section(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
