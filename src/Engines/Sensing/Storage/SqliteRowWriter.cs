using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Linli.Sensing.Storage;

/// <summary>Prepared statements, run one after the other: SQLite has no journeys to save.</summary>
internal sealed class SqliteRowWriter(LinliDb db, FieldCipher cipher) : RowWriter(cipher)
{
    private readonly List<SqliteCommand> commands = [];

    // Many readings of few devices come one after the other.
    private readonly Dictionary<DeviceId, string> ids = [];

    public override Task Values(TakenReading[] rows, CancellationToken cancel)
    {
        var insert = Command(InsertValue + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6)" + Stays, 7);
        foreach (var row in rows)
            Run(insert, Id(row.Reading.Device), Micros(row.Reading.At), row.Reading.Measure, Micros(row.Received), row.Personal ? null : row.Reading.Value,
                (row.Marks & Marks.Late) != 0 ? 1 : 0, SealedOf(row));
        return Task.CompletedTask;
    }

    public override Task Positions(TakenReading[] rows, CancellationToken cancel)
    {
        var insert = Command(InsertPosition + "VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10)" + Stays, 11);
        foreach (var row in rows)
        {
            var fix = row.Reading.Fix;
            var (late, apart) = ((row.Marks & Marks.Late) != 0 ? 1 : 0, (row.Marks & Marks.Apart) != 0 ? 1 : 0);
            if (row.Personal)
                Run(insert, Id(row.Reading.Device), Micros(row.Reading.At), Micros(row.Received), null, null, null, null, null, late, apart, SealedOf(row));
            else
                Run(insert, Id(row.Reading.Device), Micros(row.Reading.At), Micros(row.Received), fix.Latitude, fix.Longitude,
                    Said(fix.Accuracy), Said(fix.Speed), Said(fix.Heading), late, apart, null);
        }

        return Task.CompletedTask;
    }

    public override Task Hours(IReadOnlyCollection<(DeviceId Device, string Measure, DateTimeOffset Hour)> rows, CancellationToken cancel)
    {
        var upsert = Command(InsertHour + "VALUES (@p0, @p1, @p2, 1, 0, 0, 0, 0, 0, 0)" + CountsOn, 3);
        foreach (var (device, measure, hour) in rows)
            Run(upsert, Id(device), measure, Micros(hour));
        return Task.CompletedTask;
    }

    public override Task Twins(IReadOnlyList<TwinRow> rows, CancellationToken cancel)
    {
        var upsert = Command(InsertTwin + "VALUES (@p0, @p1, @p2, @p3, @p4)" + Replaces, 5);
        foreach (var row in rows)
            Run(upsert, Id(row.Device), Micros(row.SeenAt), row.Sealed ? 1 : 0, row.State, row.Rules);
        return Task.CompletedTask;
    }

    public override Task Events(IReadOnlyList<Guid> keys, DateTimeOffset at, CancellationToken cancel)
    {
        var insert = Command(InsertEvent + "VALUES (@p0, @p1)" + Stays, 2);
        foreach (var key in keys)
            Run(insert, Text(key), Micros(at));
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var command in commands)
            await command.DisposeAsync();
        await base.DisposeAsync();
    }

    private string Id(DeviceId device)
    {
        if (!ids.TryGetValue(device, out var text))
            ids[device] = text = Text(device.Value);
        return text;
    }

    // As EF Core writes ids and instants into SQLite.
    private static string Text(Guid id) => id.ToString("D", CultureInfo.InvariantCulture).ToUpperInvariant();

    private static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private SqliteCommand Command(string sql, int parameters)
    {
        var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
            command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"@p{i}"), null));
        commands.Add(command);
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
