using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Cases.Desk;

/// <summary>What a clock says to people: how long is left, or by how much it ran out.</summary>
internal static class ClockWords
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(24);

    /// <summary>"还剩 1 天 4 小时" or "超时 3 小时", and how loud to say it.</summary>
    public static (Phrase Words, Tone Tone) Of(DateTimeOffset due, DateTimeOffset now)
    {
        var left = due - now;
        var span = Span(left.Duration());
        if (left <= TimeSpan.Zero)
            return (($"超时 {span.Zh}", $"{span.En} overdue"), Tone.Danger);
        return (($"还剩 {span.Zh}", $"{span.En} left"), left <= Soon ? Tone.Warning : Tone.Plain);
    }

    /// <summary>The two largest units that matter: days and hours, hours, or minutes.</summary>
    internal static Phrase Span(TimeSpan span)
    {
        var (days, hours, minutes) = ((int)span.TotalDays, span.Hours, Math.Max(1, (int)span.TotalMinutes));
        if (days >= 1)
            return hours == 0 || days >= 10 ? ($"{days} 天", $"{days} d") : ($"{days} 天 {hours} 小时", $"{days} d {hours} h");
        return span.TotalHours >= 1 ? ($"{(int)span.TotalHours} 小时", $"{(int)span.TotalHours} h") : ($"{minutes} 分钟", $"{minutes} min");
    }
}
