using Linli.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Places;

/// <summary>Something as of one version of the rows it was read from.</summary>
internal interface IVersioned
{
    long Version { get; }
}

/// <summary>
/// Keeps in memory what is asked for all the time and seldom changes: read at the first question, forgotten when this node
/// changes it, and looked after every few seconds in case another node or the command line did.
/// </summary>
internal abstract class KeptInMemory<T>(IServiceScopeFactory scopes, TimeProvider time, ILogger log) where T : class, IVersioned
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private readonly Lock loading = new();
    private volatile T? snapshot;
    private long lookedAt;
    private int looking;
    private int generation;
    private volatile bool held;

    /// <summary>What is kept, as it is now.</summary>
    public T Current
    {
        get
        {
            var known = snapshot ?? Load();
            if (Time.GetElapsedTime(Volatile.Read(ref lookedAt)) > LookEvery && Interlocked.Exchange(ref looking, 1) == 0)
                _ = Task.Run(Look);
            return known;
        }
    }

    protected TimeProvider Time => time;

    /// <summary>Counts a change in the current transaction and reads everything anew once it is committed.</summary>
    public async Task Changed(LinliDb db, CancellationToken cancel)
    {
        await Count(db, cancel);
        db.AfterCommit(Forget);
    }

    /// <summary>
    /// Shows what the founding transaction has written, so that what is seeded afterwards can build on it; until that commits,
    /// other connections see nothing at all.
    /// </summary>
    public void Hold(LinliDb db)
    {
        snapshot = Read(db);
        held = true;
    }

    /// <summary>Looks whether somebody else changed something.</summary>
    internal void Look()
    {
        try
        {
            if (held)
                return;
            using var scope = scopes.CreateScope();
            var stored = VersionIn(scope.ServiceProvider.GetRequiredService<LinliDb>());
            if (snapshot is { } known && known.Version != stored)
                Forget();
        }
        catch (Exception e) when (e is ObjectDisposedException or System.Data.Common.DbException)
        {
            // What is in memory goes on serving; the next look comes in a few seconds.
            log.LogWarning("Could not look for changes: {Reason}", e.Message);
        }
        finally
        {
            Volatile.Write(ref lookedAt, Time.GetTimestamp());
            Volatile.Write(ref looking, 0);
        }
    }

    /// <summary>Adds one to the version that the rows carry.</summary>
    protected abstract Task Count(LinliDb db, CancellationToken cancel);

    protected abstract long VersionIn(LinliDb db);

    /// <summary>Reads the rows as a transaction sees them.</summary>
    protected abstract T Read(LinliDb db);

    private void Forget()
    {
        Interlocked.Increment(ref generation);
        held = false;
        snapshot = null;
    }

    private T Load()
    {
        lock (loading)
        {
            if (snapshot is { } known)
                return known;
            while (true)
            {
                var before = Volatile.Read(ref generation);
                using var scope = scopes.CreateScope();
                var loaded = Read(scope.ServiceProvider.GetRequiredService<LinliDb>());
                Volatile.Write(ref lookedAt, Time.GetTimestamp());
                snapshot = loaded;
                // A change committed while we read must not be covered up by what we read before it.
                if (before == Volatile.Read(ref generation))
                    return loaded;
            }
        }
    }
}
