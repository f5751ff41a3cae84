using Linli.Ledger.Accounts;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.Ledger.Statements;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Settlements;

/// <summary>
/// Makes the settlement of a counterpart for a month (月度结算): every entry of its account since the last one, until the end of the
/// month. Made once; what is posted afterwards belongs to the next.
/// </summary>
/// <param name="Account">The account of a shop, cooperative, operator or fund.</param>
/// <param name="Month">Year and month, <c>202610</c>; over.</param>
public sealed record MakeSettlement(AccountId Account, int Month) : ICommand<Guid>, IValidated, IAudited
{
    string? IAudited.AuditSubject => $"{Account.Value} {Month}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (LedgerProblems.MonthFault(Month) is { } fault)
            yield return fault;
    }
}

internal sealed class MakeSettlementHandler(LinliDb db, AccountReach reach, CurrentCaller current, TimeProvider time) : IHandler<MakeSettlement, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/settlements", (MakeSettlement request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("Settle a month with a counterpart 月度结算");

    public async Task<Result<Guid>> Handle(MakeSettlement request, CancellationToken cancel)
    {
        if (await reach.Find(request.Account, cancel, LedgerPermissions.Close) is not { } account)
            return AccountReach.NotFound;
        if (account.OwnerKind is OwnerKind.Person or OwnerKind.Household)
            return Problem.Invalid("account", "ledger.settle_people", "结算只针对商户、合作社、运营方和基金。", "Shops, cooperatives, operators and funds are settled with, not people.");
        var now = Clock.Now(time);
        if (ClosedPeriod.MonthOf(LocalTime.DateOf(now)) <= request.Month)
            return Problem.Conflict("ledger.month_runs", "这个月还没有结束，不能结算。", "A month is settled when it is over.");
        await db.LockUntilCommit($"ledger.settle.{request.Account.Value}", cancel);

        // In reach: the account is.
        var before = await db.Unfiltered<Settlement>().AsNoTracking().Where(s => s.Account == request.Account).OrderByDescending(s => s.Month).FirstOrDefaultAsync(cancel);
        if (before?.Month == request.Month)
            return before.Id;
        if (before?.Month > request.Month)
            return Problem.Conflict("ledger.settled_later", "之后的月份已经结算，更早的不能再结算。", "A later month was settled already.");
        return await Make(account, request.Month, before?.UntilTick ?? 0, now, cancel);
    }

    private async Task<Guid> Make(Account account, int month, long after, DateTimeOffset now, CancellationToken cancel)
    {
        var end = Ticks.Of(LocalTime.EndOfDay(new DateOnly(month / 100, month % 100, 1).AddMonths(1).AddDays(-1)));
        var sums = await Entries(db, account.Id).Where(e => e.Tick > after && e.Tick < end)
            .GroupBy(_ => 1).Select(g => new
            {
                In = g.Sum(e => e.Amount > 0 ? e.Amount : 0L),
                Out = g.Sum(e => e.Amount < 0 ? -e.Amount : 0L),
                Count = g.Count(),
                Last = g.Max(e => e.Tick),
            }).SingleOrDefaultAsync(cancel);
        var made = new Settlement
        {
            Id = Guid.CreateVersion7(now), Account = account.Id, Scope = account.Scope, Month = month, AfterTick = after, UntilTick = sums?.Last ?? after,
            In = sums?.In ?? 0, Out = sums?.Out ?? 0, Lines = sums?.Count ?? 0, At = now, By = current.Value.Account, Version = 1,
        };
        db.Insert(made);
        return made.Id;
    }

    // What paid an earlier settlement is no business of the next: it would be counted against it.
    public static IQueryable<EntryRow> Entries(LinliDb db, AccountId account) =>
        db.Records<EntryRow>().AsNoTracking().Where(e => e.Account == account)
            .Join(db.Records<TransferRow>().Where(t => t.Kind != SettlementPayment.Kind), e => e.Transfer, t => t.Id, (e, _) => e);
}

/// <summary>Settlements of the caller's places, the newest first.</summary>
internal sealed record ListSettlements(int Take = 100) : IQuery<IReadOnlyList<SettlementLine>>;

/// <summary>A settlement.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">The counterpart's account.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">The counterpart.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Month">Year and month.</param>
/// <param name="In">What it received.</param>
/// <param name="Out">What it gave.</param>
/// <param name="Owed">What it is owed: what it received less what it gave; below zero it owes.</param>
/// <param name="Lines">How many entries.</param>
/// <param name="State">How it stands.</param>
/// <param name="Mine">Whether the caller made it: then somebody else approves it.</param>
internal sealed record SettlementLine(
    Guid Id, AccountId Account, string Number, Phrase Name, LedgerUnit Unit, int Month, long In, long Out, long Owed, int Lines, SettlementState State, bool Mine);

internal sealed class ListSettlementsHandler(LinliDb db, CurrentCaller current) : IHandler<ListSettlements, IReadOnlyList<SettlementLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/ledger/settlements", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListSettlements(), cancel))
            .Needs(LedgerPermissions.Read).WithTags("Ledger").WithSummary("Settlements of my places 结算单");
        api.MapGet("/ledger/settlements/payment-order.csv", async (LinliDb db, CurrentCaller current, CancellationToken cancel) => await SettlementPayment.Order(db, current, cancel))
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("Approved settlements that are not paid yet, as CSV for the bank 付款指令").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/ledger/settlements/{id:guid}.csv", async (Guid id, LinliDb db, CurrentCaller current, CancellationToken cancel) => await Csv(id, db, current, cancel))
            .Needs(LedgerPermissions.Read).WithTags("Ledger").WithSummary("The entries of a settlement as CSV 结算明细").Produces(StatusCodes.Status200OK, contentType: "text/csv");
    }

    public async Task<Result<IReadOnlyList<SettlementLine>>> Handle(ListSettlements request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Read);
        var rows = await db.Scoped<Settlement>(scopes).AsNoTracking().Join(db.Scoped<Account>(scopes), s => s.Account, a => a.Id, (s, a) => new { Made = s, Account = a })
            .OrderByDescending(s => s.Made.Month).ThenBy(s => s.Account.Number).Take(Math.Clamp(request.Take, 1, 500)).ToListAsync(cancel);
        return rows.ConvertAll(r => new SettlementLine(
            r.Made.Id, r.Account.Id, r.Account.Number, r.Account.Label ?? new(r.Account.Number, r.Account.Number), r.Account.Unit, r.Made.Month, r.Made.In, r.Made.Out,
            r.Made.Owed, r.Made.Lines, r.Made.State, r.Made.By == current.Value.Account));
    }

    private static async Task<IResult> Csv(Guid id, LinliDb db, CurrentCaller current, CancellationToken cancel)
    {
        var made = await db.Scoped<Settlement>(current.ScopesOf()).AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (made is null)
            return ProblemResults.From([Problem.NotFound("ledger.settlement_not_found", "没有找到这份结算单。", "This settlement was not found.")]);
        var unit = await db.Scoped<Account>(current.ScopesOf()).Where(a => a.Id == made.Account).Select(a => a.Unit).SingleAsync(cancel);
        var lines = MakeSettlementHandler.Entries(db, made.Account).Where(e => e.Tick > made.AfterTick && e.Tick <= made.UntilTick)
            .Join(db.Records<TransferRow>().AsNoTracking(), e => e.Transfer, t => t.Id, (e, t) => new { Entry = e, Transfer = t }).OrderBy(l => l.Entry.Tick);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = TableWriter.Csv(output);
                await table.WriteHeaderAsync(StatementTable.Names(unit), cancel);
                await foreach (var l in lines.AsAsyncEnumerable().WithCancellation(cancel))
                    await table.WriteRowAsync(
                        StatementTable.Row(unit, new(l.Transfer.Id, l.Transfer.At, l.Transfer.Date, l.Transfer.Kind, l.Transfer.Memo, l.Entry.Amount, l.Entry.BalanceAfter, l.Transfer.Subject, l.Transfer.Reverses)), cancel);
                await table.CompleteAsync(cancel);
            },
            "text/csv; charset=utf-8", $"settlement-{made.Month}.csv");
    }
}

internal static class SettlementReach
{
    public static ScopeSet ScopesOf(this CurrentCaller current) => current.Value.ScopesFor(LedgerPermissions.Read);
}
