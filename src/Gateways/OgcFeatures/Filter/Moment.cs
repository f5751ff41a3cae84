using System.Globalization;
using System.Text.RegularExpressions;
using Linli.Platform.Results;

namespace Linli.OgcFeatures.Filter;

/// <summary>
/// The argument <c>datetime</c>: an instant of RFC 3339, or two of them with a slash between and <c>..</c> for an open end.
/// Our features carry no time of their own, so by the standard all of them pass; a wrong argument is refused all the same.
/// </summary>
internal static partial class Moment
{
    public static Problem? Check(string? text)
    {
        if (text is null)
            return null;
        var parts = text.Split('/');
        var right = parts switch
        {
            [var instant] => IsInstant(instant, out _),
            [var from, var to] when IsOpen(from) && IsOpen(to) => from == ".." || to == "..",
            [var from, var to] when IsOpen(from) => IsInstant(to, out _),
            [var from, var to] when IsOpen(to) => IsInstant(from, out _),
            [var from, var to] => IsInstant(from, out var begin) && IsInstant(to, out var end) && begin <= end,
            _ => false,
        };
        return right ? null : Problem.Invalid("datetime", "ogc.datetime",
            "datetime 应为 RFC 3339 时刻，或用 / 连接的起止时刻（.. 表示不限）。",
            "datetime is an instant of RFC 3339 such as 2026-11-23T08:00:00Z, or a beginning and an end with / between (.. for open).");
    }

    /// <summary>A day of ISO 8601, or nothing.</summary>
    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>An instant of RFC 3339 with its time, or nothing.</summary>
    public static DateTimeOffset? Instant(string text) => text.Length > 10 && IsInstant(text, out var instant) ? instant : null;

    private static bool IsOpen(string text) => text is "" or "..";

    private static bool IsInstant(string text, out DateTimeOffset instant)
    {
        instant = default;
        return Shape().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
