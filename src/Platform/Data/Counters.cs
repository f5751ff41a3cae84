using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Linli.Platform.Data;

/// <summary>A named number that only grows.</summary>
internal sealed class Counter
{
    public required string Name { get; init; }

    public required long Value { get; set; }
}

/// <summary>
/// Hands out the next number of a series. Numbers are unique and grow, with gaps where a transaction was rolled back or
/// a node stopped: people read them, nothing counts by them.
/// </summary>
public sealed class Counters(DatabaseOptions database) : IDisposable
{
    private const int Block = 32;
    private readonly Dictionary<string, (long Next, long End)> blocks = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>The next number of the series, starting at 1.</summary>
    public async Task<long> Next(LinliDb db, string name, CancellationToken cancel)
    {
        if (database.Kind == DatabaseKind.Sqlite)
            return await Take(db, name, 1, cancel);

        // On PostgreSQL the row would stay locked until the caller commits; whole blocks taken outside its transaction
        // keep many writers from lining up behind one number.
        await gate.WaitAsync(cancel);
        try
        {
            if (!blocks.TryGetValue(name, out var block) || block.Next > block.End)
            {
                var end = await TakeOutside(db, name, cancel);
                block = (end - Block + 1, end);
            }

            blocks[name] = (block.Next + 1, block.End);
            return block.Next;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Takes many numbers in a row, in the current transaction: for imports and demo data that number their rows themselves.
    /// </summary>
    /// <returns>The first of them.</returns>
    public static async Task<long> Reserve(LinliDb db, string name, int count, CancellationToken cancel) =>
        await Take(db, name, count, cancel) - count + 1;

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private static async Task<long> Take(LinliDb db, string name, int count, CancellationToken cancel)
    {
        var values = await db.Database.SqlQuery<long>(
            $"INSERT INTO platform_counter (name, value) VALUES ({name}, {count}) ON CONFLICT (name) DO UPDATE SET value = platform_counter.value + {count} RETURNING value AS \"Value\"")
            .ToListAsync(cancel);
        return values[0];
    }

    // From a small pool of its own: the caller holds a connection of the other one, and if all who hold one waited for a second there,
    // nobody would ever get it.
    private static string OwnPool(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "linli-counters", MinPoolSize = 0, MaxPoolSize = 2 }.ConnectionString;

    private static async Task<long> TakeOutside(LinliDb db, string name, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(OwnPool(db.Database.GetConnectionString()!));
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(
            "INSERT INTO platform_counter (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = platform_counter.value + $2 RETURNING value",
            connection)
        {
            Parameters = { new() { Value = name }, new() { Value = (long)Block } },
        };
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
