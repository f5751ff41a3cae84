using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Verification;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Tests;

/// <summary>Rows of other modules by which money, points or hours are counted: <c>linli verify</c> finds a change of any value of them.</summary>
public class SealedRowTests
{
    private static readonly string[] Counted =
    [
        "governance_operation_entry", "governance_operation_settlement", "market_machine_line", "market_machine_session", "market_order", "market_order_line", "market_redemption",
        "market_tariff", "neighbours_cash_hand_in", "neighbours_fund_spending", "neighbours_hours_exchange", "neighbours_sale_line", "neighbours_sale_receipt", "neighbours_sale_undo", "services_canteen_closing", "services_canteen_meal",
        "services_canteen_order", "services_canteen_payment", "services_canteen_refund", "services_canteen_shift", "services_canteen_subsidy",
    ];

    private static readonly Guid one = Guid.CreateVersion7(TestTown.Start);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Verify_FindsAChangeOfAnyColumn_OfRowsByWhichIsCounted(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var types = await town.InScope(s => Task.FromResult(s.GetRequiredService<LinliDb>().Model.GetEntityTypes()
            .Where(t => typeof(ISealedRow).IsAssignableFrom(t.ClrType) && !t.GetTableName()!.StartsWith("ledger_", StringComparison.Ordinal)).ToList()));
        Counted.Except(types.Select(t => t.GetTableName()!)).ShouldBeEmpty();
        var (missed, kept) = (new List<string>(), new HashSet<IEntityType>());
        foreach (var type in types)
        {
            await town.InScope(s => Keep(s.GetRequiredService<LinliDb>(), type, kept));
            foreach (var column in type.GetProperties().Where(p => !p.IsPrimaryKey()))
            {
                await EveryByteTests.Scalar(town, $"CREATE TABLE kept AS SELECT * FROM {type.GetTableName()}");
                if (await EveryByteTests.Changes(town, $"UPDATE {type.GetTableName()} SET \"{column.Name}\" = {EveryByteTests.Other(kind, column)}") && !await town.InScope(s => Shows(s, type)))
                    missed.Add($"{type.GetTableName()}.{column.Name}");
                await EveryByteTests.Scalar(town, $"UPDATE {type.GetTableName()} SET \"{column.Name}\" = (SELECT \"{column.Name}\" FROM kept)");
                await EveryByteTests.Scalar(town, "DROP TABLE kept");
            }
        }

        missed.ShouldBeEmpty();
        (await Faults(town)).ShouldBeEmpty();

        // And the check itself reads each of the tables.
        foreach (var table in types.Select(t => t.GetTableName()))
            await EveryByteTests.Scalar(town, $"UPDATE {table} SET \"Seal\" = 'x'");
        var faults = await Faults(town);
        foreach (var table in types.Select(t => t.GetTableName()!))
            faults.ShouldContain(f => f.Contains($" {table} ", StringComparison.Ordinal), table);
    }

    // One row with a value in every column, saved as the program saves; and before it what it belongs to.
    private static async Task<bool> Keep(LinliDb db, IEntityType type, HashSet<IEntityType> kept)
    {
        if (!kept.Add(type))
            return false;
        foreach (var owner in type.GetForeignKeys())
            await Keep(db, owner.PrincipalEntityType, kept);
        var row = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type.ClrType);
        foreach (var column in type.GetProperties())
            column.PropertyInfo!.SetValue(row, Value(Nullable.GetUnderlyingType(column.ClrType) ?? column.ClrType));
        db.Add(row);
        await db.SaveChangesAsync();
        return true;
    }

    private static object Value(Type type) => type switch
    {
        _ when type == typeof(string) => "a1",
        _ when type == typeof(Guid) => one,
        _ when type == typeof(bool) => false,
        _ when type == typeof(DateOnly) => new DateOnly(2026, 11, 23),
        _ when type == typeof(TimeOnly) => new TimeOnly(8, 0),
        _ when type == typeof(DateTimeOffset) => TestTown.Start,
        _ when type == typeof(Sealed) => new Sealed("a1"),
        _ when type == typeof(ScopePath) => SmallTown.First,
        _ when type.IsEnum => Enum.GetValues(type).GetValue(0)!,
        _ when type.GetMethod("From", [typeof(Guid)]) is { } from => from.Invoke(null, [one])!,
        _ => Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static Task<bool> Shows(IServiceProvider services, IEntityType type) =>
        (Task<bool>)typeof(SealedRowTests).GetMethod(nameof(IsBroken), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(type.ClrType).Invoke(null, [services, type])!;

    private static async Task<bool> IsBroken<T>(IServiceProvider services, IEntityType type) where T : class, ISealedRow
    {
        try
        {
#pragma warning disable RS0030 // every row, whatever its place
            var row = await services.GetRequiredService<LinliDb>().Set<T>().AsNoTracking().SingleAsync();
#pragma warning restore RS0030
            return services.GetRequiredService<RowSeals>().Of(type, row) != row.Seal;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or InvalidCastException)
        {
            return true; // what cannot be read was changed too
        }
    }

    private static Task<IReadOnlyList<string>> Faults(TestTown town) => town.InScope(async s =>
        (await s.GetServices<IVerification>().Single(v => v.Name == "ledger").Check(CancellationToken.None)).Faults);
}
