using System.Collections.Concurrent;
using System.Diagnostics;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Idempotency;
using Linli.Platform.Operations;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.UseCases;

/// <summary>
/// The only way into a use case, for pages, API, gateways, jobs and the command line alike. A command is one transaction:
/// its rows, its events, its audit line and its idempotency record are committed together or not at all.
/// </summary>
public sealed class UseCaseRunner(
    IServiceProvider services,
    LinliDb db,
    WriterQueue writers,
    RelaySignal relay,
    AuditTrail audit,
    RefusalLog refusals,
    CurrentCaller caller,
    TimeProvider time,
    ILogger<UseCaseRunner> log)
{
    private static readonly ConcurrentDictionary<Type, object> Invokers = new();

    /// <summary>Carries out a command.</summary>
    public Task<Result<TAnswer>> Run<TAnswer>(ICommand<TAnswer> command, CancellationToken cancel) =>
        Measured(command, () => CarryOut(command, cancel));

    /// <summary>Answers a query.</summary>
    public Task<Result<TAnswer>> Ask<TAnswer>(IQuery<TAnswer> query, CancellationToken cancel) =>
        Measured(query, () => Malformed(query) is { Count: > 0 } problems
            ? Task.FromResult(Result<TAnswer>.Fail(problems))
            : query is IWaitsForOthers ? InvokerFor<TAnswer>(query.GetType()).Invoke(services, query, cancel)
            : OnOneConnection(() => InvokerFor<TAnswer>(query.GetType()).Invoke(services, query, cancel), cancel));

    // Fetching a connection for each of a query's statements would cost as much as a small statement.
    private async Task<Result<TAnswer>> OnOneConnection<TAnswer>(Func<Task<Result<TAnswer>>> answer, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            return await answer();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<Result<TAnswer>> Measured<TAnswer>(object request, Func<Task<Result<TAnswer>>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "failed";
        try
        {
            var result = await work();
            outcome = result.Ok ? "ok" : "refused";
            return result;
        }
        finally
        {
            Telemetry.UseCase(request.GetType(), outcome, started);
        }
    }

    private async Task<Result<TAnswer>> CarryOut<TAnswer>(ICommand<TAnswer> command, CancellationToken cancel)
    {
        if (Malformed(command) is { Count: > 0 } problems)
            return Result<TAnswer>.Fail(problems);
        var handle = InvokerFor<TAnswer>(command.GetType());
        if (db.Database.CurrentTransaction is not null)
            return await handle.Invoke(services, command, cancel);

        try
        {
            if (await handle.Together(services, command, caller.Value, cancel) is { } together)
                return together;
            return await AgainAfterCollision(command, handle, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangedMeanwhile;
        }
        catch (Exception e) when (Collision.Is(e))
        {
            log.LogError(e, "{Command} collided again and again; nothing was saved.", command.GetType().Name);
            return ChangedMeanwhile;
        }
        catch (Exception e) when (DiskProblems.Describe(e) is { } problem)
        {
            log.LogCritical(e, "The disk refused a write; nothing was saved.");
            return problem;
        }
        finally
        {
            db.Forget();
            refusals.Forget();
        }
    }

    private static Problem ChangedMeanwhile => Problem.Conflict("changed_meanwhile",
        "别人刚刚处理了同一事项，请刷新后再试。", "Someone else has just changed this item: reload it and try again.");

    // Two nodes, or two requests on PostgreSQL, may do the same at the same moment: the later one finds its idempotency key or
    // its one open registration taken when it commits. Carried out again, it answers like the first, or says what is in the way.
    private async Task<Result<TAnswer>> AgainAfterCollision<TAnswer>(
        ICommand<TAnswer> command, Invoker<TAnswer> handle, CancellationToken cancel)
    {
        const int Tries = 3;
        for (var attempt = 1; ; attempt++)
            try
            {
                return await InTransaction(command, handle, cancel);
            }
            catch (Exception e) when (attempt < Tries && Collision.Is(e))
            {
                db.Forget();
                refusals.Forget();
            }
    }

    private async Task<Result<TAnswer>> InTransaction<TAnswer>(
        ICommand<TAnswer> command, Invoker<TAnswer> handle, CancellationToken cancel)
    {
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            var repetition = await FirstAnswer(command, cancel);
            if (repetition.Found)
                return repetition.Answer;

            var result = await handle.Invoke(services, command, cancel);
            if (!result.Ok)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                if (refusals.HasWrites)
                    await refusals.Write(CancellationToken.None);
                return result;
            }

            Remember(command, result);
            audit.Record(command.GetType().FullName!["Linli.".Length..], (command as IAudited)?.AuditSubject);
            await db.SaveChangesAsync(cancel);

            // From here on the client going away must not undo what is being committed.
            await transaction.CommitAsync(CancellationToken.None);
            if (db.HasNewEvents)
                relay.Raise();
            return result;
        }
    }

    private async Task<(bool Found, Result<TAnswer> Answer)> FirstAnswer<TAnswer>(ICommand<TAnswer> command, CancellationToken cancel)
    {
        if (command is not IRepeatable { IdempotencyKey: { } key })
            return (false, default);
        var who = Repetition.NameOf(caller.Value);
        var first = await db.Records<AnsweredCommand>().AsNoTracking()
            .SingleOrDefaultAsync(a => a.Caller == who && a.Key == key, cancel);
        return first is null ? (false, default) : (true, Repetition.Answer<TAnswer>(first, command));
    }

    private void Remember<TAnswer>(ICommand<TAnswer> command, Result<TAnswer> result)
    {
        if (command is IRepeatable { IdempotencyKey: { } key })
            db.Records<AnsweredCommand>().Add(Repetition.Of(command, key, Repetition.NameOf(caller.Value), result.Value!, Clock.Now(time)));
    }

    private static List<Problem> Malformed(object request)
    {
        var problems = RequestShape.FaultsOf(request);
        if (request is IValidated validated && RequestShape.OnlyDays(problems))
            problems = AllOf(validated, problems);
        if (request is IRepeatable { IdempotencyKey.Length: 0 or > 100 })
            problems.Add(Problem.Invalid("idempotencyKey", "idempotency_key_length",
                "幂等键应为 1–100 个字符。", "An idempotency key has 1 to 100 characters."));
        return problems;
    }

    // Who fills in a form wants to hear of everything at once; but rules that reckon with a day cannot with every day.
    private static List<Problem> AllOf(IValidated request, List<Problem> days)
    {
        try
        {
            var own = request.Problems().ToList();
            return [.. own, .. days.Where(d => own.TrueForAll(o => o.Field != d.Field))];
        }
        catch (Exception e) when (days.Count > 0 && e is ArgumentOutOfRangeException or OverflowException)
        {
            return days;
        }
    }

    private static Invoker<TAnswer> InvokerFor<TAnswer>(Type request) =>
        (Invoker<TAnswer>)Invokers.GetOrAdd(request, static type =>
            Activator.CreateInstance((type.IsAssignableTo(typeof(IGathered)) ? typeof(GatheredInvoker<,>) : typeof(Invoker<,>)).MakeGenericType(type, typeof(TAnswer)))!);

    private abstract class Invoker<TAnswer>
    {
        public abstract Task<Result<TAnswer>> Invoke(IServiceProvider services, object request, CancellationToken cancel);

        /// <summary>The answer of those that are decided together; <c>null</c> for a command that goes by itself.</summary>
        public virtual Task<Result<TAnswer>?> Together(IServiceProvider services, object request, Caller caller, CancellationToken cancel) => Task.FromResult<Result<TAnswer>?>(null);
    }

    private class Invoker<TRequest, TAnswer> : Invoker<TAnswer>
    {
        public override Task<Result<TAnswer>> Invoke(IServiceProvider services, object request, CancellationToken cancel) =>
            services.GetRequiredService<IHandler<TRequest, TAnswer>>().Handle((TRequest)request, cancel);
    }

    private sealed class GatheredInvoker<TCommand, TAnswer> : Invoker<TCommand, TAnswer> where TCommand : ICommand<TAnswer>, IGathered
    {
        public override Task<Result<TAnswer>?> Together(IServiceProvider services, object request, Caller caller, CancellationToken cancel) =>
            services.GetRequiredService<CommandLane<TCommand, TAnswer>>().Ask((TCommand)request, caller, cancel);
    }
}

/// <summary>Recognises a full or failing disk, so that the caller hears of it instead of a bare error 500.</summary>
public static class DiskProblems
{
    private const int SqliteFull = 13;
    private const int SqliteIoError = 10;
    private const int NoSpaceLeft = 28;

    /// <summary>The problem to report, or <c>null</c> when the exception is something else.</summary>
    public static Problem? Describe(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
            if (inner is SqliteException { SqliteErrorCode: SqliteFull or SqliteIoError }
                or Npgsql.PostgresException { SqlState: "53100" }
                || (inner is IOException && (inner.HResult & 0xFFFF) == NoSpaceLeft))
                return new("disk_full",
                    ("存储空间不足，本次操作没有保存，请联系管理员。", "The disk is full: nothing was saved. Please tell the operator."),
                    ProblemKind.NoSpace);
        return null;
    }
}
