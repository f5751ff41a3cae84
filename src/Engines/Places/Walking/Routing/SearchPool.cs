using System.Collections.Concurrent;

namespace Linli.Places.Walking.Routing;

/// <summary>Searches that wait for their next use, with the memory they have.</summary>
internal static class SearchPool<T> where T : class, new()
{
    private static readonly ConcurrentBag<T> Waiting = [];

    public static Lease Take() => new(Waiting.TryTake(out var search) ? search : new());

    /// <summary>A search on loan.</summary>
    public readonly struct Lease(T search) : IDisposable
    {
        public T Search { get; } = search;

        public void Dispose() => Waiting.Add(Search);
    }
}
