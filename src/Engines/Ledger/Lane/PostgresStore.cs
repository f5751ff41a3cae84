using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Linli.Ledger.Lane;

/// <summary>One journey to look, one to write; arrays keep the statements the same for every size of batch, so they are planned once.</summary>
internal sealed class PostgresStore(LinliDb db) : ILeanStore
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private NpgsqlTransaction Transaction => (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();

    public async Task<IReadOnlyDictionary<(string Poster, string Key), TransferId>> Open(
        List<AccountId> accounts, List<(string Poster, string Key)> keys, Sheet sheet, CancellationToken cancel)
    {
        await using var look = new NpgsqlBatch(Connection, Transaction);

        // Planned once, while the tables may still be small: a plan that reads them from end to end would stay when they have grown.
        look.BatchCommands.Add(new("SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)"));
        look.BatchCommands.Add(new("""SELECT "Account", "Posted", "Held", "Tick" FROM ledger_balance WHERE "Account" = ANY($1) ORDER BY "Account" FOR UPDATE""")
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. accounts.Select(a => a.Value)] } },
        });

        // After the locks: whoever used a key on these accounts before has committed by now.
        look.BatchCommands.Add(new("""SELECT t."Id", t."Poster", t."Key" FROM unnest($1, $2) AS k(poster, key) JOIN ledger_transfer t ON t."Key" = k.key AND t."Poster" = k.poster""")
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(k => k.Poster)] }, new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(k => k.Key)] } },
        });
        await using var reader = await look.ExecuteReaderAsync(cancel);
        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
            sheet.Load(new(reader.GetGuid(0)), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        await reader.NextResultAsync(cancel);
        var known = new Dictionary<(string, string), TransferId>();
        while (await reader.ReadAsync(cancel))
            known[(reader.GetString(1), reader.GetString(2))] = new(reader.GetGuid(0));
        return known;
    }

    public async Task Write(Batch batch, CancellationToken cancel)
    {
        if (batch.Transfers.Count == 0)
            return;
        await using var write = new NpgsqlBatch(Connection, Transaction);
        write.BatchCommands.Add(Transfers(batch.Transfers));
        write.BatchCommands.Add(Entries(batch.Entries));
        write.BatchCommands.Add(Balances(batch.Sheet));
        await write.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlBatchCommand Transfers(List<TransferRow> rows) => new(
        """
        INSERT INTO ledger_transfer ("Id", "At", "Date", "Poster", "Key", "Kind", "MemoZh", "MemoEn", "Subject", "By", "Hash")
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """)
    {
        Parameters =
        {
            Of(rows, r => r.Id.Value), Of(rows, r => r.At), Of(rows, r => r.Date), Of(rows, r => r.Poster), Of(rows, r => r.Key), Of(rows, r => r.Kind),
            Of(rows, r => r.MemoZh), Of(rows, r => r.MemoEn), Of(rows, r => r.Subject), Of(rows, r => r.By), Of(rows, r => r.Hash),
        },
    };

    private static NpgsqlBatchCommand Entries(List<EntryRow> rows) => new(
        """INSERT INTO ledger_entry ("Transfer", "Line", "Account", "Amount", "Tick", "BalanceAfter") SELECT * FROM unnest($1, $2, $3, $4, $5, $6)""")
    {
        Parameters =
        {
            Of(rows, r => r.Transfer.Value), Of(rows, r => r.Line), Of(rows, r => r.Account.Value), Of(rows, r => r.Amount), Of(rows, r => r.Tick), Of(rows, r => r.BalanceAfter),
        },
    };

    private static NpgsqlBatchCommand Balances(Sheet sheet)
    {
        var rows = sheet.Standings.ToList();
        return new(
            """
            UPDATE ledger_balance b SET "Posted" = s.posted, "Tick" = s.tick
            FROM unnest($1, $2, $3) AS s(account, posted, tick) WHERE b."Account" = s.account
            """)
        {
            Parameters = { Of(rows, r => r.Key.Value), Of(rows, r => r.Value.Posted), Of(rows, r => r.Value.Tick) },
        };
    }

    private static NpgsqlParameter<T[]> Of<TRow, T>(List<TRow> rows, Func<TRow, T> value) => new() { TypedValue = rows.Select(value).ToArray() };

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
