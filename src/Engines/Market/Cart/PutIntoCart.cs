using Linli.Market.Goods;
using Linli.Market.Orders;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Cart;

/// <summary>Says how many of some goods one means to buy (放入购物车); nothing is kept back for anybody.</summary>
/// <param name="Goods">Which.</param>
/// <param name="Count">How many in all, 0 to take them out, at most 999.</param>
/// <param name="Add">Whether the count comes on top of what is in already.</param>
/// <param name="Event">The live event it is bought in: its price holds while it runs.</param>
public sealed record PutIntoCart(GoodsId Goods, long Count, bool Add = false, Guid? Event = null) : ICommand<CartCount>, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Count is < 0 or > OrderRules.MostOfOne)
            yield return Problem.Invalid("count", "market.cart_count", "数量为 0–999。", "A count is 0 to 999.");
    }
}

/// <summary>How many kinds of goods are in the cart.</summary>
public sealed record CartCount(int Lines);

internal sealed class PutIntoCartHandler(LinliDb db, Prices prices, CurrentCaller current, TimeProvider time) : IHandler<PutIntoCart, CartCount>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/market/cart", (PutIntoCart request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Market").WithSummary("Put goods into the cart 放入购物车");

    public async Task<Result<CartCount>> Handle(PutIntoCart request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return MarketProblems.NoPerson;
        await db.LockUntilCommit($"market.cart.{me}", cancel);
        var cart = await db.Records<CartLine>().Where(c => c.Person == me).ToListAsync(cancel);
        var line = cart.Find(c => c.Goods == request.Goods);
        var count = request.Add ? (line?.Count ?? 0) + request.Count : request.Count;
        if (count == 0)
        {
            if (line is not null)
                db.Records<CartLine>().Remove(line);
            return new CartCount(cart.Count - (line is null ? 0 : 1));
        }

        // What is on sale is for everybody.
        if (await db.Unfiltered<GoodsRow>().AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.Goods, cancel) is not { OnSale: true } goods)
            return Stock.StockRules.Gone(null);
        if (line is null && cart.Count >= OrderRules.MostLines * 3)
            return Problem.Conflict("market.cart_full", "购物车满了，请先结算一部分。", "The cart is full: order some of it first.");
        if (line is null)
            db.Records<CartLine>().Add(line = new() { Person = me, Goods = goods.Id, Count = 0, SeenFen = 0, At = Clock.Now(time) });
        line.Count = Math.Min(count, OrderRules.MostOfOne);
        line.Event = request.Event ?? line.Event;
        var offers = line.Event is { } @event ? await prices.Running([(@event, goods.Id)], cancel) : null;
        line.SeenFen = Prices.Of(goods, offers?.Values.FirstOrDefault(), line.Count);
        return new CartCount(cart.Count(c => c != line) + 1);
    }
}
