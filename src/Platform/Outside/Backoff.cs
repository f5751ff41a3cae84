namespace Linli.Platform.Outside;

/// <summary>When to try again what did not arrive: 10 s, 20 s, 40 s … up to four hours apart.</summary>
public static class Backoff
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(4);

    /// <summary>The pause before the next try.</summary>
    /// <param name="attempts">How many tries have failed, from 1.</param>
    public static TimeSpan WaitAfter(int attempts)
    {
        var wait = TimeSpan.FromSeconds(10 * Math.Pow(2, Math.Min(attempts - 1, 20)));
        return wait < LongestWait ? wait : LongestWait;
    }

    /// <summary>When to try next, or <c>null</c> to give up.</summary>
    /// <param name="since">The first try.</param>
    /// <param name="now">The last try.</param>
    /// <param name="attempts">How many tries have failed, from 1.</param>
    /// <param name="giveUpAfter">How long after the first try it is still worth it.</param>
    /// <param name="notBefore">A longer pause the receiver asked for.</param>
    public static DateTimeOffset? NextTry(
        DateTimeOffset since, DateTimeOffset now, int attempts, TimeSpan giveUpAfter, TimeSpan? notBefore = null)
    {
        var wait = WaitAfter(attempts);
        var next = now + (notBefore > wait ? notBefore.Value : wait);
        return next - since > giveUpAfter ? null : next;
    }
}
