using System.Text.Json.Serialization;
using Linli.Market.Shops;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Market.Stock;

/// <summary>What a shop does with its stock.</summary>
public enum StockAct
{
    /// <summary>进货: so many came in.</summary>
    Receive,

    /// <summary>盘点: so many are there.</summary>
    Count,

    /// <summary>报损: so many went bad, broke or were lost.</summary>
    WriteOff,
}

/// <summary>Receives goods, counts them, or writes some off (进货、盘点、报损).</summary>
/// <param name="Act">What.</param>
/// <param name="Count">How many came in or went off; when counting, how many there are.</param>
/// <param name="Note">Why; needed to write off, and to count.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
public sealed record MoveStock(StockAct Act, long Count, string? Note = null, string? IdempotencyKey = null) : ICommand<StockState>, IValidated, IRepeatable, IAudited
{
    /// <summary>Which goods.</summary>
    [JsonIgnore]
    public GoodsId Goods { get; init; }

    object IRepeatable.Wish => new { Goods, Act, Count, Note };

    string? IAudited.AuditSubject => $"{Act} {Goods.Value}";

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Count > StockRules.Most || Count < (Act == StockAct.Count ? 0 : 1))
            yield return StockRules.WrongCount;
        if (!PlainText.TryCleanLine(Note, 100, out var note))
            yield return Problem.Invalid("note", "market.note_long", "说明不超过 100 个字。", "A note has at most 100 characters.");
        else if (Act != StockAct.Receive && note.Length < 2)
            yield return Problem.Invalid("note", "market.note_missing", "请写明原因（2–100 个字），例如：月末盘点、摔碎。", "Say why (2–100 characters), such as: monthly count, broken.");
    }
}

/// <summary>How many there are now.</summary>
public sealed record StockState(GoodsId Goods, long Count);

internal sealed class MoveStockHandler(ShopReach reach, StockBook stock) : IHandler<MoveStock, StockState>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/market/goods/{id}/stock", (GoodsId id, MoveStock request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Goods = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Receive, count or write off stock 进货、盘点、报损");

    public async Task<Result<StockState>> Handle(MoveStock request, CancellationToken cancel)
    {
        if (await reach.FindGoods(request.Goods, cancel) is not { } goods)
            return ShopReach.GoodsNotFound;
        var row = await stock.Lock(goods.Id, cancel);
        if (row.Count is not { } there)
            return Problem.Conflict("market.not_counted", "这件商品不计库存。", "No stock is counted of these goods.");
        var change = request.Act switch
        {
            StockAct.Receive => request.Count,
            StockAct.Count => request.Count - there,
            _ => -request.Count,
        };
        if (there + change < 0)
            return StockRules.OutOfStock(goods.Name, there);
        if (there + change > StockRules.Most)
            return StockRules.WrongCount;
        PlainText.TryCleanLine(request.Note, 100, out var note);

        // A count that changes nothing is written too: it says that somebody looked.
        stock.Write(row, change, Word(request.Act), null, note.Length == 0 ? null : note);
        return new StockState(goods.Id, row.Count!.Value);
    }

    private static string Word(StockAct act) => act switch { StockAct.Receive => "receive", StockAct.Count => "count", _ => "write-off" };
}
