using Linli.Platform.Results;

namespace Linli.Ledger.Statements;

/// <summary>Which lines of a statement are shown.</summary>
/// <param name="From">From this local day on.</param>
/// <param name="Until">Until this local day.</param>
/// <param name="Kind">Only of this kind, such as <c>points.earn</c>, or of those that begin with it, such as <c>points</c>.</param>
/// <param name="Incoming">True for what came in, false for what went out.</param>
/// <param name="After">Continues after the page before: its <c>next</c>.</param>
/// <param name="Take">How many lines, 1 to 1,000.</param>
internal sealed record StatementFilter(
    DateOnly? From = null, DateOnly? Until = null, string? Kind = null, bool? Incoming = null, string? After = null, int Take = 50)
{
    internal StatementQuery For(AccountId account) =>
        new(account) { From = From, Until = Until, Kind = Kind, Incoming = Incoming, After = After, Take = Take };

    internal IEnumerable<Problem> Problems()
    {
        if (Take is < 1 or > StatementBook.Most)
            yield return Problem.Invalid("take", "take_range", "take 应为 1–1000。", "take is 1 to 1,000.");
        if (From > Until)
            yield return Problem.Invalid("until", "ledger.days", "结束日期不能早于开始日期。", "The last day is not before the first.");
        if (Kind is { Length: > 40 })
            yield return Problem.Invalid("kind", "ledger.kind_length", "种类代码最多 40 个字符。", "A kind has at most 40 characters.");
        if (After is not null && !StatementBook.IsCursor(After))
            yield return Problem.Invalid("after", "ledger.after", "翻页标记无效，请从第一页开始。", "This page is not known: begin with the first.");
    }
}
