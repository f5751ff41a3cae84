using System.Globalization;

namespace Linli.Market.Reports;

/// <summary>Days as date fields send them.</summary>
internal static class Days
{
    public static DateOnly? Read(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
