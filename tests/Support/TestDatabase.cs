using System.Collections.Concurrent;
using System.Security.Cryptography;
using Linli.Platform.Data;
using Npgsql;
using Xunit;

namespace Linli.Tests;

/// <summary>
/// A database of its own for each test, copied from a <see cref="TestTemplate">template</see>. PostgreSQL is used where
/// <c>LINLI_TEST_POSTGRES</c> holds a connection string that may create databases.
/// </summary>
public static class TestDatabase
{
    private static readonly ConcurrentDictionary<(string Template, DatabaseKind Kind), Lazy<Task<TestTemplate>>> Templates = new();

    // Not the process's number: those come again, and what a run that was killed left behind is still there.
    private static readonly string Run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private static int count;

    /// <summary>Both databases, for theories.</summary>
    public static TheoryData<DatabaseKind> Both => [DatabaseKind.Sqlite, DatabaseKind.Postgres];

    /// <summary>The server, where there is one.</summary>
    internal static string? Server => Environment.GetEnvironmentVariable("LINLI_TEST_POSTGRES");

    /// <summary>A connection string to a fresh copy of the template.</summary>
    /// <param name="kind">Which database; the test is skipped where PostgreSQL is not there.</param>
    /// <param name="folder">The test's data folder.</param>
    /// <param name="template">Name of the template.</param>
    /// <param name="make">Migrates and fills the template, given its connection string and a folder for its keys.</param>
    public static async Task<string> Copy(DatabaseKind kind, string folder, string template, Func<string, string, Task> make)
    {
        if (kind == DatabaseKind.Postgres && Server is null)
            Assert.Skip("PostgreSQL is not configured: set LINLI_TEST_POSTGRES to a connection string.");
        var made = await Templates.GetOrAdd((template, kind), _ => new(() => TestTemplate.Get(template, kind, make))).Value;
        CopyFolder(made.Folder, folder);
        if (kind == DatabaseKind.Sqlite)
            return $"Data Source={Path.Combine(folder, "linli.db")}";
        var name = NewName();
        await Execute($"CREATE DATABASE {name} TEMPLATE {made.Database}");
        return Postgres(name);
    }

    /// <summary>A connection string to a database that is not there yet; whoever opens it first makes it.</summary>
    /// <param name="kind">Which database; SQLite where PostgreSQL is not there.</param>
    /// <param name="folder">The data folder.</param>
    public static (DatabaseKind Kind, string Connection) Fresh(DatabaseKind kind, string folder) => kind == DatabaseKind.Postgres && Server is not null
        ? (kind, Postgres(NewName()))
        : (DatabaseKind.Sqlite, $"Data Source={Path.Combine(folder, "linli.db")}");

    /// <summary>Deletes a copy.</summary>
    public static async Task Drop(DatabaseKind kind, string connectionString)
    {
        if (kind == DatabaseKind.Postgres)
            await Execute($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    private static string NewName() => $"linli_test_{Run}_{Interlocked.Increment(ref count)}";

    // A connection costs PostgreSQL a process, a handshake and everything it had learnt of the tables: they are kept for a while, but not
    // longer, as a pool outlives its database.
    internal static string Postgres(string database) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 40, ConnectionIdleLifetime = 4, ConnectionPruningInterval = 2 }.ConnectionString;

    internal static async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
