using System.Collections.Concurrent;
using System.Threading.Channels;
using Linli.Platform.Security;

namespace Linli.Platform.Live;

/// <summary>What browsers hear of an event: enough to fetch again what concerns them, and nothing personal.</summary>
/// <param name="Id">Number of the event in the outbox: what a reader resumes after.</param>
/// <param name="Type">CloudEvents type.</param>
/// <param name="Subject">Id of the thing.</param>
/// <param name="Scope">Where.</param>
/// <param name="Permission">Who may follow it by place.</param>
/// <param name="Accounts">Accounts that may follow it whatever their place.</param>
/// <param name="Data">The event as JSON.</param>
public sealed record LiveMessage(
    long Id, string Type, string Subject, string Scope, string? Permission, IReadOnlyCollection<Guid> Accounts, string Data)
{
    /// <summary>Is for nobody; wakes a reader, which then looks up whether it may still listen.</summary>
    internal static readonly LiveMessage LookAgain = new(0, "", "", "", null, [], "");

    /// <summary>Whether the caller may hear of it.</summary>
    public bool IsFor(Caller caller) =>
        (Permission is not null && caller.May(Permission, Scope))
        || (caller.Account is { } account && Accounts.Contains(account));
}

/// <summary>Passes events on to the browsers that are listening on this node.</summary>
public sealed class LiveHub
{
    private readonly ConcurrentDictionary<Channel<LiveMessage>, Guid?> listeners = new();

    /// <summary>How many browsers listen.</summary>
    public int Listeners => listeners.Count;

    /// <summary>
    /// Number of the last message passed on, 0 before the first: where a page that is drawn now starts to listen, so that
    /// nothing is missed between its drawing and its listening.
    /// </summary>
    public long Last { get; private set; }

    /// <summary>Passes a message to every listener; who may see it is decided by the listener's own caller.</summary>
    public void Publish(LiveMessage message)
    {
        Last = message.Id;
        foreach (var listener in listeners.Keys)
            listener.Writer.TryWrite(message);
    }

    /// <summary>Has every reader of an account look up at once whether it may still listen: it was locked, or signed out.</summary>
    public void Recheck(Guid account)
    {
        foreach (var (listener, whose) in listeners)
            if (whose == account)
                listener.Writer.TryWrite(LiveMessage.LookAgain);
    }

    /// <summary>
    /// Starts listening at once. A reader that falls 256 messages behind loses the oldest; it fetches whole lists anyway.
    /// </summary>
    /// <param name="account">Who listens, where it is somebody who may be shut out.</param>
    public Subscription Listen(Guid? account = null)
    {
        var channel = Channel.CreateBounded<LiveMessage>(
            new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        listeners[channel] = account;
        return new(this, channel);
    }

    /// <summary>One listening browser.</summary>
    public sealed class Subscription(LiveHub hub, Channel<LiveMessage> channel) : IDisposable
    {
        /// <summary>Messages as they come, until the subscription is disposed.</summary>
        public ChannelReader<LiveMessage> Messages => channel.Reader;

        /// <inheritdoc/>
        public void Dispose()
        {
            hub.listeners.TryRemove(channel, out _);
            channel.Writer.TryComplete();
        }
    }
}
