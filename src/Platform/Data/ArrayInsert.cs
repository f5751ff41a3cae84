using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Linli.Platform.Data;

/// <summary>Rows as one array for each column of the model, which PostgreSQL unfolds again: one statement, whatever the number of rows.</summary>
internal sealed class ArrayInsert<T> where T : class
{
    private static readonly ConditionalWeakTable<IEntityType, ArrayInsert<T>> Known = [];

    private readonly string sql;
    private readonly Func<IReadOnlyList<T>, NpgsqlParameter>[] columns;

    private ArrayInsert(IEntityType entity, ISqlGenerationHelper names)
    {
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        // Numbers that the database gives out itself are left to it.
        var properties = entity.GetProperties().Where(p => !(p.ValueGenerated == ValueGenerated.OnAdd && p.ClrType == typeof(long))).ToList();
        columns = [.. properties.Select(ColumnOf)];
        sql = string.Create(CultureInfo.InvariantCulture,
            $"INSERT INTO {names.DelimitIdentifier(table.Name, table.Schema)} ({string.Join(", ", properties.Select(p => names.DelimitIdentifier(p.GetColumnName(table)!)))}) SELECT * FROM unnest({string.Join(", ", Enumerable.Range(1, columns.Length).Select(i => $"${i}"))})");
    }

    public static ArrayInsert<T> Of(LinliDb db)
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} has no table.");
        return Known.GetValue(entity, e => new(e, db.GetService<ISqlGenerationHelper>()));
    }

    public NpgsqlBatchCommand Command(IReadOnlyList<T> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
            command.Parameters.Add(column(rows));
        return command;
    }

    // What the model converts is converted as it does; what may be missing becomes an array of what may be missing.
    private static Func<IReadOnlyList<T>, NpgsqlParameter> ColumnOf(IProperty property)
    {
        var row = Expression.Parameter(typeof(T));
        var value = Expression.Property(row, property.PropertyInfo!);
        var converter = property.GetRelationalTypeMapping().Converter;
        Expression stored = value;
        if (converter is not null)
        {
            var converted = Expression.Convert(Expression.Invoke(converter.ConvertToProviderExpression, Expression.Convert(value, converter.ModelClrType)), Stored(converter.ProviderClrType, property.IsNullable));
            stored = property.IsNullable ? Expression.Condition(Expression.Equal(value, Expression.Constant(null, value.Type)), Expression.Default(converted.Type), converted) : converted;
        }

        var make = typeof(ArrayInsert<T>).GetMethod(nameof(Column), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(stored.Type);
        return (Func<IReadOnlyList<T>, NpgsqlParameter>)make.Invoke(null, [Expression.Lambda(stored, row).Compile()])!;
    }

    private static Type Stored(Type provider, bool nullable) => nullable && provider.IsValueType && Nullable.GetUnderlyingType(provider) is null ? typeof(Nullable<>).MakeGenericType(provider) : provider;

    private static Func<IReadOnlyList<T>, NpgsqlParameter> Column<TValue>(Func<T, TValue> value) => rows =>
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]> { TypedValue = values };
    };
}
