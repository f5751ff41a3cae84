using System.Globalization;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Governance.Operation;

/// <summary>What everybody gets of a surplus, in fen; together it is the surplus.</summary>
internal sealed record Shares(long Public, long Government, long Collective, long Operator)
{
    public long Sum => Public + Government + Collective + Operator;
}

/// <summary>What holds for operating ledgers; decided on values, without a database.</summary>
internal static class OperationRules
{
    /// <summary>The most one line may be: ten million yuan.</summary>
    public const long MostFen = 1_000_000_000;

    /// <summary>
    /// The public share first, rounded down to a fen; the rest by the three shares, rounded down, and the fen that are left over go to
    /// the collective. Of a loss nobody gets anything.
    /// </summary>
    public static Shares ShareOut(long surplus, int publicBp, int governmentBp, int operatorBp)
    {
        if (surplus <= 0)
            return new(0, 0, 0, 0);
        var back = Part(surplus, publicBp);
        var rest = surplus - back;
        var (government, company) = (Part(rest, governmentBp), Part(rest, operatorBp));
        return new(back, government, rest - government - company, company);
    }

    /// <summary>The first day of a month written as 2026-11.</summary>
    public static DateOnly? Month(string? text) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && text is { Length: 7 } && day.Year is >= 2000 and < 2100 ? day : null;

    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    public static string Say(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Why a line cannot stand in a month, or <c>null</c>.</summary>
    public static Problem? MayEnter(DateOnly month, DateOnly since, DateOnly? settledTo, DateOnly today) =>
        month < since ? Problem.Invalid("month", "operation.before_since", $"这个空间从 {Say(since)} 开始记账。", $"The books of this space begin in {Say(since)}.")
        : month > MonthOf(today) ? Problem.Invalid("month", "operation.future", "不能记未来月份的账。", "No lines for months to come.")
        : settledTo >= month ? Problem.Conflict("operation.settled", $"{Say(settledTo.Value)} 及以前已结算；请记在之后的月份，并注明属于哪个月。", $"Up to {Say(settledTo.Value)} everything is settled: enter it in a later month and say which month it is about.") with { Field = "month" }
        : null;

    public static Phrase Of(OperationKind kind) => kind switch
    {
        OperationKind.Income => ("收入", "Income"),
        OperationKind.Cost => ("成本", "Cost"),
        _ => ("补贴", "Subsidy"),
    };

    // Wide enough for any surplus the ledger can hold.
    private static long Part(long of, int bp) => (long)((Int128)of * bp / 10_000);
}
