using System.Text.Json.Serialization;
using Linli.Ledger.Accounts;
using Linli.Ledger.Payments;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger.Settlements;

/// <summary>Approves a settlement (结算复核): never whoever made it.</summary>
/// <param name="Id">Which.</param>
public sealed record ApproveSettlement(Guid Id) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class ApproveSettlementHandler(SettlementPayment payment, CurrentCaller current, TimeProvider time) : IHandler<ApproveSettlement, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/settlements/{id:guid}/approval", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ApproveSettlement(id), cancel))
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("Approve a settlement that a colleague made 结算复核");

    public async Task<Result<Done>> Handle(ApproveSettlement request, CancellationToken cancel)
    {
        var found = await payment.Find(request.Id, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (made, _) = found.Value;
        if (made.State != SettlementState.Made)
            return Problem.Conflict("ledger.settlement_approved", "这份结算单已经复核或已结转。", "This settlement was approved already, or went into the next.");
        if (made.By == current.Value.Account)
            return Problem.Forbidden("ledger.second_person", "结算单须由另一位同事复核。", "Somebody else approves a settlement.");
        (made.State, made.ApprovedBy, made.ApprovedAt, made.Version) = (SettlementState.Approved, current.Value.Account, Clock.Now(time), made.Version + 1);
        return Done.It;
    }
}

/// <summary>Says that the bank has paid an approved settlement (结算付款): what is owed leaves the books.</summary>
/// <param name="Reference">Number of the bank's slip, 2 to 60 characters.</param>
public sealed record PaySettlement(string Reference) : ICommand<Posted>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => Id.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reference, 60, out var reference) || reference.Length < 2)
            yield return Problem.Invalid("reference", "ledger.bank_reference", "请填写银行回单号（2–60 个字符）。", "Give the number of the bank's slip, 2 to 60 characters.");
    }
}

internal sealed class PaySettlementHandler(LinliDb db, SettlementPayment payment, ILedger ledger, AccountBook accounts, PaymentBooks books, CurrentCaller current, TimeProvider time) : IHandler<PaySettlement, Posted>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/ledger/settlements/{id:guid}/payment", (Guid id, PaySettlement request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("Say that the bank has paid a settlement 结算付款");

    public async Task<Result<Posted>> Handle(PaySettlement request, CancellationToken cancel)
    {
        var found = await payment.Find(request.Id, cancel);
        if (!found.Ok)
            return found.As<Posted>();
        var (made, account) = found.Value;

        // Points and hours never become money (R20, R21).
        if (account.Unit != LedgerUnit.Fen)
            return Problem.Conflict("ledger.settlement_no_money", "只有钱款结算可以付款；积分和时长不能兑现。", "Only settlements of money are paid: points and hours never become money.");
        if (made.State is not (SettlementState.Approved or SettlementState.Ordered))
            return Problem.Conflict("ledger.settlement_not_approved",
                made.State switch { SettlementState.Paid => "这份结算单已经付款。", SettlementState.Carried => "这份结算单已结转到下个月。", _ => "请先由另一位同事复核。" },
                made.State switch { SettlementState.Paid => "This settlement was paid already.", SettlementState.Carried => "This settlement went into the next.", _ => "A colleague approves it first." });
        if (made.Owed <= 0)
            return Problem.Conflict("ledger.settlement_nothing_owed", "没有应付给对方的钱。", "Nothing is owed to them.");

        // What stands in an order the bank may have paid by now: it is written down as it was.
        // And what stands in other orders is no longer there for this one.
        await db.LockUntilCommit(SettlementPayment.Lock, cancel);
        if (made.State == SettlementState.Approved && await payment.FreeToPay(account.Id, cancel) is var holds && holds < made.Owed)
            return SettlementPayment.AboveBalance(made.Owed, holds);
        PlainText.TryCleanLine(request.Reference, int.MaxValue, out var reference);
        await db.LockUntilCommit($"ledger.bank-reference.{reference}", cancel);

        // One slip pays one settlement, wherever it was made.
        if (await db.Unfiltered<Settlement>().AnyAsync(s => s.BankReference == reference, cancel))
            return Problem.Conflict("ledger.bank_reference_used", "这个银行回单号已经用于另一份结算单，请核对。", "This slip of the bank was used for another settlement: look again.") with { Field = "reference" };
        var amount = new Fen(made.Owed);
        var bank = (await accounts.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", books.Town, null) { Label = ("银行", "Bank") }, cancel)).Id;
        var posted = await ledger.Post(
            new(SettlementPayment.Poster, made.Id.ToString("D"), SettlementPayment.Kind, ($"支付 {made.Month / 100} 年 {made.Month % 100} 月结算款", $"Settlement of {made.Month / 100}-{made.Month % 100:00} paid"),
                [Entry.From(account.Id, amount), Entry.To(bank, amount)])
            { Subject = made.Id.ToString("D") },
            cancel);
        if (!posted.Ok)
            return posted;
        (made.State, made.PaidBy, made.PaidAt, made.BankReference, made.Transfer, made.Version) =
            (SettlementState.Paid, current.Value.Account, Clock.Now(time), reference, posted.Value.Id, made.Version + 1);
        return posted;
    }
}

/// <summary>Finds settlements for those who may pay them.</summary>
internal sealed class SettlementPayment(LinliDb db, ILedger ledger, CurrentCaller current)
{
    /// <summary>Orders and payments pass one after the other: each sees what the others left of an account.</summary>
    public const string Lock = "ledger.settlement-order";

    public const string Poster = "ledger.settlement";

    public const string Kind = "settlement.pay";

    public static readonly Problem NotFound = Problem.NotFound("ledger.settlement_not_found", "没有找到这份结算单。", "This settlement was not found.");

    public async Task<Result<(Settlement Made, Account Account)>> Find(Guid id, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Close);
        return await db.Scoped<Settlement>(scopes).SingleOrDefaultAsync(s => s.Id == id, cancel) is { } made
            ? (made, await db.Unfiltered<Account>().AsNoTracking().SingleAsync(a => a.Id == made.Account, cancel))
            : NotFound;
    }

    /// <summary>What may still be paid or ordered of an account: what it holds, less what stands in orders and may have left the bank by now.</summary>
    public async Task<long> FreeToPay(AccountId account, CancellationToken cancel)
    {
        // Within reach: the account is.
        var ordered = await db.Unfiltered<Settlement>().AsNoTracking().Where(s => s.Account == account && s.State == SettlementState.Ordered).ToListAsync(cancel);
        return (await ledger.Balance(account, cancel)).Posted - ordered.Sum(s => s.Owed);
    }

    /// <summary>Refunds came after the month: never is more paid than the counterpart still has here.</summary>
    public static Problem AboveBalance(long owed, long holds)
    {
        var (due, has) = (UnitWords.Words(LedgerUnit.Fen, owed), UnitWords.Words(LedgerUnit.Fen, holds));
        return Problem.Conflict("ledger.settlement_above_balance", $"结算单为 {due.Zh}，但月后发生退款，对方账户只剩 {has.Zh}：等账户余额足够再付。",
            $"{due.En} are owed, but after refunds the account holds {has.En}: pay it when it holds enough.");
    }
}
