using System.Collections.Concurrent;

namespace Linli.Sensing.Pipeline;

/// <summary>Messages that were taken lately: the same one again brings nothing. Of the rest of the last day the database knows.</summary>
/// <param name="most">How many are held.</param>
internal sealed class MessageKeys(int most = MessageKeys.Most)
{
    /// <summary>How many are held unless said otherwise.</summary>
    public const int Most = 500_000;

    // Durable, or on its way: then whoever brings it again waits for what becomes of it.
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<bool>?> known = new();
    private readonly ConcurrentQueue<Guid> order = new();

    /// <summary>Whether more came within the day than is held here: who is not known has to be asked for.</summary>
    public bool Forgets { get; private set; }

    /// <summary>Whether a message is known here.</summary>
    public bool Has(Guid key) => known.ContainsKey(key);

    /// <summary>Says that a message is being taken; <c>false</c> when it was before, or is just now by somebody else.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="before">Ends with whether the one before was taken.</param>
    public bool Begin(Guid key, out Task<bool> before)
    {
        var mine = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var there = known.GetOrAdd(key, mine);
        before = there?.Task ?? Task.FromResult(true);
        if (!ReferenceEquals(there, mine))
            return false;
        Remember(key);
        return true;
    }

    /// <summary>What the message brought is durable.</summary>
    public void Done(Guid key)
    {
        if (known.TryGetValue(key, out var way) && way is not null && known.TryUpdate(key, null, way))
            way.TrySetResult(true);
    }

    /// <summary>The message was not taken after all, and may come again.</summary>
    public void Undo(Guid key)
    {
        if (known.TryRemove(key, out var way))
            way?.TrySetResult(false);
    }

    public void Load(IEnumerable<Guid> keys)
    {
        foreach (var key in keys)
            if (known.TryAdd(key, null))
                Remember(key);
    }

    private void Remember(Guid key)
    {
        order.Enqueue(key);
        while (known.Count > most && order.TryDequeue(out var oldest))
        {
            Forgets = true;
            Undo(oldest);
        }
    }
}
