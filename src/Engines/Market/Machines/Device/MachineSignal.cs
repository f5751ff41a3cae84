using System.Collections.Concurrent;

namespace Linli.Market.Machines.Device;

/// <summary>Wakes a machine that waits on this node when there is a command for it.</summary>
internal sealed class MachineSignal
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();

    /// <summary>Ends with the next command for the machine.</summary>
    public Task Next(Guid machine) => waiting.GetOrAdd(machine, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise(Guid machine)
    {
        if (waiting.TryRemove(machine, out var source))
            source.SetResult();
    }
}

/// <summary>When machines were last heard of, on this node: written down now and then, not at every question.</summary>
internal sealed class MachinesSeen
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> seen = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> unwritten = new();

    public void Note(Guid machine, DateTimeOffset at) => seen[machine] = unwritten[machine] = at;

    /// <summary>When this node heard of a machine.</summary>
    public DateTimeOffset? Last(Guid machine) => seen.TryGetValue(machine, out var at) ? at : null;

    /// <summary>What was noted since this was last asked.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Take()
    {
        var taken = new Dictionary<Guid, DateTimeOffset>();
        foreach (var id in unwritten.Keys)
            if (unwritten.TryRemove(id, out var at))
                taken[id] = at;
        return taken;
    }
}
