using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Linli.Platform.Data;

/// <summary>
/// Every SQLite connection is durable (an answered commit survives power loss) and waits for a lock rather than fail at
/// once: another process, such as a backup, may hold it.
/// </summary>
internal sealed class SqlitePragmas(int pageLimit) : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Unlimited = new(0);

    private const string Reading = "PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;";

    private readonly string pragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; " + Reading
        + (pageLimit > 0 ? $"PRAGMA max_page_count={pageLimit};" : "");

    // Connections are pooled: what was said to one once holds as long as it lives.
    private readonly ConditionalWeakTable<sqlite3, object> told = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Tell((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has nothing to wait for.
        Tell((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    private void Tell(SqliteConnection connection)
    {
        if (told.TryGetValue(connection.Handle!, out _))
            return;
        using var command = connection.CreateCommand();
        // A database copied by hand or by VACUUM INTO has no write-ahead log yet, and a connection that only looks may not begin one.
        command.CommandText = new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly ? Reading : pragmas;
        command.ExecuteNonQuery();
        told.TryAdd(connection.Handle!, connection.Handle!);
    }
}
