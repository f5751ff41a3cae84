using System.Collections.Concurrent;
using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Linli.Ledger.Lane;

/// <summary>
/// Whoever comes first carries out what all who came meanwhile want, in one transaction: on SQLite one commit to the disk serves
/// many, on PostgreSQL three journeys do.
/// </summary>
internal sealed class TransferLane(IServiceScopeFactory scopes, DatabaseOptions database) : ITransferLane, IDisposable
{
    private const int Most = 256;
    private const int Tries = 5;

    // Two on PostgreSQL: while one commits, the other collects.
    private readonly SemaphoreSlim leaders = new(database.Kind == DatabaseKind.Sqlite ? 1 : 2);
    private readonly ConcurrentQueue<Waiting> queue = new();

    public async Task<Result<Posted>> Post(Transfer transfer, CancellationToken cancel) => await Post(transfer, null, cancel);

    /// <summary>Posts a transfer in somebody's name.</summary>
    public async Task<Result<Posted>> Post(Transfer transfer, Guid? by, CancellationToken cancel)
    {
        if (TransferRules.Fault(transfer) is { } malformed)
            return malformed;
        var own = new Waiting(new(transfer) { By = by });
        queue.Enqueue(own);
        _ = Lead();

        // It is carried out whether or not the caller still waits for the answer.
        return await own.Answer.Task.WaitAsync(cancel);
    }

    public void Dispose() => leaders.Dispose();

    // Each who comes asks once to lead: whoever gets the turn takes all that wait, so nobody is left over.
    private async Task Lead()
    {
        await leaders.WaitAsync();
        try
        {
            var batch = new List<Waiting>();
            while (batch.Count < Most && queue.TryDequeue(out var next))
                batch.Add(next);
            if (batch.Count > 0)
                await CarryOut(batch);
        }
        finally
        {
            leaders.Release();
        }
    }

    private async Task CarryOut(List<Waiting> batch)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                var answers = await InOneTransaction(batch.ConvertAll(w => w.Posting));
                for (var i = 0; i < batch.Count; i++)
                    batch[i].Answer.SetResult(answers[i]);
                return;
            }
            catch (Exception e) when (attempt < Tries && IsPassing(e))
            {
                // All was undone: another node was quicker with a key, or met these accounts the other way round.
            }
            catch (Exception e)
            {
                foreach (var one in batch)
                    one.Answer.TrySetException(e);
                return;
            }
    }

    private async Task<IReadOnlyList<Result<Posted>>> InOneTransaction(List<Posting> postings)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var db = services.GetRequiredService<LinliDb>();
        using (await services.GetRequiredService<WriterQueue>().Enter(CancellationToken.None))
        {
            await using var transaction = await db.BeginTransaction(CancellationToken.None);
            var outcomes = await Decide(services, db, postings);
            await transaction.CommitAsync(CancellationToken.None);
            return outcomes;
        }
    }

    private static async Task<IReadOnlyList<Result<Posted>>> Decide(IServiceProvider services, LinliDb db, List<Posting> postings)
    {
        var facts = await services.GetRequiredService<AccountBook>().Facts([.. postings.SelectMany(p => p.Wish.Entries).Select(e => e.Account).Distinct()], CancellationToken.None);

        // Points lie in lots, which the usual way looks after.
        if (facts.Values.Any(f => f.KeepsLots))
        {
            var poster = services.GetRequiredService<Poster>();
            var batch = await poster.Decide(postings, Clock.Now(services.GetRequiredService<TimeProvider>()), CancellationToken.None);
            await poster.Write(batch, CancellationToken.None);
            await db.SaveChangesAsync();
            return batch.Outcomes;
        }

        return await services.GetRequiredService<LeanPoster>().Post(postings, facts, CancellationToken.None);
    }

    // Nothing was done where no connection was to be had in time.
    private static bool IsPassing(Exception e) => (e as PostgresException ?? e.InnerException as PostgresException) is
    { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.TooManyConnections }
        || (e as NpgsqlException ?? e.InnerException as NpgsqlException) is { InnerException: TimeoutException };

    private sealed class Waiting(Posting posting)
    {
        public Posting Posting { get; } = posting;

        public TaskCompletionSource<Result<Posted>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
