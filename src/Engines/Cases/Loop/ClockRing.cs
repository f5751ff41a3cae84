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
    /// <summary>
    /// How a clock rings, the softest first. Acceptance takes hours: a warning a day before would sound with every report.
    /// </summary>
    public static IReadOnlyList<ClockRing> Of(CaseClock clock) => clock == CaseClock.Accept ? Firm : All;

    private static readonly ClockRing[] All = Enum.GetValues<ClockRing>();

    private static readonly ClockRing[] Firm = [ClockRing.Overdue, ClockRing.Street];

    /// <summary>How long after the end of the clock it rings; negative for before.</summary>
    public static TimeSpan After(this ClockRing ring) => ring switch
    {
        ClockRing.Warning => TimeSpan.FromHours(-24),
        ClockRing.Overdue => TimeSpan.Zero,
        _ => TimeSpan.FromHours(24),
    };
}
