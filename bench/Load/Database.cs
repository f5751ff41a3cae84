using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Linli.Bench;

/// <summary>The database below the server: emptied or filled by its own SQL, since a million reports over HTTP take an hour.</summary>
internal sealed partial class Database(bool isPostgres, string connectionString)
{
    // The cases come last: what belongs to them is copied by what they were before.
    private static readonly string[] Tables = ["cases_entry", "cases_follower", "cases_evidence", "platform_search", "cases_case"];

    /// <summary>How many cases there are.</summary>
    public Task<long> Cases() => Number("SELECT COUNT(*) FROM cases_case");

    /// <summary>Takes every case away.</summary>
    public Task Empty() => InOneConnection(async connection =>
    {
        foreach (var table in Tables)
            await Execute(connection, $"DELETE FROM {table}");
        await Tidy(connection);
    });

    /// <summary>
    /// Repeats the month that is there until there are so many cases: each copy lies further back, over five years, and
    /// only the latest of them keep what is still open, as a city of that size would.
    /// </summary>
    public Task Fill(int cases) => InOneConnection(async connection =>
    {
        const double FiveYears = 5 * 365 * 86400.0;
        const int WithOpenCases = 10;
        var copies = (int)Math.Ceiling((double)(cases - await Cases()) / await Number("SELECT COUNT(*) FROM cases_case WHERE \"ClosedAt\" IS NOT NULL"));
        if (copies <= 0)
            return;
        var step = FiveYears / copies;
        foreach (var table in Tables)
        {
            var indexes = await Indexes(connection, table);
            foreach (var index in indexes)
                await Execute(connection, $"DROP INDEX \"{index.Name}\"");
            var columns = await Columns(connection, table);
            var subject = columns.Find(c => c is "Case" or "subject") ?? "Id";
            await Execute(connection,
                $"""
                CREATE TEMPORARY TABLE month AS SELECT * FROM {table};
                WITH RECURSIVE copy(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < {copies})
                INSERT INTO {table} ({string.Join(", ", columns.Select(Quoted))})
                SELECT {string.Join(", ", columns.Select(c => Copied(c, step)))} FROM copy CROSS JOIN month
                WHERE k <= {WithOpenCases} OR {Quoted(subject)} IN (SELECT "Id" FROM cases_case WHERE "ClosedAt" IS NOT NULL);
                DROP TABLE month;
                """);
            foreach (var index in indexes)
                await Execute(connection, index.Sql);
        }

        await Tidy(connection);
    });

    /// <summary>Ids of many cases, spread over all of them.</summary>
    public async Task<IReadOnlyList<Guid>> SomeIds(int atMost)
    {
        var ids = new List<Guid>();
        await InOneConnection(async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT \"Id\" FROM cases_case WHERE \"IsPublic\" ORDER BY RANDOM() LIMIT {atMost}";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                ids.Add(rows.GetGuid(0));
        });
        return ids;
    }

    /// <summary>Processor time of all processes of PostgreSQL, milliseconds; 0 on SQLite.</summary>
    public async Task<double> Cpu()
    {
        if (!isPostgres)
            return 0;
        var own = (int)await Number("SELECT pg_backend_pid()::bigint");
        var first = ServerProcess.ParentOf(own);
        return Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out var pid) ? pid : 0)
            .Where(pid => pid == first || (pid > 0 && ServerProcess.ParentOf(pid) == first)).Sum(ServerProcess.CpuOf);
    }

    private string Copied(string column, double step) => column switch
    {
        // Ids begin with their time: copies get earlier ones, 15 days apart.
        "Id" or "Case" or "MergedInto" or "RelatedTo" or "subject" => isPostgres
            ? $"(lpad(to_hex(6000 - k * 5), 5, '0') || substr({Quoted(column)}::text, 6))::uuid"
            : $"printf('%05X', 6000 - k * 5) || substr({Quoted(column)}, 6)",
        "Number" => "\"Number\" || '-' || k",
        _ when Instant().IsMatch(column) && isPostgres => string.Create(
            CultureInfo.InvariantCulture, $"{Quoted(column)} - make_interval(secs => k * {step})"),
        _ when Instant().IsMatch(column) => string.Create(CultureInfo.InvariantCulture, $"{Quoted(column)} - k * {(long)(step * 1e6)}"),
        _ => Quoted(column),
    };

    private static async Task<List<string>> Columns(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} LIMIT 0";
        await using var rows = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)];
    }

    // Without those that belong to a primary key; they are rebuilt afterwards, which is much faster than keeping them in step.
    private async Task<List<(string Name, string Sql)>> Indexes(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = isPostgres
            ? $"SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{table}' AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            : $"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL";
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<(string, string)>();
        while (await rows.ReadAsync())
            found.Add((rows.GetString(0), rows.GetString(1)));
        return found;
    }

    // What PostgreSQL's own housekeeping does after a while.
    private async Task Tidy(DbConnection connection)
    {
        if (isPostgres)
            await Execute(connection, "VACUUM ANALYZE");
        else
            await Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private async Task<long> Number(string sql)
    {
        long value = 0;
        await InOneConnection(async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            value = (long)(await command.ExecuteScalarAsync())!;
        });
        return value;
    }

    private static async Task Execute(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task InOneConnection(Func<DbConnection, Task> work)
    {
        await using DbConnection connection = isPostgres ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        await connection.OpenAsync();
        if (!isPostgres)
            await Execute(connection, "PRAGMA cache_size = -400000; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY");
        await work(connection);
    }

    private static string Quoted(string column) => $"\"{column}\"";

    [GeneratedRegex("(At|Due|Since)$")]
    private static partial Regex Instant();
}
