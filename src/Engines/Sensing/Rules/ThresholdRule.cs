namespace Linli.Sensing.Rules;

/// <summary>Decisions over values.</summary>
internal static class ThresholdRule
{
    /// <summary>The limit is broken by the limit itself too.</summary>
    public static bool IsBroken(SensingRule rule, double value) => rule.Side == LimitSide.Above ? value >= rule.Limit : value <= rule.Limit;

    /// <summary>Beyond the limit, the limit itself not.</summary>
    public static bool IsBeyond(SensingRule rule, double value) => rule.Side == LimitSide.Above ? value > rule.Limit : value < rule.Limit;

    /// <summary>The value has come back by the hysteresis; without one it is within the limit again.</summary>
    public static bool IsOver(SensingRule rule, double value)
    {
        if (rule.Hysteresis <= 0)
            return !IsBroken(rule, value);
        return rule.Side == LimitSide.Above ? value <= rule.Limit - rule.Hysteresis : value >= rule.Limit + rule.Hysteresis;
    }

    /// <summary>By how much the newest value is above the least before it, or below the most, and which that was.</summary>
    public static ((long At, double Value) From, double Change) ChangeIn(List<(long At, double Value)> window, LimitSide side)
    {
        var from = window[0];
        foreach (var entry in window)
            if (side == LimitSide.Above ? entry.Value < from.Value : entry.Value > from.Value)
                from = entry;
        return (from, Math.Abs(window[^1].Value - from.Value));
    }

    /// <summary>When nothing has stirred for so long within one window of hours; <see cref="LaneDevice.Never"/> when no window is long enough.</summary>
    public static long StillUntil(WatchSchedule schedule, long since, long lasting)
    {
        for (var (at, n) = (since, 0); n < 40 && schedule.At(at) is { } window; n++)
        {
            var from = Math.Max(since, window.From);
            if (lasting <= window.Until - from)
                return from + lasting;
            at = window.Until;
        }

        return LaneDevice.Never;
    }
}
