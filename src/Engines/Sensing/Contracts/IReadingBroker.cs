using System.Threading.Channels;

namespace Linli.Sensing;

/// <summary>
/// What several nodes share their readings through: a gateway to a message broker. Packets go by the number of their partition; the broker
/// leads each partition to one of the queues, and each queue to one node at a time.
/// </summary>
public interface IReadingBroker
{
    /// <summary>Connects, and makes what is missing of exchanges and queues.</summary>
    /// <exception cref="BrokerException">The broker is away, refuses, or lacks something; the message says what to do.</exception>
    Task<IBrokerSession> Connect(CancellationToken cancel);
}

/// <summary>A connection to the broker. Once it is lost it does not come back: connect anew.</summary>
public interface IBrokerSession : IAsyncDisposable
{
    /// <summary>Cancelled when the connection is lost.</summary>
    CancellationToken Lost { get; }

    /// <summary>Gives a packet to the queue of a partition.</summary>
    /// <returns>Whether the broker has it safe; <c>false</c> when its queue is full.</returns>
    /// <exception cref="BrokerException">The connection is lost: nobody knows whether the broker has it.</exception>
    Task<bool> Publish(int partition, ReadOnlyMemory<byte> packet, CancellationToken cancel);

    /// <summary>Gives a packet to one queue, whatever its partition.</summary>
    /// <returns>Whether the broker has it safe; <c>false</c> when the queue is full.</returns>
    /// <exception cref="BrokerException">The connection is lost: nobody knows whether the broker has it.</exception>
    Task<bool> PublishTo(int queue, ReadOnlyMemory<byte> packet, CancellationToken cancel);

    /// <summary>Lays a packet aside that nobody can read, with the reason.</summary>
    /// <param name="queue">Where it came from.</param>
    /// <param name="packet">As it came.</param>
    /// <param name="reason">In English, for technicians; nothing of what is in it.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    Task Park(int queue, ReadOnlyMemory<byte> packet, string reason, CancellationToken cancel);

    /// <summary>Stands in line for a queue: packets come once it is this node's turn.</summary>
    /// <exception cref="BrokerException">The connection is lost.</exception>
    Task<IQueueTurn> Consume(int queue, CancellationToken cancel);

    /// <summary>Tells all nodes something that none needs to keep.</summary>
    Task Spread(ReadOnlyMemory<byte> news, CancellationToken cancel);

    /// <summary>What nodes spread, this one's own words included.</summary>
    ChannelReader<ReadOnlyMemory<byte>> News { get; }
}

/// <summary>A place in the line for a queue; disposing it gives back what was not done, in its order, to the next node.</summary>
public interface IQueueTurn : IAsyncDisposable
{
    /// <summary>Packets in their order; ends when the turn or the connection is lost.</summary>
    ChannelReader<QueuedPacket> Packets { get; }

    /// <summary>At most so many packets come before some of them are done.</summary>
    int Most { get; }

    /// <summary>Says that this packet and all before it lie in the database.</summary>
    /// <exception cref="BrokerException">The turn is lost; the packets come again, here or elsewhere.</exception>
    Task Done(ulong number, CancellationToken cancel);
}

/// <summary>A packet that came from a queue.</summary>
/// <param name="Number">Number of the delivery within its turn.</param>
/// <param name="Body">What was published.</param>
public readonly record struct QueuedPacket(ulong Number, ReadOnlyMemory<byte> Body);

/// <summary>The broker does not do what is asked; the message says why and what to do, in English, for operators, without passwords.</summary>
public sealed class BrokerException : Exception
{
    /// <summary>Nothing is known.</summary>
    public BrokerException()
    {
    }

    /// <summary>Says why and what to do.</summary>
    public BrokerException(string message)
        : base(message)
    {
    }

    /// <summary>Says why and what to do, and what it comes from.</summary>
    public BrokerException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
