using System.Collections.Concurrent;
using Linli.Platform.Security;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Storage;

namespace Linli.Sensing.Cluster;

/// <summary>
/// The live state of all devices as this node hears of it: read from the database when it joins, and brought up to date by what the nodes
/// tell each other after each store. A second behind the readings at most, and older while the broker is away; twins say when they were seen.
/// </summary>
internal sealed class TwinBook(IDevices devices, DeviceKinds kinds, TimeProvider time) : ILatest
{
    private readonly ConcurrentDictionary<DeviceId, Twin> twins = new();

    public DeviceTwin Of(DeviceId device) =>
        twins.TryGetValue(device, out var twin)
            ? twin.Show(KindOf(device), time.GetUtcNow())
            : TwinView.Nothing(device);

    /// <summary>How many measures of a device are known, and whether this is one of them.</summary>
    public bool HasRoomFor(DeviceId device, string measure) => !twins.TryGetValue(device, out var twin) || twin.HasRoomFor(measure, KindOf(device));

    public void Put(Twin twin) => twins[twin.Device] = twin;

    public void Load(IEnumerable<RestoredTwin> kept)
    {
        foreach (var (twin, _) in kept)
            Put(twin);
    }

    private KnownKind KindOf(DeviceId device) => devices.Find(device) is { } known ? kinds.Of(known.Kind) : KnownKind.Unknown;
}

/// <summary>What a node tells the others after it stored: states that changed, events that were taken, and marks that were reached.</summary>
internal static class News
{
    public static byte[] Seal(FieldCipher cipher, IEnumerable<StoredTwin> twins, IReadOnlyList<Guid> events, IReadOnlyList<Guid> marks)
    {
        using var memory = new MemoryStream();
        using var to = new BinaryWriter(memory);
        Write(to, events);
        Write(to, marks);
        foreach (var twin in twins)
        {
            to.Write(twin.Device.Value.ToByteArray());
            to.Write(twin.Personal);
            to.Write(twin.State.Length);
            to.Write(twin.State);
        }

        to.Flush();
        return cipher.SealBytes(memory.ToArray());
    }

    /// <summary>Takes news.</summary>
    /// <returns>Events and marks it tells of.</returns>
    public static (Guid[] Events, Guid[] Marks) Open(FieldCipher cipher, ReadOnlySpan<byte> news, Action<Twin> put)
    {
        using var from = new BinaryReader(new MemoryStream(cipher.OpenBytes(news)));
        var (events, marks) = (Read(from), Read(from));
        while (from.BaseStream.Position < from.BaseStream.Length)
        {
            var (device, personal) = (new DeviceId(new(from.ReadBytes(16))), from.ReadBoolean());
            put(Twin.Restore(device, from.ReadBytes(from.ReadInt32()), personal));
        }

        return (events, marks);
    }

    private static void Write(BinaryWriter to, IReadOnlyList<Guid> all)
    {
        to.Write(all.Count);
        foreach (var one in all)
            to.Write(one.ToByteArray());
    }

    private static Guid[] Read(BinaryReader from)
    {
        var all = new Guid[from.ReadInt32()];
        for (var i = 0; i < all.Length; i++)
            all[i] = new(from.ReadBytes(16));
        return all;
    }
}
