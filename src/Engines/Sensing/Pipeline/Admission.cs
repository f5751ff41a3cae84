using Linli.Platform.Results;
using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>Decides which readings may come in, from the door and from what their devices said before.</summary>
internal sealed class Admission(Door door, Twins twins, IReadingStore store, PipelineOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Looks at readings in memory only.</summary>
    public Looked Look(ReadOnlySpan<Reading> readings)
    {
        var now = time.GetUtcNow();
        var look = new Looked(readings.Length, now);
        for (var i = 0; i < readings.Length; i++)
        {
            if (door.Judge(readings[i], now, out var admitted) is { } problem)
            {
                look.Refuse(i, problem);
                continue;
            }

            // What may not be kept is counted as taken, and forgotten before anything is written.
            if (admitted.Kind.AsksWhen && !admitted.Kind.MayKeep(admitted.Reading))
                look.Forget();
            else if (twins.All.TryGetValue(admitted.Reading.Device, out var twin) && Meet(twin, admitted, now, look) is { } other)
                look.Refuse(i, other);
            else
                look.Add(admitted);
        }

        return look;
    }

    /// <summary>Which of those that memory cannot tell were taken before; <c>null</c> while the database does not answer.</summary>
    public async Task<IReadOnlySet<(DeviceId, string, long)>?> TakenBefore(List<(DeviceId, string, long)> doubtful, CancellationToken cancel)
    {
        try
        {
            return await store.Known(doubtful, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(e, "Whether old readings came before cannot be told while the database does not answer; their devices keep them.");
            return null;
        }
    }

    private Problem? Meet(Twin twin, in Admitted admitted, DateTimeOffset now, Looked look)
    {
        if (!twin.Spend(options, now.UtcTicks))
            return DoorProblems.Flood;
        lock (twin)
        {
            if (!twin.HasRoomFor(admitted.Reading.Measure))
                return DoorProblems.TooManyMeasures;
            if (twin.Find(admitted.Reading.Measure)?.Instants.IsDoubtful(admitted.Reading.At.UtcTicks) == true)
                look.Doubt(admitted.Reading);
        }

        return null;
    }
}
