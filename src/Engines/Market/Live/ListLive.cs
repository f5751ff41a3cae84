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

namespace Linli.Market.Live;

/// <summary>Live sales (助农直播): what runs, what comes, then what was, the latest first.</summary>
/// <param name="Shop">Only of this shop.</param>
/// <param name="Mine">Only of the caller's own shops.</param>
public sealed record ListLive(string? Shop = null, bool Mine = false) : IQuery<IReadOnlyList<LiveLine>>;

/// <summary>One live sale with what it offers.</summary>
public sealed record OpenLive(Guid Id) : IQuery<LiveView>;

/// <summary>A live sale in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shop">Code of the shop.</param>
/// <param name="ShopName">Its name.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Host">Who presents.</param>
/// <param name="Platform">Where it is shown.</param>
/// <param name="Link">The address there.</param>
/// <param name="About">What is said of it.</param>
/// <param name="Township">The partner township it is held for.</param>
/// <param name="TownshipCode">Its code.</param>
/// <param name="StartsAt">When it begins, UTC.</param>
/// <param name="EndsAt">When it ends, UTC.</param>
/// <param name="Phase">Where it stands now.</param>
public sealed record LiveLine(
    Guid Id, string Shop, Phrase ShopName, Phrase Title, string Host, string Platform, string? Link, string? About, Phrase? Township, string? TownshipCode, DateTimeOffset StartsAt,
    DateTimeOffset EndsAt, LivePhase Phase);

/// <summary>A live sale with its offers.</summary>
public sealed record LiveView(LiveLine Line, IReadOnlyList<LiveOfferView> Offers);

/// <summary>What a live sale offers.</summary>
/// <param name="Goods">Which.</param>
/// <param name="Name">What they are called.</param>
/// <param name="Unit">What one is.</param>
/// <param name="PriceFen">The event's price.</param>
/// <param name="UsualFen">The usual price.</param>
/// <param name="Most">How many at that price in all.</param>
/// <param name="MostEach">How many of one order.</param>
/// <param name="Sold">How many were sold at that price.</param>
/// <param name="Stock">How many there are; <c>null</c> where none is counted.</param>
/// <param name="Origin">Where they come from.</param>
/// <param name="Photo">Photo.</param>
/// <param name="Category">What kind.</param>
/// <param name="Holds">Whether the event's price holds now.</param>
public sealed record LiveOfferView(
    GoodsId Goods, Phrase Name, Phrase Unit, long PriceFen, long UsualFen, long? Most, long? MostEach, long Sold, long? Stock, Phrase? Origin, FileId? Photo, GoodsCategory Category, bool Holds);

internal sealed class ListLiveHandler(LinliDb db, TownshipBook townships, IPeople people, Shops.ShopReach reach, TimeProvider time)
    : IHandler<ListLive, IReadOnlyList<LiveLine>>, IHandler<OpenLive, LiveView>, IUseCase
{
    private const int Most = 60;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/market/live", (UseCaseRunner run, CancellationToken cancel, string? shop = null) => run.Answer(new ListLive(shop), cancel))
            .Needs(Access.Public).WithTags("Market").WithSummary("Live sales 助农直播");
        api.MapGet("/market/live/{id:guid}", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new OpenLive(id), cancel))
            .Needs(Access.Public).WithTags("Market").WithSummary("One live sale 直播");
    }

    public async Task<Result<IReadOnlyList<LiveLine>>> Handle(ListLive request, CancellationToken cancel)
    {
        // Whoever announces something wants everybody to come.
        var shows = db.Unfiltered<LiveEvent>().AsNoTracking();
        if (request.Shop is { } shop)
            shows = shows.Where(e => e.Shop == shop);
        if (request.Mine && reach.Codes is var codes)
            shows = shows.Where(e => codes.Contains(e.Shop));
        var now = Clock.Now(time);
        // What runs is not pushed out by what is only announced, nor that by what was.
        var found = await shows.Where(e => e.EndsAt > now).OrderBy(e => e.StartsAt).Take(Most).ToListAsync(cancel);
        found.AddRange(await shows.Where(e => e.EndsAt <= now).OrderByDescending(e => e.StartsAt).Take(Most - found.Count).ToListAsync(cancel));
        var lines = await Lines(found, cancel);
        return (List<LiveLine>)[.. lines.OrderBy(l => l.Phase == LivePhase.Running ? 0 : l.Phase == LivePhase.Coming ? 1 : 2)
            .ThenBy(l => l.Phase == LivePhase.Coming ? l.StartsAt.UtcTicks : -l.StartsAt.UtcTicks)];
    }

    public async Task<Result<LiveView>> Handle(OpenLive request, CancellationToken cancel)
    {
        if (await db.Unfiltered<LiveEvent>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Id, cancel) is not { } show)
            return Problem.NotFound("market.live_not_found", "没有找到这场直播。", "This live sale was not found.");
        var line = (await Lines([show], cancel))[0];
        var partners = (await townships.All(cancel)).ToDictionary(t => t.Code, StringComparer.Ordinal);
        var rows = await db.Records<LiveOffer>().AsNoTracking().Where(o => o.Event == show.Id)
            .Join(db.Unfiltered<GoodsRow>().AsNoTracking(), o => o.Goods, g => g.Id, (o, g) => new { Offer = o, Goods = g })
            .Join(db.Records<StockRow>().AsNoTracking(), r => r.Goods.Id, s => s.Goods, (r, s) => new { r.Offer, r.Goods, s.Count }).ToListAsync(cancel);
        return new LiveView(line, [.. rows.OrderBy(r => r.Goods.NameZh, StringComparer.Ordinal).Select(r => new LiveOfferView(
            r.Goods.Id, r.Goods.Name, r.Goods.Unit, r.Offer.PriceFen, r.Goods.PriceFen, r.Offer.Most, r.Offer.MostEach, r.Offer.Sold, r.Count, StockBook.OriginOf(r.Goods, partners),
            r.Goods.Photo, r.Goods.Category, line.Phase == LivePhase.Running && r.Goods.OnSale && r.Offer.Left > 0 && r.Count is null or > 0))]);
    }

    private async Task<List<LiveLine>> Lines(List<LiveEvent> shows, CancellationToken cancel)
    {
        var (now, names) = (Clock.Now(time), (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal));
        var partners = (await townships.All(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        return shows.ConvertAll(e => new LiveLine(
            e.Id, e.Shop, names.GetValueOrDefault(e.Shop, new(e.Shop, e.Shop)), e.Title, e.Host, e.Platform, e.Link, e.About,
            e.Township is { } code && partners.TryGetValue(code, out var township) ? township : null, e.Township, e.StartsAt, e.EndsAt, LiveRules.PhaseOf(e, now)));
    }
}
