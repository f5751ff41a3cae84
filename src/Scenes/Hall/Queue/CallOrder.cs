namespace Linli.Hall.Queue;

/// <summary>
/// Who is called next (R45). Three lanes share the counters: priority, appointments, walk-ins. A lane waits for its share, and one that
/// was passed over for a whole round goes first: so among any round and two calls each lane that waits is called, whoever else comes.
/// Within a lane people are called in the order they came. Pure.
/// </summary>
internal static class CallOrder
{
    public static readonly IReadOnlyList<Lane> Lanes = [Lane.Priority, Lane.Appointment, Lane.WalkIn];

    // Larger than anything a lane that is not overdue can reach.
    private const long Overdue = 1_000_000;

    /// <summary>The lane to call from, of those in which somebody waits; <c>null</c> when nobody does.</summary>
    /// <param name="waits">Whether somebody waits in a lane.</param>
    /// <param name="share">The share of a lane, at least one.</param>
    /// <param name="passed">How often a lane was passed over since it was called last.</param>
    public static Lane? Next(Func<Lane, bool> waits, Func<Lane, int> share, Func<Lane, int> passed)
    {
        var round = Lanes.Sum(share);
        var waiting = Lanes.Where(waits).ToList();
        return waiting.Count == 0 ? null : waiting.MaxBy(lane => passed(lane) >= round ? Overdue + passed(lane) : (passed(lane) + 1L) * share(lane));
    }

    /// <summary>How often each lane was passed over, after one was called from.</summary>
    public static int Passed(Lane lane, Lane called, bool waits, int before) => lane == called || !waits ? 0 : before + 1;

    /// <summary>Everybody who waits, in the order they will be called while nobody else comes.</summary>
    /// <param name="waiting">Who waits.</param>
    /// <param name="lane">In which lane.</param>
    /// <param name="rank">Their place in the lane.</param>
    /// <param name="share">The share of a lane.</param>
    /// <param name="passed">How often a lane was passed over.</param>
    public static IEnumerable<T> InOrder<T>(IEnumerable<T> waiting, Func<T, Lane> lane, Func<T, long> rank, Func<Lane, int> share, Func<Lane, int> passed)
    {
        var lanes = Lanes.ToDictionary(l => l, l => new Queue<T>(waiting.Where(t => lane(t) == l).OrderBy(rank)));
        var counts = Lanes.ToDictionary(l => l, passed);
        while (Next(l => lanes[l].Count > 0, share, l => counts[l]) is { } next)
        {
            yield return lanes[next].Dequeue();
            foreach (var other in Lanes)
                counts[other] = Passed(other, next, lanes[other].Count > 0, counts[other]);
        }
    }

    /// <summary>Most calls until the person at a place of a lane is called, whoever else comes: the bound that the tests hold us to.</summary>
    /// <param name="place">Their place in the lane, from one.</param>
    /// <param name="round">Sum of the shares.</param>
    public static int AtMost(int place, int round) => place * (round + Lanes.Count - 1);
}
