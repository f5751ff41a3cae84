namespace Linli.Server.Simulation.Sensors;

/// <summary>Something that must become one alarm, and one only.</summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Device">Whose readings cause it.</param>
/// <param name="From">From when its cause is there, UTC.</param>
/// <param name="Until">Up to when.</param>
internal sealed record SensorIncident(string Rule, SimulatedDevice Device, DateTimeOffset From, DateTimeOffset Until);

/// <summary>What happens on a day of 20,000 households that somebody must see to.</summary>
internal static class SensorIncidents
{
    /// <summary>Rule of the child that leaves the path.</summary>
    public const string OffPath = "school-path-exit-tongyin";

    /// <summary>Rule of the card that is nearly empty.</summary>
    public const string LowBattery = "school-card-battery-tongyin";

    /// <summary>Rule of the lake.</summary>
    public const string Lake = "lake-danger";

    /// <summary>Rule of smoke.</summary>
    public const string Fire = "fire-smoke";

    /// <summary>Rule of the beams round compounds.</summary>
    public const string Perimeter = "perimeter";

    private const int OffPathADay = 25;
    private const int LakeADay = 4;
    private const int FiresADay = 12;
    private const int PerimeterADay = 30;
    private static readonly TimeSpan Off = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan InWater = new(0, 4, 12);
    private static readonly TimeSpan Smoke = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan InTheBeam = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenBeams = TimeSpan.FromMinutes(47);
    private static readonly int[] OffAt = [20, 26, 32, 23, 29];

    /// <summary>What happens on a day.</summary>
    /// <param name="start">Its beginning, UTC.</param>
    /// <param name="scale">Which part of the town it is.</param>
    /// <param name="cards">Numbers of the cards that are listened to. Those that come first leave the path in the afternoon, each once: an alarm that nobody has closed is not raised again.</param>
    public static IEnumerable<SensorIncident> Of(DateTimeOffset start, double scale, IReadOnlyList<int> cards)
    {
        var (leaving, all) = (Math.Min(cards.Count, Times(OffPathADay, scale)), SensorFleet.Of(SensorFleet.Cards, 1).ToList());
        for (var i = 0; i < leaving; i++)
        {
            var from = start + SensorDay.Afternoon + TimeSpan.FromMinutes(OffAt[i % OffAt.Length]);
            yield return new(OffPath, all[cards[i]], from, from + Off);
        }

        if (cards.Count > 0)
            yield return new(LowBattery, all[cards[^1]], start + SensorDay.Morning, start + SensorDay.Morning + TimeSpan.FromMinutes(3));
        var radar = SensorFleet.Of(SensorFleet.Radar, 1).First();
        for (var i = 0; i < Times(LakeADay, scale); i++)
        {
            var from = start + new TimeSpan(9 + (i * 2), 20, 0);
            yield return new(Lake, radar, from, from + InWater);
        }

        var detectors = SensorFleet.Of(SensorFleet.Smoke, scale).ToList();
        for (var i = 0; i < Times(FiresADay, scale); i++)
        {
            var from = start + new TimeSpan(0, (6 * 60) + (i * 75), 7);
            yield return new(Fire, detectors[i * 41 % detectors.Count], from, from + Smoke);
        }

        var beams = SensorFleet.Of(SensorFleet.Beams, scale).ToList();
        for (var i = 0; i < Times(PerimeterADay, scale); i++)
        {
            var from = start + TimeSpan.FromMinutes(5) + (BetweenBeams * i);
            yield return new(Perimeter, beams[2 * i % beams.Count], from, from + InTheBeam);
        }
    }

    private static int Times(int aDay, double scale) => Math.Max(1, (int)Math.Round(aDay * scale));
}
