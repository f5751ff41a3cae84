using Linli.Ledger.Accounts;
using Linli.Ledger.Chain;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.Ledger.Statements;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Settlements;

/// <summary>
/// Makes the settlement of a counterpart for a month (月度结算): every entry of its account that stands in no earlier one, until the end of
/// the month. Made once; what is posted afterwards belongs to the next, and so does what the counterpart owes.
/// </summary>
/// <param name="Account">The account of a shop, cooperative, operator or fund.</param>
/// <param name="Month">Year and month, <c>202610</c>: over for ten minutes at least.</param>
public sealed record MakeSettlement(AccountId Account, int Month) : ICommand<Guid>, IValidated, IAudited
{
    /// <summary>Code of the refusal where a later month was settled already: its settlement holds what the earlier month left.</summary>
    public const string SettledLater = "ledger.settled_later";

    string? IAudited.AuditSubject => $"{Account.Value} {Month}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (LedgerProblems.MonthFault(Month) is { } fault)
            yield return fault;
    }
}

internal sealed class MakeSettlementHandler(LinliDb db, AccountReach reach, IEnumerable<SpentElsewhere> elsewhere, CurrentCaller current, TimeProvider time) : IHandler<MakeSettlement, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/settlements", (MakeSettlement request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("Settle a month with a counterpart 月度结算");

    public async Task<Result<Guid>> Handle(MakeSettlement request, CancellationToken cancel)
    {
        if (await reach.Find(request.Account, cancel, LedgerPermissions.Close) is not { } account)
            return AccountReach.NotFound;
        if (account.OwnerKind is not (OwnerKind.Shop or OwnerKind.Cooperative or OwnerKind.Operator or OwnerKind.Fund or OwnerKind.Programme))
            return Problem.Invalid("account", "ledger.settle_people", "结算只针对商户、合作社、运营方、基金和项目。", "Shops, cooperatives, operators, funds and programmes are settled with, nobody else.");
        if (elsewhere.FirstOrDefault(e => e.Keeps(account.OwnerKind, account.Purpose)) is { } kept)
            return Problem.Conflict("ledger.settled_elsewhere", $"这个账户不参加月度结算，支出另有规定：请到{kept.Where.Zh}。", $"This account is not settled by the month, its spending has rules of its own: {kept.Where.En}.") with { Field = "account", Link = kept.Page };
        var now = Clock.Now(time);

        // Whoever posted just before midnight has committed by then.
        if (ClosedPeriod.MonthOf(LocalTime.DateOf(now - ClosePeriodHandler.After)) <= request.Month)
            return Problem.Conflict("ledger.month_runs", "这个月还没有结束，不能结算。", "A month is settled when it is over.");
        await db.LockUntilCommit($"ledger.settle.{request.Account.Value}", cancel);

        // In reach: the account is.
        var before = await db.Unfiltered<Settlement>().Where(s => s.Account == request.Account).OrderByDescending(s => s.Month).FirstOrDefaultAsync(cancel);
        if (before?.Month == request.Month)
            return before.Id;
        if (before?.Month > request.Month)
            return Problem.Conflict(MakeSettlement.SettledLater, "之后的月份已经结算，更早的不能再结算。", "A later month was settled already.");
        return await Make(account, request.Month, before, now, cancel);
    }

    private async Task<Result<Guid>> Make(Account account, int month, Settlement? before, DateTimeOffset now, CancellationToken cancel)
    {
        var end = Ticks.Of(LocalTime.EndOfDay(new DateOnly(month / 100, month % 100, 1).AddMonths(1).AddDays(-1)));
        var (after, until) = (before?.Until ?? default, new SettledUpTo(end, await db.Records<ChainHead>().Select(h => h.Number).SingleOrDefaultAsync(cancel)));
        if (await db.Records<EntryRow>().Where(e => e.Account == account.Id && e.Tick < end)
            .Join(db.Records<TransferRow>().Where(t => t.Segment == null), e => e.Transfer, t => t.Id, (e, _) => e).AnyAsync(cancel))
            return Problem.Conflict("ledger.settle_not_sealed", "这个月还有账目正在封存，请过一分钟再结算。", "Some entries of the month are just being sealed: settle it in a minute.");
        var sums = await Entries(db, account.Id, after, until)
            .GroupBy(_ => 1).Select(g => new
            {
                In = g.Sum(e => e.Amount > 0 ? e.Amount : 0L),
                Out = g.Sum(e => e.Amount < 0 ? -e.Amount : 0L),
                Count = g.Count(),
            }).SingleOrDefaultAsync(cancel);

        // Takings have no floor: what a counterpart owes after refunds is taken from what it is owed next.
        long? carried = account.Unit == LedgerUnit.Fen && before is { Owed: < 0 } ? before.Owed : null;
        if (carried is not null)
            (before!.State, before.Version) = (SettlementState.Carried, before.Version + 1);
        var made = new Settlement
        {
            Id = Guid.CreateVersion7(now), Account = account.Id, Scope = account.Scope, Month = month, AfterTick = after.Tick, UntilTick = until.Tick, AfterSegment = after.Segment,
            UntilSegment = until.Segment, Carried = carried, In = sums?.In ?? 0, Out = sums?.Out ?? 0, Lines = sums?.Count ?? 0, At = now, By = current.Value.Account, Version = 1,
        };
        db.Insert(made);
        return made.Id;
    }

    /// <summary>Entries of an account that one settlement takes. What paid an earlier one is no business of the next: it would be counted against it.</summary>
    public static IQueryable<EntryRow> Entries(LinliDb db, AccountId account, SettledUpTo after, SettledUpTo until) =>
        db.Records<EntryRow>().AsNoTracking().Where(e => e.Account == account && e.Tick < until.Tick)
            .Join(
                db.Records<TransferRow>().Where(t => !(t.Kind == SettlementPayment.Kind && t.Poster == SettlementPayment.Poster) && t.Segment != null && t.Segment <= until.Segment),
                e => e.Transfer, t => t.Id, (e, t) => new { Entry = e, t.Segment })
            .Where(x => x.Entry.Tick >= after.Tick || x.Segment > after.Segment).Select(x => x.Entry);
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
/// <param name="Carried">What it owed by the settlement before, below zero; 0 for nothing.</param>
/// <param name="Owed">What it is owed: what it received less what it gave and what was carried; below zero it owes, and that is carried on.</param>
/// <param name="Lines">How many entries.</param>
/// <param name="State">How it stands.</param>
/// <param name="Mine">Whether the caller made it: then somebody else approves it.</param>
/// <param name="Order">The order for the bank that it stands in.</param>
/// <param name="OrderNumber">Its number.</param>
internal sealed record SettlementLine(
    Guid Id, AccountId Account, string Number, Phrase Name, LedgerUnit Unit, int Month, long In, long Out, long Carried, long Owed, int Lines, SettlementState State, bool Mine,
    Guid? Order, string? OrderNumber);

internal sealed class ListSettlementsHandler(LinliDb db, CurrentCaller current) : IHandler<ListSettlements, IReadOnlyList<SettlementLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/ledger/settlements", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListSettlements(), cancel))
            .Needs(LedgerPermissions.Read).WithTags("Ledger").WithSummary("Settlements of my places 结算单");

    public async Task<Result<IReadOnlyList<SettlementLine>>> Handle(ListSettlements request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Read);
        var rows = await db.Scoped<Settlement>(scopes).AsNoTracking().Join(db.Scoped<Account>(scopes), s => s.Account, a => a.Id, (s, a) => new { Made = s, Account = a })
            .OrderByDescending(s => s.Made.Month).ThenBy(s => s.Account.Number).Take(Math.Clamp(request.Take, 1, 500)).ToListAsync(cancel);
        return rows.ConvertAll(r => new SettlementLine(
            r.Made.Id, r.Account.Id, r.Account.Number, r.Account.Label ?? new(r.Account.Number, r.Account.Number), r.Account.Unit, r.Made.Month, r.Made.In, r.Made.Out,
            r.Made.Carried ?? 0, r.Made.Owed, r.Made.Lines, r.Made.State, r.Made.By == current.Value.Account, r.Made.Order, r.Made.OrderNumber));
    }
}
