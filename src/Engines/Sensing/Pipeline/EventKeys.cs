using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Linli.Sensing.Pipeline;

/// <summary>Events that were taken within the last day, by a hash of source and id: the same one again brings nothing (CloudEvents 1.0.2).</summary>
internal sealed class EventKeys
{
    private const int Most = 500_000;
    private readonly ConcurrentDictionary<Guid, bool> known = new();
    private readonly ConcurrentQueue<Guid> order = new();

    /// <summary>The key of an event.</summary>
    public static Guid Of(string source, string id)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(source + "\n" + id), hash);
        return new(hash[..16]);
    }

    /// <summary>Says that an event is being taken; <c>false</c> when it was before.</summary>
    public bool Begin(Guid key)
    {
        if (!known.TryAdd(key, true))
            return false;
        order.Enqueue(key);
        while (known.Count > Most && order.TryDequeue(out var oldest))
            known.TryRemove(oldest, out _);
        return true;
    }

    /// <summary>The event was not taken after all, and may come again.</summary>
    public void Undo(Guid key) => known.TryRemove(key, out _);

    public void Load(IEnumerable<Guid> keys)
    {
        foreach (var key in keys)
            Begin(key);
    }
}
