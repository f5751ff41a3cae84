using System.Buffers;

namespace Linli.Sensing.Pipeline;

/// <summary>Something that waits for the journal.</summary>
internal abstract class JournalWork
{
    /// <summary>What is to be written; empty for what only needs its place in the order.</summary>
    public ArraySegment<byte> Record { get; init; } = ArraySegment<byte>.Empty;

    /// <summary>It is on the disk, up to this offset, and comes to the lanes.</summary>
    public abstract void Written(long end, Lane[] lanes);

    /// <summary>It could not be written.</summary>
    public abstract void Failed(Exception e);

    protected void GiveBack()
    {
        if (Record.Array is { Length: > 0 } rented)
            ArrayPool<byte>.Shared.Return(rented);
    }
}

/// <summary>Readings that came together, on their way through journal and lanes.</summary>
internal sealed class Batch(ReadOnlyMemory<Admitted> readings, DateTimeOffset received) : JournalWork
{
    private readonly TaskCompletionSource<int> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int parts;
    private int repeated;

    /// <summary>The readings; to be looked at until <see cref="Done"/> and no longer.</summary>
    public ReadOnlySpan<Admitted> Readings => readings.Span;

    public DateTimeOffset Received => received;

    /// <summary>How many of them had been taken before, by the lanes that took their part so far.</summary>
    public int Repeated => Volatile.Read(ref repeated);

    /// <summary>How many of them had been taken before; fails when they could not be made durable.</summary>
    public Task<int> Done => done.Task;

    public override void Written(long end, Lane[] lanes)
    {
        GiveBack();
        ulong set = 0;
        foreach (ref readonly var one in readings.Span)
            set |= 1UL << one.Lane;
        parts = (int)ulong.PopCount(set);
        for (var i = 0; i < lanes.Length; i++)
            if ((set & (1UL << i)) != 0)
                lanes[i].Post(lane => lane.Take(this));
    }

    public override void Failed(Exception e)
    {
        GiveBack();
        done.TrySetException(e);
    }

    /// <summary>A lane has taken its part.</summary>
    public void Part(int repeatedThere)
    {
        var all = Interlocked.Add(ref repeated, repeatedThere);
        if (Interlocked.Decrement(ref parts) == 0)
            done.TrySetResult(all);
    }
}

/// <summary>That the clock was set, on its way into the journal: whoever judges again what the journal has must know.</summary>
internal sealed class SteppedClock : JournalWork
{
    public override void Written(long end, Lane[] lanes) => GiveBack();

    public override void Failed(Exception e) => GiveBack();
}

/// <summary>A reading on its way to the database.</summary>
internal readonly record struct TakenReading(Reading Reading, DateTimeOffset Received, Marks Marks, bool Personal);

/// <summary>A device's state on its way to the database.</summary>
internal readonly record struct StoredTwin(DeviceId Device, long SeenAt, bool Personal, byte[] State, byte[]? Rules);

/// <summary>
/// All lanes at one point of the journal: every reading before it is in here or was stored, and the states are what came of exactly those.
/// </summary>
internal sealed class Cut(int lanes, IReadOnlyList<Guid> events) : JournalWork
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> afterwards = [];
    private int missing = lanes;

    /// <summary>Where in the journal.</summary>
    public long Offset { get; private set; }

    public List<List<TakenReading>> Readings { get; } = [];

    public List<StoredTwin> Twins { get; } = [];

    public List<PendingFiring> Firings { get; } = [];

    /// <summary>Keys of events that were taken.</summary>
    public IReadOnlyList<Guid> Events => events;

    public int Count { get; private set; }

    /// <summary>Every lane has handed over.</summary>
    public Task Done => done.Task;

    public override void Written(long end, Lane[] lanes)
    {
        Offset = end;
        foreach (var lane in lanes)
            lane.Post(l => l.Cut(this));
    }

    public override void Failed(Exception e) => done.TrySetException(e);

    public void Part(List<TakenReading> readings, List<StoredTwin> twins, IReadOnlyList<PendingFiring> firings, Action whenStored)
    {
        lock (afterwards)
        {
            Readings.Add(readings);
            Twins.AddRange(twins);
            Firings.AddRange(firings);
            Count += readings.Count;
            afterwards.Add(whenStored);
            if (--missing == 0)
                done.TrySetResult();
        }
    }

    /// <summary>It lies in the database.</summary>
    public void Stored()
    {
        foreach (var tell in afterwards)
            tell();
    }
}
