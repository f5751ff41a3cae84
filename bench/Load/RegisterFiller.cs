using System.Data.Common;
using System.Globalization;
using Linli.Platform.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Linli.Bench;

/// <summary>Fills the register up to a city's size past the server: communities with homes of their own beside those of the demo.</summary>
internal sealed class RegisterFiller(string? postgres, string sqliteFile)
{
    private const int Communities = 100;
    private const int HomesOfEach = 3500;
    private const int Batch = 20_000;

    // An instant as the database keeps it.
    private readonly Func<DateTimeOffset, object> instantOf = postgres is null
        ? instant => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
        : instant => instant;

    /// <summary>Labels of the homes of the demo.</summary>
    public async Task<IReadOnlyList<string>> Homes(CancellationToken cancel)
    {
        await using var connection = await Open(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT \"Label\" FROM places_home WHERE \"Label\" LIKE '%-%-%' ORDER BY \"Label\"";
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var labels = new List<string>();
        while (await rows.ReadAsync(cancel))
            labels.Add(rows.GetString(0));
        return labels;
    }

    /// <summary>People of the register to look for, spread over all of it.</summary>
    public async Task<IReadOnlyList<(string Name, string Key, string Initials, string Tail, string Home)>> Some(int count, CancellationToken cancel)
    {
        await using var connection = await Open(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT p."Name", p."NameKey", p."NameInitials", p."PhoneTail", t."HomeLabel" FROM people_person p JOIN people_home_tie t ON t."PersonId" = p."Id"
            WHERE p."NameKey" IS NOT NULL AND p."PhoneTail" IS NOT NULL AND length(p."Name") = 3 ORDER BY random() LIMIT {count}
            """;
        await using var rows = await command.ExecuteReaderAsync(cancel);
        var found = new List<(string, string, string, string, string)>();
        while (await rows.ReadAsync(cancel))
            found.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4)));
        return found;
    }

    /// <summary>Adds people until there are so many.</summary>
    public async Task Fill(int people, CancellationToken cancel)
    {
        await using var connection = await Open(cancel);
        var there = (int)await Number(connection, "SELECT COUNT(*) FROM people_person");
        if (there >= people)
            return;
        Console.Error.WriteLine($"Filling up to {people:N0} people …");
        var sample = new RegisterSample(2);
        var now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        await InBatches(connection, Communities * HomesOfEach, "places_home",
            ["Id", "Scope", "Building", "Unit", "Floor", "Room", "Door", "Label", "Use"],
            i => [HomeId(i), Community(i), Building(i), 0, 1, Room(i), Room(i), Label(i), "Dwelling"], cancel);
        await InBatches(connection, people - there, "people_person",
            ["Id", "Name", "NameKey", "NameInitials", "PhoneTail", "PhoneMask", "BirthDate", "SearchPlace", "At"],
            i =>
            {
                var name = sample.Name();
                var key = Pinyin.KeyOf(name);
                var tail = sample.Next(10_000).ToString("0000", CultureInfo.InvariantCulture);
                var born = sample.Birth(1, 90);
                return [PersonId(i), name, key, key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..], tail, "139****" + tail, postgres is null ? born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : born, Community(i % (Communities * HomesOfEach)), instantOf(now)];
            },
            cancel);
        await InBatches(connection, people - there, "people_home_tie",
            ["Id", "PersonId", "HomeId", "HomeLabel", "Relation", "Scope", "From"],
            i => [TieId(i), PersonId(i), HomeId(i % (Communities * HomesOfEach)), Label(i % (Communities * HomesOfEach)), i % 3 == 0 ? "Owner" : "Family", Building(i % (Communities * HomesOfEach)), instantOf(now)], cancel);
        await Execute(connection, postgres is null ? "PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002; PRAGMA wal_checkpoint(TRUNCATE);" : "VACUUM ANALYZE", cancel);
    }

    public static async Task Recreate(string server, string database, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancel);
        await Execute(connection, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)", cancel);
        await Execute(connection, $"CREATE DATABASE {database}", cancel);
    }

    private static string Community(int home) => string.Create(CultureInfo.InvariantCulture, $"/zj/hb/ys/x{home / HomesOfEach:000}/");

    private static string Building(int home) => string.Create(CultureInfo.InvariantCulture, $"{Community(home)}x{home / HomesOfEach:000}-c/x{home / HomesOfEach:000}-{home % HomesOfEach / 100:00}/");

    private static string Room(int home) => string.Create(CultureInfo.InvariantCulture, $"{(home % 100 / 4) + 1}{(home % 4) + 1:00}");

    private static string Label(int home) => string.Create(CultureInfo.InvariantCulture, $"样{home / HomesOfEach:000}-{(home % HomesOfEach / 100) + 1}-{Room(home)}");

    private object HomeId(int i) => Id(1, i);

    private object PersonId(int i) => Id(2, i);

    private object TieId(int i) => Id(3, i);

    private object Id(int kind, int i)
    {
        var id = new Guid(0x01900000 + i, (short)kind, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
        return postgres is null ? id.ToString().ToUpperInvariant() : id;
    }

    private async Task<DbConnection> Open(CancellationToken cancel)
    {
        DbConnection connection = postgres is null ? new SqliteConnection($"Data Source={sqliteFile};Pooling=False") : new NpgsqlConnection(postgres);
        await connection.OpenAsync(cancel);
        return connection;
    }

    private static async Task InBatches(DbConnection connection, int count, string table, string[] columns, Func<int, object[]> row, CancellationToken cancel)
    {
        if (connection is NpgsqlConnection copying)
        {
            await using var copy = await copying.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) FROM STDIN (FORMAT BINARY)", cancel);
            for (var i = 0; i < count; i++)
            {
                await copy.StartRowAsync(cancel);
                foreach (var value in row(i))
                    await copy.WriteAsync(value, cancel);
            }

            await copy.CompleteAsync(cancel);
            return;
        }

        for (var from = 0; from < count; from += Batch)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => "@p" + i))})";
            foreach (var (_, i) in columns.Select((c, i) => (c, i)))
                insert.Parameters.Add(new SqliteParameter("@p" + i, null));
            for (var i = from; i < Math.Min(count, from + Batch); i++)
            {
                var values = row(i);
                for (var c = 0; c < values.Length; c++)
                    insert.Parameters[c].Value = values[c];
                await insert.ExecuteNonQueryAsync(cancel);
            }

            await transaction.CommitAsync(cancel);
        }
    }

    private static async Task<long> Number(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task Execute(DbConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
