namespace Linli.Cases.Loop;

/// <summary>How loudly a clock rings; the louder ones come later.</summary>
internal enum ClockRing
{
    /// <summary>Less than a day is left.</summary>
    Warning,

    /// <summary>It has run out: the community is told.</summary>
    Overdue,

    /// <summary>It ran out a day ago: the street is told.</summary>
    Street,
}

internal static class ClockRings
{
    /// <summary>How long after the end of the clock it rings; negative for before.</summary>
    public static TimeSpan After(this ClockRing ring) => ring switch
    {
        ClockRing.Warning => TimeSpan.FromHours(-24),
        ClockRing.Overdue => TimeSpan.Zero,
        _ => TimeSpan.FromHours(24),
    };
}
