using System.Threading.Channels;

namespace Linli.Platform.Events;

/// <summary>Wakes somebody who waits for work; rings once however often it is raised meanwhile.</summary>
public abstract class Bell
{
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something to do.</summary>
    public void Raise() => bell.Writer.TryWrite(true);

    /// <summary>Returns at the next <see cref="Raise"/>, at once if it was raised since the last wait, or when the time is up.</summary>
    internal async Task Wait(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(bell.Reader.WaitToReadAsync(wake.Token).AsTask(), Task.Delay(atMost, time, wake.Token));
        bell.Reader.TryRead(out _);
        await wake.CancelAsync();
    }
}

/// <summary>Wakes the relay as soon as a transaction with events has committed.</summary>
public sealed class RelaySignal : Bell;

/// <summary>Something of the platform that looks at every event, whatever its type.</summary>
internal interface IEventWitness
{
    /// <summary>Whether it has anything to do; saves a transaction where it has not.</summary>
    Task<bool> Concerns(OutboxMessage message, CancellationToken cancel);

    /// <summary>Acts on the event, once, in a transaction of its own.</summary>
    Task Witness(OutboxMessage message, CancellationToken cancel);
}
