using Linli.Sensing;
using NetTopologySuite.IO;
using Npgsql;
using NpgsqlTypes;

namespace Linli.Bench.Fences;

/// <summary>The same fences in PostgreSQL with PostGIS, asked the same questions.</summary>
internal sealed class PostGis(NpgsqlConnection connection, NpgsqlConnection server, string database) : IAsyncDisposable
{
    /// <summary>Copies the fences into a database of its own.</summary>
    public static async Task<PostGis> Open(string connectionString, Fence[] fences)
    {
        var server = new NpgsqlConnection(connectionString);
        await server.OpenAsync();
        var database = "linli_fences_" + Guid.CreateVersion7().ToString("N");
        await Run(server, $"CREATE DATABASE {database}");
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Database = database, Pooling = false, CommandTimeout = 300 }.ConnectionString);
        await connection.OpenAsync();
        await Run(connection, "CREATE EXTENSION postgis; CREATE TABLE fence (id int PRIMARY KEY, area geometry(Polygon, 4326))");
        var writer = new WKBWriter();
        for (var n = 0; n < fences.Length; n++)
        {
            await using var insert = new NpgsqlCommand("INSERT INTO fence VALUES ($1, ST_SetSRID(ST_GeomFromWKB($2), 4326))", connection) { Parameters = { new() { Value = n }, new() { Value = writer.Write(fences[n].Area) } } };
            await insert.ExecuteNonQueryAsync();
        }

        await Run(connection, "CREATE INDEX ON fence USING gist (area); ANALYZE fence");
        return new(connection, server, database);
    }

    /// <summary>One prepared query a point; answers how many fences were hit.</summary>
    public async Task<int> OneByOne(IReadOnlyList<(double X, double Y)> points)
    {
        await using var ask = new NpgsqlCommand("SELECT id FROM fence WHERE ST_Covers(area, ST_SetSRID(ST_MakePoint($1, $2), 4326))", connection)
        {
            Parameters = { new NpgsqlParameter<double>(), new NpgsqlParameter<double>() },
        };
        await ask.PrepareAsync();
        var hits = 0;
        foreach (var (x, y) in points)
        {
            ((NpgsqlParameter<double>)ask.Parameters[0]).TypedValue = x;
            ((NpgsqlParameter<double>)ask.Parameters[1]).TypedValue = y;
            await using var reader = await ask.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                hits++;
        }

        return hits;
    }

    /// <summary>A thousand points a query; answers the fences of each point.</summary>
    public async Task<List<int>?[]> Batches(IReadOnlyList<(double X, double Y)> points)
    {
        const int Size = 1000;
        var found = new List<int>?[points.Count];
        await using var ask = new NpgsqlCommand(
            "SELECT p.i, f.id FROM unnest($1, $2) WITH ORDINALITY AS p (x, y, i) JOIN fence f ON ST_Covers(f.area, ST_SetSRID(ST_MakePoint(p.x, p.y), 4326))", connection)
        {
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double }, new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double } },
        };
        await ask.PrepareAsync();
        for (var from = 0; from < points.Count; from += Size)
        {
            var part = points.Skip(from).Take(Size).ToList();
            ask.Parameters[0].Value = part.ConvertAll(p => p.X).ToArray();
            ask.Parameters[1].Value = part.ConvertAll(p => p.Y).ToArray();
            await using var reader = await ask.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                (found[from + (int)reader.GetInt64(0) - 1] ??= []).Add(reader.GetInt32(1));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await Run(server, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        await server.DisposeAsync();
    }

    private static async Task Run(NpgsqlConnection on, string sql)
    {
        await using var command = new NpgsqlCommand(sql, on);
        await command.ExecuteNonQueryAsync();
    }
}
