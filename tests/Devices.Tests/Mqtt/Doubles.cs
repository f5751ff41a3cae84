using System.Collections.Concurrent;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Sensing;

namespace Linli.Devices.Tests.Mqtt;

/// <summary>Devices with keys: each one's key is its code with <c>-key</c> behind it.</summary>
internal sealed class KnownDevices : IDevices
{
    private readonly ConcurrentDictionary<string, Device> byCode = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<DeviceId, CancellationTokenSource> ends = new();

    public Device Add(string code)
    {
        var device = new Device(DeviceId.From(Guid.CreateVersion7()), code, "测试设备", "meter", ScopePath.Parse("/zj/hf/", null), DeviceState.InService, CoordinateSystem.Wgs84, null, null);
        byCode[code] = device;
        return device;
    }

    public void ChangeKeyOf(Device device) => ends.GetOrAdd(device.Id, _ => new()).Cancel();

    public Device? Find(DeviceId id) => byCode.Values.FirstOrDefault(d => d.Id == id);

    public Device? ByCode(string code) => byCode.GetValueOrDefault(code);

    public IReadOnlyCollection<(string Address, Device Device)> PartsOf(string protocol, string unit) => [];

    public Device? ByAddress(string protocol, string address) => null;

    public IReadOnlyCollection<Device> OfKind(string kind) => [.. byCode.Values.Where(d => d.Kind == kind)];

    public Device? Enter(string code, string key) => key == code + "-key" ? ByCode(code) : null;

    public CancellationToken EndOf(DeviceId id) => ends.GetOrAdd(id, _ => new()).Token;
}

/// <summary>Keeps what was taken; the test says how it goes.</summary>
internal sealed class KeptReadings : IReadings
{
    public List<Reading> All { get; } = [];

    public int Calls { get; private set; }

    public bool Busy { get; set; }

    /// <summary>While set, nothing is durable until it is completed.</summary>
    public TaskCompletionSource? Disk { get; set; }

    /// <summary>Completed by the first call.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The messages that readings came with.</summary>
    public List<SentMessage> Messages { get; } = [];

    public ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel)
    {
        Messages.AddRange(messages);
        return Take(readings, cancel);
    }

    public async ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel)
    {
        Calls++;
        Asked.TrySetResult();
        if (Disk is { } disk)
            await disk.Task;
        if (Busy)
            return Intake.TooBusy;
        var refused = new List<RefusedReading>();
        for (var i = 0; i < readings.Length; i++)
        {
            if (readings.Span[i].Measure == "too-fast")
                refused.Add(new(i, new("sensing.flood", ("太快", "Too fast"), ProblemKind.TooMany, "device")));
            else if (readings.Span[i].Value > 1e6)
                refused.Add(new(i, Problem.Invalid("value", "sensing.out_of_range", "超出量程。", "Out of range.")));
            else
                All.Add(readings.Span[i]);
        }

        return new(readings.Length - refused.Count, 0, refused);
    }
}

/// <summary>Lines as the engine keeps them: a second one of a device ends the first.</summary>
internal sealed class OpenLines : IDeviceLines
{
    private readonly ConcurrentDictionary<DeviceId, Line> lines = new();

    public ConcurrentQueue<string> Happened { get; } = new();

    public TaskCompletionSource<bool> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<CommandOutcome> Send(Device device, DeviceCommand command) => lines[device.Id].Deliver(command, CancellationToken.None);

    public DeviceConnection Open(DeviceId device, string protocol, Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> deliver, Action taken)
    {
        var line = new Line(this, deliver, taken);
        lines.AddOrUpdate(device, line, (_, first) =>
        {
            first.Taken();
            return line;
        });
        return line;
    }

    public bool IsOpen(DeviceId device) => lines.ContainsKey(device);

    private sealed class Line(OpenLines all, Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> deliver, Action taken) : DeviceConnection
    {
        public Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> Deliver => deliver;

        public Action Taken => taken;

        public override void Heartbeat() => all.Happened.Enqueue("heartbeat");

        public override void Left(bool lost) => all.Happened.Enqueue(lost ? "lost" : "left");

        public override void Dispose()
        {
            all.Happened.Enqueue("closed");
            all.Ended.TrySetResult(true);
        }
    }
}
