using System.Text.Json.Serialization;
using Linli.Market.Shops;
using Linli.Market.Stock;
using Linli.Market.Townships;
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

namespace Linli.Market.Goods;

/// <summary>Offers new goods of the caller's shop, or changes them (上架、修改商品). What was ordered keeps the price it was ordered at.</summary>
public sealed record KeepGoods : ICommand<GoodsId>, IValidated, IRepeatable, IAudited
{
    /// <summary>Which; left out for new ones.</summary>
    [JsonIgnore]
    public GoodsId? Id { get; init; }

    /// <summary>Code of the shop, for who sells for several; new goods only.</summary>
    public string? Shop { get; init; }

    /// <summary>1–40 characters.</summary>
    public string? NameZh { get; init; }

    /// <summary>At most 60 characters; the Chinese name when left out.</summary>
    public string? NameEn { get; init; }

    /// <summary>What one is, 1–12 characters: 斤.</summary>
    public string? UnitZh { get; init; }

    /// <summary>The same in English.</summary>
    public string? UnitEn { get; init; }

    /// <summary>At most 500 characters.</summary>
    public string? About { get; init; }

    /// <summary>What kind.</summary>
    public GoodsCategory Category { get; init; }

    /// <summary>Price of one in fen, 1 to 10,000,000.</summary>
    public long PriceFen { get; init; }

    /// <summary>Code of the partner township they come from.</summary>
    public string? Township { get; init; }

    /// <summary>Where else they come from, at most 40 characters.</summary>
    public string? Origin { get; init; }

    /// <summary>A photo uploaded before; the one there is stays when left out.</summary>
    public FileId? Photo { get; init; }

    /// <summary>Whether they can be brought home.</summary>
    public bool Delivers { get; init; } = true;

    /// <summary>Whether they are offered now.</summary>
    public bool OnSale { get; init; } = true;

    /// <summary>How many there are, for new goods; left out where none is counted.</summary>
    public long? Stock { get; init; }

    /// <summary>The version that was read: a change by a colleague since then is not overwritten.</summary>
    public int? Version { get; init; }

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    object IRepeatable.Wish => new { Id, Wish = this with { Photo = null, IdempotencyKey = null } };

    string? IAudited.AuditSubject => Id?.Value.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        foreach (var fault in GoodsRules.Faults(this))
            yield return fault;
        if (Stock is < 0 or > StockRules.Most)
            yield return Problem.Invalid("stock", "market.stock_range", "库存应为 0 到 1000 万的整数。", "Stock is a whole number from 0 to 10,000,000.");
    }
}

internal sealed class KeepGoodsHandler(LinliDb db, ShopReach reach, StockBook stock, IFileStore files, TimeProvider time) : IHandler<KeepGoods, GoodsId>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/goods", (KeepGoods request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, id => $"/api/v1/market/goods/{id.Value}", cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Offer goods 上架商品");
        api.MapPut("/market/goods/{id}", (GoodsId id, KeepGoods request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Change goods 修改商品");
    }

    public async Task<Result<GoodsId>> Handle(KeepGoods request, CancellationToken cancel)
    {
        var found = request.Id is { } id ? await reach.FindGoods(id, cancel) : null;
        if (request.Id is not null && found is null)
            return ShopReach.GoodsNotFound;
        if (found is not null && request.Version is { } read && read != found.Version)
            return Problem.Conflict("market.goods_changed", "同事刚刚改过这件商品，请刷新后再改。", "A colleague has just changed these goods: reload them first.");
        var goods = found;
        if (goods is null)
        {
            if (await reach.Find(request.Shop, cancel) is not { } shop)
                return ShopReach.NoShop;
            db.Insert(goods = New(shop.Code, shop.Scope, Clock.Now(time)));
            stock.Open(goods.Id, request.Stock is not null);
            if (request.Stock is > 0)
                stock.Write(await stock.Lock(goods.Id, cancel), request.Stock.Value, "receive", null, null);
        }

        if (await Township(request.Township, goods, cancel) is { } unknown)
            return unknown;
        Fill(goods, request);
        if (request.Photo is { } photo && photo != goods.Photo)
        {
            if (goods.Photo is not null)
                await files.Discard(GoodsFileGuard.Kind, [goods.Id.Value], cancel);
            var attached = await files.Attach([photo], GoodsFileGuard.Kind, goods.Id.Value, ScopePath.Parse(goods.Scope, null), cancel, "photo");
            if (!attached.Ok)
                return attached.As<GoodsId>();
            goods.Photo = photo;
        }

        return goods.Id;
    }

    private static GoodsRow New(string shop, ScopePath scope, DateTimeOffset now) => new()
    {
        Id = new(Guid.CreateVersion7(now)), Shop = shop, Scope = scope.Value, NameZh = "", NameEn = "", UnitZh = "", UnitEn = "", Category = default,
        PriceFen = 0, At = now, Version = 0,
    };

    private async Task<Problem?> Township(string? code, GoodsRow goods, CancellationToken cancel)
    {
        var today = Platform.Time.LocalTime.Today(time);
        if (string.IsNullOrWhiteSpace(code) || code == goods.Township)
            return null;

        // Any pairing may be named: who is paired with whom is public.
        return await db.Unfiltered<Township>().AnyAsync(t => t.Code == code && (t.Until == null || t.Until >= today), cancel)
            ? null : Problem.Invalid("township", "market.township_unknown", "没有这个结对乡镇。", "There is no such partner township.");
    }

    private void Fill(GoodsRow goods, KeepGoods request)
    {
        PlainText.TryCleanLine(request.NameZh, 40, out var nameZh);
        PlainText.TryCleanLine(request.NameEn, 60, out var nameEn);
        PlainText.TryCleanLine(request.UnitZh, 12, out var unitZh);
        PlainText.TryCleanLine(request.UnitEn, 24, out var unitEn);
        PlainText.TryClean(request.About, 500, out var about);
        PlainText.TryCleanLine(request.Origin, 40, out var origin);
        (goods.NameZh, goods.NameEn) = (nameZh, nameEn.Length == 0 ? nameZh : nameEn);
        (goods.UnitZh, goods.UnitEn) = (unitZh, unitEn.Length == 0 ? unitZh : unitEn);
        (goods.About, goods.Origin) = (about.Length == 0 ? null : about, origin.Length == 0 ? null : origin);
        goods.Township = string.IsNullOrWhiteSpace(request.Township) ? null : request.Township;
        (goods.Category, goods.PriceFen, goods.Delivers, goods.OnSale) = (request.Category, request.PriceFen, request.Delivers, request.OnSale);
        (goods.ChangedAt, goods.Version) = (Clock.Now(time), goods.Version + 1);
    }
}
