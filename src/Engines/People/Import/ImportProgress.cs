using System.Collections.Concurrent;

namespace Linli.People.Import;

/// <summary>How far the imports of this node are; lost with it, as it is only for looking at.</summary>
internal sealed class ImportProgress
{
    private readonly ConcurrentDictionary<Guid, (int Rows, bool Writing)> known = new();

    public void Report(Guid import, int rows, bool writing) => known[import] = (rows, writing);

    public void Forget(Guid import) => known.TryRemove(import, out _);

    /// <summary>Rows read so far and whether they are being written; <c>null</c> when another node has it, or nobody yet.</summary>
    public (int Rows, bool Writing)? Of(Guid import) => known.TryGetValue(import, out var found) ? found : null;
}
