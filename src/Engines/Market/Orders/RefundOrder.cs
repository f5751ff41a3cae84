using System.Text.Json.Serialization;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Market.Orders;

/// <summary>What of a line is given back.</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Fen">How much money; the whole rest of the line when left out.</param>
/// <param name="PutBack">How many can be sold again.</param>
public sealed record RefundWish(int Line, long? Fen = null, long PutBack = 0);

/// <summary>The shop gives money back of its own accord (退款), whole or in part.</summary>
/// <param name="Lines">Of which lines; every line whole when left out.</param>
/// <param name="Reason">2–100 characters: the buyer reads it.</param>
/// <param name="IdempotencyKey">Made by the client; compulsory.</param>
public sealed record RefundOrder(string? Reason, IReadOnlyList<RefundWish>? Lines = null, string? IdempotencyKey = null) : ICommand<OrderMove>, IValidated, IRepeatable, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public OrderId Order { get; init; }

    object IRepeatable.Wish => new { Order, Reason, Lines };

    string? IAudited.AuditSubject => Order.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (MarketProblems.KeyFault(IdempotencyKey) is { } key)
            yield return key;
        if (!PlainText.TryCleanLine(Reason, 100, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "market.reason_missing", "请写明原因（2–100 个字），顾客会看到。", "Say why (2–100 characters): the buyer reads it.");
        if (Lines is { } lines && (lines.Count is 0 or > OrderRules.MostLines || lines.Any(l => l is null) || lines.DistinctBy(l => l.Line).Count() != lines.Count))
            yield return Problem.Invalid("lines", "market.refund_lines", "请选择要退的商品，每种一行。", "Choose what is given back, one line for each of the goods.");
    }
}

internal sealed class RefundOrderHandler(OrderDesk desk, Refunds refunds) : IHandler<RefundOrder, OrderMove>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/market/orders/{id}/refund", (OrderId id, RefundOrder request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Order = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Give money back 退款");

    public async Task<Result<OrderMove>> Handle(RefundOrder request, CancellationToken cancel)
    {
        if (await desk.OfShop(request.Order, cancel) is not { } order)
            return MarketProblems.OrderNotFound;
        var lines = await desk.Lines(order.Id, cancel);
        PlainText.TryCleanLine(request.Reason, 100, out var reason);
        Result<Done> given;
        if (request.Lines is null)
        {
            given = await refunds.GiveAll(order, lines, putBack: false, "return", reason, cancel);
        }
        else
        {
            if (request.Lines.FirstOrDefault(w => lines.All(l => l.Line != w.Line)) is { } unknown)
                return Problem.Invalid("lines", "market.line_unknown", $"订单没有第 {unknown.Line} 行。", $"The order has no line {unknown.Line}.");
            var parts = request.Lines.Select(w => (Wish: w, Line: lines.Single(l => l.Line == w.Line))).Select(p => new LineRefund(p.Line, p.Wish.Fen ?? p.Line.TotalFen - p.Line.RefundedFen, p.Wish.PutBack)).ToList();
            given = await refunds.Give(order, parts, 0, "return", reason, cancel);
        }

        if (!given.Ok)
            return given.As<OrderMove>();
        await desk.TellBuyer(order, "refunded", ("店铺给您退了款", "The shop gave you money back"), ($"订单 {order.Number}，已退 {Yuan.Figure(order.RefundedFen)} 元到钱包。", $"Order {order.Number}: ¥{Yuan.Figure(order.RefundedFen)} went back to your wallet."), cancel);
        await desk.Publish(order, cancel);
        return OrderMove.Of(order);
    }
}
