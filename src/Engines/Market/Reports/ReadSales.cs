using Linli.Market.Machines;
using Linli.Market.Orders;
using Linli.Market.Shops;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Reports;

/// <summary>What the caller's shops sold (我的销售), by day, by origin and by goods.</summary>
/// <param name="From">First local day; 30 days ago when left out.</param>
/// <param name="Until">Last local day; today when left out.</param>
public sealed record ShopSales(DateOnly? From = null, DateOnly? Until = null) : IQuery<SalesReport>;

/// <summary>What shops sold at the places where the caller may look (市集销售).</summary>
/// <param name="From">First local day; 30 days ago when left out.</param>
/// <param name="Until">Last local day; today when left out.</param>
/// <param name="Shop">Only this shop.</param>
/// <param name="Township">Only goods of this partner township.</param>
public sealed record MarketSales(DateOnly? From = null, DateOnly? Until = null, string? Shop = null, string? Township = null) : IQuery<SalesReport>;

/// <summary>What was sold, by orders and at unattended machines. Cancelled orders do not count; what was given back is taken off.</summary>
/// <param name="From">First local day.</param>
/// <param name="Until">Last local day.</param>
/// <param name="Orders">How many orders.</param>
/// <param name="SoldFen">Worth of the goods.</param>
/// <param name="BackFen">What was given back of it.</param>
/// <param name="Days">By day, days without a sale included.</param>
/// <param name="Origins">By origin, the largest first; no code where the goods are of no partner township.</param>
/// <param name="Goods">By goods, the largest first, at most 20.</param>
/// <param name="Shops">By shop, the largest first.</param>
public sealed record SalesReport(
    DateOnly From, DateOnly Until, int Orders, long SoldFen, long BackFen, IReadOnlyList<SalesDay> Days, IReadOnlyList<SalesPart> Origins, IReadOnlyList<SalesPart> Goods, IReadOnlyList<SalesPart> Shops)
{
    /// <summary>What stayed with the shops.</summary>
    public long NetFen => SoldFen - BackFen;

    /// <summary>How many purchases at machines.</summary>
    public int Purchases { get; init; }

    /// <summary>What stayed of them; part of <see cref="NetFen"/>.</summary>
    public long MachinesFen { get; init; }
}

/// <summary>A day of sales.</summary>
public sealed record SalesDay(DateOnly Day, long NetFen);

/// <summary>A part of the sales.</summary>
/// <param name="Code">Code of the township or shop.</param>
/// <param name="Name">What it is.</param>
/// <param name="Count">How many pieces.</param>
/// <param name="NetFen">Worth of the goods, less what was given back.</param>
public sealed record SalesPart(string? Code, Phrase Name, long Count, long NetFen);

internal sealed class ReadSalesHandler(LinliDb db, SalesBook book, ShopReach reach, CurrentCaller current) : IHandler<ShopSales, SalesReport>, IHandler<MarketSales, SalesReport>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/market/shop-sales", (UseCaseRunner run, CancellationToken cancel, DateOnly? from = null, DateOnly? until = null) => run.Answer(new ShopSales(from, until), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("What my shop sold 我的销售");
        api.MapGet("/market/sales", (UseCaseRunner run, CancellationToken cancel, DateOnly? from = null, DateOnly? until = null, string? shop = null, string? township = null) =>
                run.Answer(new MarketSales(from, until, shop, township), cancel))
            .Needs(MarketPermissions.Read).WithTags("Market").WithSummary("What shops sold 市集销售");
    }

    public async Task<Result<SalesReport>> Handle(ShopSales request, CancellationToken cancel)
    {
        var codes = reach.Codes;

        // Of one's own shops, wherever they are.
        return await book.Report(
            db.Unfiltered<Order>().Where(o => codes.Contains(o.Shop)), MachineSales.Of(db, db.Unfiltered<MachineSession>(), db.Unfiltered<Machine>().Where(m => codes.Contains(m.Shop))), request.From, request.Until, null, cancel);
    }

    public async Task<Result<SalesReport>> Handle(MarketSales request, CancellationToken cancel)
    {
        var orders = db.Scoped<Order>(current.Value.ScopesFor(MarketPermissions.Read));
        // Of any place; their purchases are narrowed by theirs.
        var machines = db.Unfiltered<Machine>();
        if (request.Shop is { Length: > 0 } shop)
            (orders, machines) = (orders.Where(o => o.Shop == shop), machines.Where(m => m.Shop == shop));
        return await book.Report(orders, MachineSales.Of(db, db.Scoped<MachineSession>(current.Value.ScopesFor(MarketPermissions.Read)), machines), request.From, request.Until, request.Township is { Length: > 0 } township ? township : null, cancel);
    }
}

/// <summary>Adds sales up.</summary>
internal sealed class SalesBook(LinliDb db, IPeople people, TimeProvider time)
{
    private const int MostGoods = 20;
    private const int Usual = 30;
    private const int Longest = 366;
    private const int Earliest = 2000;
    private const int Latest = 2100;

    /// <summary>The days that are meant: the thirty up to the last one where no first one is named.</summary>
    public Result<(DateOnly From, DateOnly Until)> Period(DateOnly? from, DateOnly? until)
    {
        var last = until ?? LocalTime.Today(time);
        // Before the first and after the last of these nobody ever sold anything, and no calendar reaches.
        var first = from ?? (last.Year >= Earliest ? last.AddDays(1 - Usual) : last);
        return first.Year >= Earliest && last.Year <= Latest && first <= last && last.DayNumber - first.DayNumber <= Longest
            ? (first, last) : Problem.Invalid("until", "market.period", "结束日期不早于开始日期，最长一年。", "It ends no earlier than it begins, and covers at most a year.");
    }

    public async Task<Result<SalesReport>> Report(
        IQueryable<Order> orders, IQueryable<MachineSales.Line> machines, DateOnly? wantedFrom, DateOnly? wantedUntil, string? township, CancellationToken cancel)
    {
        var period = Period(wantedFrom, wantedUntil);
        if (!period.Ok)
            return period.As<SalesReport>();
        var (from, until) = period.Value;
        var counted = orders.AsNoTracking().Where(o => o.Day >= from && o.Day <= until && o.State != OrderState.Cancelled);
        var lines = db.Records<OrderLine>().AsNoTracking().Where(l => township == null || l.Township == township).Join(counted, l => l.Order, o => o.Id, (l, o) => new { Line = l, o.Day, o.Shop });
        var parts = await lines.GroupBy(x => new { x.Day, x.Shop, x.Line.Goods, x.Line.NameZh, x.Line.NameEn, x.Line.Township, x.Line.OriginZh, x.Line.OriginEn })
            .Select(g => new Part(g.Key.Day, g.Key.Shop, g.Key.Goods, new(g.Key.NameZh, g.Key.NameEn), g.Key.Township, g.Key.OriginZh, g.Key.OriginEn,
                g.Sum(x => x.Line.Count - x.Line.PutBack), g.Sum(x => x.Line.Count * x.Line.PriceFen), g.Sum(x => x.Line.RefundedFen))).ToListAsync(cancel);
        // Nobody says where the goods of a machine come from.
        var atMachines = township is null ? await MachineSales.Read(machines, from, until, cancel) : [];
        parts.AddRange(atMachines.Select(s => new Part(s.Day, s.Shop, default, s.Name, null, null, null, s.Count, s.SoldFen, s.BackFen)));
        var ordersCount = await lines.Select(x => x.Line.Order).Distinct().CountAsync(cancel);
        var names = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        var byDay = parts.ToLookup(p => p.Day);
        return new SalesReport(
            from, until, ordersCount, parts.Sum(p => p.Fen), parts.Sum(p => p.Back),
            [.. Enumerable.Range(0, until.DayNumber - from.DayNumber + 1).Select(i => from.AddDays(i)).Select(d => new SalesDay(d, byDay[d].Sum(p => p.Net)))],
            [.. Sum(parts, p => (p.Township, p.OriginZh is { } zh ? new Phrase(zh, p.OriginEn ?? zh) : new("未注明", "Not said")))],
            [.. Sum(parts, p => (p.Goods == default ? null : p.Goods.Value.ToString(), p.Name)).Take(MostGoods)],
            [.. Sum(parts, p => ((string?)p.Shop, names.GetValueOrDefault(p.Shop, new(p.Shop, p.Shop))))])
        {
            Purchases = atMachines.Select(s => s.Session).Distinct().Count(), MachinesFen = atMachines.Sum(s => s.SoldFen - s.BackFen),
        };
    }

    private static IEnumerable<SalesPart> Sum(IEnumerable<Part> parts, Func<Part, (string? Code, Phrase Name)> by) =>
        parts.GroupBy(by).Select(g => new SalesPart(g.Key.Code, g.Key.Name, g.Sum(p => p.Count), g.Sum(p => p.Net))).OrderByDescending(p => p.NetFen).ThenBy(p => p.Name.Zh, StringComparer.Ordinal);

    private sealed record Part(DateOnly Day, string Shop, GoodsId Goods, Phrase Name, string? Township, string? OriginZh, string? OriginEn, long Count, long Fen, long Back)
    {
        public long Net => Fen - Back;
    }
}
