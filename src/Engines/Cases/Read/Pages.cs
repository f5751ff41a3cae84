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
    /// <remarks>Asked for in two steps, since the index of running clocks serves only the first; most pages need no second.</remarks>
    public static async Task<CasePage> EarliestClockFirst(this IQueryable<Case> cases, Bookmark? after, int take, CancellationToken cancel)
    {
        var running = cases.Where(c => c.NextDue != null);
        var without = cases.Where(c => c.NextDue == null);
        if (after is { At: var at, Number: var number })
            (running, without) = at == Never
                ? (running, without.Where(c => string.Compare(c.Number, number) > 0))
                : (running.Where(c => c.NextDue > at || (c.NextDue == at && string.Compare(c.Number, number) > 0)), without);

        var rows = after?.At == Never
            ? []
            : await running.OrderBy(c => c.NextDue).ThenBy(c => c.Number).Select(Lines.Full).Take(take + 1).ToListAsync(cancel);
        if (rows.Count <= take)
            rows.AddRange(await without.OrderBy(c => c.Number).Select(Lines.Full).Take(take + 1 - rows.Count).ToListAsync(cancel));
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
