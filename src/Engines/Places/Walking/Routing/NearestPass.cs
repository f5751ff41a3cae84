using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linli.Places.Walking.Network;

namespace Linli.Places.Walking.Routing;

/// <summary>
/// From every node of the network to the nearest of many goals, in one pass backwards from all goals at once. Unlike
/// <see cref="WalkSearch"/> it has no limit and its order does not matter, so a bucket may hold a range of costs: it is a plain
/// run of memory, worked off until nothing in it gets cheaper. Cost and goal of a node are one number, compared and written at
/// once; of two goals equally near the first wins. Kept between uses, it allocates nothing.
/// </summary>
internal sealed class NearestPass
{
    private const ulong Unreached = ulong.MaxValue;

    private ulong[] labels = [];
    private Bucket[] buckets = [];
    private int shift;
    private int mask;
    private int waiting;
    private int first;
    private ProfileNet net = null!;

    // A struct of an array: adding and taking touch nothing but the array's end.
    private struct Bucket
    {
        public ulong[] Entries;
        public int Count;
    }

    /// <summary>Begins anew on a network.</summary>
    public void Begin(ProfileNet on)
    {
        net = on;
        if (labels.Length < on.Graph.Nodes)
            labels = new ulong[on.Graph.Nodes];
        labels.AsSpan(0, on.Graph.Nodes).Fill(Unreached);
        // Half a usual step: a node is then seldom reached again more cheaply from its own bucket.
        shift = BitOperations.Log2((uint)Math.Max(1, on.Usual / 2));
        (waiting, first) = (0, int.MaxValue);
    }

    /// <summary>Lets walks end at a point of an edge.</summary>
    /// <param name="point">Where.</param>
    /// <param name="at">What it costs from there on.</param>
    /// <param name="tag">Which goal it is, from 0.</param>
    public void Seed(Snap point, int at, int tag)
    {
        var (end, beginning) = Walks.Into(net, point);
        Seed(net.Graph.To[point.Edge], Walks.Sum(end, at), tag);
        Seed(net.Graph.From[point.Edge], Walks.Sum(beginning, at), tag);
    }

    private readonly List<(int Node, int At, int Tag)> seeds = [];

    private void Seed(int node, int at, int tag)
    {
        if (at == WalkCost.None)
            return;
        seeds.Add((node, at, tag));
        first = Math.Min(first, at);
    }

    /// <summary>Reaches every node from which there is a way to a seed.</summary>
    public void Run()
    {
        var dearest = seeds.Count == 0 ? 0 : seeds.Max(s => s.At) - first;
        var ring = (int)BitOperations.RoundUpToPowerOf2((uint)(Math.Max(net.Dearest, dearest) >> shift) + 2);
        if (buckets.Length < ring)
        {
            var grown = buckets.Length;
            Array.Resize(ref buckets, ring);
            for (var b = grown; b < ring; b++)
                buckets[b].Entries = new ulong[64];
        }

        mask = buckets.Length - 1;
        foreach (var (node, at, tag) in seeds)
            Reach(node, ((ulong)(uint)at << 32) | (uint)tag);
        seeds.Clear();
        for (var at = first == int.MaxValue ? 0 : first >> shift; waiting > 0; at++)
            Settle(ref buckets[at & mask]);
    }

    /// <summary>What it costs from a point to the nearest goal, without the way from the point to its edge; <see cref="WalkCost.None"/> where there is none.</summary>
    public int CostAt(Snap point, out int tag)
    {
        var (end, beginning) = Walks.OutOf(net, point);
        var (a, b) = (labels[net.Graph.From[point.Edge]], labels[net.Graph.To[point.Edge]]);
        var viaBeginning = a == Unreached ? WalkCost.None : Walks.Sum((int)(a >> 32), beginning);
        var viaEnd = b == Unreached ? WalkCost.None : Walks.Sum((int)(b >> 32), end);
        var best = Math.Min(viaBeginning, viaEnd);
        tag = best == WalkCost.None ? -1 : (int)(uint)(viaBeginning <= viaEnd ? a : b);
        return best;
    }

    /// <summary>What it costs from a node to the nearest goal.</summary>
    public int Cost(int node) => labels[node] == Unreached ? WalkCost.None : (int)(labels[node] >> 32);

    private void Settle(ref Bucket bucket)
    {
        ref var known = ref MemoryMarshal.GetArrayDataReference(labels);
        ref var begins = ref MemoryMarshal.GetArrayDataReference(net.In.First);
        ref var arcs = ref MemoryMarshal.GetArrayDataReference(net.In.Arcs);
        while (bucket.Count > 0)
        {
            var entry = bucket.Entries[--bucket.Count];
            waiting--;
            var node = (int)(uint)entry;
            var label = Unsafe.Add(ref known, node);
            // Somebody found a cheaper way after this entry was made.
            if (label >> 32 != entry >> 32)
                continue;
            ref var arc = ref Unsafe.Add(ref arcs, Unsafe.Add(ref begins, node));
            ref var end = ref Unsafe.Add(ref arcs, Unsafe.Add(ref begins, node + 1));
            for (; Unsafe.IsAddressLessThan(ref arc, ref end); arc = ref Unsafe.Add(ref arc, 1))
            {
                var reached = label + ((ulong)(uint)arc.Cost << 32);
                ref var other = ref Unsafe.Add(ref known, arc.Node);
                if (reached >= other)
                    continue;
                other = reached;
                Push(arc.Node, (uint)(reached >> 32));
            }
        }
    }

    private void Reach(int node, ulong label)
    {
        if (label >= labels[node])
            return;
        labels[node] = label;
        Push(node, (uint)(label >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Push(int node, uint at)
    {
        ref var bucket = ref buckets[(int)(at >> shift) & mask];
        if (bucket.Count == bucket.Entries.Length)
            Array.Resize(ref bucket.Entries, bucket.Count * 2);
        bucket.Entries[bucket.Count++] = ((ulong)at << 32) | (uint)node;
        waiting++;
    }
}
