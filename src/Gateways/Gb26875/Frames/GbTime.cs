namespace Linli.Gb26875.Frames;

/// <summary>Times of units: second first in binary by the standard; makers also write the year first, or BCD.</summary>
internal static class GbTime
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    /// <summary>Reads a time.</summary>
    /// <param name="bytes">Six of them.</param>
    /// <param name="now">What can be read in several ways is what lies nearest to this.</param>
    /// <returns>UTC, or <c>null</c> when it is none however it is read.</returns>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (bytes.Length < 6)
            return null;
        Span<int> plain = stackalloc int[6];
        Span<int> decimals = stackalloc int[6];
        var bcd = true;
        for (var i = 0; i < 6; i++)
        {
            plain[i] = bytes[i];
            decimals[i] = (bytes[i] >> 4) * 10 + (bytes[i] & 15);
            bcd &= bytes[i] >> 4 <= 9 && (bytes[i] & 15) <= 9;
        }

        var best = Nearer(Of(plain[0], plain[1], plain[2], plain[3], plain[4], plain[5]), Of(plain[5], plain[4], plain[3], plain[2], plain[1], plain[0]), now);
        return !bcd ? best : Nearer(
            Nearer(best, Of(decimals[0], decimals[1], decimals[2], decimals[3], decimals[4], decimals[5]), now),
            Of(decimals[5], decimals[4], decimals[3], decimals[2], decimals[1], decimals[0]), now);
    }

    // Of equal ones the first, which the standard means.
    private static DateTimeOffset? Nearer(DateTimeOffset? one, DateTimeOffset? other, DateTimeOffset now) =>
        one is { } a && other is { } b ? (b - now).Duration() < (a - now).Duration() ? b : a : one ?? other;

    private static DateTimeOffset? Of(int second, int minute, int hour, int day, int month, int year)
    {
        if (second > 59 || minute > 59 || hour > 23 || month is < 1 or > 12 || year > 99 || day < 1 || day > DateTime.DaysInMonth(2000 + year, month))
            return null;
        return new DateTimeOffset(2000 + year, month, day, hour, minute, second, Zone).ToUniversalTime();
    }
}
