using System.Diagnostics;

namespace Linli.Bench.Bookings;

/// <summary>How many a second, and what each cost this process.</summary>
/// <param name="PerSecond">So many a second.</param>
/// <param name="ProcessorMs">Processor time of this process for each, in milliseconds; the database's own is not in it.</param>
internal readonly record struct Rate(double PerSecond, double ProcessorMs);

/// <summary>Counts over a while.</summary>
internal sealed class RateWatch
{
    private readonly Func<long> count;
    private readonly long before;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly TimeSpan processor = Environment.CpuUsage.TotalTime;

    private RateWatch(Func<long> count) => (this.count, before) = (count, count());

    public static RateWatch Start(Func<long> count) => new(count);

    public Rate Stop()
    {
        var done = count() - before;
        return new(done / Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / Math.Max(1, done));
    }
}
