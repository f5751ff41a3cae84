namespace Linli.Sensing.Cluster;

/// <summary>Which devices travel together. The same on every node and for ever: states are found again by it.</summary>
internal static class Partitions
{
    public const int Count = 64;

    /// <summary>Number of a device's partition (FNV-1a over its id, folded).</summary>
    public static int Of(DeviceId device)
    {
        Span<byte> id = stackalloc byte[16];
        device.Value.TryWriteBytes(id);
        var hash = 2166136261u;
        foreach (var one in id)
            hash = (hash ^ one) * 16777619u;
        return (int)((hash ^ (hash >> 16)) % Count);
    }
}
