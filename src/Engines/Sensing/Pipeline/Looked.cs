using System.Buffers;
using Linli.Platform.Results;

namespace Linli.Sensing.Pipeline;

/// <summary>What the door and the twins say of readings that came together.</summary>
internal sealed class Looked(int most, DateTimeOffset now) : IDisposable
{
    private readonly Admitted[] admitted = ArrayPool<Admitted>.Shared.Rent(most);

    public DateTimeOffset Now => now;

    public int Count { get; private set; }

    public List<RefusedReading> Refused { get; } = [];

    public List<(DeviceId, string, long)>? Doubtful { get; private set; }

    public void Add(in Admitted one) => admitted[Count++] = one;

    /// <summary>How many may not be kept.</summary>
    public int Forgotten { get; private set; }

    public void Forget() => Forgotten++;

    public void Refuse(int index, Problem problem) => Refused.Add(new(index, problem));

    public void Doubt(in Reading reading) => (Doubtful ??= []).Add((reading.Device, reading.Measure, reading.At.UtcTicks));

    /// <summary>Drops those that were taken before.</summary>
    public int Drop(IReadOnlySet<(DeviceId, string, long)> taken)
    {
        if (taken.Count == 0)
            return 0;
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var reading = admitted[i].Reading;
            if (!taken.Contains((reading.Device, reading.Measure, reading.At.UtcTicks)))
                admitted[kept++] = admitted[i];
        }

        var dropped = Count - kept;
        Count = kept;
        return dropped;
    }

    /// <summary>The device of each that is admitted.</summary>
    public void EachDevice(Action<DeviceId> act)
    {
        for (var i = 0; i < Count; i++)
            act(admitted[i].Reading.Device);
    }

    public ReadOnlyMemory<Admitted> Admitted => admitted.AsMemory(0, Count);

    /// <summary>Gives the room back: nobody looks at what was admitted any more.</summary>
    public void Dispose() => ArrayPool<Admitted>.Shared.Return(admitted, clearArray: true);
}
