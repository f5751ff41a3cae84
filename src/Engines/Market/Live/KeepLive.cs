using System.Text.Json.Serialization;
using Linli.Market.Goods;
using Linli.Market.Shops;
using Linli.Market.Townships;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Live;

/// <summary>What an event offers.</summary>
/// <param name="Goods">Goods of the shop.</param>
/// <param name="PriceFen">Their price while it runs; at most their own.</param>
/// <param name="Most">How many at that price in all; any number when left out.</param>
/// <param name="MostEach">How many of one order; any number when left out.</param>
public sealed record LiveWish(GoodsId Goods, long PriceFen, long? Most = null, long? MostEach = null);

/// <summary>Announces a live sale of the caller's shop, or changes it before it begins (发布直播).</summary>
public sealed record KeepLive : ICommand<Guid>, IValidated, IRepeatable, IAudited
{
    /// <summary>Which; left out for a new one.</summary>
    [JsonIgnore]
    public Guid? Id { get; init; }

    /// <summary>Code of the shop, for who sells for several; new ones only.</summary>
    public string? Shop { get; init; }

    /// <summary>2–40 characters.</summary>
    public string? TitleZh { get; init; }

    /// <summary>At most 80 characters; the Chinese title when left out.</summary>
    public string? TitleEn { get; init; }

    /// <summary>Who presents, under their public name, 2–40 characters.</summary>
    public string? Host { get; init; }

    /// <summary>At most 500 characters.</summary>
    public string? About { get; init; }

    /// <summary>Where it is shown, 1–20 characters: 抖音.</summary>
    public string? Platform { get; init; }

    /// <summary>The address there, beginning with https://.</summary>
    public string? Link { get; init; }

    /// <summary>Code of the partner township it is held for.</summary>
    public string? Township { get; init; }

    /// <summary>When it begins, in the future.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ends, at most 12 hours later.</summary>
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>1 to 20 goods.</summary>
    public IReadOnlyList<LiveWish> Offers { get; init; } = [];

    /// <inheritdoc/>
    public string? IdempotencyKey { get; init; }

    object IRepeatable.Wish => new { Id, Wish = this with { IdempotencyKey = null } };

    string? IAudited.AuditSubject => Id?.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(TitleZh, 40, out var title) || title.Length < 2 || !PlainText.TryCleanLine(TitleEn, 80, out _))
            yield return Problem.Invalid("titleZh", "market.live_title", "标题为 2–40 个字。", "A title has 2–40 characters, the English one at most 80.");
        if (!PlainText.TryCleanLine(Host, 40, out var host) || host.Length < 2)
            yield return Problem.Invalid("host", "market.live_host", "请填写主播或主办方（2–40 个字）。", "Say who presents (2–40 characters).");
        if (!PlainText.TryClean(About, 500, out _))
            yield return Problem.Invalid("about", "market.goods_about", "介绍不超过 500 个字。", "The description has at most 500 characters.");
        if (!PlainText.TryCleanLine(Platform, 20, out var platform) || platform.Length < 1)
            yield return Problem.Invalid("platform", "market.live_platform", "请填写直播平台，例如：抖音。", "Say where it is shown.");
        if (Link is { Length: > 0 } && (Link.Length > 300 || !Uri.TryCreate(Link, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0))
            yield return Problem.Invalid("link", "market.live_link", "直播链接要以 https:// 开头，不超过 300 个字符。", "The address begins with https:// and has at most 300 characters.");
        if (EndsAt <= StartsAt || EndsAt - StartsAt > LiveRules.Longest)
            yield return Problem.Invalid("endsAt", "market.live_ends", "结束要晚于开始，最长 12 小时。", "It ends after it begins, at most 12 hours later.");
        if (Offers is not { Count: > 0 and <= LiveRules.MostOffers } || Offers.Any(o => o is null || o.PriceFen is < 1 or > GoodsRules.DearestFen || o.Most is < 1 or > 1_000_000 || o.MostEach is < 1 or > 999)
            || Offers.DistinctBy(o => o.Goods).Count() != Offers.Count)
            yield return Problem.Invalid("offers", "market.live_offers", "请选 1–20 种商品，每种一行；直播价 0.01 元起，限量为正数。", "Choose 1 to 20 goods, one line each, with a price from ¥0.01 and limits above zero.");
    }
}

/// <summary>Calls a live sale off (取消直播): its prices end at once.</summary>
public sealed record CancelLive(Guid Id) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Id.ToString();
}

internal sealed class KeepLiveHandler(LinliDb db, ShopReach reach, TownshipBook townships, TimeProvider time) : IHandler<KeepLive, Guid>, IHandler<CancelLive, Done>, IUseCase
{
    private static readonly Problem NotFound = Problem.NotFound("market.live_not_found", "没有找到这场直播。", "This live sale was not found.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/market/live", (KeepLive request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, id => $"/api/v1/market/live/{id}", cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Announce a live sale 发布直播");
        api.MapPut("/market/live/{id:guid}", (Guid id, KeepLive request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Change a live sale before it begins 修改直播");
        api.MapPost("/market/live/{id:guid}/cancel", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CancelLive(id), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("Call a live sale off 取消直播");
    }

    public async Task<Result<Guid>> Handle(KeepLive request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var show = request.Id is { } id ? await Mine(id, cancel) : null;
        if (request.Id is not null && show is null)
            return NotFound;
        if (show is not null && LiveRules.PhaseOf(show, now) != LivePhase.Coming)
            return Problem.Conflict("market.live_begun", "直播已经开始、结束或取消，不能再改。", "It has begun, is over or was called off: it cannot be changed any more.");
        if (request.StartsAt <= now)
            return Problem.Invalid("startsAt", "market.live_starts", "开始时间要在现在之后。", "It begins in the future.");
        var shop = show is not null ? (show.Shop, Scope: show.Scope) : await reach.Find(request.Shop, cancel) is { } team ? (Shop: team.Code, Scope: team.Scope.Value) : default;
        if (shop.Shop is null)
            return ShopReach.NoShop;
        if (request.Township is { Length: > 0 } code && (await townships.All(cancel)).All(t => t.Code != code))
            return Problem.Invalid("township", "market.township_unknown", "没有这个结对乡镇。", "There is no such partner township.");
        if (await OfferFault(shop.Shop, request.Offers, cancel) is { } fault)
            return fault;
        if (show is null)
            db.Insert(show = New(shop.Shop, shop.Scope, now));
        else
            await db.Records<LiveOffer>().Where(o => o.Event == show.Id).ExecuteDeleteAsync(cancel);
        Fill(show, request);
        db.Records<LiveOffer>().AddRange(request.Offers.Select(o => new LiveOffer { Event = show.Id, Goods = o.Goods, PriceFen = o.PriceFen, Most = o.Most, MostEach = o.MostEach }));
        return show.Id;
    }

    public async Task<Result<Done>> Handle(CancelLive request, CancellationToken cancel)
    {
        if (await Mine(request.Id, cancel) is not { } show)
            return NotFound;
        if (LiveRules.PhaseOf(show, Clock.Now(time)) is LivePhase.Over or LivePhase.Cancelled)
            return Problem.Conflict("market.live_begun", "直播已经结束或取消。", "It is over, or was called off already.");
        (show.Cancelled, show.Version) = (true, show.Version + 1);
        return Done.It;
    }

    private async Task<LiveEvent?> Mine(Guid id, CancellationToken cancel)
    {
        var codes = reach.Codes;

        // Of one's own shops.
        return await db.Unfiltered<LiveEvent>().SingleOrDefaultAsync(e => e.Id == id && codes.Contains(e.Shop), cancel);
    }

    private async Task<Problem?> OfferFault(string shop, IReadOnlyList<LiveWish> offers, CancellationToken cancel)
    {
        var ids = offers.Select(o => o.Goods).ToList();
        var goods = await db.Unfiltered<GoodsRow>().AsNoTracking().Where(g => ids.Contains(g.Id) && g.Shop == shop && g.OnSale).ToDictionaryAsync(g => g.Id, cancel);
        if (offers.Any(o => !goods.ContainsKey(o.Goods)))
            return Problem.Invalid("offers", "market.live_foreign_goods", "直播商品要是本店在售的商品。", "Goods of a live sale are goods that the shop sells.");
        return offers.FirstOrDefault(o => o.PriceFen > goods[o.Goods].PriceFen) is { } dear
            ? Problem.Invalid("offers", "market.live_dearer", $"“{goods[dear.Goods].NameZh}”的直播价比平时还贵。", $"The event's price of {goods[dear.Goods].NameEn} is above the usual one.") : null;
    }

    private static LiveEvent New(string shop, string scope, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), Shop = shop, Scope = scope, TitleZh = "", TitleEn = "", Host = "", Platform = "", StartsAt = now, EndsAt = now, Version = 0,
    };

    private static void Fill(LiveEvent show, KeepLive request)
    {
        PlainText.TryCleanLine(request.TitleZh, 40, out var zh);
        PlainText.TryCleanLine(request.TitleEn, 80, out var en);
        PlainText.TryCleanLine(request.Host, 40, out var host);
        PlainText.TryClean(request.About, 500, out var about);
        PlainText.TryCleanLine(request.Platform, 20, out var platform);
        (show.TitleZh, show.TitleEn, show.Host, show.Platform) = (zh, en.Length == 0 ? zh : en, host, platform);
        (show.About, show.Link) = (about.Length == 0 ? null : about, string.IsNullOrWhiteSpace(request.Link) ? null : request.Link.Trim());
        show.Township = string.IsNullOrWhiteSpace(request.Township) ? null : request.Township;
        (show.StartsAt, show.EndsAt, show.Version) = (Clock.ToMicroseconds(request.StartsAt.ToUniversalTime()), Clock.ToMicroseconds(request.EndsAt.ToUniversalTime()), show.Version + 1);
    }
}
