using Linli.Market.Orders;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.AfterSales;

/// <summary>Requests that the caller may decide (售后纠纷): those that wait, then the latest decided.</summary>
public sealed record ListDisputes : IQuery<IReadOnlyList<DisputeLine>>;

/// <summary>A request with its order.</summary>
public sealed record DisputeLine(AfterSaleView Sale, OrderSummary Order, OrderLineView Line);

internal sealed class ListDisputesHandler(LinliDb db, OrderShelf shelf, CurrentCaller current) : IHandler<ListDisputes, IReadOnlyList<DisputeLine>>, IUseCase
{
    private const int Most = 60;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/market/disputes", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListDisputes(), cancel))
            .Needs(MarketPermissions.Decide).WithTags("Market").WithSummary("Disputes to decide 售后纠纷");

    public async Task<Result<IReadOnlyList<DisputeLine>>> Handle(ListDisputes request, CancellationToken cancel)
    {
        var sales = await db.Scoped<AfterSale>(current.Value.ScopesFor(MarketPermissions.Decide)).AsNoTracking()
            .Where(a => a.State == AfterSaleState.Disputed || a.State == AfterSaleState.Decided)
            .OrderByDescending(a => a.State == AfterSaleState.Disputed).ThenByDescending(a => a.At).Take(Most).ToListAsync(cancel);
        var ids = sales.Select(a => a.Order).Distinct().ToList();

        // Of these requests.
        var orders = (await shelf.Summaries(await db.Unfiltered<Order>().AsNoTracking().Where(o => ids.Contains(o.Id)).ToListAsync(cancel), withBuyer: true, cancel)).ToDictionary(o => o.Id);
        var lines = (await db.Records<OrderLine>().AsNoTracking().Where(l => ids.Contains(l.Order)).ToListAsync(cancel)).ToDictionary(l => (l.Order, l.Line));
        return (List<DisputeLine>)[.. (await shelf.Views(sales, cancel)).Select(v => new DisputeLine(v, orders[v.Order], OrderShelf.Of(lines[(v.Order, v.Line)])))];
    }
}
