using Linli.Market.Goods;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Shops;

/// <summary>A time of day in which a shop brings goods home.</summary>
/// <param name="From">Local time.</param>
/// <param name="Until">Local time, later on the same day.</param>
/// <param name="Most">How many orders fit in, 1 to 1,000; any number when left out.</param>
public sealed record WindowWish(TimeOnly From, TimeOnly Until, int? Most = null);

/// <summary>Says how the caller's shop sells (店铺服务约定).</summary>
public sealed record KeepTerms : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Code of the shop, for who sells for several.</summary>
    public string? Shop { get; init; }

    /// <summary>Whether orders are taken.</summary>
    public bool TakesOrders { get; init; } = true;

    /// <summary>Where orders are picked up, at most 60 characters.</summary>
    public string? PickUpPlace { get; init; }

    /// <summary>When, in words, at most 60 characters.</summary>
    public string? PickUpHours { get; init; }

    /// <summary>What bringing home costs, in fen, up to ¥1,000.</summary>
    public long FeeFen { get; init; }

    /// <summary>From this worth on it costs nothing.</summary>
    public long? FreeFromFen { get; init; }

    /// <summary>0 to 30 days.</summary>
    public int AfterSalesDays { get; init; } = 7;

    /// <summary>When goods are brought, up to 8 a day; none for a shop that does not bring.</summary>
    public IReadOnlyList<WindowWish> Windows { get; init; } = [];

    string? IAudited.AuditSubject => Shop;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(PickUpPlace, 60, out _))
            yield return Problem.Invalid("pickUpPlace", "market.pick_up_place", "自提地点不超过 60 个字。", "The place has at most 60 characters.");
        if (!PlainText.TryCleanLine(PickUpHours, 60, out _))
            yield return Problem.Invalid("pickUpHours", "market.pick_up_hours", "自提时间不超过 60 个字。", "The hours have at most 60 characters.");
        if (FeeFen is < 0 or > 100_000)
            yield return Problem.Invalid("feeFen", "market.fee_range", "配送费为 0–1000 元。", "A fee is ¥0 to ¥1,000.");
        if (FreeFromFen is < 0 or > GoodsRules.DearestFen)
            yield return Problem.Invalid("freeFromFen", "market.free_from_range", "免配送费的金额为 0–100000 元。", "Free from ¥0 to ¥100,000.");
        if (AfterSalesDays is < 0 or > 30)
            yield return Problem.Invalid("afterSalesDays", "market.after_sales_days", "售后期为 0–30 天。", "0 to 30 days.");
        if (Windows is not { Count: <= 8 } || Windows.Any(w => w is null || w.From >= w.Until || w.Most is < 1 or > 1000) || Windows.DistinctBy(w => w.From).Count() != Windows.Count)
            yield return Problem.Invalid("windows", "market.windows_wrong", "每天最多 8 个时段，开始早于结束，互不重复。", "At most 8 times a day, each beginning before it ends, none twice.");
    }
}

/// <summary>The terms of the caller's shop.</summary>
public sealed record ReadTerms(string? Shop = null) : IQuery<KeepTerms>;

internal sealed class KeepTermsHandler(LinliDb db, ShopReach reach, ShopAccounts shops) : IHandler<KeepTerms, Done>, IHandler<ReadTerms, KeepTerms>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/market/terms", (KeepTerms request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("How my shop sells 店铺服务约定");
        api.MapGet("/market/terms", (UseCaseRunner run, CancellationToken cancel, string? shop = null) => run.Answer(new ReadTerms(shop), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("How my shop sells");
    }

    public async Task<Result<Done>> Handle(KeepTerms request, CancellationToken cancel)
    {
        if (await reach.Find(request.Shop, cancel) is not { } shop)
            return ShopReach.NoShop;
        await db.LockUntilCommit($"market.terms.{shop.Code}", cancel);
        var terms = (await shops.Terms(shop.Code, cancel))!;
        if (db.Entry(terms).State == EntityState.Detached)
            db.Insert(terms);
        PlainText.TryCleanLine(request.PickUpPlace, 60, out var place);
        PlainText.TryCleanLine(request.PickUpHours, 60, out var hours);
        (terms.PickUpPlace, terms.PickUpHours) = (place.Length == 0 ? null : place, hours.Length == 0 ? null : hours);
        (terms.TakesOrders, terms.FeeFen, terms.FreeFromFen, terms.AfterSalesDays) = (request.TakesOrders, request.FeeFen, request.FreeFromFen, request.AfterSalesDays);
        await db.Records<DeliveryWindow>().Where(w => w.Shop == shop.Code).ExecuteDeleteAsync(cancel);
        db.Records<DeliveryWindow>().AddRange(request.Windows.Select(w => new DeliveryWindow { Shop = shop.Code, From = w.From, Until = w.Until, Most = w.Most }));
        return Done.It;
    }

    public async Task<Result<KeepTerms>> Handle(ReadTerms request, CancellationToken cancel)
    {
        if (await reach.Find(request.Shop, cancel) is not { } shop || await shops.Terms(shop.Code, cancel) is not { } terms)
            return ShopReach.NoShop;
        var windows = await db.Records<DeliveryWindow>().AsNoTracking().Where(w => w.Shop == shop.Code).OrderBy(w => w.From).ToListAsync(cancel);
        return new KeepTerms
        {
            Shop = shop.Code, TakesOrders = terms.TakesOrders, PickUpPlace = terms.PickUpPlace, PickUpHours = terms.PickUpHours, FeeFen = terms.FeeFen, FreeFromFen = terms.FreeFromFen,
            AfterSalesDays = terms.AfterSalesDays, Windows = [.. windows.Select(w => new WindowWish(w.From, w.Until, w.Most))],
        };
    }
}
