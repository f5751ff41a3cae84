using System.Net;
using System.Net.Sockets;
using Linli.Gb26875;
using Linli.Sensing;

namespace Linli.Server.Simulation.DutyRoom;

/// <summary>
/// The sixty fire units of the demo hold their lines over GB 26875.3: they say that they are alive and what the water's pressure is, and
/// answer when they are reset.
/// </summary>
internal sealed class FireUnits(IPEndPoint line) : IActor, IAsyncDisposable
{
    /// <summary>Kinds of device that speak through a unit.</summary>
    public static readonly string[] Kinds = ["fire-panel", "water-pressure"];

    private const byte GaugeKind = 99;
    private const byte TenthsOfKilopascals = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly GbClient?[] units = new GbClient?[DemoDevices.FireUnits];
    private readonly SemaphoreSlim turn = new(1, 1);

    public double PerHour(int hour) => 240;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        if (!await turn.WaitAsync(0, cancel))
            return;
        try
        {
            for (var i = 0; i < units.Length; i++)
                await Speak(i, day, cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var unit in units)
            if (unit is not null)
                await unit.DisposeAsync();
        turn.Dispose();
    }

    private async Task Speak(int i, SimulatedDay day, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var host = line.Address.Equals(IPAddress.Any) || line.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : line.Address;
            var unit = units[i] ??= await GbClient.Connect(host.ToString(), line.Port, (ulong)(i + 1), TimeProvider.System, patience.Token);
            await unit.Send([], patience.Token);
            var pressure = (short)(3200 + (day.Chance() * 200));
            await unit.Send(GbClient.PartValue(DemoDevices.WaterSystem, 1, GaugeKind, 1, TenthsOfKilopascals, pressure, day.ServerNow), patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // It calls again the next time.
            if (units[i] is { } lost)
                await lost.DisposeAsync();
            units[i] = null;
        }
    }
}
