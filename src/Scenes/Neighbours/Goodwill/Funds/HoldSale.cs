using Linli.Ledger;
using Linli.People;
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
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Funds;

/// <summary>Announces a charity sale for a fund whose charity may raise funds on that day.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="NameZh">2–40 characters.</param>
/// <param name="NameEn">In English.</param>
/// <param name="Place">Where, 2–60 characters.</param>
/// <param name="On">The local day: today or later.</param>
internal sealed record AnnounceSale(string? Fund, string? NameZh, string? NameEn, string? Place, DateOnly? On) : ICommand<SaleAnnounced>, IValidated, IAudited
{
    public string? AuditSubject => Fund;

    public IEnumerable<Problem> Problems()
    {
        if (Text(NameZh, 40, "nameZh", "请填写义卖名称", "Name the sale") is { } name)
            yield return name;
        if (Text(Place, 60, "place", "请填写地点", "Say where") is { } place)
            yield return place;
        if (On is null)
            yield return Problem.Invalid("on", "sales.on", "请填写日期。", "Give the day.");
    }
}

/// <summary>A sale that was announced.</summary>
internal sealed record SaleAnnounced(Guid Id);

/// <summary>Puts goods that somebody gave on the stall.</summary>
/// <param name="Sale">Which sale.</param>
/// <param name="What">2–40 characters.</param>
/// <param name="PriceFen">Price of one, in fen.</param>
/// <param name="Count">How many, 1–10,000.</param>
internal sealed record GiveGoods(Guid Sale, string? What, long PriceFen, int Count) : ICommand<SaleAnnounced>, IValidated, IAudited
{
    public string? AuditSubject => Sale.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(What, 40, "what", "请写明是什么", "Say what it is") is { } what)
            yield return what;
        if (PriceFen is <= 0 or > FundRules.MostFen / 10)
            yield return Problem.Invalid("priceFen", "sales.price", "单价应大于 0、不超过 1 万元。", "A price is above 0 and at most 10,000 yuan.");
        if (Count is < 1 or > 10_000)
            yield return Problem.Invalid("count", "sales.count", "数量为 1–10000。", "There are 1 to 10,000.");
    }
}

/// <summary>Sells at the stall: goods and money move together, the money into the fund.</summary>
/// <param name="Sale">Which sale.</param>
/// <param name="Lines">What, and how many.</param>
/// <param name="TotalFen">What the buyer was told, in fen: a price changed since is refused.</param>
/// <param name="Ticket">Of the buyer's code, to pay from the wallet; without ticket and code it is cash.</param>
/// <param name="Code">The buyer's code itself, read with the sale.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record SellGoods(Guid Sale, IReadOnlyList<SoldGood>? Lines, long TotalFen, string? Ticket = null, string? Code = null, string? IdempotencyKey = null) : ICommand<Sold>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => Sale.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Lines is not { Count: >= 1 and <= 50 } || Lines.Any(l => l is not { Count: >= 1 and <= 1_000 }) || Lines.DistinctBy(l => l.Good).Count() != Lines.Count)
            yield return Problem.Invalid("lines", "sales.lines", "请选 1–50 种，每种 1–1000 件。", "Choose 1 to 50 goods, 1 to 1,000 of each.");
    }
}

/// <summary>A good and how many of it.</summary>
internal sealed record SoldGood(Guid Good, int Count);

/// <summary>A receipt.</summary>
internal sealed record Sold(Guid Receipt, long Fen, PaidBy Paid);

/// <summary>Ends a sale.</summary>
internal sealed record CloseSale(Guid Sale) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Sale.ToString();
}

internal sealed class HoldSaleHandler(LinliDb db, CurrentCaller current, ILedger ledger, FundCash cash, IPresentedCodes codes, ICareLists care, TimeProvider time)
    : IHandler<AnnounceSale, SaleAnnounced>, IHandler<GiveGoods, SaleAnnounced>, IHandler<SellGoods, Sold>, IHandler<CloseSale, Done>, IUseCase
{
    /// <summary>Who posts.</summary>
    public const string Poster = "neighbours.sales";

    private static readonly Problem notFound = Problem.NotFound("sales.not_found", "没有找到这场义卖。", "This sale was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/charity-sales", (AnnounceSale request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Announce a charity sale 爱心义卖");
        api.MapPost("/charity-sales/{id:guid}/goods", (Guid id, GiveGoods request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Sale = id }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Put goods on the stall");
        api.MapPost("/charity-sales/{id:guid}/sell", (Guid id, SellGoods request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Sale = id }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Sell at the stall");
        api.MapPost("/charity-sales/{id:guid}/close", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CloseSale(id), cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("End a charity sale");
    }

    public async Task<Result<SaleAnnounced>> Handle(AnnounceSale request, CancellationToken cancel)
    {
        if (await db.Scoped<CharityFund>(current.Value.ScopesFor(GoodwillPermissions.Fund)).SingleOrDefaultAsync(f => f.Code == request.Fund, cancel) is not { } fund)
            return FundBook.NoFund with { Field = "fund" };
        var today = LocalTime.Today(time);
        if (request.On < today || request.On > today.AddYears(1))
            return Problem.Invalid("on", "sales.on", "日期须在今天到一年之内。", "The day lies between today and a year from now.");
        if (await Unqualified(fund, request.On!.Value, cancel) is { } unqualified)
            return unqualified;
        var zh = Clean(request.NameZh, 40);
        var sale = new CharitySale
        {
            Id = Guid.CreateVersion7(Clock.Now(time)), Scope = fund.Scope, Fund = fund.Code, NameZh = zh, NameEn = Clean(request.NameEn, 60) is { Length: > 0 } en ? en : zh, Place = Clean(request.Place, 60), On = request.On.Value,
        };
        db.Insert(sale);
        return new SaleAnnounced(sale.Id);
    }

    public async Task<Result<SaleAnnounced>> Handle(GiveGoods request, CancellationToken cancel)
    {
        if (await Sale(request.Sale, cancel) is not { } sale)
            return notFound;
        if (sale.ClosedAt is not null)
            return Closed;
        var good = new SaleGood { Id = Guid.CreateVersion7(Clock.Now(time)), Sale = sale.Id, What = Clean(request.What, 40), PriceFen = request.PriceFen, Given = request.Count, Left = request.Count };
        db.Records<SaleGood>().Add(good);
        return new SaleAnnounced(good.Id);
    }

    public async Task<Result<Sold>> Handle(SellGoods request, CancellationToken cancel)
    {
        // Two tills of one stall pass one after the other: the last jar is sold once.
        await db.LockUntilCommit($"charity-sale.{request.Sale}", cancel);
        if (await Sale(request.Sale, cancel) is not { } sale)
            return notFound;
        var today = LocalTime.Today(time);
        if (sale.ClosedAt is not null)
            return Closed;
        if (today < sale.On)
            return Problem.Conflict("sales.not_yet", $"义卖 {sale.On:yyyy-MM-dd} 开始。", $"The sale begins on {sale.On:yyyy-MM-dd}.");
        var fund = await db.Unfiltered<CharityFund>().SingleAsync(f => f.Code == sale.Fund, cancel);
        if (await Unqualified(fund, today, cancel) is { } unqualified)
            return unqualified;
        var ids = request.Lines!.Select(l => l.Good).ToArray();
        var goods = await db.Records<SaleGood>().Where(g => g.Sale == sale.Id && ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id, cancel);
        foreach (var line in request.Lines!)
            if (!goods.TryGetValue(line.Good, out var good))
                return Problem.Invalid("lines", "sales.no_good", "摊位上没有这件。", "This is not on the stall.");
            else if (good.Left < line.Count)
                return Problem.Conflict("sales.sold_out", $"“{good.What}”只剩 {good.Left} 件。", $"Only {good.Left} of “{good.What}” are left.");
        var total = request.Lines!.Sum(l => goods[l.Good].PriceFen * l.Count);
        if (total != request.TotalFen)
            return Problem.Conflict("sales.total_changed", $"现在合计 {Yuan.Signed(total)}，请与买家确认后再收款。", $"It comes to {Yuan.Signed(total)} now: ask the buyer before you take the money.");
        var payer = await Payer(request, fund, cancel);
        if (!payer.Ok)
            return payer.As<Sold>();
        var (now, receipt) = (Clock.Now(time), Guid.CreateVersion7(Clock.Now(time)));
        var posted = await ledger.Post(
            new(Poster, receipt.ToString(), "charity.sale", ($"义卖：{sale.NameZh}", $"Charity sale: {sale.NameEn}"), [Entry.From(payer.Value, new Fen(total)), Entry.To(fund.Account, new Fen(total))])
            { Subject = $"sale:{sale.Id}" },
            cancel);
        if (!posted.Ok)
            return posted.As<Sold>();
        var paid = (request.Ticket, request.Code) is (null, null) ? PaidBy.Cash : PaidBy.Wallet;
        db.Records<SaleReceipt>().Add(new() { Id = receipt, Sale = sale.Id, Fen = total, Paid = paid, Transfer = posted.Value.Id, At = now, By = current.Value.Account ?? Guid.Empty });
        foreach (var line in request.Lines!)
        {
            goods[line.Good].Left -= line.Count;
            db.Records<SaleLine>().Add(new() { Id = Guid.CreateVersion7(now), Receipt = receipt, Good = line.Good, Count = line.Count, Fen = goods[line.Good].PriceFen * line.Count });
        }

        return new Sold(receipt, total, paid);
    }

    public async Task<Result<Done>> Handle(CloseSale request, CancellationToken cancel)
    {
        if (await Sale(request.Sale, cancel) is not { } sale)
            return notFound;
        sale.ClosedAt ??= Clock.Now(time);
        return Done.It;
    }

    private static Problem Closed => Problem.Conflict("sales.closed", "义卖已结束。", "The sale has ended.");

    private Task<CharitySale?> Sale(Guid id, CancellationToken cancel) => db.Scoped<CharitySale>(current.Value.ScopesFor(GoodwillPermissions.Fund)).SingleOrDefaultAsync(s => s.Id == id, cancel);

    private async Task<Problem?> Unqualified(CharityFund fund, DateOnly on, CancellationToken cancel) =>
        FundRules.Unqualified(await db.Unfiltered<Charity>().SingleAsync(c => c.Code == fund.Charity, cancel), on);

    // Cash lies in the box of the fund until the charity's bank has it: money from the world outside.
    private async Task<Result<AccountId>> Payer(SellGoods request, CharityFund fund, CancellationToken cancel)
    {
        if ((request.Ticket, request.Code) is (null, null))
            return await cash.Box(fund, cancel);
        var presented = request.Ticket is { } ticket ? codes.Open(ticket) : await codes.Read(request.Code!, cancel);
        if (!presented.Ok)
            return presented.As<AccountId>();
        if (presented.Value.Way == PresentedWay.Vouched)
            return Problem.Forbidden("sales.by_name", "只报姓名不能从钱包付款：请出示“我的码”或住户卡，或付现金。", "A wallet does not pay by name alone: show “My code” or the card, or pay cash.");
        if ((await care.Facts(presented.Value.Person, cancel))?.Age is < 14)
            return Problem.Forbidden("sales.child", "未满 14 周岁请由监护人付款。", "Under 14, let a guardian pay.");
        return await ledger.Find(AccountOwner.Person(presented.Value.Person), LedgerUnit.Fen, NewAccount.Wallet, cancel) is { } wallet
            ? wallet
            : Problem.Conflict("sales.no_wallet", "这位居民还没有开通钱包，请付现金或先充值。", "This resident has no wallet yet: take cash, or let them pay in first.");
    }
}
