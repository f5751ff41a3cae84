using System.Text.Json.Serialization;
using Linli.Market.Orders;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.AfterSales;

/// <summary>The buyer says what is wrong with something that was handed over (申请售后).</summary>
/// <param name="Line">Number of the line.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Count">How many of the line; all when left out.</param>
/// <param name="Text">In words, 4–500 characters.</param>
/// <param name="Photos">Up to 6 photos uploaded before.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
public sealed record AskAfterSale(int Line, AfterSaleReason Reason, string? Text, long? Count = null, IReadOnlyList<FileId>? Photos = null, string? IdempotencyKey = null)
    : ICommand<AfterSaleAsked>, IValidated, IRepeatable, IAudited
{
    /// <summary>Which order.</summary>
    [JsonIgnore]
    public OrderId Order { get; init; }

    object IRepeatable.Wish => new { Order, Line, Reason, Text, Count };

    string? IAudited.AuditSubject => $"{Order.Value} {Line}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(Reason))
            yield return Problem.Invalid("reason", "market.after_sale_reason", "请选择原因。", "Choose a reason.");
        if (!PlainText.TryClean(Text, 500, out var text) || text.Length < 4)
            yield return Problem.Invalid("text", "market.after_sale_text", "请写明情况（4–500 个字）。", "Say what is wrong (4–500 characters).");
        if (Photos is { Count: > AfterSaleRules.MostPhotos } || Photos?.Distinct().Count() != Photos?.Count)
            yield return Problem.Invalid("photos", "market.after_sale_photos", "最多 6 张照片，每张一次。", "At most 6 photos, each once.");
        if (Count is <= 0 or > OrderRules.MostOfOne)
            yield return Stock.StockRules.WrongCount;
    }
}

/// <summary>A request as it was taken on.</summary>
public sealed record AfterSaleAsked(Guid Id, long AskedFen, DateTimeOffset DueAt);

internal sealed class AskAfterSaleHandler(LinliDb db, OrderDesk desk, IFileStore files, TimeProvider time) : IHandler<AskAfterSale, AfterSaleAsked>, IUseCase
{
    private static readonly AfterSaleState[] Open = [AfterSaleState.Asked, AfterSaleState.Disputed];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/market/orders/{id}/after-sales", (OrderId id, AskAfterSale request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Order = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("Say what is wrong with an order 申请售后");

    public async Task<Result<AfterSaleAsked>> Handle(AskAfterSale request, CancellationToken cancel)
    {
        if (await desk.OfBuyer(request.Order, FamilyMatters.Book, cancel) is not { } order)
            return MarketProblems.OrderNotFound;
        var now = Clock.Now(time);
        // What was paid for and never came is asked about like what came and was wrong.
        if (order.AfterSalesUntil is null && !OrderRules.IsOverdue(order, now))
            return MarketProblems.WrongState(OrderWords.Of(order.State, order.Way));
        if (order.AfterSalesUntil <= now)
            return Problem.Conflict("market.after_sale_late", $"收货已超过 {order.AfterSalesDays} 天，请直接联系店铺或社区。", $"More than {order.AfterSalesDays} days have passed: ask the shop or the community.");
        if ((await desk.Lines(order.Id, cancel)).FirstOrDefault(l => l.Line == request.Line) is not { } line)
            return Problem.Invalid("line", "market.line_unknown", "请选择订单里的商品。", "Choose something of the order.");
        var count = request.Count ?? line.Count;
        if (count > line.Count)
            return Problem.Invalid("count", "market.after_sale_count", $"这一项只买了 {line.Count} 件。", $"Only {line.Count} of it were bought.");
        var asked = Math.Min(count * line.PriceFen, line.TotalFen - line.RefundedFen);
        if (asked == 0)
            return Refunds.TooMuch(order);

        // The order's version makes two requests at once pass one after the other.
        order.Version++;
        if (await db.Unfiltered<AfterSale>().AnyAsync(a => a.Order == order.Id && a.Line == line.Line && Open.Contains(a.State), cancel))
            return Problem.Conflict("market.after_sale_open", "这件商品的售后正在处理。", "A request about this is being seen to already.");
        var sale = new AfterSale
        {
            Id = Guid.CreateVersion7(now), Order = order.Id, Line = line.Line, Shop = order.Shop, Scope = order.Scope, Reason = request.Reason, Count = count, AskedFen = asked,
            Text = Clean(request.Text), State = AfterSaleState.Asked, At = now, DueAt = now + AfterSaleRules.AnswerWithin, Version = 1,
        };
        if (request.Photos is { Count: > 0 } photos
            && await files.Attach(photos, AfterSaleFileGuard.Kind, sale.Id, ScopePath.Parse(order.Scope, null), cancel, "photos") is { Ok: false } wrong)
            return wrong.As<AfterSaleAsked>();
        db.Insert(sale);
        await desk.RecordActing(order, ("代为申请售后", "Asked for after-sales for you"), cancel);
        await desk.TellShop(order, "after_sale", ("有顾客申请售后", "A customer says something is wrong"), ($"订单 {order.Number}，请在 48 小时内答复。", $"Order {order.Number}: answer within 48 hours."), cancel);
        await desk.Publish(order, cancel);
        return new AfterSaleAsked(sale.Id, asked, sale.DueAt);
    }

    private static string Clean(string? text) => PlainText.TryClean(text, 500, out var clean) ? clean : "";
}
