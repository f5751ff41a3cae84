using System.Runtime.CompilerServices;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Chain;

/// <summary>Some transfers in the order of their ids, and all entries that lie in their range: those without a transfer too.</summary>
internal sealed record BookPage(IReadOnlyList<TransferRow> Transfers, IReadOnlyList<EntryRow> Entries);

/// <summary>All transfers with their entries, a page at a time: nothing gathers in memory, however long the book is.</summary>
internal sealed class BookPages(LinliDb db)
{
    private const int PageSize = 20_000;

    /// <summary>The pages in order. The first and the last have no border: what somebody gave an impossible id is there too.</summary>
    public async IAsyncEnumerable<BookPage> All([EnumeratorCancellation] CancellationToken cancel)
    {
        for (Guid? after = null; ;)
        {
            var transfers = await db.Records<TransferRow>().FromSql(Transfers(after)).AsNoTracking().ToListAsync(cancel);
            Guid? until = transfers.Count == PageSize ? transfers[^1].Id.Value : null;
            yield return new(transfers, await db.Records<EntryRow>().FromSql(Entries(after, until)).AsNoTracking().ToListAsync(cancel));
            if (until is null)
                yield break;
            after = until;
        }
    }

    private static FormattableString Transfers(Guid? after) => after is { } last
        ? $"""SELECT * FROM ledger_transfer WHERE "Id" > {last} ORDER BY "Id" LIMIT {PageSize}"""
        : (FormattableString)$"""SELECT * FROM ledger_transfer ORDER BY "Id" LIMIT {PageSize}""";

    private static FormattableString Entries(Guid? after, Guid? until) => (after, until) switch
    {
        ({ } low, { } high) => $"""SELECT * FROM ledger_entry WHERE "Transfer" > {low} AND "Transfer" <= {high} ORDER BY "Transfer", "Line" """,
        ({ } low, null) => $"""SELECT * FROM ledger_entry WHERE "Transfer" > {low} ORDER BY "Transfer", "Line" """,
        (null, { } high) => $"""SELECT * FROM ledger_entry WHERE "Transfer" <= {high} ORDER BY "Transfer", "Line" """,
        _ => $"""SELECT * FROM ledger_entry ORDER BY "Transfer", "Line" """,
    };
}
