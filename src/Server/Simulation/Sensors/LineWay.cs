using System.Collections.Concurrent;
using System.Globalization;
using Linli.Gb26875;
using Linli.Hj212;
using Linli.Jt808;

namespace Linli.Server.Simulation.Sensors;

/// <summary>Where the server hears devices.</summary>
/// <param name="Host">Its address.</param>
/// <param name="Mqtt">Port of MQTT.</param>
/// <param name="Jt808">Port of JT/T 808.</param>
/// <param name="Gb26875">Port of GB 26875.3.</param>
/// <param name="Hj212">Port of HJ 212.</param>
internal sealed record LinePorts(string Host, int Mqtt, int Jt808, int Gb26875, int Hj212);

/// <summary>
/// Devices that keep a connection: each signs in when it first speaks, waits for what it sent to be acknowledged, and connects again when
/// the line was cut, sending what was not.
/// </summary>
internal sealed class LineWay(LinePorts ports, SensorTally tally, TimeProvider time) : IAsyncDisposable
{
    // A frame of 1,023 bytes has room for the head of a batch and so many positions.
    private const int PositionsAFrame = 34;
    private const int ReadingsAMessage = 500;
    private const byte Busy = 0x97;
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, IAsyncDisposable> open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> spoke = new(StringComparer.Ordinal);

    /// <summary>How many connections stand.</summary>
    public int Open => open.Count;

    /// <summary>Sends what a device says, in order, until all of it is acknowledged.</summary>
    public Task Send(SimulatedDevice device, IReadOnlyList<SensorReading> readings, CancellationToken cancel) => readings.Count == 0 ? Task.CompletedTask : device.Stream.Way switch
    {
        Way.Mqtt => Mqtt(device, readings, cancel),
        Way.Jt808 => Jt808(device, readings, cancel),
        Way.Gb26875 => Gb26875(device, readings, cancel),
        Way.Hj212 => Hj212(device, readings, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(device), device.Stream.Way, "No connection is kept for this way."),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var code in open.Keys)
            await HangUp(code);
    }

    private async Task Mqtt(SimulatedDevice device, IReadOnlyList<SensorReading> readings, CancellationToken cancel)
    {
        var line = tally.Of(device.Stream.Code);
        line.Send(readings.Count);
        foreach (var batch in readings.Chunk(ReadingsAMessage))
        {
            var payload = HttpWay.Plain(batch);
            await Until<MqttSensor>(device, line, () => MqttSensor.Connect(ports.Host, ports.Mqtt, device.Code, device.Key, cancel), async sensor =>
            {
                var (reason, refused) = await sensor.Publish("readings", payload, cancel).WaitAsync(Answer, time, cancel);
                if (reason == Busy)
                    return false;
                line.Answer(reason == 0 ? batch.Length - refused : 0, 0, reason == 0 ? refused : batch.Length);
                if (reason != 0)
                    tally.Reason(string.Create(CultureInfo.InvariantCulture, $"mqtt 0x{reason:X2}"), batch.Length);
                return true;
            }, cancel);
        }
    }

    private async Task Jt808(SimulatedDevice device, IReadOnlyList<SensorReading> readings, CancellationToken cancel)
    {
        var line = tally.Of(device.Stream.Code);
        foreach (var batch in readings.Chunk(PositionsAFrame))
        {
            JtPosition[] positions = [.. batch.Select(ToPosition)];
            var count = CountOf(device, positions.Length);
            line.Send(count);
            await Until<JtClient>(device, line, () => SignIn(device, cancel), async terminal =>
            {
                var done = positions.Length == 1 ? terminal.Report(positions[0], cancel) : terminal.Report(positions, cancel);
                switch (await done.WaitAsync(Answer, time, cancel))
                {
                    case JtResult.Done:
                        line.Answer(count, 0, 0);
                        return true;
                    case JtResult.Failed:
                        return false;
                    case var other:
                        line.Answer(0, 0, count);
                        tally.Reason($"jt808 {other}", count);
                        return true;
                }
            }, cancel);
        }
    }

    private async Task<JtClient> SignIn(SimulatedDevice device, CancellationToken cancel)
    {
        var terminal = await JtClient.Connect(ports.Host, ports.Jt808, device.Address, is2019: device.Number % 2 == 1, cancel);
        if (await terminal.Authenticate(device.Key, cancel).WaitAsync(Answer, time, cancel) == JtResult.Done)
            return terminal;
        await terminal.DisposeAsync();
        throw new IOException($"JT/T 808: {device.Code} was not let in.");
    }

    // A batch tells the state of its call button anew, a single report of a connection only the first time; vehicles tell their speed
    // with each position, and whether they run when it changed.
    private int CountOf(SimulatedDevice device, int positions)
    {
        var isVan = device.Stream == SensorFleet.Vans;
        var switches = positions > 1 || spoke.TryAdd(device.Code, true) ? 1 + (isVan ? 1 : 0) : 0;
        return (positions * (isVan ? 2 : 1)) + switches;
    }

    private static JtPosition ToPosition(SensorReading reading) => new()
    {
        Status = JtPosition.Located | 1, Latitude = reading.Point!.Value.Latitude, Longitude = reading.Point.Value.Longitude, Speed = reading.Value, At = reading.At,
    };

    /// <summary>Address of a panel of the demo: its number.</summary>
    public static ulong PanelAddress(int number) => (ulong)number + 1;

    // A panel's sign of life is no reading: it is confirmed, and that is all.
    private async Task Gb26875(SimulatedDevice device, IReadOnlyList<SensorReading> beats, CancellationToken cancel)
    {
        var line = tally.Of(device.Stream.Code);
        line.Send(beats.Count);
        var address = PanelAddress(device.Number);
        foreach (var _ in beats)
            await Until<GbClient>(device, line, () => GbClient.Connect(ports.Host, ports.Gb26875, address, time, cancel), async unit =>
            {
                if (!await unit.Send([], cancel).WaitAsync(Answer, time, cancel))
                    return false;
                line.Answer(1, 0, 0);
                return true;
            }, cancel);
    }

    private async Task Hj212(SimulatedDevice device, IReadOnlyList<SensorReading> readings, CancellationToken cancel)
    {
        var line = tally.Of(device.Stream.Code);
        line.Send(readings.Count);
        foreach (var packet in readings.GroupBy(r => r.At))
            await Until<HjClient>(device, line, () => HjClient.Connect(ports.Host, ports.Hj212, device.Address, "22", time, cancel), async station =>
            {
                await station.SendRealtime(packet.Key, packet.Select(r => (FactorOf(r.Measure), r.Value, "N")), cancel).WaitAsync(Answer, time, cancel);
                line.Answer(packet.Count(), 0, 0);
                return true;
            }, cancel);
    }

    private static string FactorOf(string measure) => measure switch
    {
        "pm25" => "a34004",
        "pm10" => "a34002",
        "no2" => "a21004",
        "o3" => "a05024",
        "noise" => "Leq",
        _ => measure,
    };

    private Task Until<T>(SimulatedDevice device, SensorTally.Line line, Func<Task<T>> connect, Func<T, Task<bool>> attempt, CancellationToken cancel) where T : IAsyncDisposable =>
        Persistence.Until(line, async () =>
        {
            try
            {
                if (!open.TryGetValue(device.Code, out var there))
                    open[device.Code] = there = await connect();
                return await attempt((T)there);
            }
            catch
            {
                await HangUp(device.Code);
                throw;
            }
        }, time, cancel);

    private async Task HangUp(string code)
    {
        spoke.TryRemove(code, out _);
        if (open.TryRemove(code, out var there))
            await there.DisposeAsync();
    }
}
