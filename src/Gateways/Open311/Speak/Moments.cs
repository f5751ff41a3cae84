using System.Globalization;
using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.Open311.Speak;

/// <summary>Instants as GeoReport v2 writes them: W3C date and time with its zone.</summary>
internal static class Moments
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm'Z'",
    ];

    /// <summary>In UTC, whole seconds: a client can put it back into an address without a plus sign to escape.</summary>
    public static string Of(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads an argument; none is no instant. A date alone is the whole local day.</summary>
    /// <param name="ask">The request.</param>
    /// <param name="name">Name of the argument.</param>
    /// <param name="ends">Whether a date alone means its end.</param>
    public static Result<Moment> Read(Ask ask, string name, bool ends = false)
    {
        if (ask[name] is not { } text)
            return new Moment(null);
        return TryRead(text, ends, out var instant)
            ? new Moment(instant)
            : Problem.Invalid(name, "open311.date_unreadable",
                $"{name} 不是带时区的日期时间，例如 2026-11-01T08:00:00+08:00。", $"{name} is not a date and time with its zone, such as 2026-11-01T08:00:00Z.");
    }

    internal static bool TryRead(string text, bool ends, out DateTimeOffset instant)
    {
        // A plus sign that was not escaped arrives as a blank.
        var clean = text.Trim().Replace(' ', '+');
        if (DateTimeOffset.TryParseExact(clean, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant))
            return true;
        if (!DateOnly.TryParseExact(clean, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year < 1900)
            return false;
        instant = ends ? LocalTime.EndOfDay(day).AddTicks(-TimeSpan.TicksPerMicrosecond) : LocalTime.StartOfDay(day);
        return true;
    }
}

/// <summary>An instant, if one was given.</summary>
internal readonly record struct Moment(DateTimeOffset? At);
