using System.Globalization;
using System.Text.Json.Serialization;
using Linli.Ledger.Accounts;
using Linli.Ledger.Payments;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
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
            return Problem.Conflict("ledger.settlement_approved", "这份结算单已经复核。", "This settlement was approved already.");
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

internal sealed class PaySettlementHandler(SettlementPayment payment, ILedger ledger, AccountBook accounts, PaymentBooks books, CurrentCaller current, TimeProvider time) : IHandler<PaySettlement, Posted>, IUseCase
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
        if (made.State != SettlementState.Approved)
            return Problem.Conflict("ledger.settlement_not_approved", made.State == SettlementState.Paid ? "这份结算单已经付款。" : "请先由另一位同事复核。", made.State == SettlementState.Paid ? "This settlement was paid already." : "A colleague approves it first.");
        if (made.Owed <= 0)
            return Problem.Conflict("ledger.settlement_nothing_owed", "没有应付给对方的钱。", "Nothing is owed to them.");
        PlainText.TryCleanLine(request.Reference, int.MaxValue, out var reference);
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

/// <summary>Finds settlements for those who may pay them, and writes the order for the bank.</summary>
internal sealed class SettlementPayment(LinliDb db, CurrentCaller current)
{
    public const string Poster = "ledger.settlement";

    public const string Kind = "settlement.pay";

    public async Task<Result<(Settlement Made, Account Account)>> Find(Guid id, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Close);
        return await db.Scoped<Settlement>(scopes).SingleOrDefaultAsync(s => s.Id == id, cancel) is { } made
            ? (made, await db.Unfiltered<Account>().AsNoTracking().SingleAsync(a => a.Id == made.Account, cancel))
            : Problem.NotFound("ledger.settlement_not_found", "没有找到这份结算单。", "This settlement was not found.");
    }

    /// <summary>Every approved settlement of money that is not paid yet, as a file for the bank's own program.</summary>
    public static async Task<IResult> Order(LinliDb db, CurrentCaller current, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Close);
        var due = await db.Scoped<Settlement>(scopes).AsNoTracking().Where(s => s.State == SettlementState.Approved && s.In > s.Out)
            .Join(db.Scoped<Account>(scopes).Where(a => a.Unit == LedgerUnit.Fen), s => s.Account, a => a.Id, (s, a) => new { Made = s, Account = a })
            .OrderBy(s => s.Made.Month).ThenBy(s => s.Account.Number).ToListAsync(cancel);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = TableWriter.Csv(output);
                await table.WriteHeaderAsync(["结算单号", "收款方账号", "收款方", "金额（元）", "用途"], cancel);
                foreach (var one in due)
                    await table.WriteRowAsync(
                        [one.Made.Id.ToString("D"), one.Account.Number, one.Account.Label?.Zh ?? one.Account.Number, one.Made.Owed / 100m, $"{one.Made.Month.ToString(CultureInfo.InvariantCulture)} 结算款"], cancel);
                await table.CompleteAsync(cancel);
            },
            "text/csv; charset=utf-8", "payment-order.csv");
    }
}
