using System.Numerics;

namespace Linli.Places.Walking.Routing;

/// <summary>
/// Cheapest ways from one or many seeds over whole numbers (Dial's algorithm): one bucket per cost, in a ring as long as the
/// dearest step, so that each bucket holds one cost only and nothing is ever sorted. Taken from a <see cref="SearchPool{T}"/> and
/// given back, it keeps its memory: a search allocates nothing.
/// </summary>
internal sealed class WalkSearch
{
    private const int Unreached = int.MaxValue;

    // What is known of a node lies together: a search jumps about in memory, and each jump costs.
    private struct Label
    {
        public int Cost;
        public int From;
    }

    private Label[] labels = [];
    private int[] seen = [];
    private int[] buckets = [];
    private ulong[] filled = [];
    private int[] entryNode = new int[1024];
    private int[] entryNext = new int[1024];
    private int seenCount;
    private int settledCount;
    private int entries;
    private int waiting;
    private int mask;
    private int[] settled = [];
    private ProfileNet net = null!;

    /// <summary>Nodes reached within the limit, cheapest first.</summary>
    public ReadOnlySpan<int> Settled => settled.AsSpan(0, settledCount);

    /// <summary>The network of the search.</summary>
    public ProfileNet Net => net;

    /// <summary>The limit of the search.</summary>
    public int Limit { get; private set; }

    /// <summary>Cost of a node; what lies above the limit, or was not reached, costs <see cref="WalkCost.None"/>.</summary>
    public int Cost(int node) => labels[node].Cost <= Limit ? labels[node].Cost : WalkCost.None;

    /// <summary>The tag of the seed that a reached node belongs to or, after <see cref="Track"/>, the arc that led to it.</summary>
    public int From(int node) => labels[node].From;

    /// <summary>Begins anew on a network.</summary>
    /// <param name="on">The network.</param>
    /// <param name="dearestSeed">What the dearest seed costs.</param>
    public void Begin(ProfileNet on, int dearestSeed)
    {
        Clear();
        net = on;
        if (labels.Length < on.Graph.Nodes)
        {
            (labels, seen, settled) = (new Label[on.Graph.Nodes], new int[on.Graph.Nodes], new int[on.Graph.Nodes]);
            Array.Fill(labels, new() { Cost = Unreached });
        }

        var ring = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Math.Max(on.Dearest, dearestSeed) + 1, 64));
        if (buckets.Length < ring)
        {
            (buckets, filled) = (new int[ring], new ulong[ring / 64]);
            Array.Fill(buckets, -1);
        }

        mask = buckets.Length - 1;
    }

    /// <summary>Lets a walk begin at a node.</summary>
    /// <param name="node">Where.</param>
    /// <param name="at">What it costs to be there.</param>
    /// <param name="tag">Tells the seeds apart; negative before <see cref="Track"/>, where arcs are counted from 0.</param>
    public void Seed(int node, int at, int tag)
    {
        ref var label = ref labels[node];
        if (at >= label.Cost)
            return;
        if (label.Cost == Unreached)
            seen[seenCount++] = node;
        (label.Cost, label.From) = (at, tag);
        Push(node, at);
    }

    /// <summary>Reaches everything within a limit; each node carries on the tag of its seed.</summary>
    /// <param name="limit">The most a node may cost.</param>
    /// <param name="reverse">Against the direction of walking: how others come to the seeds.</param>
    public void Spread(int limit, bool reverse = false) => Run(reverse ? net.In : net.Out, limit, -1, -1, tracks: false);

    /// <summary>Reaches nodes until two of them are settled (or all that can be), keeping the arc that led to each.</summary>
    public void Track(int goal, int otherGoal, int limit) => Run(net.Out, limit, goal, otherGoal, tracks: true);

    private void Run(ArcTable table, int limit, int goal, int otherGoal, bool tracks)
    {
        Limit = limit;
        var (first, arcs, known) = (table.First, table.Arcs, labels);
        var goals = goal < 0 ? int.MaxValue : goal == otherGoal ? 1 : 2;
        for (var at = 0; waiting > 0;)
        {
            var bucket = NextFilled(at & mask);
            at += (bucket - at) & mask;
            if (at > limit)
                break;
            for (var entry = Take(bucket); entry >= 0; entry = entryNext[entry])
            {
                waiting--;
                var node = entryNode[entry];
                // Somebody found a cheaper way after this entry was made.
                if (known[node].Cost != at)
                    continue;
                settled[settledCount++] = node;
                if ((node == goal || node == otherGoal) && --goals == 0)
                    return;
                var tag = known[node].From;
                for (var arc = first[node]; arc < first[node + 1]; arc++)
                {
                    var (other, step) = arcs[arc];
                    var reached = at + step;
                    ref var label = ref known[other];
                    if (reached >= label.Cost || reached > limit)
                        continue;
                    if (label.Cost == Unreached)
                        seen[seenCount++] = other;
                    (label.Cost, label.From) = (reached, tracks ? arc : tag);
                    Push(other, reached);
                }
            }
        }
    }

    private void Push(int node, int at)
    {
        if (entries == entryNode.Length)
        {
            Array.Resize(ref entryNode, entries * 2);
            Array.Resize(ref entryNext, entries * 2);
        }

        var bucket = at & mask;
        entryNode[entries] = node;
        entryNext[entries] = buckets[bucket];
        buckets[bucket] = entries++;
        filled[bucket >> 6] |= 1UL << (bucket & 63);
        waiting++;
    }

    private int Take(int bucket)
    {
        var entry = buckets[bucket];
        buckets[bucket] = -1;
        filled[bucket >> 6] &= ~(1UL << (bucket & 63));
        return entry;
    }

    // Only called while something waits, so it always finds one.
    private int NextFilled(int bucket)
    {
        var word = bucket >> 6;
        var bits = filled[word] & (ulong.MaxValue << (bucket & 63));
        while (bits == 0)
        {
            word = (word + 1) & (filled.Length - 1);
            bits = filled[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    private void Clear()
    {
        for (var i = 0; i < seenCount; i++)
            labels[seen[i]].Cost = Unreached;
        if (waiting > 0)
        {
            Array.Fill(buckets, -1);
            Array.Clear(filled);
        }

        (seenCount, settledCount, entries, waiting) = (0, 0, 0, 0);
    }
}
