namespace Linli.Sensing.Pipeline;

/// <summary>
/// The instants of a series that were taken lately: all that the database may not have yet, and a few more. What was taken before
/// those is asked of the database. Thus a repetition is always known, and memory stays small.
/// </summary>
internal sealed class Instants
{
    private const int Keep = 32;
    private long[] ticks = new long[4];
    private int[] cuts = new int[4];
    private int count;
    private long completeFrom;
    private int sweepAt = 2 * Keep;

    /// <param name="lastTaken">The newest of what was taken and lies in the database; <see cref="long.MinValue"/> for nothing.</param>
    public Instants(long lastTaken)
    {
        completeFrom = Newest = lastTaken;
        if (lastTaken == long.MinValue)
            return;
        ticks[0] = lastTaken;
        count = 1;
    }

    /// <summary>The newest that was ever taken.</summary>
    public long Newest { get; private set; }

    /// <summary>How many are held.</summary>
    public int Count => count;

    /// <summary>Whether only the database knows if this instant was taken before.</summary>
    public bool IsDoubtful(long at) => at < completeFrom && Find(at) < 0;

    /// <summary>Whether this instant is held.</summary>
    public bool Has(long at) => Find(at) >= 0;

    /// <summary>Takes an instant; <c>false</c> when it was taken before.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="cut">Number of the cut that will carry it to the database.</param>
    /// <param name="stored">Cuts up to this one lie in the database: what they carried may be forgotten.</param>
    public bool Add(long at, int cut, int stored)
    {
        var place = Find(at);
        if (place >= 0)
            return false;
        Forget(stored);
        place = Find(at);
        Insert(~place, at, cut);
        return true;
    }

    private int Find(long at)
    {
        if (count == 0 || at > ticks[count - 1])
            return ~count;
        return Array.BinarySearch(ticks, 0, count, at);
    }

    // Now and then, so that each instant costs the same however many there are. The newest stay, and what is not stored yet.
    private void Forget(int stored)
    {
        if (count < sweepAt)
            return;
        var kept = 0;
        for (var i = 0; i < count; i++)
            if (cuts[i] > stored || i >= count - Keep)
                (ticks[kept], cuts[kept++]) = (ticks[i], cuts[i]);
            else
                completeFrom = Math.Max(completeFrom, ticks[i] + 1);
        count = kept;
        sweepAt = 2 * Math.Max(Keep, count);
    }

    private void Insert(int place, long at, int cut)
    {
        if (count == ticks.Length)
        {
            Array.Resize(ref ticks, count * 2);
            Array.Resize(ref cuts, count * 2);
        }

        var after = count - place;
        Array.Copy(ticks, place, ticks, place + 1, after);
        Array.Copy(cuts, place, cuts, place + 1, after);
        (ticks[place], cuts[place]) = (at, cut);
        count++;
        Newest = Math.Max(Newest, at);
    }
}
