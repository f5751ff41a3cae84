namespace Linli.Sensing.Pipeline;

/// <summary>What takes readings on this node.</summary>
internal interface IIntake : IReadings
{
    /// <summary>Messages that were taken within the last day.</summary>
    MessageKeys Known { get; }

    /// <summary>Asks the database for messages that may have been forgotten here; <c>false</c> while it does not answer.</summary>
    ValueTask<bool> Recall(IReadOnlyCollection<Guid> keys, CancellationToken cancel);

    /// <summary>Takes readings of which some came with messages that are new; what counts of them is known after a restart as well.</summary>
    ValueTask<Intake> TakeNew(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel);
}
