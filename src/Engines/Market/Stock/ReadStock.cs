using Linli.Market.Shops;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Stock;

/// <summary>The stock ledger of some goods (库存流水), newest first.</summary>
/// <param name="Goods">Which.</param>
/// <param name="Before">Only lines with a smaller number.</param>
public sealed record ReadStock(GoodsId Goods, long? Before = null) : IQuery<IReadOnlyList<StockMoveLine>>;

/// <summary>A line of the stock ledger.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Change">Above zero came in.</param>
/// <param name="After">How many there were afterwards.</param>
/// <param name="Why">receive, count, write-off, sale, return, redemption ….</param>
/// <param name="Subject">The thing it is about.</param>
/// <param name="Note">What the shop wrote.</param>
public sealed record StockMoveLine(long Number, DateTimeOffset At, long Change, long? After, string Why, string? Subject, string? Note);

internal sealed class ReadStockHandler(LinliDb db, ShopReach reach) : IHandler<ReadStock, IReadOnlyList<StockMoveLine>>, IUseCase
{
    private const int Page = 50;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/market/goods/{id}/stock", (GoodsId id, UseCaseRunner run, CancellationToken cancel, long? before = null) => run.Answer(new ReadStock(id, before), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("The stock ledger of some goods 库存流水");

    public async Task<Result<IReadOnlyList<StockMoveLine>>> Handle(ReadStock request, CancellationToken cancel)
    {
        if (await reach.FindGoods(request.Goods, cancel) is not { } goods)
            return ShopReach.GoodsNotFound;
        var before = request.Before ?? long.MaxValue;
        return await db.Records<StockMove>().AsNoTracking().Where(m => m.Goods == goods.Id && m.Number < before).OrderByDescending(m => m.Number).Take(Page)
            .Select(m => new StockMoveLine(m.Number, m.At, m.Change, m.After, m.Why, m.Subject, m.Note)).ToListAsync(cancel);
    }
}
