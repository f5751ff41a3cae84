using Linli.Ledger;
using Linli.Neighbours.ServiceList;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.Funds;

/// <summary>What several use cases of funds answer.</summary>
internal static class FundBook
{
    public static readonly Problem NoFund = Problem.NotFound("funds.not_found", "没有找到这个基金。", "This fund was not found.");
}

/// <summary>Funds, for everybody to read.</summary>
internal sealed record ListFunds : IQuery<IReadOnlyList<FundLine>>;

/// <summary>A fund with its balance.</summary>
internal sealed record FundLine(string Code, string NameZh, string NameEn, string Charity, long BalanceFen);

/// <summary>The public report of a fund: every fen by sale and by project, and the ledger beside it.</summary>
internal sealed record ReportFund(string Code) : IQuery<FundReport>;

/// <summary>The report.</summary>
/// <param name="Fund">The fund.</param>
/// <param name="Charity">Whose it is, and what allows it to raise funds.</param>
/// <param name="Sales">Income by sale, what was taken back left out.</param>
/// <param name="Projects">Spending by project, what was returned left out.</param>
/// <param name="Spendings">Every spending that was paid.</param>
/// <param name="InFen">Sum of the sales.</param>
/// <param name="OutFen">Sum of the spending.</param>
/// <param name="BalanceFen">What the ledger says: equal to income less spending, or <paramref name="Agrees"/> is false.</param>
/// <param name="Lines">Every movement of the ledger, the oldest first: who adds them up gets the balance.</param>
/// <param name="Money">Where it lies: cash in the box, and money at the charity's bank.</param>
/// <param name="Cash">Every hand-in of cash that was confirmed, with what differed.</param>
/// <param name="Refunds">Every refund that the bank paid since the cash was there already; it is no spending, the sale is left out instead.</param>
/// <param name="Agrees">Whether sales less spending, the movements, and the balance are one figure, and the box holds what was sold for cash less what was handed in and with what the bank gave back for refunds.</param>
internal sealed record FundReport(
    FundLine Fund, CharityFacts Charity, IReadOnlyList<SaleIncome> Sales, IReadOnlyList<ProjectSpending> Projects, IReadOnlyList<SpendingLine> Spendings, long InFen, long OutFen, long BalanceFen,
    IReadOnlyList<FundMovement> Lines, FundMoney Money, IReadOnlyList<BankedLine> Cash, IReadOnlyList<RefundLine> Refunds, bool Agrees);

/// <summary>A refund of a sale that the charity's bank paid.</summary>
/// <param name="Slip">Number of the bank's payment slip.</param>
/// <param name="At">When the second person agreed.</param>
/// <param name="Sale">Of which sale.</param>
/// <param name="Fen">What the bank paid, in fen; what the box still held is not in it.</param>
internal sealed record RefundLine(string Slip, DateTimeOffset At, Phrase Sale, long Fen);

/// <summary>Cash that was handed in to the charity's bank.</summary>
/// <param name="Slip">Number of the bank's slip.</param>
/// <param name="At">When the second person confirmed it.</param>
/// <param name="ExpectedFen">What the books said.</param>
/// <param name="CountedFen">What was paid in.</param>
/// <param name="Word">Why they differ.</param>
internal sealed record BankedLine(string Slip, DateTimeOffset At, long ExpectedFen, long CountedFen, string? Word);

/// <summary>A charity in public.</summary>
internal sealed record CharityFacts(string Name, string Registration, string? Certificate, DateOnly? ValidFrom, DateOnly? ValidTo, DateOnly? SuspendedOn, string BankAccount);

/// <summary>What a sale brought.</summary>
internal sealed record SaleIncome(Guid Id, Phrase Name, string Place, DateOnly On, int Receipts, int Pieces, long Fen);

/// <summary>What went to a project.</summary>
internal sealed record ProjectSpending(string Project, Phrase Name, int Count, long Fen);

/// <summary>A spending in public.</summary>
internal sealed record SpendingLine(Guid Id, DateTimeOffset At, Phrase Project, string What, string Payee, string Evidence, long Fen);

/// <summary>A movement of the ledger; <c>Slip</c> is the bank's payment slip of a refund.</summary>
internal sealed record FundMovement(DateTimeOffset At, DateOnly Date, string Kind, Phrase Memo, long Fen, Guid Transfer, Guid? Reverses, string? Slip = null);

/// <summary>A fund for the desk: stalls, and spendings with their signatures.</summary>
internal sealed record FundDesk(string Code) : IQuery<FundDeskPage>;

/// <summary>A fund at the desk.</summary>
internal sealed record FundDeskPage(FundLine Fund, IReadOnlyList<StallLine> Sales, IReadOnlyList<SpendingForDesk> Spendings, IReadOnlyList<ProjectName> Projects, FundMoney Money, IReadOnlyList<CashForDesk> Cash, IReadOnlyList<UndoForDesk> Undos);

/// <summary>A receipt that somebody wants taken back, at the desk; <c>DrawFen</c> is what the charity's bank has to pay of it now.</summary>
internal sealed record UndoForDesk(Guid Id, Guid Receipt, Phrase Sale, long Fen, PaidBy Paid, DateTimeOffset SoldAt, string Reason, string AskedBy, DateTimeOffset AskedAt, bool MayDecide, long DrawFen);

/// <summary>A count of cash at the desk.</summary>
internal sealed record CashForDesk(Guid Id, DateTimeOffset At, long ExpectedFen, long CountedFen, string Slip, string? Word, CashState State, string CountedBy, string? CheckedBy, string? Refusal, bool MayCheck);

/// <summary>A project to choose.</summary>
internal sealed record ProjectName(string Code, Phrase Name);

/// <summary>A sale with its goods and latest receipts.</summary>
internal sealed record StallLine(Guid Id, Phrase Name, string Place, DateOnly On, bool Closed, IReadOnlyList<StallGood> Goods, IReadOnlyList<StallReceipt> Receipts);

/// <summary>A good on the stall.</summary>
internal sealed record StallGood(Guid Id, string What, long PriceFen, int Given, int Left);

/// <summary>A receipt at the stall.</summary>
internal sealed record StallReceipt(Guid Id, DateTimeOffset At, long Fen, PaidBy Paid, bool Undone, bool Waits);

/// <summary>A spending at the desk.</summary>
internal sealed record SpendingForDesk(Guid Id, Phrase Project, string What, string Payee, string Evidence, long Fen, SpendingState State, string AskedBy, string? First, string? Second, string? Word, bool MaySign);

internal sealed class ReadFundHandler(LinliDb db, CurrentCaller current, ILedger ledger, FundCash cash, IPeople people)
    : IHandler<ListFunds, IReadOnlyList<FundLine>>, IHandler<ReportFund, FundReport>, IHandler<FundDesk, FundDeskPage>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/funds", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListFunds(), cancel))
            .Needs(Access.Public).WithTags("funds").WithSummary("Funds with their balances 爱心基金");
        api.MapGet("/funds/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ReportFund(code), cancel))
            .Needs(Access.Public).WithTags("funds").WithSummary("The public report of a fund 公开报告");
        api.MapGet("/funds/{code}/report.csv", async (string code, UseCaseRunner runner, CancellationToken cancel) => GoodwillWords.Csv(
                await runner.Ask(new ReportFund(code), cancel), r => $"fund-{r.Fund.Code}.csv", ["时间", "种类", "摘要", "收入（元）", "支出（元）", "交易号", "冲正原交易", "记账日", "银行付款回单"],
                r => r.Lines.Select(l => (IReadOnlyList<object?>)[l.At, l.Kind, l.Memo.Zh, l.Fen > 0 ? l.Fen / 100m : null, l.Fen < 0 ? -l.Fen / 100m : null, l.Transfer.ToString(), l.Reverses?.ToString(), l.Date, l.Slip])))
            .Needs(Access.Public).WithTags("funds").WithSummary("Every movement of a fund as CSV").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapGet("/funds/{code}/desk", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new FundDesk(code), cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Stalls and spendings of a fund");
    }

    public async Task<Result<IReadOnlyList<FundLine>>> Handle(ListFunds request, CancellationToken cancel)
    {
        var lines = new List<FundLine>();
        foreach (var fund in await db.Unfiltered<CharityFund>().AsNoTracking().OrderBy(f => f.At).Take(50).ToListAsync(cancel))
            lines.Add(await Line(fund, cancel));
        return lines;
    }

    public async Task<Result<FundReport>> Handle(ReportFund request, CancellationToken cancel)
    {
        if (await db.Unfiltered<CharityFund>().AsNoTracking().SingleOrDefaultAsync(f => f.Code == request.Code, cancel) is not { } fund)
            return FundBook.NoFund;
        var charity = await db.Unfiltered<Charity>().AsNoTracking().SingleAsync(c => c.Code == fund.Charity, cancel);
        var sales = await db.Unfiltered<CharitySale>().AsNoTracking().Where(s => s.Fund == fund.Code).OrderByDescending(s => s.On).ToListAsync(cancel);
        var ids = sales.ConvertAll(s => s.Id);
        var taken = (await db.Records<SaleReceipt>().Where(r => ids.Contains(r.Sale) && r.UndoneAt == null).GroupBy(r => r.Sale).Select(g => new { g.Key, Count = g.Count(), Fen = g.Sum(r => r.Fen) }).ToListAsync(cancel))
            .ToDictionary(g => g.Key);
        var pieces = await db.Records<SaleGood>().Where(g => ids.Contains(g.Sale)).GroupBy(g => g.Sale).Select(g => new { g.Key, Count = g.Sum(x => x.Given - x.Left) }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var names = await Projects(cancel);
        var paid = await db.Unfiltered<FundSpending>().AsNoTracking().Where(s => s.Fund == fund.Code && s.State == SpendingState.Paid).OrderByDescending(s => s.SecondAt).ToListAsync(cancel);
        var income = sales.ConvertAll(s => new SaleIncome(s.Id, (s.NameZh, s.NameEn), s.Place, s.On, taken.GetValueOrDefault(s.Id)?.Count ?? 0, pieces.GetValueOrDefault(s.Id), taken.GetValueOrDefault(s.Id)?.Fen ?? 0));
        var refunds = await db.Records<SaleUndo>().AsNoTracking().Where(u => u.State == UndoState.Done && u.DrawnFen > 0)
            .Join(db.Records<SaleReceipt>().Where(r => ids.Contains(r.Sale)), u => u.Receipt, r => r.Id, (u, r) => new { Undo = u, r.Sale, r.Undone }).OrderByDescending(u => u.Undo.DecidedAt).ToListAsync(cancel);
        var slips = refunds.ToDictionary(r => r.Undone!.Value.Value, r => r.Undo.Slip);
        var lines = (await Movements(fund.Account, cancel)).ConvertAll(l => l with { Slip = slips.GetValueOrDefault(l.Transfer) });
        var money = await cash.Money(fund, cancel);
        var banked = await db.Unfiltered<CashHandIn>().AsNoTracking().Where(h => h.Fund == fund.Code && h.State == CashState.Banked).OrderByDescending(h => h.CheckedAt).ToListAsync(cancel);
        var inCash = await db.Records<SaleReceipt>().Where(r => ids.Contains(r.Sale) && r.UndoneAt == null && r.Paid == PaidBy.Cash).SumAsync(r => r.Fen, cancel);
        var (line, into, outOf) = (await Line(fund, cancel), income.Sum(s => s.Fen), paid.Sum(s => s.Fen));
        return new FundReport(
            line, new(charity.Name, charity.Registration, charity.Certificate, charity.ValidFrom, charity.ValidTo, charity.SuspendedOn, charity.BankAccount), income,
            [.. paid.GroupBy(s => s.Project).Select(g => new ProjectSpending(g.Key, names.GetValueOrDefault(g.Key, (g.Key, g.Key)), g.Count(), g.Sum(s => s.Fen))).OrderByDescending(p => p.Fen)],
            paid.ConvertAll(s => new SpendingLine(s.Id, s.SecondAt!.Value, names.GetValueOrDefault(s.Project, (s.Project, s.Project)), s.What, s.Payee, s.Evidence, s.Fen)), into, outOf, line.BalanceFen, lines,
            money, banked.ConvertAll(h => new BankedLine(h.Slip, h.CheckedAt!.Value, h.ExpectedFen, h.CountedFen, h.Word)),
            refunds.ConvertAll(r => new RefundLine(r.Undo.Slip ?? "", r.Undo.DecidedAt!.Value, sales.Find(s => s.Id == r.Sale) is { } of ? (of.NameZh, of.NameEn) : ("", ""), r.Undo.DrawnFen)),
            into - outOf == line.BalanceFen && lines.Sum(l => l.Fen) == line.BalanceFen && inCash - banked.Sum(h => h.ExpectedFen) + refunds.Sum(r => r.Undo.DrawnFen) == money.InBoxFen);
    }

    public async Task<Result<FundDeskPage>> Handle(FundDesk request, CancellationToken cancel)
    {
        if (await db.Scoped<CharityFund>(current.Value.ScopesFor(GoodwillPermissions.Fund)).AsNoTracking().SingleOrDefaultAsync(f => f.Code == request.Code, cancel) is not { } fund)
            return FundBook.NoFund;
        var sales = await db.Unfiltered<CharitySale>().AsNoTracking().Where(s => s.Fund == fund.Code).OrderByDescending(s => s.On).Take(12).ToListAsync(cancel);
        var ids = sales.ConvertAll(s => s.Id);
        var goods = (await db.Records<SaleGood>().AsNoTracking().Where(g => ids.Contains(g.Sale)).OrderBy(g => g.Id).ToListAsync(cancel)).ToLookup(g => g.Sale, g => new StallGood(g.Id, g.What, g.PriceFen, g.Given, g.Left));
        var undos = await db.Records<SaleUndo>().AsNoTracking().Where(u => u.State == UndoState.Waiting)
            .Join(db.Records<SaleReceipt>().Where(r => ids.Contains(r.Sale)), u => u.Receipt, r => r.Id, (u, r) => new { Undo = u, Receipt = r }).OrderBy(u => u.Undo.AskedAt).Take(60).ToListAsync(cancel);
        var waits = undos.Select(u => u.Receipt.Id).ToHashSet();
        var receipts = (await db.Records<SaleReceipt>().AsNoTracking().Where(r => ids.Contains(r.Sale)).OrderByDescending(r => r.At).Take(40).ToListAsync(cancel))
            .ToLookup(r => r.Sale, r => new StallReceipt(r.Id, r.At, r.Fen, r.Paid, r.UndoneAt is not null, waits.Contains(r.Id)));
        var spendings = await db.Unfiltered<FundSpending>().AsNoTracking().Where(s => s.Fund == fund.Code).OrderBy(s => s.State != SpendingState.Asked).ThenByDescending(s => s.AskedAt).Take(60).ToListAsync(cancel);
        var names = await Projects(cancel);
        var counts = await db.Unfiltered<CashHandIn>().AsNoTracking().Where(h => h.Fund == fund.Code).OrderByDescending(h => h.CountedAt).Take(30).ToListAsync(cancel);
        var staff = await people.NamesOf([.. spendings.SelectMany(s => new[] { s.AskedBy, s.FirstBy, s.SecondBy }).Concat(counts.SelectMany(h => new[] { h.CountedBy, h.CheckedBy })).Concat(undos.Select(u => (Guid?)u.Undo.AskedBy)).OfType<Guid>().Distinct()], cancel);
        var money = await cash.Money(fund, cancel);
        var signs = current.Value.May(GoodwillPermissions.Approve, fund.Scope);
        return new FundDeskPage(
            await Line(fund, cancel), sales.ConvertAll(s => new StallLine(s.Id, (s.NameZh, s.NameEn), s.Place, s.On, s.ClosedAt is not null, [.. goods[s.Id]], [.. receipts[s.Id]])),
            spendings.ConvertAll(s => new SpendingForDesk(
                s.Id, names.GetValueOrDefault(s.Project, (s.Project, s.Project)), s.What, s.Payee, s.Evidence, s.Fen, s.State, staff.GetValueOrDefault(s.AskedBy, "–"), Named(s.FirstBy), Named(s.SecondBy), s.Word,
                signs && s.State == SpendingState.Asked && current.Value.Account is { } me && FundRules.MaySign(s.AskedBy, s.FirstBy, me) is null)),
            [.. names.Select(n => new ProjectName(n.Key, n.Value))], money,
            counts.ConvertAll(h => new CashForDesk(
                h.Id, h.CountedAt, h.ExpectedFen, h.CountedFen, h.Slip, h.Word, h.State, staff.GetValueOrDefault(h.CountedBy, "–"), Named(h.CheckedBy), h.Refusal, h.State == CashState.Counted && current.Value.Account is { } who && who != h.CountedBy)),
            undos.ConvertAll(u => new UndoForDesk(
                u.Undo.Id, u.Receipt.Id, sales.Find(s => s.Id == u.Receipt.Sale) is { } of ? (of.NameZh, of.NameEn) : ("", ""), u.Receipt.Fen, u.Receipt.Paid, u.Receipt.At, u.Undo.Reason, staff.GetValueOrDefault(u.Undo.AskedBy, "–"), u.Undo.AskedAt,
                current.Value.Account is { } decides && decides != u.Undo.AskedBy, FundRules.FromBank(money, u.Receipt))));

        string? Named(Guid? account) => account is { } one ? staff.GetValueOrDefault(one, "–") : null;
    }

    private async Task<FundLine> Line(CharityFund fund, CancellationToken cancel) => new(
        fund.Code, fund.NameZh, fund.NameEn, await db.Unfiltered<Charity>().Where(c => c.Code == fund.Charity).Select(c => c.Name).SingleAsync(cancel), (await ledger.Balance(fund.Account, cancel)).Posted);

    private async Task<Dictionary<string, Phrase>> Projects(CancellationToken cancel) =>
        (await db.Unfiltered<Project>().AsNoTracking().OrderBy(p => p.Order).ToListAsync(cancel)).ToDictionary(p => p.Code, p => (Phrase)(p.NameZh, p.NameEn));

    private async Task<List<FundMovement>> Movements(AccountId account, CancellationToken cancel)
    {
        var lines = new List<FundMovement>();
        string? after = null;
        do
        {
            var page = await ledger.Statement(new(account) { Take = 1_000, After = after }, cancel);
            lines.AddRange(page.Lines.Select(l => new FundMovement(l.At, l.Date, l.Kind, l.Memo, l.Amount, l.Transfer.Value, l.Reverses?.Value)));
            after = page.Next;
        }
        while (after is not null);
        lines.Reverse();
        return lines;
    }
}
