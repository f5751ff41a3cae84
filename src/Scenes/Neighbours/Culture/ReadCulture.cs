using Linli.Bookings;
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

namespace Linli.Neighbours.Culture;

/// <summary>Tours, study trips and exhibits to book, how many visitors came, and work that is offered (文化与研学); everybody may look.</summary>
internal sealed record ReadCulture : IQuery<CultureView>;

/// <summary>Culture at a glance.</summary>
/// <param name="Offers">What can be booked.</param>
/// <param name="Sites">Where visitors are counted.</param>
/// <param name="Jobs">Work that is still offered, the newest first.</param>
/// <param name="JobPlaces">Places of all that is offered.</param>
/// <param name="JobsFilled">How many were taken on for all that was offered at some time of this year.</param>
internal sealed record CultureView(IReadOnlyList<OfferBrief> Offers, IReadOnlyList<SiteVisitors> Sites, IReadOnlyList<JobLine> Jobs, int JobPlaces, int JobsFilled);

/// <summary>Visitors of a site.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="About">What there is to see.</param>
/// <param name="Today">Today, local.</param>
/// <param name="Month">This month.</param>
/// <param name="Year">This year.</param>
internal sealed record SiteVisitors(string Code, Phrase Name, string? About, int Today, int Month, long Year);

/// <summary>Work that is offered.</summary>
internal sealed record JobLine(Guid Id, string Title, string Employer, string? Pay, string? About, string Phone, int Places, int Filled, DateOnly Until);

internal sealed class ReadCultureHandler(LinliDb db, IBookingLists lists, TimeProvider time) : IHandler<ReadCulture, CultureView>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/culture", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadCulture(), cancel))
            .Needs(Access.Public).WithTags("Culture").WithSummary("Tours, study trips, exhibits, visitors, jobs 文化与研学");

    public async Task<Result<CultureView>> Handle(ReadCulture request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var (month, year) = (new DateOnly(today.Year, today.Month, 1), new DateOnly(today.Year, 1, 1));
        // For everybody to see.
        var sites = await db.Unfiltered<VisitorSite>().AsNoTracking().OrderBy(s => s.Code).ToListAsync(cancel);
        var counts = await db.Unfiltered<VisitorCount>().Where(c => c.Day >= year && c.Day <= today).GroupBy(c => c.Site).Select(g => new
        {
            g.Key,
            Today = g.Sum(c => c.Day == today ? c.Count : 0),
            Month = g.Sum(c => c.Day >= month ? c.Count : 0),
            Year = g.Sum(c => (long)c.Count),
        }).ToDictionaryAsync(g => g.Key, cancel);
        var jobs = await db.Unfiltered<JobPost>().AsNoTracking().Where(j => j.Until >= today && j.Filled < j.Places).OrderByDescending(j => j.At).ThenBy(j => j.Id).Take(Most).ToListAsync(cancel);
        var from = LocalTime.StartOfDay(year);
        var filled = await db.Unfiltered<JobPost>().Where(j => j.At >= from || j.Until >= year).SumAsync(j => j.Filled, cancel);
        return new CultureView(
            await lists.Offers(CultureParts.Kinds, cancel),
            sites.ConvertAll(s => new SiteVisitors(s.Code, s.Name, s.About, counts.GetValueOrDefault(s.Code)?.Today ?? 0, counts.GetValueOrDefault(s.Code)?.Month ?? 0, counts.GetValueOrDefault(s.Code)?.Year ?? 0)),
            jobs.ConvertAll(j => new JobLine(j.Id, j.Title, j.Employer, j.Pay, j.About, j.Phone, j.Places, j.Filled, j.Until)), jobs.Sum(j => j.Places - j.Filled), filled);
    }
}
