using System.Globalization;
using Linli.Platform.Time;

namespace Linli.Bookings.Recurrence;

/// <summary>Dates of EXDATE, RDATE and UNTIL: <c>20261224</c>, or an instant <c>20261224T110000Z</c> whose day in Shanghai counts.</summary>
internal static class RecurrenceDates
{
    public static DateOnly? Read(string text) => ReadEnd(text)?.Day;

    /// <summary>The local day, and the local time where an instant is given.</summary>
    public static (DateOnly Day, TimeOnly? At)? ReadEnd(string text)
    {
        if (DateOnly.TryParseExact(text, ["yyyyMMdd", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return IsSane(day) ? (day, null) : null;
        if (DateTimeOffset.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return instant.Year is < 2000 or > 2100 ? null : (LocalTime.DateOf(instant), TimeOnly.FromTimeSpan(LocalTime.ToLocal(instant).TimeOfDay));
        return DateTime.TryParseExact(text, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && IsSane(DateOnly.FromDateTime(local))
            ? (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)) : null;
    }

    private static bool IsSane(DateOnly day) => day.Year is >= 2000 and <= 2100;

    /// <summary>A list with commas or line ends; <c>null</c> when one of them is no date, empty for nothing.</summary>
    public static IReadOnlyList<DateOnly>? ReadAll(string? text)
    {
        var dates = new List<DateOnly>();
        foreach (var part in (text ?? "").Split([',', '\n', ' ', '、', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Read(part) is not { } day)
                return null;
            dates.Add(day);
        }

        return dates;
    }
}
