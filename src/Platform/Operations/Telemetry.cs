using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Linli.Platform.Operations;

/// <summary>What Linli measures about itself; shown at <c>/metrics</c>.</summary>
internal static class Telemetry
{
    public const string MeterName = "Linli";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> UseCases = Meter.CreateHistogram<double>(
        "linli.usecase.duration", "s", "Time a use case took, by its outcome: ok, refused or failed.");

    private static readonly Histogram<double> WriterWait = Meter.CreateHistogram<double>(
        "linli.writer.wait", "s", "Time a command waited for its turn to write.");

    public static void UseCase(Type request, string outcome, long started) =>
        UseCases.Record(
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            new KeyValuePair<string, object?>("usecase", request.Name),
            new KeyValuePair<string, object?>("outcome", outcome));

    public static void WriterWaited(long started) => WriterWait.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
}
