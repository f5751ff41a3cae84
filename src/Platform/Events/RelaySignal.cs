using System.Threading.Channels;

namespace Linli.Platform.Events;

/// <summary>Wakes the relay as soon as a transaction with events has committed.</summary>
public sealed class RelaySignal
{
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something to deliver.</summary>
    public void Raise() => bell.Writer.TryWrite(true);

    /// <summary>Returns at the next <see cref="Raise"/>, at once if it was raised since the last wait.</summary>
    internal async Task Wait(CancellationToken cancel) => await bell.Reader.ReadAsync(cancel);
}
