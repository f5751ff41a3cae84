using Linli.Places;
using Linli.Platform.Time;
using Linli.Sensing;

namespace Linli.Services.Retail;

/// <summary>How many came in within an hour; <c>null</c> where the place was open and a counter said nothing.</summary>
/// <param name="Hour">When it began, UTC.</param>
/// <param name="Visitors">People who came in.</param>
/// <param name="IsOpen">Whether the place is open then by its hours.</param>
internal readonly record struct HourCount(DateTimeOffset Hour, int? Visitors, bool IsOpen);

/// <summary>A figure beside an earlier one, over those hours only that were counted on both days (同比口径).</summary>
/// <param name="Now">Visitors in these hours.</param>
/// <param name="Before">Visitors in the same hours then.</param>
/// <param name="Hours">How many hours of opening were counted on both.</param>
internal sealed record Compared(int Now, int Before, int Hours)
{
    /// <summary>Change in per cent; <c>null</c> where nobody came then.</summary>
    public decimal? Percent => Before == 0 ? null : decimal.Round((Now - Before) * 100m / Before, 1);
}

/// <summary>Counts of people who came in, by hour; numbers of people and never a person.</summary>
internal sealed class Footfall(IDevices devices, IHourly hourly)
{
    private const string Kind = "footfall-counter";

    /// <summary>The counters of some places, by the code of the place.</summary>
    public ILookup<string, Device> Counters(IReadOnlyCollection<string> places) =>
        devices.OfKind(Kind).Where(d => d.State == DeviceState.InService && d.Facility is not null && places.Contains(d.Facility)).ToLookup(d => d.Facility!);

    /// <summary>What counters counted, by device and hour. What came since the last word is summed; a total that was set back goes on from nothing.</summary>
    public async Task<IReadOnlyDictionary<(DeviceId Device, DateTimeOffset Hour), int>> Read(IReadOnlyCollection<DeviceId> counters, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var counted = new Dictionary<(DeviceId, DateTimeOffset), int>();
        foreach (var measure in new[] { "in-total", "in" })
            foreach (var figure in await hourly.Of(counters, measure, from, to, cancel))
                counted[(figure.Device, figure.Hour)] = (int)Math.Round(Math.Max(0, figure.Amount));
        return counted;
    }

    /// <summary>The hours of a day up to an instant, of a place with some counters.</summary>
    public static IReadOnlyList<HourCount> Day(DateOnly day, DateTimeOffset until, string hours, IReadOnlyCollection<Device> counters, IReadOnlyDictionary<(DeviceId Device, DateTimeOffset Hour), int> counted)
    {
        var shown = new List<HourCount>();
        var spans = OpeningTimes.TryParse(hours, out var times) ? times.SpansOn(day, WorkingDayCalendar.China) : null;
        for (var n = 0; n < 24; n++)
        {
            var hour = LocalTime.StartOfDay(day).AddHours(n);
            if (hour >= until)
                break;
            var heard = counters.Where(c => counted.ContainsKey((c.Id, hour))).ToList();
            var isOpen = spans is null || spans.Any(s => s.From < (n + 1) * 60 && s.To > n * 60);
            // With a counter missing the number would be too small: a gap is said, not filled.
            int? visitors = heard.Count == counters.Count && heard.Count > 0 ? heard.Sum(c => counted[(c.Id, hour)]) : isOpen ? null : heard.Sum(c => counted[(c.Id, hour)]);
            shown.Add(new(hour, visitors, isOpen));
        }

        return shown;
    }

    /// <summary>Two days beside each other, hour by hour from midnight.</summary>
    public static Compared Compare(IReadOnlyList<HourCount> now, IReadOnlyList<HourCount> before)
    {
        var both = now.Zip(before).Where(h => h.First.Visitors is not null && h.Second.Visitors is not null).ToList();
        return new(both.Sum(h => h.First.Visitors!.Value), both.Sum(h => h.Second.Visitors!.Value), both.Count(h => h.First.IsOpen));
    }
}
