namespace Linli.Mobility.SlowWays;

/// <summary>How a route is taken.</summary>
public enum SlowPace
{
    /// <summary>步行.</summary>
    Walk,

    /// <summary>慢跑.</summary>
    Jog,
}

/// <summary>What the slow lane of a place should be (慢行道规划), to check the measured one against.</summary>
internal sealed class SlowLanePlan
{
    public required string Jurisdiction { get; init; }

    public required int Metres { get; set; }

    public required int LaneCm { get; set; }

    public required int CarriagewayCm { get; set; }

    /// <summary>How far the measured length may lie off.</summary>
    public required int TolerancePercent { get; set; }

    public required string Source { get; set; }
}

/// <summary>A route for walking or jogging (健身路线): facilities in turn, joined by the ways of the network.</summary>
internal sealed class SlowRoute
{
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required SlowPace Pace { get; set; }

    /// <summary>Codes of facilities in turn, separated by spaces.</summary>
    public required string Stops { get; set; }

    public required int Order { get; set; }
}
