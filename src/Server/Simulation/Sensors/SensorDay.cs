using Linli.Platform.Geo;
using Linli.Platform.Time;
using Linli.Sensing;

namespace Linli.Server.Simulation.Sensors;

/// <summary>One thing a simulated device says.</summary>
/// <param name="Device">Who.</param>
/// <param name="At">When by its clock, UTC, in whole seconds.</param>
/// <param name="Measure">Code of the measure; <see cref="Reading.Position"/> for a position.</param>
/// <param name="Value">The value; of a position, kilometres an hour.</param>
/// <param name="Point">Where, for a position.</param>
internal readonly record struct SensorReading(SimulatedDevice Device, DateTimeOffset At, string Measure, double Value, GeoPoint? Point = null);

/// <summary>
/// A local day of all sensors of 20,000 households, or of a part of them: the same seed and date, the same readings. Nothing is kept; each
/// device is asked what it says between two instants.
/// </summary>
internal sealed class SensorDay
{
    private const double MetresOff = 110;

    // Behind the hedge of the east shore, and in the middle of the lake where a radar sees swans.
    private static readonly GeoPoint InDanger = new(30.20596, 120.22480);
    private static readonly GeoPoint OnTheLake = new(30.20610, 120.22300);

    internal static readonly TimeSpan Morning = new(7, 20, 0);
    internal static readonly TimeSpan Afternoon = new(16, 20, 0);
    private static readonly TimeSpan Walk = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Fix = TimeSpan.FromSeconds(15);

    // When people pass doors and barriers: share of the day's passes up to an hour; 12 % of them from half past seven to half past eight.
    private static readonly (double Hour, double Share)[] Passes = [(0, 0), (6, 0.03), (7.5, 0.12), (8.5, 0.24), (16, 0.58), (19, 0.82), (22, 0.96), (24, 1)];

    private readonly SchoolRoute route;
    private readonly int seed;
    private readonly DateTimeOffset start;
    private readonly ILookup<string, SensorIncident> incidents;

    /// <param name="date">Local day.</param>
    /// <param name="seed">The same seed, the same day.</param>
    /// <param name="scale">Which part of the devices speaks.</param>
    /// <param name="route">The way to school.</param>
    /// <param name="cards">Numbers of the cards there are; those that are to leave the path come first.</param>
    /// <param name="school">Whether the schools teach, so that cards are listened to (R38).</param>
    public SensorDay(DateOnly date, int seed, double scale, SchoolRoute route, IReadOnlyList<int> cards, bool school = true)
    {
        (this.route, this.seed, Date, IsSchoolDay) = (route, seed, date, school);
        start = LocalTime.StartOfDay(date);
        Incidents = [.. SensorIncidents.Of(start, scale, school ? cards : [])];
        incidents = Incidents.ToLookup(i => i.Device.Code, StringComparer.Ordinal);
        Cards = cards.ToHashSet();
    }

    public DateOnly Date { get; }

    public DateTimeOffset Start => start;

    public DateTimeOffset End => start.AddDays(1);

    /// <summary>What shall become alarms.</summary>
    public IReadOnlyList<SensorIncident> Incidents { get; }

    /// <summary>Numbers of the cards that speak.</summary>
    public IReadOnlySet<int> Cards { get; }

    /// <summary>Whether the schools teach.</summary>
    public bool IsSchoolDay { get; }

    /// <summary>What a device causes.</summary>
    public IEnumerable<SensorIncident> IncidentsOf(SimulatedDevice device) => incidents[device.Code];

    /// <summary>What a device says from an instant up to another, in order.</summary>
    public IEnumerable<SensorReading> Of(SimulatedDevice device, DateTimeOffset from, DateTimeOffset to)
    {
        var stream = device.Stream;
        if (stream == SensorFleet.Cards)
            return Card(device, from, to);
        if (stream == SensorFleet.Bays)
            return Bay(device, from, to);
        if (stream == SensorFleet.Doors || stream == SensorFleet.Barriers)
            return Pass(device, from, to);
        if (stream == SensorFleet.Radar)
            return Sweep(device, from, to);
        if (stream == SensorFleet.Beams)
            return Switched(device, "intrusion", from, to);
        return stream == SensorFleet.Smoke ? Detector(device, from, to) : Regular(device, from, to);
    }

    /// <summary>The charge that an enrolled card tells in the morning, and in the afternoon when it was charged at school.</summary>
    public IReadOnlyList<SensorReading> BatteryOf(SimulatedDevice card)
    {
        var after = TimeSpan.FromSeconds(60 + (card.Number % 60));
        var charge = incidents[card.Code].Any(i => i.Rule == SensorIncidents.LowBattery) ? 8 : 55 + (Mix(card, 3) % 45);
        return [new(card, start + Morning + after, Measures.Battery.Code, charge), new(card, start + Afternoon + after, Measures.Battery.Code, 95)];
    }

    private IEnumerable<SensorReading> Card(SimulatedDevice device, DateTimeOffset from, DateTimeOffset to)
    {
        // Half of them walk to either school, from where they live along the path, and the same way back.
        var school = Mix(device, 1) % 2 == 0 ? 0.06 : 0.94;
        var home = 0.35 + (Mix(device, 2) % 300 / 1000.0);
        foreach (var (window, there) in new[] { (start + Morning, true), (start + Afternoon, false) })
            foreach (var at in Every(window + TimeSpan.FromSeconds(device.Number % 15), Fix, window + Walk, from, to))
            {
                var part = Math.Clamp((at - window) / Walk, 0, 1);
                var along = there ? home + ((school - home) * part) : school + ((home - school) * part);
                var aside = incidents[device.Code].Any(i => i.Rule == SensorIncidents.OffPath && at >= i.From && at < i.Until) ? MetresOff : (Mix(device, at.ToUnixTimeSeconds()) % 9) - 4.0;
                yield return new(device, at, Reading.Position, 4.5, route.At(along, aside));
            }
    }

    private IEnumerable<SensorReading> Bay(SimulatedDevice device, DateTimeOffset from, DateTimeOffset to)
    {
        // A heartbeat an hour says how the battery does; four times a day somebody comes or leaves.
        var all = Every(start + TimeSpan.FromSeconds(Mix(device, 4) % 3600), TimeSpan.FromHours(1), End, from, to)
            .Select(at => new SensorReading(device, at, Measures.Battery.Code, 60 + (device.Number % 40)));
        var changes = Enumerable.Range(0, 4).Select(i => new SensorReading(device, start + TimeSpan.FromSeconds((i * 21_600) + (Mix(device, 10 + i) % 21_600)), "occupied", (i + device.Number) % 2))
            .Where(r => r.At >= from && r.At < to);
        return all.Concat(changes).OrderBy(r => r.At);
    }

    private IEnumerable<SensorReading> Pass(SimulatedDevice device, DateTimeOffset from, DateTimeOffset to)
    {
        var stream = device.Stream;
        var count = (int)(((long)stream.PerDay * (device.Number + 1) / stream.Devices) - ((long)stream.PerDay * device.Number / stream.Devices));
        for (var i = 0; i < count; i++)
        {
            var at = start + TimeSpan.FromSeconds(Math.Floor(TimeOf((i + 0.5) / count).TotalSeconds));
            if (at >= to)
                yield break;
            if (at < from)
                continue;
            var isIn = i % 2 == 1;
            // Doors count those who pass, barriers all since ever.
            yield return new(device, at, isIn ? "in" : "out", stream == SensorFleet.Doors ? 1 : ((long)Date.DayNumber * count / 2) + (i / 2));
        }
    }

    private static TimeSpan TimeOf(double share)
    {
        var i = Array.FindIndex(Passes, p => p.Share >= share);
        var (before, after) = (Passes[i - 1], Passes[i]);
        return TimeSpan.FromHours(before.Hour + ((after.Hour - before.Hour) * (share - before.Share) / (after.Share - before.Share)));
    }

    private IEnumerable<SensorReading> Detector(SimulatedDevice device, DateTimeOffset from, DateTimeOffset to)
    {
        var beats = Every(start + TimeSpan.FromSeconds(Mix(device, 5) % 3600), TimeSpan.FromHours(1), End, from, to)
            .Select(at => new SensorReading(device, at, Measures.Battery.Code, 70 + (device.Number % 30)));
        return beats.Concat(Switched(device, "smoke", from, to)).OrderBy(r => r.At);
    }

    private IEnumerable<SensorReading> Switched(SimulatedDevice device, string measure, DateTimeOffset from, DateTimeOffset to) =>
        incidents[device.Code].SelectMany(i => new[] { new SensorReading(device, i.From, measure, 1), new SensorReading(device, i.Until, measure, 0) }).Where(r => r.At >= from && r.At < to);

    private IEnumerable<SensorReading> Sweep(SimulatedDevice device, DateTimeOffset from, DateTimeOffset to) =>
        incidents[device.Code].SelectMany(i => new[]
            {
                new SensorReading(device, i.From, Reading.Position, 0, InDanger), new SensorReading(device, i.From.AddSeconds(30), Reading.Position, 0, InDanger),
                new SensorReading(device, i.Until, Reading.Position, 0, OnTheLake), new SensorReading(device, i.Until.AddSeconds(30), Reading.Position, 0, OnTheLake),
            })
            .Where(r => r.At >= from && r.At < to).OrderBy(r => r.At);

    private IEnumerable<SensorReading> Regular(SimulatedDevice device, DateTimeOffset from, DateTimeOffset to)
    {
        var stream = device.Stream;
        var period = TimeSpan.FromSeconds(86_400L * stream.Devices / stream.PerDay);
        if (stream == SensorFleet.Air)
            period *= AirMeasures.Length;
        foreach (var at in Every(start + TimeSpan.FromSeconds(Mix(device, 6) % (long)period.TotalSeconds), period, End, from, to))
            foreach (var reading in Regular(device, at))
                yield return reading;
    }

    private static readonly string[] AirMeasures = ["pm25", "pm10", "no2", "o3", "noise"];

    private IEnumerable<SensorReading> Regular(SimulatedDevice device, DateTimeOffset at)
    {
        var (stream, hour, chance) = (device.Stream, (at - start).TotalHours, Mix(device, at.ToUnixTimeSeconds()) % 1000 / 1000.0);
        var busy = Math.Max(0, Math.Sin((hour - 6) / 16 * Math.PI));
        if (stream == SensorFleet.Panels)
            return [new(device, at, "", 0)];
        if (stream == SensorFleet.Lifts)
            return [new(device, at, "floor", 1 + Math.Floor(chance * 18))];
        if (stream == SensorFleet.Meters)
            return [new(device, at, "energy", Math.Round((Date.DayNumber * 12.0) + (hour / 2) + (device.Number * 0.01), 3))];
        if (stream == SensorFleet.Air)
            return AirMeasures.Select((m, i) => new SensorReading(device, at, m, Math.Round(20 + (8 * i) + (busy * 10) + chance, 1)));
        if (stream == SensorFleet.Levels)
            return [new(device, at, "level", Math.Round(3.2 + (0.05 * Math.Sin(hour / 24 * 2 * Math.PI)) + (chance * 0.01), 3))];
        if (stream == SensorFleet.Beds)
            return [new(device, at, "heart-rate", Math.Round(58 + (busy * 12) + (chance * 8)))];
        if (stream == SensorFleet.Footfall)
            return [new(device, at, (at.ToUnixTimeSeconds() / 60) % 2 == 0 ? "in" : "out", Math.Round(busy * 12 * chance))];
        return [new(device, at, Reading.Position, Math.Round(20 + (20 * chance), 1), route.At(Math.Abs((hour * 2 % 2) - 1), (chance * 6) - 3))];
    }

    private static IEnumerable<DateTimeOffset> Every(DateTimeOffset first, TimeSpan period, DateTimeOffset end, DateTimeOffset from, DateTimeOffset to)
    {
        var skip = from <= first ? 0 : (long)Math.Ceiling((from - first) / period);
        var last = to < end ? to : end;
        for (var at = first + (period * skip); at < last; at += period)
            yield return at;
    }

    /// <summary>A number that looks like chance, the same for the same device, what it is for and the seed.</summary>
    private long Mix(SimulatedDevice device, long what)
    {
        var x = unchecked((ulong)((seed * 1_000_003L) + (device.Number * 7919L) + (device.Stream.Code[0] * 104_729L) + (what * 2_654_435_761L)) + 0x9E3779B97F4A7C15UL);
        x = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL);
        x = unchecked((x ^ (x >> 27)) * 0x94D049BB133111EBUL);
        return (long)((x ^ (x >> 31)) >> 2);
    }
}
