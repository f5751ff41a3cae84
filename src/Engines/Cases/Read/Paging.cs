using System.Globalization;
using Linli.Platform.Results;

namespace Linli.Cases.Read;

/// <summary>Where a page begins: after the last line of the page before, by the order of the list and then by number.</summary>
internal sealed record Bookmark(DateTimeOffset At, string Number)
{
    public static string Of(DateTimeOffset at, string number) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks}_{number}");

    /// <summary>Reads what <see cref="Of"/> wrote; no text is the first page.</summary>
    public static Problem? TryRead(string? text, out Bookmark? bookmark)
    {
        bookmark = null;
        if (string.IsNullOrEmpty(text))
            return null;
        var parts = text.Split('_', 2);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTimeOffset.MaxValue.Ticks)
            return Problem.Invalid("after", "cases.after_unreadable", "翻页参数不正确，请从第一页开始。", "This bookmark is not one: start from the first page.");
        bookmark = new(new DateTimeOffset(ticks, TimeSpan.Zero), parts[1]);
        return null;
    }
}
