using System.Globalization;
using Linli.Platform.Text;

namespace Linli.Bookings;

/// <summary>Fen as people read and write them.</summary>
internal static class BookingYuan
{
    public static Phrase Words(long fen) => fen == 0 ? ("免费", "free") : ($"{Figure(fen)} 元", $"¥{Figure(fen)}");

    /// <summary>A price in money, or in points where there is one.</summary>
    public static Phrase Words(long fen, long points) => points == 0 ? Words(fen) : ($"{points} 积分", points == 1 ? "1 point" : $"{points} points");

    public static string Figure(long fen) => (fen / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Yuan with at most two decimals; <c>null</c> for anything else.</summary>
    public static long? Read(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) && yuan <= 100_000m && decimal.Truncate(yuan * 100) == yuan * 100
            ? (long)(yuan * 100) : null;
}
