using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Linli.Platform.Operations;

/// <summary>
/// Listens to the meters of Linli, ASP.NET Core and the runtime, and writes them in the Prometheus text format 0.0.4.
/// </summary>
public sealed class PrometheusExporter : IDisposable
{
    private static readonly string[] Meters =
        [Telemetry.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>Upper bounds of the buckets of every histogram, in seconds.</summary>
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>Labels worth a series of their own; others, such as the host name a client sent, could grow without bound.</summary>
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.route", "http.response.status_code", "usecase", "outcome", "gc.heap.generation", "cpu.mode",
    };

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> instruments = new();

    /// <summary>Starts listening.</summary>
    public PrometheusExporter()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
                self.EnableMeasurementEvents(instrument, instruments.GetOrAdd(instrument, _ => new()));
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, state) => Take(i, value, tags, state));
        listener.SetMeasurementEventCallback<long>((i, value, tags, state) => Take(i, value, tags, state));
        listener.SetMeasurementEventCallback<int>((i, value, tags, state) => Take(i, value, tags, state));
        listener.Start();
    }

    /// <summary>Everything measured so far, with the given lines of the moment in front.</summary>
    /// <param name="now">Name, help and value of gauges that are read on demand.</param>
    public string Write(IEnumerable<(string Name, string Help, double Value)> now)
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (name, help, value) in now)
        {
            Head(text, name, help, "gauge");
            text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }

        foreach (var (instrument, series) in instruments.OrderBy(i => i.Key.Name, StringComparer.Ordinal))
            if (!series.IsEmpty)
                Write(text, instrument, series);
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private static void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var all = (ConcurrentDictionary<string, Series>)state!;
        var labels = LabelsOf(tags);
        var series = all.GetOrAdd(labels, static _ => new());
        lock (series)
        {
            switch (instrument)
            {
                case Histogram<double> or Histogram<long> or Histogram<int>:
                    series.Observe(value);
                    break;
                case ObservableInstrument<double> or ObservableInstrument<long> or ObservableInstrument<int>:
                    series.Sum = value;
                    break;
                default:
                    series.Sum += value;
                    break;
            }
        }
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (!Labels.Contains(key))
                continue;
            text.Append(text.Length == 0 ? "" : ",").Append(key.Replace('.', '_')).Append("=\"")
                .Append(Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
                .Append('"');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Instrument instrument, ConcurrentDictionary<string, Series> all)
    {
        var histogram = instrument is Histogram<double> or Histogram<long> or Histogram<int>;
        var counter = instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal)
            && !instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" && !instrument.Name.EndsWith("seconds", StringComparison.Ordinal) ? "_seconds" : "") + (counter ? "_total" : "");
        Head(text, name, instrument.Description ?? "", histogram ? "histogram" : counter ? "counter" : "gauge");
        foreach (var (labels, series) in all.OrderBy(s => s.Key, StringComparer.Ordinal))
            lock (series)
            {
                if (histogram)
                    series.WriteHistogram(text, name, labels);
                else
                    text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : "{" + labels + "}")} {series.Sum}\n");
            }
    }

    private static void Head(StringBuilder text, string name, string help, string type) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help.Replace('\n', ' ')}\n# TYPE {name} {type}\n");

    private sealed class Series
    {
        private readonly long[] counts = new long[Buckets.Length];
        private long count;

        public double Sum { get; set; }

        public void Observe(double value)
        {
            count++;
            Sum += value;
            for (var i = Buckets.Length - 1; i >= 0 && value <= Buckets[i]; i--)
                counts[i]++;
        }

        public void WriteHistogram(StringBuilder text, string name, string labels)
        {
            var before = labels.Length == 0 ? "" : labels + ",";
            var alone = labels.Length == 0 ? "" : "{" + labels + "}";
            for (var i = 0; i < Buckets.Length; i++)
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{before}le=\"{Buckets[i]}\"}} {counts[i]}\n");
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{before}le=\"+Inf\"}} {count}\n{name}_sum{alone} {Sum}\n{name}_count{alone} {count}\n");
        }
    }
}
