using System.Diagnostics.Metrics;

namespace Linli.Sensing.Pipeline;

/// <summary>What the way of the readings measures about itself; shown at <c>/metrics</c>.</summary>
internal sealed class Figures : IDisposable
{
    private readonly Meter meter = new("Linli");
    private readonly Counter<long> acceptedCount;
    private readonly Counter<long> repeatedCount;
    private readonly Counter<long> refusedCount;
    private readonly Counter<long> lateCount;
    private readonly Counter<long> busyCount;
    private readonly Counter<long> storedCount;
    private readonly Histogram<double> syncTime;
    private long waiting;

    public Figures()
    {
        acceptedCount = meter.CreateCounter<long>("linli.sensing.accepted", null, "Readings taken and durable.");
        repeatedCount = meter.CreateCounter<long>("linli.sensing.repeated", null, "Readings that had been taken before.");
        refusedCount = meter.CreateCounter<long>("linli.sensing.refused", null, "Readings that cannot be true.");
        lateCount = meter.CreateCounter<long>("linli.sensing.late", null, "Readings taken after a newer one.");
        busyCount = meter.CreateCounter<long>("linli.sensing.busy", null, "Readings turned away because more came than can be kept.");
        storedCount = meter.CreateCounter<long>("linli.sensing.stored", null, "Readings written to the database.");
        syncTime = meter.CreateHistogram<double>("linli.sensing.journal.sync", "s", "Time to bring what came together onto the disk.");
        meter.CreateObservableGauge("linli.sensing.waiting", () => Volatile.Read(ref waiting), null, "Readings that wait for the database.");
        meter.CreateObservableGauge("linli.sensing.store.lag", () => Lag?.Invoke() ?? 0, "s", "Time since the database last took readings, while some wait.");
    }

    public long TotalAccepted { get; private set; }

    public long TotalRefused { get; private set; }

    public long TotalBusy { get; private set; }

    public long TotalLate { get; private set; }

    /// <summary>Readings that wait for the database.</summary>
    public long Waiting => Volatile.Read(ref waiting);

    public Func<double>? Lag { get; set; }

    public void Came(int count) => Interlocked.Add(ref waiting, count);

    public void Went(int count) => Interlocked.Add(ref waiting, -count);

    public void Accepted(int accepted, int repeated)
    {
        TotalAccepted += accepted;
        acceptedCount.Add(accepted);
        Repeated(repeated);
    }

    public void Repeated(int repeated)
    {
        if (repeated > 0)
            repeatedCount.Add(repeated);
    }

    public void Refused(int count)
    {
        TotalRefused += count;
        refusedCount.Add(count);
    }

    public void Late(int count)
    {
        if (count == 0)
            return;
        TotalLate += count;
        lateCount.Add(count);
    }

    public void Busy(int count)
    {
        TotalBusy += count;
        busyCount.Add(count);
    }

    public void Stored(int count) => storedCount.Add(count);

    public void Synced(TimeSpan time) => syncTime.Record(time.TotalSeconds);

    public void Dispose() => meter.Dispose();
}
