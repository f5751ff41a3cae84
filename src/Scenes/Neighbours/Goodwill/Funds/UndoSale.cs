using Linli.Ledger;
using Linli.Notices;
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
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Funds;

/// <summary>Where a request to take a receipt back stands.</summary>
internal enum UndoState
{
    /// <summary>待复核: asked by one, another has to agree.</summary>
    Waiting,

    /// <summary>已退.</summary>
    Done,

    /// <summary>未通过.</summary>
    Refused,
}

/// <summary>A receipt of a charity sale that somebody wants taken back; somebody else decides (双人复核).</summary>
internal sealed class SaleUndo : ISealedRow
{
    public required Guid Id { get; init; }

    public required Guid Receipt { get; init; }

    public required string Reason { get; init; }

    public required Guid AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required UndoState State { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why the second person did not agree.</summary>
    public string? Refusal { get; set; }

    /// <summary>Number of the slip by which the charity's bank paid what the box did not hold (付款回单号).</summary>
    public string? Slip { get; set; }

    /// <summary>What came from the charity's bank, in fen; 0 where the box held enough.</summary>
    public long DrawnFen { get; set; }

    /// <summary>The transfer that took it from bank to box.</summary>
    public TransferId? Drawn { get; set; }

    /// <inheritdoc/>
    public string Seal { get; set; } = "";
}

/// <summary>Asks that a receipt is taken back; somebody else agrees to it (退单申请). Nothing moves before.</summary>
/// <param name="Receipt">Which receipt.</param>
/// <param name="Reason">Why, 2–100 characters, without names.</param>
internal sealed record UndoSale(Guid Receipt, string? Reason) : ICommand<UndoAsked>, IValidated, IAudited
{
    public string? AuditSubject => Receipt.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Text(Reason, 100, "reason", "请写明原因（不写姓名）", "Say why, without names") is { } reason)
            yield return reason;
    }
}

/// <summary>A request that was made.</summary>
/// <param name="Id">Its id, for who decides.</param>
/// <param name="State">Where it stands.</param>
internal sealed record UndoAsked(Guid Id, UndoState State);

/// <summary>The second person agrees that a receipt is taken back, or not (退单复核). Agreed, the money returns where it came from and the goods to the stall; the ledger keeps both.
/// What the box no longer holds is paid by the charity's bank.</summary>
/// <param name="Id">Which request.</param>
/// <param name="Agree">Agreed or refused.</param>
/// <param name="Word">When refusing: why, 2–200 characters.</param>
/// <param name="Slip">Number of the bank's payment slip, 4–40 characters; needed where the box holds too little.</param>
/// <param name="DrawnFen">What the slip is over, in fen: where the bank has to pay something else by now, it is refused. Without it the slip is over what is missing.</param>
internal sealed record CheckUndo(Guid Id, bool Agree, string? Word = null, string? Slip = null, long? DrawnFen = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => $"{Id} {(Agree ? "agreed" : "refused")}";

    public IEnumerable<Problem> Problems()
    {
        if (!Agree && Text(Word, 200, "word", "请写明原因", "Say why") is { } word)
            yield return word;
        if (Agree && Slip?.Trim() is { Length: > 0 and (< 4 or > 40) })
            yield return FundRules.NoPaymentSlip(null);
    }
}

internal sealed class UndoSaleHandler(LinliDb db, CurrentCaller current, ILedger ledger, FundCash cash, IPeople people, INotices notices, TimeProvider time)
    : IHandler<UndoSale, UndoAsked>, IHandler<CheckUndo, Done>, IUseCase
{
    private static readonly Problem noReceipt = Problem.NotFound("sales.receipt_not_found", "没有找到这张单。", "This receipt was not found.");
    private static readonly Problem notFound = Problem.NotFound("sales.undo_not_found", "没有找到这个退单申请。", "This request to take a receipt back was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/charity-sales/receipts/{id:guid}/undo", (Guid id, UndoSale request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Receipt = id }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Ask that a receipt is taken back 退单申请");
        api.MapPost("/charity-sales/undos/{id:guid}/check", (Guid id, CheckUndo request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(GoodwillPermissions.Fund).WithTags("funds").WithSummary("Agree as the second person that a receipt is taken back, or not 退单复核");
    }

    public async Task<Result<UndoAsked>> Handle(UndoSale request, CancellationToken cancel)
    {
        await db.LockUntilCommit(LockOf(request.Receipt), cancel);
        if (await Receipt(request.Receipt, cancel) is not var (receipt, sale) || current.Value.Account is not { } me)
            return noReceipt;
        var why = Clean(request.Reason, 100);
        var last = await db.Records<SaleUndo>().Where(u => u.Receipt == receipt.Id && u.State != UndoState.Refused).SingleOrDefaultAsync(cancel);
        // A retry after a lost answer, word for word, hears where its request stands.
        if (last is not null && last.AskedBy == me && last.Reason == why)
            return new UndoAsked(last.Id, last.State);
        if (receipt.UndoneAt is not null)
            return Problem.Conflict("sales.undone", "这张单已经退过。", "This receipt was taken back already.");
        if (last is not null)
            return Problem.Conflict("sales.undo_waiting", "这张单已有退单申请待复核。", "A request to take this receipt back waits for a second person already.");
        if (FundRules.RefundShort(await Money(sale, cancel), receipt) is { } poor)
            return poor;
        var now = Clock.Now(time);
        var asked = new SaleUndo { Id = Guid.CreateVersion7(now), Receipt = receipt.Id, Reason = why, AskedBy = me, AskedAt = now, State = UndoState.Waiting };
        db.Records<SaleUndo>().Add(asked);
        foreach (var other in (await people.StaffFor(ScopePath.Parse(sale.Scope, null), [Posts.Operator, Posts.PartySecretary, Posts.DeskClerk], cancel)).Select(s => s.Account).Where(a => a != me).Distinct().Take(20))
            await notices.Tell(other, "gifts.undo", ("有一张义卖单待退", "A receipt of a charity sale is to be taken back"), ("请核对货和钱后复核。", "Look at goods and money, then decide."), $"/desk/goodwill/funds/{sale.Fund}", $"undo:{asked.Id}", cancel);
        return new UndoAsked(asked.Id, asked.State);
    }

    public async Task<Result<Done>> Handle(CheckUndo request, CancellationToken cancel)
    {
        // Looked up before the lock for its receipt, and read again under it.
        if (await db.Records<SaleUndo>().AsNoTracking().SingleOrDefaultAsync(u => u.Id == request.Id, cancel) is not { } seen)
            return notFound;
        await db.LockUntilCommit(LockOf(seen.Receipt), cancel);
        if (await Receipt(seen.Receipt, cancel) is not var (receipt, sale) || current.Value.Account is not { } me)
            return notFound;
        var asked = await db.Records<SaleUndo>().SingleAsync(u => u.Id == request.Id, cancel);
        if (asked.State != UndoState.Waiting)
            // A retry after a lost answer hears what it was told before.
            return asked.DecidedBy == me && asked.State == (request.Agree ? UndoState.Done : UndoState.Refused) ? Done.It
                : Problem.Conflict("sales.undo_decided", "这个退单申请已经处理。", "This request was decided already.");
        if (asked.AskedBy == me)
            return Problem.Forbidden("sales.undo_own", "退单须由另一位同事复核。", "Somebody else agrees that a receipt is taken back.");
        (asked.DecidedBy, asked.DecidedAt) = (me, Clock.Now(time));
        if (request.Agree)
            return await TakeBack(request, asked, receipt, sale, cancel);
        (asked.State, asked.Refusal) = (UndoState.Refused, Clean(request.Word, 200));
        return Done.It;
    }

    private async Task<Result<Done>> TakeBack(CheckUndo request, SaleUndo asked, SaleReceipt receipt, CharitySale sale, CancellationToken cancel)
    {
        await db.LockUntilCommit($"charity-sale.{sale.Id}", cancel);
        // What is handed in or spent meanwhile waits.
        await cash.Lock(sale.Fund, cancel);
        if (await Draw(request, asked, receipt, sale, cancel) is { } refused)
            return refused;
        var back = await ledger.Reverse(new(receipt.Transfer, HoldSaleHandler.Poster, $"undo-{receipt.Id}", ($"义卖退款：{asked.Reason}", $"Charity sale taken back: {asked.Reason}")), cancel);
        if (!back.Ok)
            return back.As<Done>();
        (receipt.UndoneAt, receipt.Undone, asked.State) = (asked.DecidedAt, back.Value.Id, UndoState.Done);
        foreach (var line in await db.Records<SaleLine>().AsNoTracking().Where(l => l.Receipt == receipt.Id).ToListAsync(cancel))
            (await db.Records<SaleGood>().SingleAsync(g => g.Id == line.Good, cancel)).Left += line.Count;
        return Done.It;
    }

    // What the box no longer holds comes back from the charity's bank first, so that the box gives back what it took.
    private async Task<Problem?> Draw(CheckUndo request, SaleUndo asked, SaleReceipt receipt, CharitySale sale, CancellationToken cancel)
    {
        var money = await Money(sale, cancel);
        if (FundRules.RefundShort(money, receipt) is { } poor)
            return poor;
        var drawn = FundRules.FromBank(money, receipt);
        if (request.DrawnFen is { } told && told != drawn || (drawn == 0 && request.Slip is not null))
            return Problem.Conflict("sales.draw_changed", $"现在要从银行账户退 {Yuan.Signed(drawn)}，和回单不一致：请刷新后核对。", $"The bank has to pay {Yuan.Signed(drawn)} by now, which is not what the slip is over: load the page again and compare.");
        if (drawn == 0)
            return null;
        if (request.Slip?.Trim() is not { Length: > 0 } slip)
            return FundRules.NoPaymentSlip(drawn);
        var sameFund = db.Unfiltered<CharitySale>().Where(s => s.Fund == sale.Fund);
        if (await db.Records<SaleUndo>().Where(u => u.Slip == slip).Join(db.Records<SaleReceipt>(), u => u.Receipt, r => r.Id, (u, r) => r.Sale).Join(sameFund, s => s, s => s.Id, (s, _) => s).AnyAsync(cancel))
            return Problem.Invalid("slip", "sales.slip_used", "这张付款回单已经登记过。", "This payment slip was entered already.");
        var fund = await Fund(sale, cancel);
        var posted = await ledger.Post(
            new(BankCashHandler.Poster, $"refund-{asked.Id}", "charity.refunded", ($"退款从银行支付 {slip}", $"Refund paid by the bank {slip}"), [Entry.From(await cash.Box(fund, cancel), new Fen(drawn)), Entry.To(await cash.Bank(fund, cancel), new Fen(drawn))])
            { Subject = $"undo:{asked.Id}" },
            cancel);
        if (!posted.Ok)
            return posted.Problems[0];
        (asked.Slip, asked.DrawnFen, asked.Drawn) = (slip, drawn, posted.Value.Id);
        return null;
    }

    private Task<CharityFund> Fund(CharitySale sale, CancellationToken cancel) => db.Unfiltered<CharityFund>().SingleAsync(f => f.Code == sale.Fund, cancel);

    private async Task<FundMoney> Money(CharitySale sale, CancellationToken cancel) => await cash.Money(await Fund(sale, cancel), cancel);

    // A receipt of a sale in the caller's places.
    private async Task<(SaleReceipt Receipt, CharitySale Sale)?> Receipt(Guid id, CancellationToken cancel) =>
        await db.Records<SaleReceipt>().SingleOrDefaultAsync(r => r.Id == id, cancel) is { } receipt
        && await db.Scoped<CharitySale>(current.Value.ScopesFor(GoodwillPermissions.Fund)).SingleOrDefaultAsync(s => s.Id == receipt.Sale, cancel) is { } sale
            ? (receipt, sale) : null;

    private static string LockOf(Guid receipt) => $"charity-receipt.{receipt}";
}
