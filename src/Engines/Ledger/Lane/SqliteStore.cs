using System.Globalization;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Linli.Ledger.Lane;

/// <summary>Prepared statements, run one after the other: SQLite has no journeys to save.</summary>
internal sealed class SqliteStore(LinliDb db) : ILeanStore
{
    private readonly List<SqliteCommand> commands = [];

    private SqliteConnection Connection => (SqliteConnection)db.Database.GetDbConnection();

    private SqliteTransaction Transaction => (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();

    public Task<IReadOnlyDictionary<(string Poster, string Key), TransferId>> Open(
        List<AccountId> accounts, List<(string Poster, string Key)> keys, Sheet sheet, CancellationToken cancel)
    {
        var balance = Command("""SELECT "Posted", "Held", "Tick" FROM ledger_balance WHERE "Account" = @p0""", 1);
        foreach (var account in accounts)
        {
            balance.Parameters[0].Value = Text(account.Value);
            using var row = balance.ExecuteReader();
            if (row.Read())
                sheet.Load(account, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        }

        var first = Command("""SELECT "Id" FROM ledger_transfer WHERE "Key" = @p0 AND "Poster" = @p1""", 2);
        var known = new Dictionary<(string, string), TransferId>();
        foreach (var (poster, key) in keys)
        {
            (first.Parameters[0].Value, first.Parameters[1].Value) = (key, poster);
            if (first.ExecuteScalar() is string id)
                known[(poster, key)] = new(Guid.Parse(id, CultureInfo.InvariantCulture));
        }

        return Task.FromResult<IReadOnlyDictionary<(string, string), TransferId>>(known);
    }

    public Task Write(Batch batch, CancellationToken cancel)
    {
        var transfer = Command(
            """
            INSERT INTO ledger_transfer ("Id", "At", "Date", "Poster", "Key", "Kind", "MemoZh", "MemoEn", "Subject", "By", "Hash")
            VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10)
            """, 11);
        foreach (var t in batch.Transfers)
            Run(transfer, Text(t.Id.Value), Ticks.Of(t.At), t.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), t.Poster, t.Key, t.Kind, t.MemoZh, t.MemoEn, t.Subject,
                t.By is { } by ? Text(by) : null, t.Hash);
        var entry = Command(
            """INSERT INTO ledger_entry ("Transfer", "Line", "Account", "Amount", "Tick", "BalanceAfter") VALUES (@p0, @p1, @p2, @p3, @p4, @p5)""", 6);
        foreach (var e in batch.Entries)
            Run(entry, Text(e.Transfer.Value), e.Line, Text(e.Account.Value), e.Amount, e.Tick, e.BalanceAfter);
        var balance = Command("""UPDATE ledger_balance SET "Posted" = @p0, "Tick" = @p1 WHERE "Account" = @p2""", 3);
        foreach (var (account, standing) in batch.Sheet.Standings)
            Run(balance, standing.Posted, standing.Tick, Text(account.Value));
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in commands)
            await command.DisposeAsync();
    }

    // As EF Core writes ids into SQLite.
    private static string Text(Guid id) => id.ToString("D").ToUpperInvariant();

    private SqliteCommand Command(string sql, int parameters)
    {
        var command = Connection.CreateCommand();
        command.Transaction = Transaction;
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
