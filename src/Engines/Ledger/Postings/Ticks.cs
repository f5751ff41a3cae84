namespace Linli.Ledger.Postings;

/// <summary>Places in time for accounts without a floor, which nobody locks: a node, which has one of these, never gives the same one twice.</summary>
internal sealed class Ticks
{
    private long last;

    public static long Of(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The next free place.</summary>
    /// <param name="now">Now, microseconds since 1970.</param>
    public long Next(long now)
    {
        while (true)
        {
            var before = Interlocked.Read(ref last);

            // A clock that was set right may lie far behind: then it starts anew.
            var next = now > before || before - now > 60_000_000 ? now : before + 1;
            if (Interlocked.CompareExchange(ref last, next, before) == before)
                return next;
        }
    }
}
