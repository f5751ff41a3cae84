using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Data;

/// <summary>Lets two transactions that are about the same thing pass one after the other, where no row is there yet to lock.</summary>
public static class CommitLock
{
    /// <summary>
    /// Waits until no other transaction holds the name, and holds it until this one ends: what the other wrote is seen by
    /// the next query. SQLite has one writer at a time anyway.
    /// </summary>
    /// <param name="db">A database with a transaction.</param>
    /// <param name="name">What it is about; names that are taken together are always taken in the same order.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <remarks>What locks by itself in a statement of its own asks for <c>hashtextextended(KeyOf(name), 0)</c>.</remarks>
    public static async Task LockUntilCommit(this LinliDb db, string name, CancellationToken cancel)
    {
        if (db.Kind == DatabaseKind.Postgres)
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({KeyOf(name)}, 0))", cancel);
    }

    /// <summary>The text by which PostgreSQL knows a name.</summary>
    public static string KeyOf(string name) => "linli.commit." + name;
}
