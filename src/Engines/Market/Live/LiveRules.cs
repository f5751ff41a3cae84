namespace Linli.Market.Live;

/// <summary>Where a live event stands by the clock.</summary>
public enum LivePhase
{
    /// <summary>预告.</summary>
    Coming,

    /// <summary>直播中.</summary>
    Running,

    /// <summary>已结束.</summary>
    Over,

    /// <summary>已取消.</summary>
    Cancelled,
}

/// <summary>The decisions about live events.</summary>
internal static class LiveRules
{
    public const int MostOffers = 20;

    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public static LivePhase PhaseOf(LiveEvent show, DateTimeOffset now) =>
        show.Cancelled ? LivePhase.Cancelled : now < show.StartsAt ? LivePhase.Coming : now < show.EndsAt ? LivePhase.Running : LivePhase.Over;
}
