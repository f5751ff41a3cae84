using Linli.Ledger;
using Linli.Market.Shops;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Redemption;

/// <summary>What points bring (兑换目录), for a resident: around their home, with their own points, vouchers and redemptions.</summary>
internal sealed record MyCatalogue : IQuery<PointsShop>;

/// <summary>The catalogue of a resident.</summary>
internal sealed record PointsShop(long Points, IReadOnlyList<StationLine> Stations, IReadOnlyList<MyVoucher> Vouchers, IReadOnlyList<MyRedemption> Mine);

/// <summary>What the caller's own stations offer, for the terminal; without a caller's shop nothing.</summary>
internal sealed record TerminalCatalogue : IQuery<IReadOnlyList<StationLine>>;

/// <summary>Every station of the caller's places, closed ones too.</summary>
internal sealed record StationsToKeep : IQuery<IReadOnlyList<StationLine>>;

/// <summary>A station and its offers.</summary>
internal sealed record StationLine(Guid Id, Phrase Name, string Place, string Shop, bool Open, ScopePath Scope, IReadOnlyList<OfferLine> Offers);

/// <summary>An offer; what the cooperative reimburses, and the version, for those who keep stations only.</summary>
internal sealed record OfferLine(Guid Id, OfferKind Kind, Phrase Name, Phrase? Unit, Phrase? Origin, long Points, long? SettlementFen, int? PerMonth, long? Left, string? Provider, int ValidDays, bool Open, int Version = 0);

/// <summary>A voucher of one's own.</summary>
internal sealed record MyVoucher(string Code, Phrase Name, string Provider, DateOnly LastDay, DateTimeOffset? UsedAt, bool Withdrawn);

/// <summary>A redemption of one's own.</summary>
internal sealed record MyRedemption(Guid Id, string Number, Phrase Name, int Count, long Points, RedemptionState State, DateTimeOffset At, DateTimeOffset? Until, Phrase Station, string? Word);

internal sealed class CatalogueHandler(LinliDb db, CurrentCaller current, ShopReach shops, IGoods goods, IPeople people, ILedger ledger)
    : IHandler<MyCatalogue, PointsShop>, IHandler<TerminalCatalogue, IReadOnlyList<StationLine>>, IHandler<StationsToKeep, IReadOnlyList<StationLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/market/redemption/catalogue", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyCatalogue(), cancel))
            .Needs(RedemptionPermissions.Redeem).WithTags("Redemption").WithSummary("What my points bring 积分能换什么");
        api.MapGet("/market/redemption/terminal", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new TerminalCatalogue(), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Redemption").WithSummary("What my shop hands out for points");
        api.MapGet("/market/redemption/stations", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new StationsToKeep(), cancel))
            .Needs(RedemptionPermissions.Keep).WithTags("Redemption").WithSummary("Stations of my places 兑换站");
    }

    public async Task<Result<PointsShop>> Handle(MyCatalogue request, CancellationToken cancel)
    {
        var homes = current.Value.ScopesFor(RedemptionPermissions.Redeem);
        // What is offered around one's home.
        var all = await db.Unfiltered<RedemptionStation>().AsNoTracking().Where(s => s.Open).OrderBy(s => s.At).ToListAsync(cancel);
        var stations = await Lines([.. all.Where(s => CatalogueReach.Around(homes, s.Scope))], openOnly: true, cancel);
        if (current.Value.Person is not { } me)
            return new PointsShop(0, stations, [], []);
        var account = await ledger.Find(AccountOwner.Person(me), LedgerUnit.Points, NewAccount.Wallet, cancel);
        var teams = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        var vouchers = await db.Records<Voucher>().AsNoTracking().Where(v => v.Person == me).OrderBy(v => v.UsedAt != null).ThenByDescending(v => v.LastDay).Take(30).ToListAsync(cancel);
        var mine = await db.Unfiltered<RedemptionRow>().AsNoTracking().Where(r => r.Person == me) // one's own
            .Join(db.Unfiltered<RedemptionStation>(), r => r.Station, s => s.Id, (r, s) => new { r, s.NameZh, s.NameEn }).OrderByDescending(x => x.r.At).Take(30).ToListAsync(cancel);
        return new PointsShop(
            account is { } wallet ? (await ledger.Balance(wallet, cancel)).Available ?? 0 : 0, stations,
            vouchers.ConvertAll(v => new MyVoucher(v.Code, v.Name, teams.TryGetValue(v.Provider, out var name) ? name.ToString() : v.Provider, v.LastDay, v.UsedAt, v.WithdrawnAt is not null)),
            mine.ConvertAll(x => new MyRedemption(x.r.Id, x.r.Number, x.r.Name, x.r.Count, x.r.Points, x.r.State, x.r.At, x.r.State == RedemptionState.Reserved ? x.r.HoldUntil : null, (x.NameZh, x.NameEn), x.r.Word)));
    }

    public async Task<Result<IReadOnlyList<StationLine>>> Handle(TerminalCatalogue request, CancellationToken cancel)
    {
        var codes = shops.Codes;
        // Of one's own shops.
        var mine = await db.Unfiltered<RedemptionStation>().AsNoTracking().Where(s => s.Open && codes.Contains(s.Shop)).OrderBy(s => s.At).ToListAsync(cancel);
        return await Lines(mine, openOnly: true, cancel);
    }

    public async Task<Result<IReadOnlyList<StationLine>>> Handle(StationsToKeep request, CancellationToken cancel) =>
        await Lines(await db.Scoped<RedemptionStation>(current.Value.ScopesFor(RedemptionPermissions.Keep)).AsNoTracking().OrderBy(s => s.At).ToListAsync(cancel), openOnly: false, cancel);

    private async Task<List<StationLine>> Lines(List<RedemptionStation> stations, bool openOnly, CancellationToken cancel)
    {
        var ids = stations.ConvertAll(s => s.Id);
        var offers = await db.Unfiltered<RedemptionOffer>().AsNoTracking().Where(o => ids.Contains(o.Station) && (!openOnly || o.Open)).OrderBy(o => o.Points).ThenBy(o => o.Id).ToListAsync(cancel); // of these stations
        var known = (await goods.Find([.. offers.Select(o => o.Goods).OfType<GoodsId>()], cancel)).ToDictionary(g => g.Id);
        var teams = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        return stations.ConvertAll(s => new StationLine(
            s.Id, s.Name, s.Place, s.Shop, s.Open, ScopePath.Parse(s.Scope, null),
            [.. offers.Where(o => o.Station == s.Id && (o.Goods is not { } g || known.ContainsKey(g) || !openOnly)).Select(o => Line(o, o.Goods is { } g ? known.GetValueOrDefault(g) : null, teams, forKeeper: !openOnly))]));
    }

    private static OfferLine Line(RedemptionOffer o, GoodsLine? line, Dictionary<string, Phrase> teams, bool forKeeper) => new(
        o.Id, o.Kind, o.Name, line?.Unit, line?.Origin, o.Points, forKeeper ? o.SettlementFen : null, o.PerMonth, o.Kind == OfferKind.Goods ? line?.Stock : o.Left,
        o.Provider is { } provider && teams.TryGetValue(provider, out var name) ? name.ToString() : o.Provider, o.ValidDays, o.Open, forKeeper ? o.Version : 0);
}

/// <summary>Which stations are around a home.</summary>
internal static class CatalogueReach
{
    /// <summary>A station of a home's community, of those joined with it, or of a place above.</summary>
    public static bool Around(ScopeSet homes, string scope)
    {
        var at = ScopePath.Parse(scope, null);
        return homes.Paths.Any(home => at.Contains(home) || home.Parent.Contains(at));
    }
}
