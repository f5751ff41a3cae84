using Linli.Sensing.Storage;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Pipeline;

/// <summary>Brings what the lanes took to the database, cut by cut, and lets the journal forget it then.</summary>
internal sealed class StoringDesk(JournalWriter writer, IReadingStore store, Figures figures, TimeProvider time, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile bool isLost;
    private Cut? unfinished;
    private DateTimeOffset storedAt;

    /// <summary>How long readings have waited for the database; zero when none waits.</summary>
    public TimeSpan Lag => figures.Waiting == 0 ? TimeSpan.Zero : time.GetUtcNow() - storedAt;

    /// <summary>Whether another node has the turn: states of this one are written no more.</summary>
    public bool IsLost => isLost;

    public void Start() => storedAt = time.GetUtcNow();

    /// <summary>Brings what waits to the database; <c>false</c> when it could not be, and has to be tried again.</summary>
    public async Task<bool> Store(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            // First what could not be stored before: the order of the cuts is the order of the states.
            while (true)
            {
                var again = unfinished is not null;
                unfinished ??= await CutNow();
                if (unfinished is null)
                    return true;
                if (!await StoreCut(unfinished, cancel))
                    return false;
                unfinished = null;
                if (!again)
                    return true;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task<Cut?> CutNow()
    {
        if (writer.PutCut() is not { } cut)
            return null;
        await cut.Done;
        if (cut.Count + cut.Twins.Count + cut.Firings.Count + cut.Events.Count > 0)
            return cut;
        cut.Stored();
        return null;
    }

    private async Task<bool> StoreCut(Cut cut, CancellationToken cancel)
    {
        try
        {
            isLost |= !await store.Write(cut, writer.Journal.Id, cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogError(e, "{Count} readings could not be stored; the journal has them, and they are tried again.", cut.Count);
            return false;
        }

        storedAt = time.GetUtcNow();
        figures.Went(cut.Count);
        figures.Stored(cut.Count);
        cut.Stored();
        try
        {
            writer.Journal.Forget(cut.Offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Stored it is: the next deletion takes these files along.
            log.LogWarning(e, "Files of the journal that are no longer needed could not be deleted.");
        }

        return true;
    }
}
