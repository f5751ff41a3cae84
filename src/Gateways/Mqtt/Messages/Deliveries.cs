using System.Collections.Concurrent;
using Linli.Sensing;

namespace Linli.Mqtt.Messages;

/// <summary>A message of QoS 1 that is being taken, or was, or was not.</summary>
/// <param name="id">Its packet identifier.</param>
/// <param name="hash">Of its topic and payload.</param>
internal sealed class Delivery(ushort id, int hash)
{
    private readonly Lock gate = new();
    private bool? isTaken;
    private TaskCompletionSource<bool>? waiting;

    /// <summary>Whether this is the same message.</summary>
    public bool Is(ushort otherId, int otherHash) => (id, hash) == (otherId, otherHash);

    /// <summary>Whether it was not taken, so that it may come again.</summary>
    public bool IsLost
    {
        get
        {
            lock (gate)
                return isTaken == false;
        }
    }

    /// <summary>Ends with whether it was taken.</summary>
    public Task<bool> Taken()
    {
        lock (gate)
            return isTaken is { } known ? Task.FromResult(known) : (waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Says whether it was taken; the first word counts.</summary>
    public void End(bool taken)
    {
        lock (gate)
        {
            isTaken ??= taken;
            waiting?.TrySetResult(isTaken.Value);
        }
    }
}

/// <summary>
/// The last messages of QoS 1 of each device, over its connections: one that comes a second time because its PUBACK was lost is acknowledged
/// and not taken twice, even when it says no instant of its own.
/// </summary>
internal sealed class Deliveries
{
    private const int Most = 20;
    private readonly ConcurrentDictionary<DeviceId, Queue<Delivery>> devices = new();

    /// <summary>Remembers a message that came; <c>false</c> when it was taken, or is being taken.</summary>
    /// <param name="device">Who sent it.</param>
    /// <param name="id">Its packet identifier.</param>
    /// <param name="hash">Of its topic and payload.</param>
    /// <param name="isAgain">Whether the device says that it was sent before (DUP).</param>
    /// <param name="delivery">The message, or the one that it repeats.</param>
    public bool Begin(DeviceId device, ushort id, int hash, bool isAgain, out Delivery delivery)
    {
        var last = devices.GetOrAdd(device, static _ => new());
        lock (last)
        {
            if (isAgain && last.LastOrDefault(d => d.Is(id, hash)) is { IsLost: false } before)
            {
                delivery = before;
                return false;
            }

            delivery = new(id, hash);
            last.Enqueue(delivery);
            if (last.Count > Most)
                last.Dequeue();
            return true;
        }
    }
}
