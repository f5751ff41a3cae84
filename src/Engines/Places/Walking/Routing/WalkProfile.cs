using Linli.Places.Walking.Network;
using Linli.Platform.Text;

namespace Linli.Places.Walking.Routing;

/// <summary>How somebody walks (步行方式): a rule with a source, so that a community can set its own.</summary>
/// <param name="Code"><c>adult</c>, <c>child</c>, <c>elder</c>, <c>wheelchair</c> or one of a community's own.</param>
/// <param name="Name">What people call it.</param>
/// <param name="SpeedCmPerS">Speed on the flat in centimetres a second.</param>
internal sealed record WalkProfile(string Code, Phrase Name, int SpeedCmPerS)
{
    /// <summary>How many times longer a metre of steps takes, in hundredths; <c>null</c> when steps are no way at all.</summary>
    public int? StepsPercent { get; init; } = 200;

    /// <summary>Ways known to be narrower are no way at all.</summary>
    public int MinWidthCm { get; init; }

    /// <summary>Ways known to be steeper, in thousandths, are no way at all.</summary>
    public int MaxInclinePermille { get; init; } = 1000;

    /// <summary>Kerbs known to be higher are no way at all.</summary>
    public int MaxKerbMm { get; init; } = 1000;

    /// <summary>How much longer a way takes for each hundredth of rise, in hundredths.</summary>
    public int UphillPercent { get; init; } = 4;

    /// <summary>Rough ground takes this much of the usual time, in hundredths.</summary>
    public int RoughPercent { get; init; } = 100;

    /// <summary>Waiting at a crossing, on average.</summary>
    public int CrossingSeconds { get; init; } = 12;

    /// <summary>Waiting for a lift and getting in.</summary>
    public int LiftSeconds { get; init; } = 30;

    /// <summary>A lift from one level to the next.</summary>
    public int LevelSeconds { get; init; } = 6;

    /// <summary>Whether what is marked as no way for wheelchairs is none for this one, and what is marked as hard takes half as long again.</summary>
    public bool NeedsWheels { get; init; }

    /// <summary>A way marked as hard for wheelchairs takes them this much of the usual time, in hundredths.</summary>
    public int LimitedPercent { get; init; } = 150;

    /// <summary>Where it was taken from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Deciseconds for metres of level way.</summary>
    public double Deciseconds(double metres) => metres * 1000 / SpeedCmPerS;

    /// <summary>What holds where a community says nothing of its own. R24: 1.0–1.2 m/s, 0.8 m/s for people over 70.</summary>
    public static IReadOnlyList<WalkProfile> Defaults { get; } =
    [
        new("adult", ("成人", "Adult"), 110) { Source = "R24：1.0–1.2 m/s 取中 · middle of 1.0–1.2 m/s" },
        new("child", ("儿童", "Child"), 100) { StepsPercent = 220, CrossingSeconds = 15, Source = "R24：1.0–1.2 m/s 下限 · lower end of 1.0–1.2 m/s" },
        new("elder", ("长者", "Elder"), 80)
        {
            StepsPercent = 350, UphillPercent = 7, RoughPercent = 120, CrossingSeconds = 20, LiftSeconds = 40, Source = "R24：70 岁以上 0.8 m/s · 0.8 m/s over 70",
        },
        new("wheelchair", ("轮椅", "Wheelchair"), 90)
        {
            StepsPercent = null, MinWidthCm = 90, MaxInclinePermille = 83, MaxKerbMm = 30, UphillPercent = 10, RoughPercent = 170, CrossingSeconds = 20,
            LiftSeconds = 45, NeedsWheels = true, Source = "模型取值：净宽 0.9 m、坡度 1:12 · our model: 0.9 m clear width, 1 in 12",
        },
    ];

    /// <summary>Network distance instead of time: a decimetre of way counts one, and nothing is waited for.</summary>
    public static WalkProfile Distance { get; } = new("distance", ("距离", "Distance"), 100)
    {
        StepsPercent = 100, UphillPercent = 0, CrossingSeconds = 0, LiftSeconds = 0, LevelSeconds = 0, LimitedPercent = 100, Source = "R24",
    };

    /// <summary>Network distance over the ways this profile can take.</summary>
    public WalkProfile Distances() => Distance with
    {
        StepsPercent = StepsPercent is null ? null : 100,
        MinWidthCm = MinWidthCm,
        MaxInclinePermille = MaxInclinePermille,
        MaxKerbMm = MaxKerbMm,
        NeedsWheels = NeedsWheels,
    };
}

/// <summary>What a way costs somebody.</summary>
internal static class WalkCost
{
    /// <summary>No way at all.</summary>
    public const int None = int.MaxValue;

    /// <summary>Deciseconds from one end of an edge to the other, at least 1; <see cref="None"/> where it cannot be walked.</summary>
    /// <param name="facts">The way.</param>
    /// <param name="lengthMm">Its length.</param>
    /// <param name="levels">Levels between its ends.</param>
    /// <param name="forward">Along the direction of drawing.</param>
    /// <param name="profile">Who walks.</param>
    public static int Of(WayFacts facts, int lengthMm, float levels, bool forward, WalkProfile profile)
    {
        if (facts.OneWay != 0 && facts.OneWay > 0 != forward || !Fits(facts, profile))
            return None;
        if (facts.Kind == WayKind.Lift)
            return AtLeastOne((profile.LiftSeconds * 10) + (profile.LevelSeconds * 10 * Math.Abs(levels)) + profile.Deciseconds(lengthMm / 1000.0));
        var factor = facts.Kind == WayKind.Steps ? profile.StepsPercent!.Value / 100.0 : 1;
        if (facts.Rough)
            factor *= profile.RoughPercent / 100.0;
        if (profile.NeedsWheels && facts.Wheelchair == WheelchairUse.Limited)
            factor *= profile.LimitedPercent / 100.0;
        var rise = forward ? facts.InclinePermille : -facts.InclinePermille;
        if (rise > 0 && facts.Kind is not WayKind.Steps and not WayKind.Escalator)
            factor *= 1 + (rise / 10.0 * profile.UphillPercent / 100);
        return AtLeastOne((profile.Deciseconds(lengthMm / 1000.0) * factor) + (profile.CrossingSeconds * 5.0 * facts.HalfCrossings));
    }

    private static bool Fits(WayFacts facts, WalkProfile profile)
    {
        if (facts.Kind == WayKind.Steps && profile.StepsPercent is null || facts.Kind == WayKind.Escalator && profile.NeedsWheels)
            return false;
        if (profile.NeedsWheels && facts.Wheelchair == WheelchairUse.No)
            return false;
        // A source that says wheelchairs pass knows better than what its numbers suggest.
        if (profile.NeedsWheels && facts.Wheelchair == WheelchairUse.Yes)
            return true;
        return !(facts.WidthCm < profile.MinWidthCm) && Math.Abs(facts.InclinePermille) <= profile.MaxInclinePermille && facts.KerbMm <= profile.MaxKerbMm;
    }

    private static int AtLeastOne(double deciseconds) => Math.Max(1, (int)Math.Min(Math.Round(deciseconds), int.MaxValue / 8));
}
