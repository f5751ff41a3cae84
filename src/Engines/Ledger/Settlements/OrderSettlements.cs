using System.Globalization;
using System.Text.Json.Serialization;
using Linli.Ledger.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Ids;
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
/// Puts every approved settlement of the caller's places into one order for the bank (付款指令). Each stands in one order only: two
/// accountants never hand the bank the same line.
/// </summary>
public sealed record OrderSettlements : ICommand<SettlementsOrdered>;

/// <summary>An order for the bank.</summary>
/// <param name="Id">Its id: <c>GET /ledger/settlements/payment-orders/{id}.csv</c> is the file, as often as it is wanted.</param>
/// <param name="Number">Its number.</param>
/// <param name="Count">How many settlements.</param>
/// <param name="Fen">What they come to, in fen.</param>
/// <param name="LeftOut">How many wait because their account holds less than is owed.</param>
public sealed record SettlementsOrdered(Guid Id, string Number, int Count, long Fen, int LeftOut);

/// <summary>Takes the file of an order out; each time stands in the audit log.</summary>
internal sealed record TakeOrderFile(Guid Id) : ICommand<OrderFile>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

/// <summary>What the bank's own program reads.</summary>
internal sealed record OrderFile(string Number, IReadOnlyList<OrderFileLine> Lines);

/// <summary>One payment.</summary>
internal sealed record OrderFileLine(Guid Settlement, string Number, string Name, long Fen, int Month);

/// <summary>The bank did not pay a settlement of an order (银行退回): it may be ordered anew.</summary>
/// <param name="Reason">Why, 2 to 100 characters.</param>
public sealed record WithdrawSettlement(string Reason) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    string? IAudited.AuditSubject => $"{Id} {Reason}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 100, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "ledger.withdraw_reason", "请用 2–100 个字写明银行为什么没有付。", "Say in 2 to 100 characters why the bank did not pay.");
    }
}

internal sealed class OrderSettlementsHandler(LinliDb db, SettlementPayment payment, Counters counters, CurrentCaller current, TimeProvider time)
    : IHandler<OrderSettlements, SettlementsOrdered>, IHandler<TakeOrderFile, OrderFile>, IHandler<WithdrawSettlement, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/ledger/settlements/payment-orders", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new OrderSettlements(), cancel))
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("Order the payment of every approved settlement 生成付款指令");
        api.MapGet("/ledger/settlements/payment-orders/{id:guid}.csv", Download)
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("The file of an order, for the bank 付款指令文件").Produces(StatusCodes.Status200OK, contentType: "text/csv");
        api.MapPost("/ledger/settlements/{id:guid}/withdrawal", (Guid id, WithdrawSettlement request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(LedgerPermissions.Close).WithTags("Ledger").WithSummary("The bank did not pay it 银行退回");
    }

    public async Task<Result<SettlementsOrdered>> Handle(OrderSettlements request, CancellationToken cancel)
    {
        await db.LockUntilCommit(SettlementPayment.Lock, cancel);
        var scopes = current.Value.ScopesFor(LedgerPermissions.Close);
        var due = (await db.Scoped<Settlement>(scopes).Where(s => s.State == SettlementState.Approved)
            .Join(db.Scoped<Account>(scopes).Where(a => a.Unit == LedgerUnit.Fen), s => s.Account, a => a.Id, (s, _) => s).OrderBy(s => s.Month).ThenBy(s => s.Id).ToListAsync(cancel)).FindAll(s => s.Owed > 0);
        var (now, holds, ordered) = (Clock.Now(time), new Dictionary<AccountId, long>(), new List<Settlement>());
        foreach (var one in due)
        {
            if (!holds.TryGetValue(one.Account, out var balance))
                balance = await payment.FreeToPay(one.Account, cancel);
            if (balance >= one.Owed)
            {
                ordered.Add(one);
                balance -= one.Owed;
            }

            holds[one.Account] = balance;
        }

        if (ordered.Count == 0)
            return due.Count == 0 ? Problem.Conflict("ledger.nothing_to_order", "没有已复核待付款的结算单。", "No approved settlement waits to be paid.") : SettlementPayment.AboveBalance(due[0].Owed, holds[due[0].Account]);
        var (id, number) = (Guid.CreateVersion7(now), ShortNumber.For("FK", LocalTime.DateOf(now), (int)await counters.Next(db, "ledger.payment-order", cancel)).ToString());
        foreach (var one in ordered)
            (one.State, one.Order, one.OrderNumber, one.OrderedBy, one.OrderedAt, one.Version) = (SettlementState.Ordered, id, number, current.Value.Account, now, one.Version + 1);
        return new SettlementsOrdered(id, number, ordered.Count, ordered.Sum(s => s.Owed), due.Count - ordered.Count);
    }

    public async Task<Result<OrderFile>> Handle(TakeOrderFile request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(LedgerPermissions.Close);
        var lines = await db.Scoped<Settlement>(scopes).AsNoTracking().Where(s => s.Order == request.Id)
            .Join(db.Scoped<Account>(scopes), s => s.Account, a => a.Id, (s, a) => new { Made = s, Account = a }).OrderBy(s => s.Made.Month).ThenBy(s => s.Account.Number).ToListAsync(cancel);
        return lines.Count == 0
            ? Problem.NotFound("ledger.order_not_found", "没有找到这份付款指令。", "This order was not found.")
            : new OrderFile(lines[0].Made.OrderNumber!, lines.ConvertAll(l => new OrderFileLine(l.Made.Id, l.Account.Number, l.Account.Label?.Zh ?? l.Account.Number, l.Made.Owed, l.Made.Month)));
    }

    public async Task<Result<Done>> Handle(WithdrawSettlement request, CancellationToken cancel)
    {
        var found = await payment.Find(request.Id, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (made, _) = found.Value;
        if (made.State != SettlementState.Ordered)
            return Problem.Conflict("ledger.settlement_not_ordered", "这份结算单不在付款指令里，或已经付款。", "This settlement stands in no order, or was paid.");
        (made.State, made.Order, made.OrderNumber, made.OrderedBy, made.OrderedAt, made.Version) = (SettlementState.Approved, null, null, null, null, made.Version + 1);
        return Done.It;
    }

    private static async Task<IResult> Download(Guid id, UseCaseRunner run, CancellationToken cancel)
    {
        var taken = await run.Run(new TakeOrderFile(id), cancel);
        if (!taken.Ok)
            return ProblemResults.From(taken.Problems);
        return TypedResults.Stream(
            async output =>
            {
                await using var table = TableWriter.Csv(output);
                await table.WriteHeaderAsync(["付款指令号", "结算单号", "收款方账号", "收款方", "金额（元）", "用途"], cancel);
                foreach (var one in taken.Value.Lines)
                    await table.WriteRowAsync(
                        [taken.Value.Number, one.Settlement.ToString("D"), one.Number, one.Name, one.Fen / 100m, $"{one.Month.ToString(CultureInfo.InvariantCulture)} 结算款"], cancel);
                await table.CompleteAsync(cancel);
            },
            "text/csv; charset=utf-8", $"payment-order-{taken.Value.Number}.csv");
    }
}
