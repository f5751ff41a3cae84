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

    /// <summary>Number of the bank's payment slip (付款回单号), where cash that had been handed in was paid back from the charity's account.</summary>
    public string? Slip { get; set; }

    /// <summary>The transfer that drew it from the bank; <c>null</c> where box or wallet paid.</summary>
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

/// <summary>The second person agrees that a receipt is taken back, or not (退单复核). Agreed, the money returns where it came from and the goods to the stall; the ledger keeps both.</summary>
/// <param name="Id">Which request.</param>
/// <param name="Agree">Agreed or refused.</param>
/// <param name="Word">When refusing: why, 2–200 characters.</param>
/// <param name="Slip">When cash is paid back from the charity's account: number of the bank's payment slip, 4–40 characters. Without one it comes out of the box.</param>
internal sealed record CheckUndo(Guid Id, bool Agree, string? Word = null, string? Slip = null) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => $"{Id} {(Agree ? "agreed" : "refused")}";

    public IEnumerable<Problem> Problems()
    {
        if (!Agree && Text(Word, 200, "word", "请写明原因", "Say why") is { } word)
            yield return word;
        if (Agree && !string.IsNullOrWhiteSpace(Slip) && Slip.Trim() is not { Length: >= 4 and <= 40 })
            yield return Problem.Invalid("slip", "sales.slip", "请填写银行付款回单号，4–40 个字符；从现金箱退的不填。", "Give the number of the bank's payment slip, 4 to 40 characters; leave it empty for cash out of the box.");
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
        if (receipt.Paid == PaidBy.Cash && await cash.Money(await Fund(sale, cancel), cancel) is var money && money.InBoxFen < receipt.Fen && money.InBankFen < receipt.Fen)
            return Short(money);
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
            return await TakeBack(asked, receipt, sale, string.IsNullOrWhiteSpace(request.Slip) ? null : request.Slip.Trim(), cancel);
        (asked.State, asked.Refusal) = (UndoState.Refused, Clean(request.Word, 200));
        return Done.It;
    }

    private async Task<Result<Done>> TakeBack(SaleUndo asked, SaleReceipt receipt, CharitySale sale, string? slip, CancellationToken cancel)
    {
        await db.LockUntilCommit($"charity-sale.{sale.Id}", cancel);
        // What is handed in or spent meanwhile waits.
        await cash.Lock(sale.Fund, cancel);
        var fund = await Fund(sale, cancel);
        if (await MayPay(receipt, fund, slip, cancel) is { } refused)
            return refused;
        if (slip is not null && await Draw(asked, receipt, fund, slip, cancel) is { Ok: false } failed)
            return failed;
        var (slipZh, slipEn) = slip is null ? ("", "") : ($"（银行回单 {slip}）", $" (bank slip {slip})");
        var back = await ledger.Reverse(new(receipt.Transfer, HoldSaleHandler.Poster, $"undo-{receipt.Id}", ($"义卖退款{slipZh}：{asked.Reason}", $"Charity sale taken back{slipEn}: {asked.Reason}")), cancel);
        if (!back.Ok)
            return back.As<Done>();
        (receipt.UndoneAt, receipt.Undone, asked.State) = (asked.DecidedAt, back.Value.Id, UndoState.Done);
        foreach (var line in await db.Records<SaleLine>().AsNoTracking().Where(l => l.Receipt == receipt.Id).ToListAsync(cancel))
            (await db.Records<SaleGood>().SingleAsync(g => g.Id == line.Good, cancel)).Left += line.Count;
        return Done.It;
    }

    // Cash comes out of the box, or whole from the charity's account against a slip that pays nothing else.
    private async Task<Problem?> MayPay(SaleReceipt receipt, CharityFund fund, string? slip, CancellationToken cancel)
    {
        if (receipt.Paid != PaidBy.Cash)
            return slip is null ? null : Problem.Invalid("slip", "sales.slip_wallet", "钱包付的原路退回钱包，不填银行回单号。", "What a wallet paid goes back to the wallet: leave the slip empty.");
        var money = await cash.Money(fund, cancel);
        if (slip is null)
            return money.InBoxFen >= receipt.Fen ? null
                : money.InBankFen < receipt.Fen ? Short(money)
                : Problem.Invalid("slip", "sales.no_cash", $"现金已经上交，箱里只有 {Yuan.Signed(money.InBoxFen)}：请从慈善账户退款，并填写银行付款回单号。", $"The cash was handed in and the box holds {Yuan.Signed(money.InBoxFen)}: pay it back from the charity's account and give the number of the bank's slip.");
        if (money.InBankFen < receipt.Fen)
            return Short(money);
        var ofFund = db.Unfiltered<CharitySale>().Where(s => s.Fund == fund.Code).Select(s => s.Id);
        return await db.Records<SaleUndo>().AnyAsync(u => u.Slip == slip && db.Records<SaleReceipt>().Any(r => r.Id == u.Receipt && ofFund.Contains(r.Sale)), cancel)
            ? Problem.Invalid("slip", "sales.slip_used", "这张付款回单已经登记过。", "This payment slip was entered already.") : null;
    }

    private async Task<Result<Done>> Draw(SaleUndo asked, SaleReceipt receipt, CharityFund fund, string slip, CancellationToken cancel)
    {
        var drawn = await ledger.Post(
            new(BankCashHandler.Poster, $"refund-{asked.Id}", "charity.refunded", ($"从慈善账户退款 {slip}", $"Paid back from the charity's account {slip}"),
                [Entry.From(await cash.Box(fund, cancel), new Fen(receipt.Fen)), Entry.To(await cash.Bank(fund, cancel), new Fen(receipt.Fen))])
            { Subject = $"undo:{asked.Id}" }, cancel);
        if (!drawn.Ok)
            return drawn.As<Done>();
        (asked.Slip, asked.Drawn) = (slip, drawn.Value.Id);
        return Done.It;
    }

    private Task<CharityFund> Fund(CharitySale sale, CancellationToken cancel) => db.Unfiltered<CharityFund>().SingleAsync(f => f.Code == sale.Fund, cancel);

    private static Problem Short(FundMoney money) => Problem.Conflict(
        "sales.no_money", $"现金箱里有 {Yuan.Signed(money.InBoxFen)}，慈善账户里有 {Yuan.Signed(money.InBankFen)}，都不够退这张单：等义卖款到账后再退。",
        $"The box holds {Yuan.Signed(money.InBoxFen)} and the charity's account {Yuan.Signed(money.InBankFen)}, neither enough for this receipt: take it back once more has come in.");

    // A receipt of a sale in the caller's places.
    private async Task<(SaleReceipt Receipt, CharitySale Sale)?> Receipt(Guid id, CancellationToken cancel) =>
        await db.Records<SaleReceipt>().SingleOrDefaultAsync(r => r.Id == id, cancel) is { } receipt
        && await db.Scoped<CharitySale>(current.Value.ScopesFor(GoodwillPermissions.Fund)).SingleOrDefaultAsync(s => s.Id == receipt.Sale, cancel) is { } sale
            ? (receipt, sale) : null;

    private static string LockOf(Guid receipt) => $"charity-receipt.{receipt}";
}
