using System.Collections.Concurrent;
using Linli.Platform.Data;
using Npgsql;

namespace Linli.Platform.Jobs;

/// <summary>A named piece of work that is this node's until it is disposed.</summary>
public interface INodeTurn : IAsyncDisposable
{
    /// <summary>Whether it still is: on PostgreSQL it goes with its connection, such as when the database restarts.</summary>
    Task<bool> Holds(CancellationToken cancel);
}

/// <summary>Lets one node at a time do a named piece of work: by an advisory lock on PostgreSQL, within the process on SQLite.</summary>
public sealed class NodeLock(DatabaseOptions database)
{
    private readonly ConcurrentDictionary<string, bool> held = new(StringComparer.Ordinal);

    /// <summary>Takes the lock if it is free; dispose it to give it back.</summary>
    /// <returns><c>null</c> while another node, or another task here, holds it.</returns>
    public async Task<INodeTurn?> TryTake(string name, CancellationToken cancel)
    {
        if (!held.TryAdd(name, true))
            return null;
        if (database.Kind == DatabaseKind.Sqlite)
            return new Held(this, name, null);
        NpgsqlConnection? connection = null;
        try
        {
            // A connection of its own that goes for good with its lock: from a pool, without a reset, it would keep the lock for ever.
            connection = new(new NpgsqlConnectionStringBuilder(database.ConnectionString) { NoResetOnClose = false, Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancel);
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", connection)
            {
                Parameters = { new() { Value = "linli." + name } },
            };
            if ((bool)(await command.ExecuteScalarAsync(cancel))!)
                return new Held(this, name, connection);
        }
        catch
        {
            await Release(name, connection);
            throw;
        }

        await Release(name, connection);
        return null;
    }

    private async ValueTask Release(string name, NpgsqlConnection? connection)
    {
        held.TryRemove(name, out _);
        if (connection is not null)
            await connection.DisposeAsync();
    }

    private sealed class Held(NodeLock owner, string name, NpgsqlConnection? connection) : INodeTurn
    {
        private const int Seconds = 2;

        public async Task<bool> Holds(CancellationToken cancel)
        {
            if (connection is null)
                return true;
            try
            {
                await using var command = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = Seconds };
                await command.ExecuteScalarAsync(cancel);
                return true;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested && e is NpgsqlException or InvalidOperationException)
            {
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (connection is not null)
                    await Unlock(connection);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
            {
                // The connection broke: the server gave the lock back with it.
            }
            finally
            {
                await owner.Release(name, connection);
            }
        }

        private async Task Unlock(NpgsqlConnection open)
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock(hashtextextended($1, 0))", open)
            {
                Parameters = { new() { Value = "linli." + name } },
            };
            await command.ExecuteNonQueryAsync();
        }
    }
}
