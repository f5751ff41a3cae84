using System.Diagnostics;
using Linli.Platform.Operations;

namespace Linli.Platform.Data;

/// <summary>
/// SQLite has one writer at a time. Commands therefore line up here, in order, instead of meeting "database is locked";
/// on PostgreSQL the queue is open and the database orders the writers itself.
/// </summary>
public sealed class WriterQueue : IDisposable
{
    private static readonly Turn Free = new(null);
    private readonly SemaphoreSlim? line;

    /// <param name="kind">Which database is written to.</param>
    public WriterQueue(DatabaseKind kind) => line = kind == DatabaseKind.Sqlite ? new(1, 1) : null;

    /// <summary>Waits for the caller's turn; disposing the turn lets the next one in.</summary>
    public async ValueTask<IDisposable> Enter(CancellationToken cancel)
    {
        if (line is null)
            return Free;
        var started = Stopwatch.GetTimestamp();
        await line.WaitAsync(cancel);
        Telemetry.WriterWaited(started);
        return new Turn(line);
    }

    /// <inheritdoc/>
    public void Dispose() => line?.Dispose();

    private sealed class Turn(SemaphoreSlim? line) : IDisposable
    {
        private SemaphoreSlim? held = line;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
