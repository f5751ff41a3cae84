using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Devices.Commands;

/// <summary>The connections that devices hold to this node, one for each device.</summary>
internal sealed class DeviceLines(IHeard heard, TimeProvider time, ILogger<DeviceLines> log) : IDeviceLines
{
    private readonly IHeard heard = heard;
    private readonly TimeProvider time = time;
    private readonly ILogger<DeviceLines> log = log;

    /// <summary>A device that does not answer is asked again after this time, while it stays connected.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<DeviceId, Line> open = new();

    /// <summary>Called when a device has connected.</summary>
    public event Action<DeviceId>? Opened;

    /// <summary>Whether any device is connected here.</summary>
    public bool Any => !open.IsEmpty;

    public DeviceConnection Open(DeviceId device, string protocol, Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> deliver, Action taken)
    {
        var line = new Line(this, device, protocol, deliver, taken);
        Line? before = null;
        open.AddOrUpdate(device, line, (_, old) =>
        {
            before = old;
            return line;
        });
        before?.TakenOver();
        heard.Heard(device, time.GetUtcNow());
        Opened?.Invoke(device);
        return line;
    }

    public bool IsOpen(DeviceId device) => open.ContainsKey(device);

    /// <summary>The protocol of the connection that a device holds, or <c>null</c>.</summary>
    public string? ProtocolOf(DeviceId device) => open.TryGetValue(device, out var line) ? line.Protocol : null;

    /// <summary>Gives commands to a device, one after the other; comes back at once.</summary>
    public void Deliver(DeviceId device, IReadOnlyList<DeviceCommand> commands, CommandStore store)
    {
        if (open.TryGetValue(device, out var line))
            _ = Task.Run(() => line.Deliver(commands, store));
    }

    /// <summary>Devices that left a command unanswered and are due to be asked again.</summary>
    public List<DeviceId> DueAgain(DateTimeOffset now)
    {
        var due = new List<DeviceId>();
        foreach (var (device, line) in open)
            if (line.IsDue(now))
                due.Add(device);
        return due;
    }

    /// <summary>Has devices asked again after a while.</summary>
    public void AgainLater(IEnumerable<DeviceId> devices)
    {
        foreach (var device in devices)
            if (open.TryGetValue(device, out var line))
                line.AskAgain(time.GetUtcNow() + AskAgainAfter);
    }

    private sealed class Line(DeviceLines lines, DeviceId device, string protocol, Func<DeviceCommand, CancellationToken, Task<CommandOutcome>> deliver, Action taken) : DeviceConnection
    {
        private readonly SemaphoreSlim oneByOne = new(1, 1);
        private readonly CancellationTokenSource ended = new();
        private long askAgainAt = long.MaxValue;
        private int over;
        private int gone;

        public string Protocol => protocol;

        public override void Heartbeat() => lines.heard.Heard(device, lines.time.GetUtcNow());

        public override void Left(bool lost)
        {
            // Said once, and not by a connection whose device has come back on another one.
            if (IsCurrent && Interlocked.Exchange(ref gone, 1) == 0)
                lines.heard.Gone(device, lost);
        }

        public override void Dispose()
        {
            lines.open.TryRemove(new(device, this));
            Finish();
        }

        public void TakenOver()
        {
            if (!Finish())
                return;
            try
            {
                taken();
            }
            catch (Exception e)
            {
                // The new connection must not suffer for the old one.
                lines.log.LogWarning(e, "A connection of device {Device} could not be hung up.", device);
            }
        }

        public bool IsDue(DateTimeOffset now) => Volatile.Read(ref askAgainAt) <= now.UtcTicks;

        public void AskAgain(DateTimeOffset at) => Volatile.Write(ref askAgainAt, at.UtcTicks);

        public async Task Deliver(IReadOnlyList<DeviceCommand> commands, CommandStore store)
        {
            await oneByOne.WaitAsync();
            try
            {
                Volatile.Write(ref askAgainAt, long.MaxValue);
                foreach (var command in commands)
                {
                    if (!IsCurrent || !await store.Take(command.Id, CancellationToken.None))
                        continue;
                    var outcome = await Ask(command);
                    await store.End(command, outcome, CancellationToken.None);
                    if (outcome != CommandOutcome.Unanswered)
                        continue;
                    AskAgain(lines.time.GetUtcNow() + AskAgainAfter);
                    // The device may have come back while the old connection waited for its answer.
                    if (!IsCurrent && lines.open.ContainsKey(device))
                        lines.Opened?.Invoke(device);
                    break;
                }
            }
            catch (Exception e)
            {
                lines.log.LogWarning("Commands for device {Device} wait: {Reason}", device, e.Message);
                AskAgain(lines.time.GetUtcNow() + AskAgainAfter);
            }
            finally
            {
                oneByOne.Release();
            }
        }

        private bool IsCurrent => Volatile.Read(ref over) == 0;

        private async Task<CommandOutcome> Ask(DeviceCommand command)
        {
            using var patience = new CancellationTokenSource(CommandStore.AnswerWithin / 2, lines.time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ended.Token);
            try
            {
                return await deliver(command, either.Token);
            }
            catch (Exception e)
            {
                if (e is not OperationCanceledException)
                    lines.log.LogInformation("Device {Device} did not take command {Command}: {Reason}", device, command.Id, e.Message);
                return CommandOutcome.Unanswered;
            }
        }

        private bool Finish()
        {
            if (Interlocked.Exchange(ref over, 1) != 0)
                return false;
            ended.Cancel();
            return true;
        }
    }
}
