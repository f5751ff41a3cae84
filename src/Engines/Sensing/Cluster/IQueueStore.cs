using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;

namespace Linli.Sensing.Cluster;

/// <summary>A queue as a node took it over.</summary>
/// <param name="Epoch">Number of the turn: whoever holds an older one may write no more.</param>
/// <param name="At">When its states were last brought up to date; <c>null</c> for never.</param>
/// <param name="Partitions">Its partitions.</param>
/// <param name="Twins">States of their devices.</param>
/// <param name="Firings">Decisions that are to become alarms yet.</param>
internal sealed record TakenQueue(long Epoch, DateTimeOffset? At, IReadOnlySet<int> Partitions, IReadOnlyList<RestoredTwin> Twins, IReadOnlyList<FiringFacts> Firings);

/// <summary>The database behind the queues.</summary>
internal interface IQueueStore
{
    /// <summary>Takes a queue over: from here on nobody else may write for it.</summary>
    Task<TakenQueue> TakeOver(int queue, CancellationToken cancel);

    /// <summary>Says that a partition came by a queue; the first one keeps it.</summary>
    /// <returns>The queue that the partition belongs to, and the states of its devices when it is this one.</returns>
    Task<(int Queue, IReadOnlyList<RestoredTwin> Twins)> Claim(int partition, int queue, CancellationToken cancel);

    /// <summary>Writes a cut in one transaction; may be repeated.</summary>
    /// <exception cref="TurnLostException">Another node took the queue over; nothing was written.</exception>
    Task Write(Cut cut, int queue, long epoch, CancellationToken cancel);

    /// <summary>Which of these readings the database has.</summary>
    Task<IReadOnlySet<(DeviceId Device, string Measure, long At)>> Known(IReadOnlyList<(DeviceId Device, string Measure, long At)> doubtful, CancellationToken cancel);

    /// <summary>States of all devices, and keys of events of the last day.</summary>
    Task<(IReadOnlyList<RestoredTwin> Twins, IReadOnlyList<Guid> Events)> LoadAll(CancellationToken cancel);

    /// <summary>The number of queues this installation runs with; the first to say it decides.</summary>
    Task<int> AgreeOnQueues(int queues, CancellationToken cancel);
}

/// <summary>Another node has the queue now.</summary>
internal sealed class TurnLostException(int queue) : Exception($"Queue {queue} went to another node.");
