using System.Text.Json.Serialization;
using Linli.Market.Shops;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Orders;

/// <summary>Hands an order to whoever shows its code, or leaves what was brought where the buyer wants it (交付).</summary>
/// <param name="Code">The six digits of the order; needed for pick-up.</param>
/// <param name="Note">Where it was left, 2–100 characters; needed for a delivery without a code.</param>
public sealed record HandOverOrder(string? Code = null, string? Note = null) : ICommand<OrderMove>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public OrderId Order { get; init; }

    string? IAudited.AuditSubject => Order.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Note, 100, out var note) || (note.Length == 1))
            yield return Problem.Invalid("note", "market.note_length", "说明为 2–100 个字。", "A note has 2–100 characters.");
    }
}

/// <summary>Finds the open order of the caller's shop that a code belongs to (扫取货码).</summary>
/// <param name="Code">Six digits, as shown or scanned.</param>
public sealed record FindByCode(string? Code) : IQuery<OrderId>;

internal sealed class HandOverOrderHandler(LinliDb db, ShopReach reach, OrderDesk desk, TimeProvider time)
    : IHandler<HandOverOrder, OrderMove>, IHandler<FindByCode, OrderId>, IUseCase
{
    private static readonly OrderState[] Open = [OrderState.Paid, OrderState.Packed, OrderState.Ready, OrderState.Out];

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/orders/{id}/hand-over", (OrderId id, HandOverOrder request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Order = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Hand an order over 交付");
        api.MapGet("/market/orders/by-code", (string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindByCode(code), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("The open order of a code 扫取货码");
    }

    public async Task<Result<OrderMove>> Handle(HandOverOrder request, CancellationToken cancel)
    {
        if (await desk.OfShop(request.Order, cancel) is not { } order)
            return MarketProblems.OrderNotFound;
        if (OrderRules.Next(order.State, order.Way, OrderAct.HandOver) is null)
            return MarketProblems.WrongState(OrderWords.Of(order.State, order.Way));
        PlainText.TryCleanLine(request.Note, 100, out var note);
        var code = Digits(request.Code);
        if (code.Length > 0 && code != order.Code)
            return Problem.Invalid("code", "market.code_wrong", "取货码不对，请核对后再交货。", "The code is another one: check it before you hand anything over.");
        if (code.Length == 0 && order.Way == OrderWay.PickUp)
            return Problem.Invalid("code", "market.code_missing", "请让顾客出示取货码。", "Ask for the code of the order.");
        if (code.Length == 0 && note.Length == 0)
            return Problem.Invalid("note", "market.left_where", "没有取货码时，请写明放在哪里或交给了谁。", "Without a code, say where it was left.");
        OrderRules.Move(order, OrderAct.HandOver, Clock.Now(time));
        order.Note = note.Length == 0 ? null : note;
        await desk.TellBuyer(
            order, "handed_over", order.Way == OrderWay.PickUp ? ("您的订单已取走", "Your order was picked up") : ("您的订单已送达", "Your order was delivered"),
            ($"订单 {order.Number}；有问题请在 {order.AfterSalesDays} 天内申请售后。", $"Order {order.Number}; if something is wrong, say so within {order.AfterSalesDays} days."), cancel);
        await desk.Publish(order, cancel);
        return OrderMove.Of(order);
    }

    public async Task<Result<OrderId>> Handle(FindByCode request, CancellationToken cancel)
    {
        var (codes, digits) = (reach.Codes, Digits(request.Code));

        // Of one's own shops.
        return await db.Unfiltered<Order>().AsNoTracking().Where(o => codes.Contains(o.Shop) && o.Code == digits && Open.Contains(o.State)).Select(o => (OrderId?)o.Id).FirstOrDefaultAsync(cancel)
            is { } id ? id : Problem.NotFound("market.code_unknown", "没有这个取货码的订单，可能已经取走。", "No open order has this code: it may have been picked up.");
    }

    // A scanner reads the whole QR code: linli-order:HF…:123456.
    private static string Digits(string? code) => new([.. (code ?? "").Split(':')[^1].Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsAsciiDigit).Take(20)]);
}
