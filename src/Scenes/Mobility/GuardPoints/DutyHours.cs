using System.Globalization;
using Linli.Platform.Time;

namespace Linli.Mobility.GuardPoints;

/// <summary>Hours of a day as they are written: <c>07:20-08:10 16:20-17:10</c>, local time, the end not part of it.</summary>
internal static class DutyHours
{
    /// <summary>The spans, or <c>null</c> where the text is no such thing: wrong figures, an end before its beginning, or spans that overlap.</summary>
    public static IReadOnlyList<(TimeOnly From, TimeOnly To)>? Parse(string? text)
    {
        var spans = new List<(TimeOnly From, TimeOnly To)>();
        foreach (var part in (text ?? "").Split([' ', ',', '，', ';', '；'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('-', '–') is not [var from, var to]
                || !TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin)
                || !TimeOnly.TryParseExact(to, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
                || end <= begin || spans.Exists(s => begin < s.To && s.From < end))
                return null;
            spans.Add((begin, end));
        }

        spans.Sort();
        return spans.Count == 0 ? null : spans;
    }

    /// <summary>The span an instant lies in, or <c>null</c>.</summary>
    public static (TimeOnly From, TimeOnly To)? At(IReadOnlyList<(TimeOnly From, TimeOnly To)> spans, DateTimeOffset at)
    {
        var time = TimeOnly.FromDateTime(LocalTime.ToLocal(at).DateTime);
        foreach (var span in spans)
            if (span.From <= time && time < span.To)
                return span;
        return null;
    }
}
