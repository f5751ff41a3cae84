using Linli.Platform.Results;

namespace Linli.Open311.Speak;

/// <summary>The span of time of a search: 90 days at most, the latest ones when more are asked for.</summary>
internal sealed record Span(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The longest span that the specification allows.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public static Result<Span> Of(Ask ask, DateTimeOffset now)
    {
        var start = Moments.Read(ask, "start_date");
        var end = Moments.Read(ask, "end_date", ends: true);
        if (!start.Ok || !end.Ok)
            return Result<Span>.Fail([.. start.Problems, .. end.Problems]);
        if (start.Value.At > end.Value.At)
            return Problem.Invalid("end_date", "open311.span_backwards", "end_date 早于 start_date。", "end_date lies before start_date.");
        return Of(start.Value.At, end.Value.At, now);
    }

    /// <summary>With one end given, the other is 90 days away; with none, the most recent 90 days.</summary>
    internal static Span Of(DateTimeOffset? start, DateTimeOffset? end, DateTimeOffset now)
    {
        var to = end ?? (start is { } from ? Earlier(from, Longest) : now);
        var earliest = to.UtcTicks > Longest.Ticks ? to - Longest : DateTimeOffset.MinValue;
        return new(start > earliest ? start.Value : earliest, to);
    }

    private static DateTimeOffset Earlier(DateTimeOffset from, TimeSpan span) =>
        DateTimeOffset.MaxValue - from > span ? from + span : DateTimeOffset.MaxValue;
}
