using Linli.Neighbours.Goodwill.Wishes;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Microsoft.AspNetCore.Http;

namespace Linli.Neighbours.Goodwill;

/// <summary>Money and states of goodwill in words, and tables to take along.</summary>
internal static class GoodwillWords
{
    public static Phrase Of(WishState state) => CareWords.Of(state);

    public static Phrase Of(ClaimEnd end) => end switch
    {
        ClaimEnd.Delivered => ("已送达", "Delivered"),
        ClaimEnd.Lapsed => ("逾期，重新开放", "Lapsed, open again"),
        ClaimEnd.GivenBack => ("已退回", "Given back"),
        _ => ("心愿已取消", "The wish was called off"),
    };

    public static Phrase Of(Funds.SpendingState state) => state switch
    {
        Funds.SpendingState.Asked => ("待审批", "Waits for signatures"),
        Funds.SpendingState.Paid => ("已拨付", "Paid"),
        Funds.SpendingState.Refused => ("未批准", "Refused"),
        _ => ("已退回", "Taken back"),
    };

    public static Phrase Of(Funds.CashState state) => state switch
    {
        Funds.CashState.Counted => ("待复核", "Waits for a second look"),
        Funds.CashState.Banked => ("已入账", "At the bank"),
        _ => ("未通过", "To be counted again"),
    };

    public static Phrase Of(Funds.UndoState state) => state switch
    {
        Funds.UndoState.Waiting => ("待复核", "Waits for a second look"),
        Funds.UndoState.Done => ("已退", "Taken back"),
        _ => ("未通过", "Refused"),
    };

    public static Phrase Of(ClassPairings.ClassState state) => state switch
    {
        ClassPairings.ClassState.Proposed => ("待双方同意", "Both are asked"),
        ClassPairings.ClassState.Active => ("结对中", "Paired"),
        _ => ("已结束", "Ended"),
    };

    public static Phrase Of(ClassPairings.SessionState state) => state switch
    {
        ClassPairings.SessionState.Planned => ("已安排", "Planned"),
        ClassPairings.SessionState.Held => ("已举行", "Held"),
        _ => ("已取消", "Called off"),
    };

    /// <summary>A table as CSV, downloaded under a name.</summary>
    public static IResult Csv(string name, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows) => TypedResults.Stream(
        async output =>
        {
            await using var table = TableWriter.Csv(output);
            await table.WriteHeaderAsync(header);
            foreach (var row in rows)
                await table.WriteRowAsync(row);
            await table.CompleteAsync();
        },
        "text/csv; charset=utf-8", name);

    /// <summary>A download, or the problems as a document.</summary>
    public static IResult Csv<T>(Result<T> found, Func<T, string> name, IReadOnlyList<string> header, Func<T, IEnumerable<IReadOnlyList<object?>>> rows) =>
        found.Ok ? Csv(name(found.Value), header, rows(found.Value)) : ProblemResults.From(found.Problems);
}
