using System.Collections.Concurrent;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Idempotency;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Linli.Platform.UseCases;

/// <summary>
/// Part of <see cref="UseCaseRunner"/> for commands that are decided together: whoever comes first carries out what all want who came
/// meanwhile, in one transaction with the keys, audit lines and events of all of them. Nobody waits for others to come. What fails is
/// undone as a whole, and each goes by itself then: nobody's fault is the neighbours'.
/// </summary>
internal sealed class CommandLane<TCommand, TAnswer>(
    IServiceScopeFactory scopes, DatabaseOptions database, WriterQueue writers, RelaySignal relay, TimeProvider time, ILogger<UseCaseRunner> log) : IDisposable
    where TCommand : ICommand<TAnswer>
{
    private const int Most = 128;
    private const int MostAlone = 10_000;
    private static readonly TimeSpan AloneFor = TimeSpan.FromMinutes(1);
    private static readonly string Action = typeof(TCommand).FullName!["Linli.".Length..];

    // Two on PostgreSQL: while one commits, the other collects.
    private readonly SemaphoreSlim leaders = new(database.Kind == DatabaseKind.Sqlite ? 1 : 2);
    private readonly ConcurrentQueue<Waiting> queue = new();
    private readonly ConcurrentDictionary<object, DateTimeOffset> alone = new();

    /// <summary>The answer; <c>null</c> where the command has to go by itself, with nothing done about it yet.</summary>
    public async Task<Result<TAnswer>?> Ask(TCommand command, Caller caller, CancellationToken cancel)
    {
        if ((command as IGathered)?.GatheredAbout is not { } about || (alone.TryGetValue(about, out var until) && Clock.Now(time) < until))
            return null;
        var own = new Waiting(new(command, caller), cancel);
        queue.Enqueue(own);
        _ = Lead();
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
                if (next.Gone.IsCancellationRequested)
                    next.Answer.TrySetCanceled(next.Gone);
                else
                    batch.Add(next);
            if (batch.Count > 0)
                await Answer(batch);
        }
        finally
        {
            leaders.Release();
        }
    }

    private async Task Answer(List<Waiting> batch)
    {
        try
        {
            var answers = await Together(batch.ConvertAll(w => w.Asked));
            for (var i = 0; i < batch.Count; i++)
                batch[i].Answer.TrySetResult(answers[i]);
        }
        catch (Exception e)
        {
            foreach (var one in batch)
                one.Answer.TrySetException(e);
        }
    }

    /// <summary>Carries out several in one transaction; <c>null</c> for each that has to go by itself, with nothing done about it.</summary>
    /// <remarks>It fails only where nobody knows whether the commit was: to do it once more could be to do it twice.</remarks>
    internal async Task<IReadOnlyList<Result<TAnswer>?>> Together(List<Asked<TCommand>> asked)
    {
        var turn = new Turn(asked);
        try
        {
            await InOneTransaction(turn);
            return turn.Answers;
        }
        catch (Exception e) when (!turn.Committing || IsUndone(e))
        {
            if (!Collision.Is(e))
                log.LogWarning(e, "{Count} of {Command} could not be carried out together; each goes by itself.", asked.Count, Action);
            return new Result<TAnswer>?[asked.Count];
        }
    }

    // A database that says what is wrong has done nothing; one that falls silent may have.
    private static bool IsUndone(Exception e) => (e as PostgresException ?? e.InnerException as PostgresException)?.InvariantSeverity == "ERROR";

    private async Task InOneTransaction(Turn turn)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var db = services.GetRequiredService<LinliDb>();
        var writes = services.GetRequiredService<GatheredWrites>();
        try
        {
            using (await writers.Enter(CancellationToken.None))
            {
                await using var transaction = await db.BeginTransaction(CancellationToken.None);
                await AnswerRepetitions(db, turn, turn.Open());
                var open = turn.Open();
                var decided = open.Count == 0 ? [] : await services.GetRequiredService<IDecidesTogether<TCommand, TAnswer>>().Decide(open.ConvertAll(i => turn.Asked[i]), writes, CancellationToken.None);
                for (var n = 0; n < open.Count; n++)
                    Take(turn, open[n], decided[n]);

                // The first of two phones may have been answered while the locks were waited for.
                await AnswerRepetitions(db, turn, open.FindAll(i => turn.Answers[i] is { Ok: false }));
                if (!await writes.Write(turn.Audit, turn.Kept, turn.Commits, CancellationToken.None))
                {
                    turn.Commits();
                    await transaction.CommitAsync(CancellationToken.None);
                }

                if (db.HasNewEvents)
                    relay.Raise();
            }
        }
        finally
        {
            db.Forget();
        }
    }

    private static async Task AnswerRepetitions(LinliDb db, Turn turn, List<int> of)
    {
        var keyed = of.FindAll(i => turn.Keys[i] is not null);
        if (keyed.Count == 0)
            return;
        var (names, keys) = (keyed.ConvertAll(i => turn.Keys[i]!.Value.Name), keyed.ConvertAll(i => turn.Keys[i]!.Value.Key));
        var known = await db.Records<AnsweredCommand>().AsNoTracking().Where(a => names.Contains(a.Caller) && keys.Contains(a.Key)).ToDictionaryAsync(a => (a.Caller, a.Key));
        foreach (var i in keyed)
            if (known.TryGetValue(turn.Keys[i]!.Value, out var first))
                turn.Answer(i, Repetition.Answer<TAnswer>(first, turn.Asked[i].Command!));
    }

    private void Take(Turn turn, int i, Decision<TAnswer> decision)
    {
        var command = turn.Asked[i].Command;
        turn.Answer(i, decision.Answer);
        if (decision.About && command is IGathered { GatheredAbout: { } about })
        {
            if (alone.Count >= MostAlone)
                alone.Clear();
            alone[about] = Clock.Now(time) + AloneFor;
        }

        if (decision.Answer is not { Ok: true } answer)
            return;
        var now = Clock.Now(time);
        turn.Audit.Add(AuditTrail.Line(turn.Asked[i].Caller, now, Action, (command as IAudited)?.AuditSubject));
        if (turn.Keys[i] is { } key)
            turn.Kept.Add(Repetition.Of(command, key.Key, key.Name, answer.Value, now));
    }

    private sealed class Waiting(Asked<TCommand> asked, CancellationToken gone)
    {
        public Asked<TCommand> Asked { get; } = asked;

        public CancellationToken Gone { get; } = gone;

        public TaskCompletionSource<Result<TAnswer>?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Those who are decided together, and what becomes of them.</summary>
    private sealed class Turn
    {
        private readonly bool[] done;

        public Turn(List<Asked<TCommand>> asked)
        {
            (Asked, Answers, done) = (asked, new Result<TAnswer>?[asked.Count], new bool[asked.Count]);
            Keys = [.. asked.Select(a => (a.Command as IRepeatable)?.IdempotencyKey is { } key ? (Repetition.NameOf(a.Caller), key) : default((string, string)?))];

            // The same key twice: the second goes by itself afterwards, and finds the first answer.
            var seen = new HashSet<(string, string)>();
            for (var i = 0; i < asked.Count; i++)
                done[i] = Keys[i] is { } key && !seen.Add(key);
        }

        public List<Asked<TCommand>> Asked { get; }

        /// <summary>The keys for repetitions, with the callers' names.</summary>
        public IReadOnlyList<(string Name, string Key)?> Keys { get; }

        public Result<TAnswer>?[] Answers { get; }

        public List<AuditEntry> Audit { get; } = [];

        public List<AnsweredCommand> Kept { get; } = [];

        public bool Committing { get; private set; }

        public void Commits() => Committing = true;

        public List<int> Open() => [.. Enumerable.Range(0, Asked.Count).Where(i => !done[i])];

        public void Answer(int i, Result<TAnswer>? answer) => (Answers[i], done[i]) = (answer, true);
    }
}
