namespace Linli.Sensing.Pipeline;

/// <summary>The way in for readings that events bring too.</summary>
internal interface IIntake : IReadings
{
    /// <summary>Keys of events that were taken within the last day.</summary>
    EventKeys Events { get; }

    /// <summary>Takes readings that came with events; the events are known from here on.</summary>
    ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<Guid> keys, CancellationToken cancel);
}
