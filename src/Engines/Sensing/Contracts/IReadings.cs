using Linli.Platform.Results;

namespace Linli.Sensing;

/// <summary>A reading that was not taken.</summary>
/// <param name="Index">Which of those given, from 0.</param>
/// <param name="Problem">Why, and what to do.</param>
public sealed record RefusedReading(int Index, Problem Problem);

/// <summary>What became of readings that were given.</summary>
/// <param name="Accepted">How many are durable now and count.</param>
/// <param name="Repeated">How many had been taken before and changed nothing.</param>
/// <param name="Refused">Those that cannot be true; the device should not send them again.</param>
/// <param name="Busy">
/// Nothing was taken because more comes than can be kept: the device keeps its readings and sends them again after a while. Said
/// to the device in its own language, never hidden.
/// </param>
public sealed record Intake(int Accepted, int Repeated, IReadOnlyList<RefusedReading> Refused, bool Busy = false)
{
    /// <summary>
    /// Whether some or all of it is to be sent again after a while: too much came. What was taken of it already changes nothing when it comes
    /// again.
    /// </summary>
    public bool Later => Busy || Refused.Any(r => r.Problem.Kind == ProblemKind.TooMany);

    /// <summary>Nothing could be taken now.</summary>
    public static readonly Intake TooBusy = new(0, 0, [], true);
}

/// <summary>The one way in for readings, whatever language their device speaks.</summary>
public interface IReadings
{
    /// <summary>
    /// Takes readings of any number of devices. When it returns, every accepted one is durable: no crash loses it. Readings of
    /// one device are judged in the order given.
    /// </summary>
    ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, CancellationToken cancel);

    /// <summary>
    /// The same for readings of which some came with messages: those of a message that was taken within the last day are repeated ones. A
    /// message of which nothing could be taken may come again; one that somebody else is bringing just now is waited for.
    /// </summary>
    ValueTask<Intake> Take(ReadOnlyMemory<Reading> readings, IReadOnlyList<SentMessage> messages, CancellationToken cancel);
}
