using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Linli.Platform.Data;

/// <summary>
/// Writes many rows with few statements, by the columns and conversions of the model but past the change tracker: for
/// demo data and imports, where looking after every row costs more than writing it.
/// </summary>
internal static class BulkInsert
{
    private sealed record Target(IProperty Property, IClrPropertyGetter Getter, RelationalTypeMapping Mapping);

    // PostgreSQL pays for each round trip; SQLite has none, and its driver looks every parameter up among all of them.
    private static int MostParameters(DatabaseKind kind) => kind == DatabaseKind.Postgres ? 6000 : 100;

    public static async Task Run<T>(LinliDb db, IEnumerable<T> rows, CancellationToken cancel) where T : class
    {
        var columns = ColumnsOf(db.Model.FindEntityType(typeof(T))
            ?? throw new InvalidOperationException($"{typeof(T).Name} has no table."));
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            DbCommand? command = null;
            var entity = db.Model.FindEntityType(typeof(T))!;
            var seals = typeof(ISealedRow).IsAssignableFrom(typeof(T)) ? db.GetService<RowSeals>() : null;
            foreach (var batch in rows.Chunk(Math.Max(1, MostParameters(db.Kind) / columns.Count)))
            {
                if (seals is not null)
                    foreach (var row in batch.Cast<ISealedRow>())
                        row.Seal = seals.Of(entity, row);
                if (command is null || command.Parameters.Count != batch.Length * columns.Count)
                {
                    if (command is not null)
                        await command.DisposeAsync();
                    command = Prepare(db, typeof(T), columns, batch.Length);
                }

                Fill(command, columns, batch);
                await command.ExecuteNonQueryAsync(cancel);
            }

            if (command is not null)
                await command.DisposeAsync();
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    // Numbers that the database gives out itself are left to it.
    private static List<Target> ColumnsOf(IEntityType entity) =>
        [.. entity.GetProperties()
            .Where(p => !(p.ValueGenerated == ValueGenerated.OnAdd && p.ClrType == typeof(long)))
            .Select(p => new Target(p, p.GetGetter(), p.GetRelationalTypeMapping()))];

    private static DbCommand Prepare(LinliDb db, Type type, List<Target> columns, int rows)
    {
        var entity = db.Model.FindEntityType(type)!;
        var names = db.GetService<ISqlGenerationHelper>();
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        var sql = new StringBuilder("INSERT INTO ").Append(names.DelimitIdentifier(table.Name, table.Schema)).Append(" (")
            .AppendJoin(", ", columns.Select(c => names.DelimitIdentifier(c.Property.GetColumnName(table)!))).Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < columns.Count; column++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"@p{row * columns.Count + column}");
                sql.Append(column == 0 ? "" : ", ").Append(name);
                command.Parameters.Add(columns[column].Mapping.CreateParameter(command, name, null, nullable: true));
            }

            sql.Append(')');
        }

        command.CommandText = sql.ToString();
        return command;
    }

    private static void Fill<T>(DbCommand command, List<Target> columns, T[] rows) where T : class
    {
        for (var row = 0; row < rows.Length; row++)
            for (var column = 0; column < columns.Count; column++)
            {
                var value = columns[column].Getter.GetClrValue(rows[row]);
                var converter = columns[column].Mapping.Converter;
                command.Parameters[(row * columns.Count) + column].Value =
                    (value is not null && converter is not null ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
            }
    }
}
