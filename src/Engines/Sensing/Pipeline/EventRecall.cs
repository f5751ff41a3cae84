using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>Asks the database which messages were taken within the last day, of those that memory had no room for.</summary>
internal static class EventRecall
{
    /// <summary>Makes known what was taken; <c>false</c> while the database does not answer.</summary>
    public static async ValueTask<bool> Recall(this IReadingStore store, MessageKeys known, IReadOnlyCollection<Guid> keys, ILogger log, CancellationToken cancel)
    {
        if (keys.Count == 0)
            return true;
        try
        {
            known.Load(await store.KnownEvents(keys, cancel));
            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(e, "Whether old events came before cannot be told while the database does not answer; their senders keep them.");
            return false;
        }
    }
}
