using Linli.Market.Goods;
using Linli.Market.Stock;
using Linli.Market.Townships;
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

namespace Linli.Market.Browse;

/// <summary>What is on sale (逛市集), the newest first.</summary>
/// <param name="Shop">Only of this shop.</param>
/// <param name="Category">Only of this kind.</param>
/// <param name="Township">Only from this partner township.</param>
/// <param name="Text">Only with these words in name or description.</param>
/// <param name="Page">Which page of 24, from 1.</param>
public sealed record FindGoods(string? Shop = null, GoodsCategory? Category = null, string? Township = null, string? Text = null, int Page = 1) : IQuery<GoodsFound>, IValidated
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Page is < 1 or > 1000)
            yield return Problem.Invalid("page", "market.page", "页码从 1 开始。", "Pages are counted from 1.");
        if (Text?.Length > 40)
            yield return Problem.Invalid("text", "market.search_long", "搜索词不超过 40 个字。", "At most 40 characters to search for.");
    }
}

/// <summary>A page of what is on sale.</summary>
public sealed record GoodsFound(IReadOnlyList<GoodsOffer> Goods, bool More);

/// <summary>Goods as residents see them.</summary>
/// <param name="Id">Their id.</param>
/// <param name="Shop">Code of the shop.</param>
/// <param name="ShopName">Its name.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Unit">What one is.</param>
/// <param name="About">What is said of them.</param>
/// <param name="Category">What kind.</param>
/// <param name="PriceFen">Price of one in fen.</param>
/// <param name="Origin">Where they come from.</param>
/// <param name="Township">Code of the partner township.</param>
/// <param name="Photo">Photo.</param>
/// <param name="Stock">How many there are; <c>null</c> where none is counted.</param>
/// <param name="Delivers">Whether they can be brought home.</param>
public sealed record GoodsOffer(
    GoodsId Id, string Shop, Phrase ShopName, Phrase Name, Phrase Unit, string? About, GoodsCategory Category, long PriceFen, Phrase? Origin, string? Township, FileId? Photo,
    long? Stock, bool Delivers);

/// <summary>One of the goods on sale.</summary>
public sealed record OpenGoods(GoodsId Id) : IQuery<GoodsOffer>;

internal sealed class FindGoodsHandler(LinliDb db, TownshipBook townships, IPeople people) : IHandler<FindGoods, GoodsFound>, IHandler<OpenGoods, GoodsOffer>, IUseCase
{
    private const int Size = 24;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/market/goods", ([AsParameters] FindGoodsFilter filter, UseCaseRunner run, CancellationToken cancel) => run.Answer(filter.Query, cancel))
            .Needs(Access.Public).WithTags("Market").WithSummary("What is on sale 逛市集");
        api.MapGet("/market/goods/{id}", (GoodsId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenGoods(id), cancel))
            .Needs(Access.Public).WithTags("Market").WithSummary("One of the goods 商品");
    }

    public async Task<Result<GoodsFound>> Handle(FindGoods request, CancellationToken cancel)
    {
        // What is on sale is for everybody.
        var goods = db.Unfiltered<GoodsRow>().AsNoTracking().Where(g => g.OnSale);
        if (request.Shop is { Length: > 0 } shop)
            goods = goods.Where(g => g.Shop == shop);
        if (request.Category is { } category)
            goods = goods.Where(g => g.Category == category);
        if (request.Township is { Length: > 0 } township)
            goods = goods.Where(g => g.Township == township);
        foreach (var word in (request.Text ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
#pragma warning disable CA1304, CA1311, CA1862 // carried out by the database
            goods = goods.Where(g => g.NameZh.ToLower().Contains(word) || g.NameEn.ToLower().Contains(word) || (g.About != null && g.About.ToLower().Contains(word))
                || (g.Origin != null && g.Origin.ToLower().Contains(word)));
#pragma warning restore CA1304, CA1311, CA1862
        var rows = await Views(goods.OrderByDescending(g => g.At).ThenBy(g => g.NameZh).Skip((request.Page - 1) * Size).Take(Size + 1), cancel);
        return new GoodsFound([.. rows.Take(Size)], rows.Count > Size);
    }

    public async Task<Result<GoodsOffer>> Handle(OpenGoods request, CancellationToken cancel) =>
        (await Views(db.Unfiltered<GoodsRow>().AsNoTracking().Where(g => g.Id == request.Id && g.OnSale), cancel)).FirstOrDefault() is { } offer
            ? offer : StockRules.Gone(null);

    private async Task<List<GoodsOffer>> Views(IQueryable<GoodsRow> goods, CancellationToken cancel)
    {
        var rows = await goods.ToListAsync(cancel);
        var ids = rows.ConvertAll(g => g.Id);
        var stock = await db.Records<StockRow>().AsNoTracking().Where(s => ids.Contains(s.Goods)).ToDictionaryAsync(s => s.Goods, s => s.Count, cancel);
        var partners = (await townships.All(cancel)).ToDictionary(t => t.Code, StringComparer.Ordinal);
        var shops = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        return rows.ConvertAll(g => new GoodsOffer(
            g.Id, g.Shop, shops.GetValueOrDefault(g.Shop, new(g.Shop, g.Shop)), g.Name, g.Unit, g.About, g.Category, g.PriceFen, StockBook.OriginOf(g, partners), g.Township, g.Photo,
            stock.GetValueOrDefault(g.Id), g.Delivers));
    }
}

/// <summary>What an address asks for.</summary>
internal sealed record FindGoodsFilter(string? Shop = null, GoodsCategory? Category = null, string? Township = null, string? Text = null, int? Page = null)
{
    public FindGoods Query => new(Shop, Category, Township, Text, Page ?? 1);
}
