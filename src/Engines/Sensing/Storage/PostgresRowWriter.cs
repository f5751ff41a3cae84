using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Sensing.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Linli.Sensing.Storage;

/// <summary>One journey for each table; arrays keep the statement the same for every number of rows, so it is planned once.</summary>
internal sealed class PostgresRowWriter(LinliDb db, FieldCipher cipher) : RowWriter(cipher)
{
    public override Task Values(TakenReading[] rows, CancellationToken cancel) => Run(
        InsertValue + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)" + Stays, cancel,
        Of(rows, r => r.Reading.Device.Value), Of(rows, r => r.Reading.At), Of(rows, r => r.Reading.Measure), Of(rows, r => Clock.ToMicroseconds(r.Received)),
        Of(rows, r => r.Personal ? (double?)null : r.Reading.Value), Of(rows, r => (r.Marks & Marks.Late) != 0), Of(rows, r => SealedOf(r)));

    public override Task Positions(TakenReading[] rows, CancellationToken cancel) => Run(
        InsertPosition + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)" + Stays, cancel,
        Of(rows, r => r.Reading.Device.Value), Of(rows, r => r.Reading.At), Of(rows, r => Clock.ToMicroseconds(r.Received)),
        Of(rows, r => r.Personal ? (double?)null : r.Reading.Fix.Latitude), Of(rows, r => r.Personal ? (double?)null : r.Reading.Fix.Longitude),
        Of(rows, r => r.Personal ? null : Said(r.Reading.Fix.Accuracy)), Of(rows, r => r.Personal ? null : Said(r.Reading.Fix.Speed)), Of(rows, r => r.Personal ? null : Said(r.Reading.Fix.Heading)),
        Of(rows, r => (r.Marks & Marks.Late) != 0), Of(rows, r => (r.Marks & Marks.Apart) != 0), Of(rows, r => SealedOf(r)));

    public override Task Hours(IReadOnlyCollection<(DeviceId Device, string Measure, DateTimeOffset Hour)> rows, CancellationToken cancel) => rows.Count == 0
        ? Task.CompletedTask
        : Run(
            InsertHour + "SELECT d, m, h, 1, 0, 0, 0, 0, 0, 0 FROM unnest($1, $2, $3) AS n(d, m, h)" + CountsOn, cancel,
            Of([.. rows], r => r.Device.Value), Of([.. rows], r => r.Measure), Of([.. rows], r => r.Hour));

    public override Task Twins(IReadOnlyList<TwinRow> rows, CancellationToken cancel) => rows.Count == 0
        ? Task.CompletedTask
        : Run(
            InsertTwin + "SELECT * FROM unnest($1, $2, $3, $4, $5)" + Replaces, cancel,
            Of([.. rows], r => r.Device.Value), Of([.. rows], r => r.SeenAt), Of([.. rows], r => r.Sealed), Of([.. rows], r => r.State), Of([.. rows], r => r.Rules));

    public override Task Events(IReadOnlyList<Guid> keys, DateTimeOffset at, CancellationToken cancel) => keys.Count == 0
        ? Task.CompletedTask
        : Run(InsertEvent + "SELECT k, $2 FROM unnest($1) AS n(k)" + Stays, cancel, Of([.. keys], k => k), new NpgsqlParameter<DateTimeOffset> { TypedValue = at });

    private async Task Run(string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction());
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlParameter<T[]> Of<TRow, T>(TRow[] rows, Func<TRow, T> value) => new() { TypedValue = Array.ConvertAll(rows, r => value(r)) };
}
