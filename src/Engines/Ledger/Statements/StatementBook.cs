using System.Globalization;
using Linli.Ledger.Postings;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Statements;

/// <summary>Reads the lines of accounts, newest first, by keys rather than by counting: the first page of a million lines costs as much as that of ten.</summary>
internal sealed class StatementBook(LinliDb db)
{
    public const int Most = 1000;

    public async Task<StatementPage> Page(StatementQuery query, CancellationToken cancel)
    {
        var take = Math.Clamp(query.Take, 1, Most);
        var (from, skip) = Read(query.After);
        var rows = Rows(query);
        if (from is { } tick)
            rows = rows.Where(r => r.Entry.Tick <= tick);
        var lines = await rows.OrderByDescending(r => r.Entry.Tick).ThenByDescending(r => r.Entry.Transfer).ThenByDescending(r => r.Entry.Line)
            .Skip(skip).Take(take + 1).ToListAsync(cancel);
        var shown = lines.Take(take).ToList();
        return new([.. shown.Select(Line)], lines.Count > take ? Cursor(shown, from, skip) : null);
    }

    /// <summary>All lines, oldest last, read in pages.</summary>
    public async IAsyncEnumerable<StatementLine> All(StatementQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var after = query.After;
        do
        {
            var page = await Page(query with { After = after, Take = Most }, cancel);
            foreach (var line in page.Lines)
                yield return line;
            after = page.Next;
        }
        while (after is not null);
    }

    private IQueryable<Row> Rows(StatementQuery query)
    {
        var account = query.Account;
        var rows = db.Records<EntryRow>().AsNoTracking().Where(e => e.Account == account)
            .Join(db.Records<TransferRow>().AsNoTracking(), e => e.Transfer, t => t.Id, (e, t) => new Row { Entry = e, Transfer = t });
        if (query.From is { } from)
            rows = rows.Where(r => r.Transfer.Date >= from);
        if (query.Until is { } until)
            rows = rows.Where(r => r.Transfer.Date <= until);
        if (query.Kind is { Length: > 0 } kind)
        {
            var below = kind + ".";
            rows = rows.Where(r => r.Transfer.Kind == kind || r.Transfer.Kind.StartsWith(below));
        }

        if (query.Incoming is { } incoming)
            rows = incoming ? rows.Where(r => r.Entry.Amount > 0) : rows.Where(r => r.Entry.Amount < 0);
        return rows;
    }

    // Places in time are unique but for accounts that several nodes pay into at the same microsecond: those shown are counted.
    private static string Cursor(List<Row> shown, long? from, int skip)
    {
        var tick = shown[^1].Entry.Tick;
        var same = shown.Count(r => r.Entry.Tick == tick) + (from == tick ? skip : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{tick}.{same}");
    }

    public static bool IsCursor(string cursor) => Read(cursor).Tick is not null;

    private static (long? Tick, int Skip) Read(string? cursor) =>
        cursor?.Split('.') is [var first, var second] && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var tick)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? (tick, skip) : (null, 0);

    private static StatementLine Line(Row r) => new(
        r.Transfer.Id, r.Transfer.At, r.Transfer.Date, r.Transfer.Kind, r.Transfer.Memo, r.Entry.Amount, r.Entry.BalanceAfter, r.Transfer.Subject, r.Transfer.Reverses);

    private sealed class Row
    {
        public required EntryRow Entry { get; init; }

        public required TransferRow Transfer { get; init; }
    }
}
