using Linli.Platform.Results;
using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>Decides which readings may come in, from the door and from what their devices said before.</summary>
internal sealed class Admission(Door door, Twins twins, IReadingStore store, PipelineOptions options, ILogger log)
{
    /// <summary>Looks at readings that came at an instant, in memory only.</summary>
    public Looked Look(ReadOnlySpan<Reading> readings, DateTimeOffset now)
    {
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
            var known = await store.Known(doubtful, cancel);
            foreach (var (device, _, _) in known)
                GiveBack(device);
            return known;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(e, "Whether old readings came before cannot be told while the database does not answer; their devices keep them.");
            return null;
        }
    }

    private Problem? Meet(Twin twin, in Admitted admitted, DateTimeOffset now, Looked look)
    {
        lock (twin)
        {
            // What is in already costs nothing: a device whose rest came too fast sends all of it again.
            var own = twin.Find(admitted.Reading.Measure)?.Instants;
            if (own?.Has(admitted.Reading.At.UtcTicks) == true)
                return null;
            if (!twin.Spend(options, now.UtcTicks))
                return DoorProblems.Flood;
            if (!twin.HasRoomFor(admitted.Reading.Measure, admitted.Kind))
                return DoorProblems.TooManyMeasures;
            if (own?.IsDoubtful(admitted.Reading.At.UtcTicks) == true)
                look.Doubt(admitted.Reading);
        }

        return null;
    }

    /// <summary>Nothing of it was taken: it does not count against what its devices may send.</summary>
    public Intake Turned(Looked look, Intake busy)
    {
        look.EachDevice(GiveBack);
        return busy;
    }

    private void GiveBack(DeviceId device)
    {
        if (twins.All.TryGetValue(device, out var twin))
            twin.GiveBack(options);
    }
}
