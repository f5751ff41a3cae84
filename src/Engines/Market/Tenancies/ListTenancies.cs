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

namespace Linli.Market.Tenancies;

/// <summary>Spaces let to shops at the places where the caller may look (商铺租约).</summary>
public sealed record ListTenancies : IQuery<IReadOnlyList<TenancyLine>>;

/// <summary>The tenancies of the caller's own shops.</summary>
public sealed record MyTenancies : IQuery<IReadOnlyList<TenancyLine>>;

/// <summary>A tenancy.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Shop">Code of the shop.</param>
/// <param name="ShopName">Its name.</param>
/// <param name="Space">Which space.</param>
/// <param name="Landlord">Code of the cooperative.</param>
/// <param name="RentFen">Rent of a month.</param>
/// <param name="From">First month.</param>
/// <param name="Until">Last month.</param>
/// <param name="FreeNow">Whether this month is waived.</param>
/// <param name="DueNowFen">What is due for this month.</param>
/// <param name="Waivers">What was waived.</param>
/// <param name="Months">Months written down so far, the newest first.</param>
public sealed record TenancyLine(
    Guid Id, string Shop, Phrase ShopName, string Space, string Landlord, long RentFen, int From, int? Until, bool FreeNow, long DueNowFen, IReadOnlyList<WaiverLine> Waivers,
    IReadOnlyList<RentMonthLine> Months)
{
    /// <summary>What was waived in all.</summary>
    public long WaivedFen => Months.Where(m => m.Waived).Sum(m => m.RentFen);
}

/// <summary>A waiver.</summary>
public sealed record WaiverLine(int From, int Until, int Months, string Reason, string Decision);

/// <summary>A month of a tenancy.</summary>
public sealed record RentMonthLine(int Month, long RentFen, bool Waived)
{
    /// <summary>What was due.</summary>
    public long DueFen => Waived ? 0 : RentFen;
}

internal sealed class ListTenanciesHandler(LinliDb db, IPeople people, Shops.ShopReach reach, CurrentCaller current, TimeProvider time)
    : IHandler<ListTenancies, IReadOnlyList<TenancyLine>>, IHandler<MyTenancies, IReadOnlyList<TenancyLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/market/tenancies", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListTenancies(), cancel))
            .Needs(MarketPermissions.Read).WithTags("Market").WithSummary("Spaces let to shops 商铺租约");
        api.MapGet("/market/tenancies/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyTenancies(), cancel))
            .Needs(MarketPermissions.Sell).WithTags("Market").WithSummary("The tenancy of my shop 我的租约");
    }

    public Task<Result<IReadOnlyList<TenancyLine>>> Handle(ListTenancies request, CancellationToken cancel) =>
        Lines(db.Scoped<Tenancy>(current.Value.ScopesFor(MarketPermissions.Read)), cancel);

    public Task<Result<IReadOnlyList<TenancyLine>>> Handle(MyTenancies request, CancellationToken cancel)
    {
        var codes = reach.Codes;

        // Of one's own shops.
        return Lines(db.Unfiltered<Tenancy>().Where(t => codes.Contains(t.Shop)), cancel);
    }

    private async Task<Result<IReadOnlyList<TenancyLine>>> Lines(IQueryable<Tenancy> tenancies, CancellationToken cancel)
    {
        var rows = await tenancies.AsNoTracking().OrderBy(t => t.Shop).ThenBy(t => t.From).Take(500).ToListAsync(cancel);
        var ids = rows.ConvertAll(t => t.Id);
        var waivers = (await db.Records<RentWaiver>().AsNoTracking().Where(w => ids.Contains(w.Tenancy)).ToListAsync(cancel)).ToLookup(w => w.Tenancy);
        var months = (await db.Records<RentMonth>().AsNoTracking().Where(m => ids.Contains(m.Tenancy)).ToListAsync(cancel)).ToLookup(m => m.Tenancy);
        var names = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        var now = RentRules.MonthOf(LocalTime.Today(time));
        return rows.ConvertAll(t =>
        {
            var (runs, free) = (t.From <= now && (t.Until is null || now <= t.Until), RentRules.WaiverOf(waivers[t.Id], now) is not null);
            return new TenancyLine(
                t.Id, t.Shop, names.GetValueOrDefault(t.Shop, new(t.Shop, t.Shop)), t.Space, t.Landlord, t.RentFen, t.From, t.Until, runs && free, runs && !free ? t.RentFen : 0,
                [.. waivers[t.Id].OrderBy(w => w.From).Select(w => new WaiverLine(w.From, w.Until, RentRules.Count(w.From, w.Until), w.Reason, w.Decision))],
                [.. months[t.Id].OrderByDescending(m => m.Month).Select(m => new RentMonthLine(m.Month, m.RentFen, m.Waiver is not null))]);
        });
    }
}
