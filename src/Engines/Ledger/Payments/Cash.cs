using System.Text.Json.Serialization;
using Linli.Ledger.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Payments;

/// <summary>Takes cash at the desk into somebody's wallet (现金充值).</summary>
/// <param name="Number">Number of a wallet as the person reads it out, <c>Y-000042</c>, or the code they show.</param>
/// <param name="Fen">How much was handed over, in fen.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same cash.</param>
public sealed record TakeCash(string Number, long Fen, string? IdempotencyKey = null) : ICommand<Posted>, IValidated, IAudited, IRepeatable
{
    string? IAudited.AuditSubject => null;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Number is not { Length: > 0 and <= 500 })
            yield return WalletFinder.NotFound with { Kind = ProblemKind.Invalid, Field = "number" };
        if (Fen <= 0)
            yield return Problem.Invalid("fen", "ledger.top_up_amount", "请填写收到的金额。", "Say how much was handed over.");
    }
}

internal sealed class TakeCashHandler(LinliDb db, WalletFinder wallets, ArrivalDesk arrivals, TopUpLimits limits, WalletNews news, CurrentCaller current, TimeProvider time)
    : IHandler<TakeCash, Posted>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/cash", (TakeCash request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Payments).WithTags("Payments").WithSummary("Take cash into a wallet 现金充值");

    public async Task<Result<Posted>> Handle(TakeCash request, CancellationToken cancel)
    {
        var found = await wallets.Here(request.Number, cancel);
        if (!found.Ok)
            return found.As<Posted>();
        var wallet = found.Value;
        if (wallets.IsOwn(wallet))
            return Problem.Forbidden("ledger.own_wallet", "自己的钱包请由同事办理。", "Your own wallet is for a colleague to fill.");
        var now = Clock.Now(time);
        var limit = await limits.At(ScopePath.Parse(wallet.Scope, null), Platform.Time.LocalTime.DateOf(now), cancel);
        var stands = await limits.Stands(wallet.Id, now, cancel);
        if (limit.FaultOf(request.Fen, stands.Today, stands.InWallet) is { } refused)
            return refused;
        var arrival = new Arrival
        {
            Id = Guid.CreateVersion7(now), Scope = wallet.Scope, Provider = PaymentBooks.Cash, Reference = Guid.CreateVersion7(now).ToString("N"), Order = "", Fen = request.Fen,
            PaidAt = now, At = now, Way = ArrivalWay.Cash, State = ArrivalState.Posted, DecidedBy = current.Value.Account, Version = 1,
        };
        if (await arrivals.Post(arrival, wallet.Id, cancel) is { } fault)
            return fault;
        db.Insert(arrival);
        await news.Tell(Guid.TryParse(wallet.OwnerKey, out var person) ? person : null, null, "wallet.paid", ("充值到账", "Paid in"),
            ($"在服务台充值 {UnitWords.Words(LedgerUnit.Fen, request.Fen).Zh}。", $"{UnitWords.Words(LedgerUnit.Fen, request.Fen).En} were paid in at the desk."), "/me/wallet", $"arrival:{arrival.Id:D}", cancel);
        return new Posted(arrival.Transfer!.Value, now, Platform.Time.LocalTime.DateOf(now));
    }
}

/// <summary>Finds the wallet of money that somebody reads out, within the places of the caller.</summary>
internal sealed class WalletFinder(LinliDb db, Wallet.PersonPointer pointer, PersonWallets opener, CurrentCaller current)
{
    public static readonly Problem NotFound = Problem.NotFound("ledger.wallet_not_found", "没有找到这个钱包账号，请核对（如 Y-000042）。", "There is no wallet with this number; it reads like Y-000042.");

    /// <summary>The wallet of money of whoever stands at the desk; opened where there is none.</summary>
    /// <param name="shown">A number that was read out, or a code that was shown.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<Account>> Here(string shown, CancellationToken cancel)
    {
        var person = await pointer.Find(shown, current.Value.ScopesFor(LedgerPermissions.Payments), cancel);
        return person.Ok ? await opener.Open(person.Value, LedgerUnit.Fen, cancel) : person.As<Account>();
    }

    public async Task<Account?> Find(string number, CancellationToken cancel)
    {
        var wanted = number.Trim().ToUpperInvariant();
        return await db.Scoped<Account>(current.Value.ScopesFor(LedgerPermissions.Payments)).AsNoTracking().SingleOrDefaultAsync(
            a => a.Number == wanted && a.Unit == LedgerUnit.Fen && a.Purpose == NewAccount.Wallet && a.OwnerKind == OwnerKind.Person, cancel);
    }

    public bool IsOwn(Account wallet) => Guid.TryParse(wallet.OwnerKey, out var person) && current.Value.MayBe(person);
}

/// <summary>Asks at the desk for money of a wallet in cash (现金退款); a colleague confirms it and pays it out.</summary>
/// <param name="Number">Number of a wallet, or the code the person shows.</param>
/// <param name="Fen">How much, in fen.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
public sealed record GiveCash(string Number, long Fen, string? IdempotencyKey = null) : ICommand<RefundAsked>, IValidated, IAudited, IRepeatable
{
    string? IAudited.AuditSubject => null;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Number is not { Length: > 0 and <= 500 })
            yield return WalletFinder.NotFound with { Kind = ProblemKind.Invalid, Field = "number" };
        if (Fen is <= 0 or > Postings.TransferRules.Largest)
            yield return Problem.Invalid("fen", "ledger.refund_amount", "请填写要退的金额。", "Say how much should go back.");
    }
}

internal sealed class GiveCashHandler(WalletFinder wallets, RefundPlanner planner, CurrentCaller current) : IHandler<GiveCash, RefundAsked>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/refunds", (GiveCash request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(LedgerPermissions.Payments).WithTags("Payments").WithSummary("Begin to give money of a wallet back in cash 现金退款");

    public async Task<Result<RefundAsked>> Handle(GiveCash request, CancellationToken cancel)
    {
        var found = await wallets.Here(request.Number, cancel);
        if (!found.Ok)
            return found.As<RefundAsked>();
        var wallet = found.Value;
        if (!Guid.TryParse(wallet.OwnerKey, out var person))
            return WalletFinder.NotFound with { Field = "number" };
        if (wallets.IsOwn(wallet))
            return Problem.Forbidden("ledger.own_wallet", "自己的钱包请由同事办理。", "Your own wallet is for colleagues to pay out.");
        return await planner.Plan(person, request.Fen, cash: true, current.Value.Account, cancel);
    }
}

/// <summary>One of the two who pay cash out says so (双人付现): the first checks who stands there, the second counts; then it leaves the wallet.</summary>
/// <param name="Agreed">False sends the person away: the money can be spent again.</param>
public sealed record ConfirmCashRefund(bool Agreed) : ICommand<CashConfirmed>, IAudited
{
    /// <summary>Which refund.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {(Agreed ? "agreed" : "refused")}";
}

/// <summary>How cash stands after a word of one of the two.</summary>
/// <param name="Paid">Whether it left the wallet.</param>
public sealed record CashConfirmed(bool Paid);

internal sealed class ConfirmCashRefundHandler(LinliDb db, RefundDesk desk, CurrentCaller current) : IHandler<ConfirmCashRefund, CashConfirmed>, IUseCase
{
    public static readonly Problem NotFound = Problem.NotFound("ledger.refund_not_found", "没有找到这笔退款。", "This refund was not found.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/refunds/{id:guid}/cash", (Guid id, ConfirmCashRefund request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Payments).WithTags("Payments").WithSummary("One of two who pay cash out 双人付现");

    public async Task<Result<CashConfirmed>> Handle(ConfirmCashRefund request, CancellationToken cancel)
    {
        if (await db.Scoped<Refund>(current.Value.ScopesFor(LedgerPermissions.Payments)).SingleOrDefaultAsync(r => r.Id == request.Id, cancel) is not { } refund)
            return NotFound;
        if (refund.State != RefundState.AtDesk)
            return Problem.Conflict("ledger.refund_decided", "这笔退款已经办理。", "This refund was dealt with already.");
        var me = current.Value.Account;
        if (refund.By == me && refund.FirstBy != me)
            return Problem.Forbidden("ledger.own_wallet", "自己申请的退款请由同事办理。", "What you asked for yourself is for colleagues to pay out.");
        if (refund.Person is { } person && current.Value.MayBe(person))
            return Problem.Forbidden("ledger.own_wallet", "自己的钱包请由同事办理。", "Your own wallet is for colleagues to pay out.");
        refund.Version++;
        if (!request.Agreed)
        {
            await desk.SetFree(refund, RefundState.Cancelled, cancel);
            return new CashConfirmed(false);
        }

        if (refund.FirstBy is null)
        {
            refund.FirstBy = me;
            return new CashConfirmed(false);
        }

        if (refund.FirstBy == me)
            return Problem.Forbidden("ledger.second_person", "付现须由另一位同事确认。", "Somebody else confirms that cash is paid out.");
        refund.SecondBy = me;
        return await desk.Finish(refund, cancel) is { } fault ? fault : new CashConfirmed(true);
    }
}
