using System.Data.Common;
using System.Runtime.CompilerServices;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Linli.Ledger.Chain;

/// <summary>Some transfers in the order of their ids, and all entries that lie in their range: those without a transfer too.</summary>
internal sealed record BookPage(IReadOnlyList<TransferRow> Transfers, IReadOnlyList<EntryRow> Entries);

/// <summary>
/// All transfers with their entries, a page at a time: nothing gathers in memory, however long the book is. Read column by column,
/// because ten million rows through a mapper take twice as long.
/// </summary>
internal sealed class BookPages(LinliDb db)
{
    private const int PageSize = 5_000;
    private readonly bool isPostgres = db.Kind == DatabaseKind.Postgres;

    /// <summary>The pages in order. The first and the last have no border: what somebody gave an impossible id is there too.</summary>
    public async IAsyncEnumerable<BookPage> All([EnumeratorCancellation] CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            for (Guid? after = null; ;)
            {
                var transfers = await Read(
                    $"""
                    SELECT "Id", "At", "Date", "Poster", "Key", "Kind", "MemoZh", "MemoEn", "Subject", "Reverses", "Hold", "By", "Hash", "Segment"
                    FROM ledger_transfer{Between("Id", after, null)} ORDER BY "Id" LIMIT {PageSize}
                    """, after, null, Transfer, cancel);
                Guid? until = transfers.Count == PageSize ? transfers[^1].Id.Value : null;
                var entries = await Read(
                    $"""
                    SELECT "Transfer", "Line", "Account", "Amount", "Tick", "BalanceAfter"
                    FROM ledger_entry{Between("Transfer", after, until)} ORDER BY "Transfer", "Line"
                    """, after, until, Entry, cancel);
                yield return new(transfers, entries);
                if (until is null)
                    yield break;
                after = until;
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static string Between(string column, Guid? after, Guid? until) => (after, until) switch
    {
        ({ }, { }) => $""" WHERE "{column}" > @after AND "{column}" <= @until""",
        ({ }, null) => $""" WHERE "{column}" > @after""",
        (null, { }) => $""" WHERE "{column}" <= @until""",
        _ => "",
    };

    private async Task<List<T>> Read<T>(string sql, Guid? after, Guid? until, Func<DbDataReader, T> row, CancellationToken cancel)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // put together of this class's own words
        command.CommandText = sql;
#pragma warning restore CA2100
        Add(command, "after", after);
        Add(command, "until", until);
        var rows = new List<T>(2 * PageSize);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            rows.Add(row(reader));
        return rows;
    }

    private static void Add(DbCommand command, string name, Guid? value)
    {
        if (value is not { } id)
            return;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, id);
        command.Parameters.Add(parameter);
    }

    private TransferRow Transfer(DbDataReader row) => new()
    {
        Id = new(row.GetGuid(0)),
        At = isPostgres ? row.GetFieldValue<DateTimeOffset>(1) : DateTimeOffset.UnixEpoch.AddMicroseconds(row.GetInt64(1)),
        Date = row.GetFieldValue<DateOnly>(2),
        Poster = row.GetString(3),
        Key = row.GetString(4),
        Kind = row.GetString(5),
        MemoZh = row.GetString(6),
        MemoEn = row.GetString(7),
        Subject = row.IsDBNull(8) ? null : row.GetString(8),
        Reverses = row.IsDBNull(9) ? null : new(row.GetGuid(9)),
        Hold = row.IsDBNull(10) ? null : new(row.GetGuid(10)),
        By = row.IsDBNull(11) ? null : row.GetGuid(11),
        Hash = row.GetFieldValue<byte[]>(12),
        Segment = row.IsDBNull(13) ? null : row.GetInt64(13),
    };

    private static EntryRow Entry(DbDataReader row) => new()
    {
        Transfer = new(row.GetGuid(0)),
        Line = row.GetInt32(1),
        Account = new(row.GetGuid(2)),
        Amount = row.GetInt64(3),
        Tick = row.GetInt64(4),
        BalanceAfter = row.IsDBNull(5) ? null : row.GetInt64(5),
    };
}
