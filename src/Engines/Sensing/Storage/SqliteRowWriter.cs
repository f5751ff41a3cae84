using System.Globalization;
using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Storage;

/// <summary>Prepared statements, run one after the other: SQLite has no journeys to save.</summary>
internal sealed class SqliteRowWriter(LinliDb db, FieldCipher cipher) : RowWriter(cipher)
{
    private readonly List<SqliteStatement> statements = [];

    // Many readings of few devices, and of fewer measures, come one after the other.
    private readonly Dictionary<DeviceId, byte[]> ids = [];
    private readonly Dictionary<string, byte[]> measures = new(StringComparer.Ordinal);

    public override Task Values(TakenReading[] rows, CancellationToken cancel)
    {
        var insert = Prepare(InsertValue + "VALUES (?, ?, ?, ?, ?, ?, ?)" + Stays);
        foreach (ref readonly var row in rows.AsSpan())
            insert.AddText(Id(row.Reading.Device)).Add(Micros(row.Reading.At)).AddText(Measure(row.Reading.Measure)).Add(Micros(row.Received))
                .Add(row.Personal ? null : (double?)row.Reading.Value).Add((row.Marks & Marks.Late) != 0).AddBytes(SealedOf(row)).Run();
        return Task.CompletedTask;
    }

    public override Task Positions(TakenReading[] rows, CancellationToken cancel)
    {
        var insert = Prepare(InsertPosition + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" + Stays);
        foreach (ref readonly var row in rows.AsSpan())
        {
            insert.AddText(Id(row.Reading.Device)).Add(Micros(row.Reading.At)).Add(Micros(row.Received));
            var fix = row.Reading.Fix;
            if (row.Personal)
                insert.Add((double?)null).Add((double?)null).Add((double?)null).Add((double?)null).Add((double?)null);
            else
                insert.Add((double?)fix.Latitude).Add((double?)fix.Longitude).Add(Said(fix.Accuracy)).Add(Said(fix.Speed)).Add(Said(fix.Heading));
            insert.Add((row.Marks & Marks.Late) != 0).Add((row.Marks & Marks.Apart) != 0).AddBytes(SealedOf(row)).Run();
        }

        return Task.CompletedTask;
    }

    public override Task Hours(IReadOnlyCollection<(DeviceId Device, string Measure, DateTimeOffset Hour)> rows, CancellationToken cancel)
    {
        var upsert = Prepare(InsertHour + "VALUES (?, ?, ?, 1, 0, 0, 0, 0, 0, 0)" + CountsOn);
        foreach (var (device, measure, hour) in rows)
            upsert.AddText(Id(device)).AddText(Measure(measure)).Add(Micros(hour)).Run();
        return Task.CompletedTask;
    }

    public override Task Twins(IReadOnlyList<TwinRow> rows, CancellationToken cancel)
    {
        var upsert = Prepare(InsertTwin + "VALUES (?, ?, ?, ?, ?)" + Replaces);
        foreach (var row in rows)
            upsert.AddText(Id(row.Device)).Add(Micros(row.SeenAt)).Add(row.Sealed).AddBytes(row.State).AddBytes(row.Rules).Run();
        return Task.CompletedTask;
    }

    public override Task Events(IReadOnlyList<Guid> keys, DateTimeOffset at, CancellationToken cancel)
    {
        var insert = Prepare(InsertEvent + "VALUES (?, ?)" + Stays);
        foreach (var key in keys)
            insert.AddText(Text(key)).Add(Micros(at)).Run();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        statements.ForEach(s => s.Dispose());
        return base.DisposeAsync();
    }

    private byte[] Id(DeviceId device)
    {
        if (!ids.TryGetValue(device, out var text))
            ids[device] = text = Text(device.Value);
        return text;
    }

    private byte[] Measure(string measure)
    {
        if (!measures.TryGetValue(measure, out var text))
            measures[measure] = text = Encoding.UTF8.GetBytes(measure);
        return text;
    }

    // As EF Core writes ids and instants into SQLite.
    private static byte[] Text(Guid id) => Encoding.ASCII.GetBytes(id.ToString("D", CultureInfo.InvariantCulture).ToUpperInvariant());

    private static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement((SqliteConnection)db.Database.GetDbConnection(), sql);
        statements.Add(statement);
        return statement;
    }
}
