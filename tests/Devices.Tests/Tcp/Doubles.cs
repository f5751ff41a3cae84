using System.Collections.Concurrent;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Sensing;

namespace Linli.Devices.Tests.Tcp;

/// <summary>Devices by the addresses of protocols; each one's key is its code with <c>-key</c> behind it.</summary>
internal sealed class AddressedDevices : IDevices
{
    private readonly ConcurrentDictionary<(string, string), Device> byAddress = new();
    private readonly ConcurrentDictionary<DeviceId, CancellationTokenSource> ends = new();

    public Device Add(string protocol, string address, string code, string kind = "of-no-part", DeviceState state = DeviceState.InService)
    {
        var device = new Device(new(Guid.CreateVersion7()), code, "测试设备", kind, ScopePath.Parse("/zj/hf/", null), state, CoordinateSystem.Wgs84, null, null);
        byAddress[(protocol, address)] = device;
        return device;
    }

    public void EndKeyOf(Device device) => ends.GetOrAdd(device.Id, _ => new()).Cancel();

    public Device? Find(DeviceId id) => byAddress.Values.FirstOrDefault(d => d.Id == id);

    public Device? ByCode(string code) => byAddress.Values.FirstOrDefault(d => d.Code == code);

    public Device? ByAddress(string protocol, string address) => byAddress.GetValueOrDefault((protocol, address));

    public IReadOnlyCollection<(string Address, Device Device)> PartsOf(string protocol, string unit) =>
        [.. byAddress.Where(a => a.Key.Item1 == protocol && a.Key.Item2.StartsWith(unit + ":", StringComparison.Ordinal)).Select(a => (a.Key.Item2, a.Value))];

    public IReadOnlyCollection<Device> OfKind(string kind) => [.. byAddress.Values.Where(d => d.Kind == kind)];

    public Device? Enter(string code, string key) => key == code + "-key" ? ByCode(code) : null;

    public CancellationToken EndOf(DeviceId id) => ends.GetOrAdd(id, _ => new()).Token;
}

/// <summary>What devices said last, as the test has it; the others never spoke.</summary>
internal sealed class LastWords : ILatest
{
    private readonly ConcurrentDictionary<DeviceId, Dictionary<string, LatestValue>> words = new();

    public void Say(DeviceId device, string measure, double value, DateTimeOffset at) => words.GetOrAdd(device, _ => [])[measure] = new(value, at);

    public DeviceTwin Of(DeviceId device) => new(device, null, false, words.GetValueOrDefault(device, []), null);
}

/// <summary>Keeps what was taken; the test says how it goes.</summary>
internal sealed class TakenReadings : IReadings
{
    private readonly List<Reading> all = [];

    public bool Busy { get; set; }

    /// <summary>What is wrong with a reading; <c>null</c> for nothing.</summary>
    public Func<Reading, Problem?>? Refuse { get; set; }

    /// <summary>While set, nothing is durable until it is completed.</summary>
    public TaskCompletionSource? Disk { get; set; }

    /// <summary>Completed when something was given.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Reading> All
    {
        get
        {
            lock (all)
                return [.. all];
        }
    }

    public Reading Only(string measure) => All.Single(r => r.Measure == measure);

    public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel) => Take(readings, cancel);

    public async ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel)
    {
        var (busy, disk) = (Busy, Disk);
        Asked.TrySetResult();
        if (disk is not null)
            await disk.Task;
        if (busy)
            return Intake.TooBusy;
        var refused = new List<RefusedReading>();
        lock (all)
            for (var i = 0; i < readings.Length; i++)
                if (Refuse?.Invoke(readings.Span[i]) is { } problem)
                    refused.Add(new(i, problem));
                else
                    all.Add(readings.Span[i]);
        return new(readings.Length - refused.Count, 0, refused);
    }
}

/// <summary>What can be wrong with readings.</summary>
internal static class Wrong
{
    public static readonly Problem TooFast = new("sensing.flood", ("太快", "Too fast"), ProblemKind.TooMany, "device");

    public static readonly Problem TooOld = Problem.Invalid("at", "sensing.too_old", "太旧", "Too old");
}

/// <summary>Notes what a device said last of its settings.</summary>
internal sealed class NotedReports : IDeviceReports
{
    public IReadOnlyDictionary<string, string> Last { get; private set; } = new Dictionary<string, string>();

    public Task Reported(DeviceId device, IReadOnlyDictionary<string, string> parameters, CancellationToken cancel)
    {
        Last = parameters;
        return Task.CompletedTask;
    }
}

/// <summary>Lines as the engine keeps them: a second one of a device ends the first.</summary>
internal sealed class KeptLines : IDeviceLines
{
    private readonly ConcurrentDictionary<DeviceId, Connection> open = new();

    public ConcurrentQueue<string> Happened { get; } = new();

    public Task<CommandOutcome> Tell(Device device, string name, string arguments, CancellationToken cancel = default) =>
        open[device.Id].Deliver(new(Guid.CreateVersion7(), device.Id, name, arguments), cancel);

    public DeviceConnection Open(DeviceId device, string protocol, Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> deliver, Action taken)
    {
        var connection = new Connection(this, device, deliver, taken);
        if (open.TryGetValue(device, out var before))
            before.Taken();
        open[device] = connection;
        return connection;
    }

    public bool IsOpen(DeviceId device) => open.ContainsKey(device);

    private sealed class Connection(KeptLines lines, DeviceId device, Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> deliver, Action taken) : DeviceConnection
    {
        public Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> Deliver => deliver;

        public void Taken() => taken();

        public override void Heartbeat() => lines.Happened.Enqueue("heartbeat");

        public override void Left(bool lost) => lines.Happened.Enqueue(lost ? "lost" : "left");

        public override void Dispose() => lines.open.TryRemove(new(device, this));
    }
}
