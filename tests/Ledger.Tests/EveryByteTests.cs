using Linli.Ledger.Earning;
using Linli.Ledger.Insurance;
using Linli.Ledger.Payments;
using Linli.Ledger.Periods;
using Linli.Ledger.Reversals;
using Linli.Ledger.Settlements;
using Linli.PaySimulator;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Ledger.Tests;

/// <summary>Whoever can write to the database changes one value of one row; <c>linli verify</c> says so.</summary>
public class EveryByteTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Verify_FindsAChangeOfAnyColumn_OfAnyTableOfTheLedger(DatabaseKind kind)
    {
        await using var bed = await Lived(kind);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
        var missed = new List<string>();
        var tried = 0;
        foreach (var (table, column, keys) in await Columns(bed))
        {
            var key = await FirstRow(bed, table, column, keys);
            key.ShouldNotBeNull($"{table} has no row with a {column.Name} to change");
            if (key.Length == 0)
                continue;
            await Scalar(bed, $"CREATE TABLE kept AS SELECT * FROM {table} WHERE {key}");
            if (await Changes(bed, $"UPDATE {table} SET \"{column.Name}\" = {Other(kind, column)} WHERE {key}"))
            {
                tried++;
                if ((await bed.Books.Verify()).Faults.Count == 0)
                    missed.Add($"{table}.{column.Name}");

                // As it was: found by what else the row says, in case the key itself was changed.
                await Scalar(bed, $"DELETE FROM {table} WHERE {Rest(kind, column, key, keys, await Scalar(bed, $"SELECT COUNT(*) FROM {table} WHERE {key}") is not (0L or 0))}");
                await Scalar(bed, $"INSERT INTO {table} SELECT * FROM kept");
            }

            await Scalar(bed, "DROP TABLE kept");
        }

        missed.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(150);
        (await bed.Books.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Database_RefusesToBreakAFloor_EvenWhenTheProgramWould(DatabaseKind kind)
    {
        await using var books = await Books.Open(kind);
        await books.Wallet(100);
        foreach (var broken in new[] { "\"Posted\" = -1", "\"Held\" = 101", "\"Held\" = -1" })
            (await Changes(books.Town, $"UPDATE ledger_balance SET {broken} WHERE \"Posted\" = 100")).ShouldBeFalse();
    }

    // The columns that seal others, and the order of a row in its key, are no facts of their own.
    private static async Task<List<(string Table, IProperty Column, string[] Keys)>> Columns(PaymentBed bed) => await bed.Town.InScope(s => Task.FromResult(
        s.GetRequiredService<LinliDb>().Model.GetEntityTypes().Where(t => t.GetTableName()!.StartsWith("ledger_", StringComparison.Ordinal)).OrderBy(t => t.GetTableName())
            .SelectMany(t => t.GetProperties().Select(p => (t.GetTableName()!, p, t.FindPrimaryKey()!.Properties.Select(k => k.Name).ToArray()))).ToList()));

    private static async Task<string?> FirstRow(PaymentBed bed, string table, IProperty column, string[] keys)
    {
        var text = bed.Town.Services.GetRequiredService<DatabaseOptions>().Kind == DatabaseKind.Postgres;
        var parts = string.Join(" || ' AND ' || ", keys.Select(k => $"'\"{k}\"{(text ? "::text" : "")} = ''' || \"{k}\" || ''''"));
        return await Scalar(bed, $"SELECT {parts} FROM {table} WHERE \"{column.Name}\" IS NOT NULL LIMIT 1") as string
            ?? (await Scalar(bed, $"SELECT COUNT(*) FROM {table}") is 0L or 0 ? null : "");
    }

    private static string Rest(DatabaseKind kind, IProperty column, string key, string[] keys, bool still) => still ? key
        : string.Join(" AND ", keys.Where(k => k != column.Name).Select(k => $"\"{k}\" = (SELECT \"{k}\" FROM kept)").Append($"\"{column.Name}\" = (SELECT {Other(kind, column)} FROM kept)"));

    // One step away: the last bit of a number, one character of a text, the next day.
    internal static string Other(DatabaseKind kind, IProperty column)
    {
        var name = $"\"{column.Name}\"";
        var store = column.GetColumnType().ToLowerInvariant();
        if (kind == DatabaseKind.Sqlite)
            return store switch
            {
                "integer" => $"{name} + 1",
                "blob" => $"unhex(CASE WHEN substr(hex({name}), 1, 1) = '0' THEN '1' ELSE '0' END || substr(hex({name}), 2))",
                _ when column.ClrType == typeof(DateOnly) || column.ClrType == typeof(DateOnly?) => $"date({name}, '+1 day')",
                _ => Text(name),
            };
        return store switch
        {
            "bigint" or "integer" => $"{name} + 1",
            "boolean" => $"NOT {name}",
            "uuid" => $"(CASE WHEN right({name}::text, 1) = '0' THEN left({name}::text, 35) || '1' ELSE left({name}::text, 35) || '0' END)::uuid",
            "date" => $"{name} + 1",
            "bytea" => $"set_byte({name}, 0, (get_byte({name}, 0) + 1) % 256)",
            _ when store.StartsWith("timestamp", StringComparison.Ordinal) => $"{name} + interval '1 microsecond'",
            _ => Text(name),
        };
    }

    private static string Text(string name) => $"CASE WHEN substr({name}, length({name}), 1) = '0' THEN substr({name}, 1, length({name}) - 1) || '1' ELSE substr({name}, 1, length({name}) - 1) || '0' END";

    private static Task<object?> Scalar(PaymentBed bed, string sql) => Scalar(bed.Town, sql);

    internal static Task<object?> Scalar(TestTown town, string sql) => town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    });

    private static Task<bool> Changes(PaymentBed bed, string sql) => Changes(bed.Town, sql);

    // Where the database itself refuses, nothing is left to find.
    internal static async Task<bool> Changes(TestTown town, string sql)
    {
        try
        {
            await Scalar(town, sql);
            return true;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }

    /// <summary>A town in which every table of the ledger has rows.</summary>
    private static async Task<PaymentBed> Lived(DatabaseKind kind)
    {
        var bed = await PaymentBed.Open(kind);
        var (town, books) = (bed.Town, bed.Books);
        var (one, other, today) = (await town.Staff("operator"), await town.Staff("secretary"), LocalTime.DateOf(TestTown.Start));
        (await town.Run(other, new SaveProgramme("垃圾分类", "Waste sorting", SmallTown.Group) { Code = "waste" })).Ok.ShouldBeTrue();
        (await town.Run(other, new SaveEarningRule
        {
            Programme = "waste", Event = "waste.sorted", NameZh = "垃圾分类", NameEn = "Waste sorting", Points = 10, From = today, TimesPerDay = 5, PointsPerDay = 60, PointsPerMonth = 600,
            Proof = Proof.Paper, Source = "居民代表会议", Clause = "第三条", AuditPercent = 100, ValidDays = 200,
        })).Ok.ShouldBeTrue();
        (await town.Run(other, new SetBudget(1000) { Code = "waste", Month = ClosedPeriod.MonthOf(today) })).Ok.ShouldBeTrue();
        (await town.Run(one, new GivePoints("waste.sorted", "k1", bed.Person, SmallTown.First, today, "照片 1"))).Ok.ShouldBeTrue();
        var points = await books.Do(l => l.Find(AccountOwner.Person(bed.Person), LedgerUnit.Points, NewAccount.Wallet, default));
        var shop = await books.Account(new(OwnerKind.Shop, "shop"), LedgerUnit.Points, "redeemed", null);
        (await books.Post(new("till", "1", "points.redeem", ("兑换", "Redeemed"), [Entry.From(points!.Value, new Points(4)), Entry.To(shop, new Points(4))]) { Subject = "s1" })).Ok.ShouldBeTrue();
        await bed.PayIn(60_000);
        await bed.PayIn(60_000);
        var wallet = (await bed.WalletBalance()).Account;
        var paid = (await books.Post(books.Transfer(wallet, books.Cooperative, 55_000))).Value!.Id;
        (await town.Run(one, new AskReversal("记错了") { Transfer = paid })).Ok.ShouldBeTrue();
        (await town.Run(other, new DecideReversal(true) { Id = (await town.Ask(other, new ListReversals())).Value!.Single().Id })).Ok.ShouldBeTrue();
        (await books.Post(books.Transfer(wallet, books.Cooperative, 500))).Ok.ShouldBeTrue();
        var hold = (await books.Try(l => l.Hold(new(wallet, Amount.Of(new Fen(200)), TestTown.Start.AddDays(60), "machine", "h", ("开柜", "Door opened")) { Subject = "m1" }, default))).Value;
        (await books.Try(l => l.Capture(new(hold, books.Transfer(wallet, books.Cooperative, 50), KeepRest: true), default))).Ok.ShouldBeTrue();
        (await town.Run(bed.Account, new AskRefund(300))).Ok.ShouldBeTrue();
        await books.Run<SendRefunds>();
        (await town.Run(bed.Account, new AskRefund(200, Cash: true))).Ok.ShouldBeTrue();
        (await town.Run(other, new SaveTopUpLimits(SmallTown.Group, today, 100, 100_000, 300_000, 500_000, "居民代表会议决定"))).Ok.ShouldBeTrue();
        var foreign = new SimulatedOrder { Number = Guid.CreateVersion7().ToString("N"), Asked = 700, ExpiresAt = TestTown.Start, State = "SUCCESS", Paid = 700, PaidAt = TestTown.Start };
        await bed.Send(bed.Pay.CallbackOf(foreign));
        (await town.Run(one, new DecideDoubt(DoubtAnswer.Credit, "本人出示付款记录", await bed.WalletNumber()) { Id = (await bed.Rows<Arrival>()).Single(a => a.Doubt is not null).Id })).Ok.ShouldBeTrue();
        town.Time.Move(TimeSpan.FromDays(1) + TimeSpan.FromHours(4));
        await books.Run<ReconcilePayments>();
        (await town.Run(one, new ExplainDifference("另一方的订单") { Id = (await bed.Rows<Difference>())[0].Id })).Ok.ShouldBeTrue();
        town.Time.Move(TimeSpan.FromDays(31));
        await books.Seal();
        (await town.Run(one, new MakeSettlement(books.Cooperative, ClosedPeriod.MonthOf(today)))).Ok.ShouldBeTrue();
        (await town.Run(other, new ApproveSettlement((await bed.Rows<Settlement>())[0].Id))).Ok.ShouldBeTrue();
        (await town.Run(other, new PaySettlement("B-1") { Id = (await bed.Rows<Settlement>())[0].Id })).Ok.ShouldBeTrue();
        (await town.Run(other, new ClosePeriod(SmallTown.Group, ClosedPeriod.MonthOf(today)))).Ok.ShouldBeTrue();
        await books.Seal();
        await Share(bed, paid);
        return bed;
    }

    // A mother's insurance paid for somebody, and gave back.
    private static Task<int> Share(PaymentBed bed, TransferId paid) => bed.Town.InScope(s =>
    {
        var (db, now) = (s.GetRequiredService<LinliDb>(), TestTown.Start);
        var sharing = new FamilySharing
        {
            Id = Guid.CreateVersion7(now), Donor = Guid.CreateVersion7(now), Beneficiary = bed.Person, Kinship = Kinship.Child, Registered = false, State = SharingState.Ended,
            AskedAt = now, AgreedAt = now, EndedAt = now,
        };
        db.AddRange(
            sharing, new FamilyUse { Id = Guid.CreateVersion7(now), Sharing = sharing.Id, Fen = 500, BackFen = 100, Transfer = paid, At = now },
            new FamilyRule { Id = Guid.CreateVersion7(now), Scope = SmallTown.Group.Value, From = LocalTime.DateOf(now), BaseFen = 100_000, MostRelatives = 7, Source = "文件", At = now, By = sharing.Donor });
        return db.SaveChangesAsync();
    });
}
