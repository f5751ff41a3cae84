using Linli.Ledger.Accounts;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Ledger.Statements;

/// <summary>Takes the lines of an account out as a table (导出对账单); each export stands in the audit log.</summary>
internal sealed record ExportStatement(AccountId Account, StatementFilter Filter, string Format) : ICommand<ExportedStatement>, IValidated, IAudited
{
    public string? AuditSubject => $"{Format} {Account.Value}";

    public IEnumerable<Problem> Problems() => Filter.Problems();
}

/// <summary>The lines, fetched while they are written.</summary>
internal sealed record ExportedStatement(Account Account, IAsyncEnumerable<StatementLine> Lines);

internal sealed class ExportStatementHandler(StatementBook book, AccountReach reach) : IHandler<ExportStatement, ExportedStatement>, IUseCase
{
    private const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/ledger/accounts/{id}/statement.csv", (AccountId id, [AsParameters] StatementFilter filter, UseCaseRunner run, TimeProvider time, CancellationToken cancel) =>
                Download(run, new(id, filter, "csv"), "text/csv; charset=utf-8", TableWriter.Csv, time, cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Lines of an account as CSV 导出 CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/ledger/accounts/{id}/statement.xlsx", (AccountId id, [AsParameters] StatementFilter filter, UseCaseRunner run, TimeProvider time, CancellationToken cancel) =>
                Download(run, new(id, filter, "xlsx"), XlsxType, output => TableWriter.Xlsx(output, "对账单"), time, cancel))
            .Needs(Access.SignedIn).WithTags("Ledger").WithSummary("Lines of an account as an Excel workbook 导出 Excel").Produces(StatusCodes.Status200OK, contentType: XlsxType);
    }

    public async Task<Result<ExportedStatement>> Handle(ExportStatement request, CancellationToken cancel) =>
        await reach.Find(request.Account, cancel) is { } account
            ? new ExportedStatement(account, book.All(request.Filter.For(request.Account), CancellationToken.None)) : AccountReach.NotFound;

    private static async Task<IResult> Download(
        UseCaseRunner run, ExportStatement request, string mediaType, Func<Stream, TableWriter> writer, TimeProvider time, CancellationToken cancel)
    {
        var export = await run.Run(request, cancel);
        if (!export.Ok)
            return ProblemResults.From(export.Problems);
        var (account, lines) = export.Value;
        return TypedResults.Stream(
            async output =>
            {
                await using var table = writer(output);
                await table.WriteHeaderAsync(StatementTable.Names(account.Unit), cancel);
                await foreach (var line in lines.WithCancellation(cancel))
                    await table.WriteRowAsync(StatementTable.Row(account.Unit, line), cancel);
                await table.CompleteAsync(cancel);
            },
            mediaType, $"{account.Number}-{LocalTime.Today(time):yyyyMMdd}.{request.Format}");
    }
}

/// <summary>A statement as a table: money in yuan, points and minutes as they are.</summary>
internal static class StatementTable
{
    public static IReadOnlyList<string> Names(LedgerUnit unit)
    {
        var of = unit switch { LedgerUnit.Points => "分", LedgerUnit.VolunteerMinutes => "分钟", _ => "元" };
        return ["时间", "记账日", "摘要", "种类", $"收入（{of}）", $"支出（{of}）", $"余额（{of}）", "关联", "交易号", "冲正原交易"];
    }

    public static IReadOnlyList<object?> Row(LedgerUnit unit, StatementLine line) =>
    [
        line.At, line.Date, line.Memo.Zh, line.Kind,
        line.Amount > 0 ? UnitWords.Number(unit, line.Amount) : null,
        line.Amount < 0 ? UnitWords.Number(unit, -line.Amount) : null,
        line.BalanceAfter is { } balance ? UnitWords.Number(unit, balance) : null,
        line.Subject, line.Transfer.Value.ToString(), line.Reverses?.Value.ToString(),
    ];
}
