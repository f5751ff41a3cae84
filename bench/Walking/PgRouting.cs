using System.Diagnostics;
using System.Globalization;
using Linli.Places.Walking.Routing;
using Npgsql;

namespace Linli.Bench.Walking;

/// <summary>The same network in PostgreSQL with pgRouting, asked the same questions.</summary>
internal sealed class PgRouting(NpgsqlConnection connection, NpgsqlConnection server, string database) : IAsyncDisposable
{
    /// <summary>Copies the network into a database of its own; nothing where pgRouting is not installed.</summary>
    public static async Task<PgRouting?> Open(string connectionString, ProfileNet net)
    {
        var server = new NpgsqlConnection(connectionString);
        await server.OpenAsync();
        var database = "linli_walking_" + Guid.CreateVersion7().ToString("N");
        await Run(server, $"CREATE DATABASE {database}");
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        var opened = new PgRouting(connection, server, database);
        try
        {
            await Run(connection, "CREATE EXTENSION postgis; CREATE EXTENSION pgrouting");
        }
        catch (PostgresException e)
        {
            Console.WriteLine("pgRouting is not there: " + e.MessageText);
            await opened.DisposeAsync();
            return null;
        }

        await Run(connection, "CREATE TABLE edges (id int PRIMARY KEY, source int, target int, cost float8, reverse_cost float8, x float8, y float8); CREATE TABLE nodes (id int PRIMARY KEY, x float8, y float8)");
        var graph = net.Graph;
        await using (var copy = await connection.BeginBinaryImportAsync("COPY nodes FROM STDIN (FORMAT BINARY)"))
        {
            for (var n = 0; n < graph.Nodes; n++)
                await copy.WriteRowAsync(CancellationToken.None, n, (double)graph.X[n], (double)graph.Y[n]);
            await copy.CompleteAsync();
        }

        await using (var copy = await connection.BeginBinaryImportAsync("COPY edges FROM STDIN (FORMAT BINARY)"))
        {
            for (var e = 0; e < graph.Edges; e++)
                if (net.Passable(e))
                    await copy.WriteRowAsync(
                        CancellationToken.None, e, graph.From[e], graph.To[e], net.Forward(e) / 10.0, net.Backward(e) / 10.0,
                        (graph.X[graph.From[e]] + graph.X[graph.To[e]]) / 2.0, (graph.Y[graph.From[e]] + graph.Y[graph.To[e]]) / 2.0);
            await copy.CompleteAsync();
        }

        await Run(connection, "CREATE INDEX ON edges (x, y); ANALYZE edges; ANALYZE nodes");
        return opened;
    }

    /// <summary>Milliseconds of one reach and how many nodes it found. Only edges in a box around the start are read: what nobody walks in the time is left out.</summary>
    public async Task<(double Milliseconds, int Nodes)> Reach(ProfileNet net, int start, int seconds, double box, bool hull)
    {
        var (x, y) = (net.Graph.X[start], net.Graph.Y[start]);
        var where = double.IsFinite(box) ? Text($" WHERE x BETWEEN {x - box} AND {x + box} AND y BETWEEN {y - box} AND {y + box}") : "";
        var reach = Text($"SELECT node FROM pgr_drivingDistance('SELECT id, source, target, cost, reverse_cost FROM edges{where}', {start}, {seconds}, true)");
        var sql = hull
            ? $"SELECT count(*)::int, ST_NPoints(ST_ConcaveHull(ST_Collect(ST_MakePoint(x, y)), 0.3)) FROM ({reach}) r JOIN nodes n ON n.id = r.node"
            : $"SELECT count(*)::int FROM ({reach}) r";
        var started = Stopwatch.GetTimestamp();
        await using var command = new NpgsqlCommand(sql, connection);
        var found = (int)(await command.ExecuteScalarAsync())!;
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, found);
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await Run(server, $"DROP DATABASE {database} WITH (FORCE)");
        await server.DisposeAsync();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static async Task Run(NpgsqlConnection on, string sql)
    {
        await using var command = new NpgsqlCommand(sql, on) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }
}
