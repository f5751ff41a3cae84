using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>Cuts lists of cases into pages that stay right while new cases come in.</summary>
internal static class Pages
{
    /// <summary>The newest first.</summary>
    public static async Task<CasePage> NewestFirst(
        this IQueryable<Case> cases, Bookmark? after, int take, Expression<Func<Case, CaseLine>> line, CancellationToken cancel)
    {
        if (after is { At: var at, Number: var number })
            cases = cases.Where(c => c.OpenedAt < at || (c.OpenedAt == at && string.Compare(c.Number, number) < 0));
        var rows = await cases.OrderByDescending(c => c.OpenedAt).ThenByDescending(c => c.Number)
            .Select(line).Take(take + 1).ToListAsync(cancel);
        return Cut(rows, take, last => last.OpenedAt);
    }

    /// <summary>The earliest clock first; cases without one last, as if it ran out at the end of time.</summary>
    public static async Task<CasePage> EarliestClockFirst(this IQueryable<Case> cases, Bookmark? after, int take, CancellationToken cancel)
    {
        if (after is { At: var at, Number: var number })
            cases = at == Never
                ? cases.Where(c => c.NextDue == null && string.Compare(c.Number, number) > 0)
                : cases.Where(c => c.NextDue == null || c.NextDue > at || (c.NextDue == at && string.Compare(c.Number, number) > 0));
        var rows = await cases.OrderBy(c => c.NextDue == null).ThenBy(c => c.NextDue).ThenBy(c => c.Number)
            .Select(Lines.Full).Take(take + 1).ToListAsync(cancel);
        return Cut(rows, take, last => last.NextDue ?? Never);
    }

    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CasePage Cut(List<CaseLine> rows, int take, Func<CaseLine, DateTimeOffset> order)
    {
        if (rows.Count <= take)
            return new(rows, null, null);
        rows.RemoveAt(take);
        return new(rows, Bookmark.Of(order(rows[^1]), rows[^1].Number), null);
    }
}
