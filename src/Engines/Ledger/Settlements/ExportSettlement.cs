using Linli.Ledger.Accounts;
using Linli.Ledger.Postings;
using Linli.Ledger.Statements;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Settlements;

/// <summary>Takes the entries of a settlement out as a table (结算明细); each export stands in the audit log.</summary>
internal sealed record ExportSettlement(Guid Id) : ICommand<ExportedSettlement>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>The entries, fetched while they are written.</summary>
internal sealed record ExportedSettlement(int Month, LedgerUnit Unit, IAsyncEnumerable<StatementLine> Lines);

internal sealed class ExportSettlementHandler(LinliDb db, CurrentCaller current) : IHandler<ExportSettlement, ExportedSettlement>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/settlements/{id:guid}.csv", Download)
            .Needs(LedgerPermissions.Read).WithTags("Ledger").WithSummary("The entries of a settlement as CSV 结算明细").Produces(StatusCodes.Status200OK, contentType: "text/csv");

    public async Task<Result<ExportedSettlement>> Handle(ExportSettlement request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Read);
        if (await db.Scoped<Settlement>(scopes).AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id, cancel) is not { } made)
            return SettlementPayment.NotFound;
        var unit = await db.Scoped<Account>(scopes).Where(a => a.Id == made.Account).Select(a => a.Unit).SingleAsync(cancel);
        var lines = MakeSettlementHandler.Entries(db, made.Account, made.After, made.Until)
            .Join(db.Records<TransferRow>().AsNoTracking(), e => e.Transfer, t => t.Id, (e, t) => new { Entry = e, Transfer = t }).OrderBy(l => l.Entry.Tick).AsAsyncEnumerable()
            .Select(l => new StatementLine(l.Transfer.Id, l.Transfer.At, l.Transfer.Date, l.Transfer.Kind, l.Transfer.Memo, l.Entry.Amount, l.Entry.BalanceAfter, l.Transfer.Subject, l.Transfer.Reverses));
        return new ExportedSettlement(made.Month, unit, lines);
    }

    private static async Task<IResult> Download(Guid id, UseCaseRunner run, CancellationToken cancel)
    {
        var export = await run.Run(new ExportSettlement(id), cancel);
        if (!export.Ok)
            return ProblemResults.From(export.Problems);
        var (month, unit, lines) = export.Value;
        return TypedResults.Stream(
            async output =>
            {
                await using var table = TableWriter.Csv(output);
                await table.WriteHeaderAsync(StatementTable.Names(unit), cancel);
                await foreach (var line in lines.WithCancellation(cancel))
                    await table.WriteRowAsync(StatementTable.Row(unit, line), cancel);
                await table.CompleteAsync(cancel);
            },
            "text/csv; charset=utf-8", $"settlement-{month}.csv");
    }
}
