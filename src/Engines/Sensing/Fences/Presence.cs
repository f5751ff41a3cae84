namespace Linli.Sensing.Fences;

/// <summary>What one position says about being in a fence.</summary>
internal enum Evidence
{
    /// <summary>It is in it, border included.</summary>
    Inside,

    /// <summary>Its whole circle of accuracy is clear of the fence and the band round it.</summary>
    Outside,

    /// <summary>It may be either.</summary>
    Neither,
}

/// <summary>What became of being in a fence.</summary>
internal enum Crossing
{
    None,
    Entered,
    Left,
}

/// <summary>How many credible positions in a row decide on coming in and on leaving, and what makes one credible.</summary>
internal readonly record struct PresencePolicy(int Enter, int Leave, double MostAccuracy, double Band)
{
    /// <summary>Metres taken where a device does not say how accurate it is.</summary>
    public const float AssumedAccuracy = 10;

    /// <summary>
    /// What a rule asks for. The side that raises takes the rule's number of positions; the side that clears takes at least two
    /// where there is a band, so that one stray position neither ends an alarm nor begins it again.
    /// </summary>
    public static PresencePolicy Of(SensingRule rule)
    {
        var raise = Math.Max(1, rule.Fixes);
        var clear = rule.Band > 0 ? Math.Max(2, raise) : raise;
        return rule.Kind is RuleKind.ZoneExit or RuleKind.Corridor
            ? new(clear, raise, rule.MostAccuracy, rule.Band)
            : new(raise, clear, rule.MostAccuracy, rule.Band);
    }
}

/// <summary>Where one device stands to one fence of a rule. Nothing is kept for those far away: the blank state is outside.</summary>
internal struct Presence
{
    private const int FreeFlips = 3;
    private const int MostExtra = 3;
    private const int Settled = 20;

    /// <summary>Number of the rule.</summary>
    public int Rule;

    /// <summary>Decided to be inside.</summary>
    public bool Inside;

    /// <summary>The rule has fired and is not over.</summary>
    public bool Open;

    /// <summary>On which side of the border the last position was.</summary>
    public bool WasInside;

    /// <summary>Positions in a row against what is decided.</summary>
    public byte Run;

    /// <summary>How often the positions changed sides of the border lately.</summary>
    public byte Flips;

    /// <summary>Positions since they last changed sides.</summary>
    public byte Steady;

    /// <summary>Positions in a row in one of the device's own fences.</summary>
    public byte Home;

    /// <summary>Instant of the first position of the run, UTC ticks.</summary>
    public long RunSince;

    /// <summary>Since when it is inside, UTC ticks.</summary>
    public long InsideSince;

    /// <summary>When the rule came true, UTC ticks.</summary>
    public long RaisedAt;

    public readonly bool IsBlank => !Inside && !Open && Run == 0 && Flips == 0 && Home == 0;

    /// <summary>Takes a credible position into account.</summary>
    /// <remarks>
    /// Somebody who stands at a border is seen on both sides of it in turn. From the fourth such change on each asks for one position
    /// more, up to three; a clean crossing changes sides once, one stray position twice, and they pay nothing.
    /// </remarks>
    public Crossing Take(Evidence evidence, in PresencePolicy policy, long at)
    {
        Weigh(evidence == Evidence.Inside);
        if (evidence != (Inside ? Evidence.Outside : Evidence.Inside))
        {
            Run = 0;
            return Crossing.None;
        }

        if (Run == 0)
            RunSince = at;
        if (Run < byte.MaxValue)
            Run++;
        var needed = Inside ? policy.Leave : policy.Enter;
        if (policy.Band > 0 && needed > 1)
            needed += Math.Clamp(Flips - FreeFlips, 0, MostExtra);
        if (Run < needed)
            return Crossing.None;

        (Inside, Run) = (!Inside, 0);
        // Who dithers goes on dithering though it was decided.
        if (Flips <= FreeFlips)
            (Flips, Steady) = (0, 0);
        if (Inside)
            InsideSince = RunSince;
        return Inside ? Crossing.Entered : Crossing.Left;
    }

    private void Weigh(bool inside)
    {
        if (inside != WasInside)
        {
            (WasInside, Steady) = (inside, 0);
            if (Flips < byte.MaxValue)
                Flips++;
        }
        else if (Steady < Settled && ++Steady == Settled)
        {
            Flips = 0;
        }
    }
}
