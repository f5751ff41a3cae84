using System.Diagnostics.Metrics;

namespace Linli.Sensing.Lines;

/// <summary>What is counted about connections of devices; shown at <c>/metrics</c>.</summary>
internal static class LineTelemetry
{
    private static readonly Meter Meter = new("Linli");

    private static readonly UpDownCounter<int> Open = Meter.CreateUpDownCounter<int>("linli.lines.open", description: "Connections of devices that are open, by protocol.");
    private static readonly Counter<long> Opened = Meter.CreateCounter<long>("linli.lines.opened", description: "Connections of devices, by protocol.");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("linli.lines.refused", description: "Connections refused because there were too many, by protocol.");
    private static readonly Counter<long> Odd = Meter.CreateCounter<long>("linli.lines.odd", description: "Frames that did not fit their protocol, by protocol.");

    public static void Came(string protocol)
    {
        Open.Add(1, new KeyValuePair<string, object?>("protocol", protocol));
        Opened.Add(1, new KeyValuePair<string, object?>("protocol", protocol));
    }

    public static void Went(string protocol) => Open.Add(-1, new KeyValuePair<string, object?>("protocol", protocol));

    public static void Turned(string protocol) => Refused.Add(1, new KeyValuePair<string, object?>("protocol", protocol));

    public static void WasOdd(string protocol) => Odd.Add(1, new KeyValuePair<string, object?>("protocol", protocol));
}
