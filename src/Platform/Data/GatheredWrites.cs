using Linli.Platform.Audit;
using Linli.Platform.Events;
using Linli.Platform.Idempotency;
using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Linli.Platform.Data;

/// <summary>
/// What a transaction adds for many callers, past the change tracker: on PostgreSQL all of it goes in one journey, with the same few
/// statements for every number of rows, so that they are planned once.
/// </summary>
public sealed class GatheredWrites(LinliDb db, Composition composition, TimeProvider time)
{
    private readonly List<Func<CancellationToken, Task>> oneByOne = [];
    private readonly List<NpgsqlBatchCommand> together = [];
    private readonly List<OutboxMessage> events = [];

    /// <summary>Adds rows; their keys are set, and numbers that the database gives out are left to it.</summary>
    public void Insert<T>(IReadOnlyList<T> rows) where T : class
    {
        if (rows.Count == 0)
            return;
        if (db.Kind == DatabaseKind.Postgres)
            together.Add(ArrayInsert<T>.Of(db).Command(rows));
        else
            oneByOne.Add(cancel => db.InsertMany(rows, cancel));
    }

    /// <summary>Adds a statement of PostgreSQL's own.</summary>
    public void Add(NpgsqlBatchCommand statement) => together.Add(statement);

    /// <summary>Publishes an event when the transaction commits, and not at all when it does not.</summary>
    public void Publish(DomainEvent happened)
    {
        events.Add(Outbox.Message(happened, composition, Clock.Now(time)));
        db.HasNewEvents = true;
    }

    /// <summary>Writes, and commits where that goes with the rows: on PostgreSQL the commit is the last statement of the same journey.</summary>
    /// <param name="audit">Audit lines.</param>
    /// <param name="answered">Answers to commands with a key.</param>
    /// <param name="committing">Called before that: from then on nobody knows until the database has answered. <c>null</c> to leave the commit to the caller.</param>
    /// <param name="cancel">Stops before the commit.</param>
    /// <returns>Whether it was committed.</returns>
    internal async Task<bool> Write(IReadOnlyList<AuditEntry> audit, IReadOnlyList<AnsweredCommand> answered, Action? committing, CancellationToken cancel)
    {
        Insert(audit);
        Insert(answered);
        Insert(events);
        foreach (var write in oneByOne)
            await write(cancel);

        // What was tracked, as on a database without journeys.
        await db.SaveChangesAsync(cancel);
        if (together.Count == 0)
            return false;
        await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        foreach (var statement in together)
            batch.BatchCommands.Add(statement);
        if (committing is not null)
        {
            batch.BatchCommands.Add(new("COMMIT"));
            committing();
        }

        await batch.ExecuteNonQueryAsync(cancel);
        if (committing is not null)
            db.Committed();
        return committing is not null;
    }
}
