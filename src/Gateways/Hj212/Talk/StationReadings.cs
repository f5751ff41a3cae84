using Linli.Hj212.Frames;
using Linli.Sensing;

namespace Linli.Hj212.Talk;

/// <summary>
/// Data packets as readings. Values that do not count (calibration, maintenance, fault …) are kept under a name of their own, which
/// no rule and no average looks at; so are the means of minutes, hours and days, which are no new measurements.
/// </summary>
internal static class StationReadings
{
    /// <summary>Ending of measures that do not count.</summary>
    public const string Invalid = "-invalid";

    /// <summary>Adds the values of a packet that a kind of device measures; all of them for a kind nobody brings.</summary>
    public static void Add(List<Reading> readings, DeviceId device, DeviceKind? kind, HjPacket packet, DateTimeOffset at, Hj212Options options)
    {
        var period = packet.Cn switch { "2051" => "-minute", "2061" => "-hour", "2031" => "-day", _ => "" };
        foreach (var value in HjData.Values(packet.Cp))
        {
            var kept = value.What.ToUpperInvariant() switch
            {
                "RTD" => period.Length == 0 ? "" : null,
                "AVG" => period.Length == 0 ? null : period,
                "MIN" => period + "-min",
                "MAX" => period + "-max",
                "COU" => period + "-total",
                _ => null,
            };
            // In real-time packets only the value of now counts, whatever else makers add.
            if (kept is null || (period.Length == 0 && kept.Length > 0))
                continue;
            var measure = HjFactors.MeasureOf(value.Factor) + kept + (value.Counts ? "" : Invalid);
            if (kind?.Takes(measure) != false)
                readings.Add(new(device, measure, value.At ?? at, value.Number * options.Scales.GetValueOrDefault(value.Factor, 1)));
        }
    }

    /// <summary>Whether packets of a command carry data.</summary>
    public static bool IsData(string cn) => cn is "2011" or "2051" or "2061" or "2031";
}
