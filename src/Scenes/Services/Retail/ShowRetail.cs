using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Retail;

/// <summary>A shopping area on a day (智慧商圈, S64): visitors by hour beside yesterday and last week, merchants, visitors of each shop.</summary>
/// <param name="Area">Code of the area; the caller's first when left out.</param>
/// <param name="Day">Local day; today when left out, not in the future.</param>
internal sealed record ShowRetail(string? Area = null, DateOnly? Day = null) : IQuery<RetailDay>;

/// <summary>An area to choose.</summary>
internal sealed record AreaChoice(string Code, Phrase Name);

/// <summary>The day.</summary>
/// <param name="Areas">Areas of the caller.</param>
/// <param name="Area">Code of the one shown.</param>
/// <param name="Name">Its name.</param>
/// <param name="Day">Local day.</param>
/// <param name="Visitors">People who came in, in the hours that were counted.</param>
/// <param name="Gaps">Hours of opening in which a counter was missing.</param>
/// <param name="AsOf">The newest word of its counters, UTC; <c>null</c> for never.</param>
/// <param name="Yesterday">Beside the day before.</param>
/// <param name="LastWeek">Beside the same weekday of the week before.</param>
/// <param name="Units">Shops' spaces.</param>
/// <param name="Let">Those that are let.</param>
/// <param name="OpenNow">Merchants that are open now, by their hours.</param>
/// <param name="Hours">Hour by hour.</param>
/// <param name="Shops">Each space.</param>
internal sealed record RetailDay(
    IReadOnlyList<AreaChoice> Areas, string Area, Phrase Name, DateOnly Day, int Visitors, int Gaps, DateTimeOffset? AsOf, Compared Yesterday, Compared LastWeek, int Units, int Let, int OpenNow,
    IReadOnlyList<RetailHour> Hours, IReadOnlyList<ShopDay> Shops);

/// <summary>An hour of the area: of the day, the day before, the week before; <c>null</c> for a gap.</summary>
internal sealed record RetailHour(int Hour, int? Visitors, int? Yesterday, int? LastWeek);

/// <summary>A shop on the day.</summary>
/// <param name="Code">Code of its space.</param>
/// <param name="Number">On the plan.</param>
/// <param name="Merchant">Who has it; <c>null</c> while it is vacant.</param>
/// <param name="Trade">What is sold.</param>
/// <param name="IsOpen">Whether it is open now; <c>null</c> where its hours are not known.</param>
/// <param name="Counted">Whether it has a counter.</param>
/// <param name="Visitors">People who came in; <c>null</c> without a counter.</param>
/// <param name="Gaps">Hours of opening in which its counter was silent.</param>
/// <param name="Yesterday">Beside the day before; <c>null</c> without a counter.</param>
internal sealed record ShopDay(string Code, string Number, string? Merchant, string Trade, bool? IsOpen, bool Counted, int? Visitors, int Gaps, Compared? Yesterday);

internal sealed class ShowRetailHandler(LinliDb db, Footfall footfall, ILatest latest, CurrentCaller current, TimeProvider time) : IHandler<ShowRetail, RetailDay>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/retail/day", (UseCaseRunner run, CancellationToken cancel, string? area = null, DateOnly? day = null) => run.Answer(new ShowRetail(area, day), cancel))
            .Needs(RetailParts.Permission).WithTags("Retail").WithSummary("A shopping area on a day 商圈客流");

    public async Task<Result<RetailDay>> Handle(ShowRetail request, CancellationToken cancel)
    {
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        var day = request.Day ?? today;
        if (day > today || day < today.AddYears(-3))
            return Problem.Invalid("day", "services.retail_day", "请选择今天或三年以内的一天。", "Choose today, or a day within three years before it.");
        var areas = await db.Scoped<RetailArea>(current.Value.ScopesFor(RetailParts.Permission)).AsNoTracking().OrderBy(a => a.Code).ToListAsync(cancel);
        if ((request.Area is null ? areas.FirstOrDefault() : areas.Find(a => a.Code == request.Area)) is not { } area)
            return RetailParts.NoArea;
        // Of an area of the caller's.
        var units = await db.Unfiltered<RetailUnit>().AsNoTracking().Where(u => u.Area == area.Code).OrderBy(u => u.Number).ToListAsync(cancel);
        var counters = footfall.Counters([area.Code, .. units.Select(u => u.Code)]);
        var counted = await footfall.Read([.. counters.SelectMany(c => c).Select(d => d.Id)], LocalTime.StartOfDay(day.AddDays(-7)), LocalTime.EndOfDay(day), cancel);
        var (own, before, week) = (Of(area.Code, area.Hours, day), Of(area.Code, area.Hours, day.AddDays(-1)), Of(area.Code, area.Hours, day.AddDays(-7)));
        return new RetailDay(
            areas.ConvertAll(a => new AreaChoice(a.Code, a.Name)), area.Code, area.Name, day, own.Sum(h => h.Visitors ?? 0), own.Count(h => h.Visitors is null), counters[area.Code].Max(d => latest.Of(d.Id).SeenAt),
            Footfall.Compare(own, before), Footfall.Compare(own, week), units.Count, units.Count(u => u.Merchant is not null), units.Count(u => u.Merchant is not null && IsOpen(u, now) == true),
            [.. Enumerable.Range(0, own.Count).Select(n => new RetailHour(n, own[n].Visitors, before.ElementAtOrDefault(n).Visitors, week.ElementAtOrDefault(n).Visitors))],
            units.ConvertAll(u =>
            {
                if (!counters.Contains(u.Code))
                    return new ShopDay(u.Code, u.Number, u.Merchant, u.Trade, IsOpen(u, now), false, null, 0, null);
                var hours = Of(u.Code, u.Hours, day);
                return new ShopDay(u.Code, u.Number, u.Merchant, u.Trade, IsOpen(u, now), true, hours.Sum(h => h.Visitors ?? 0), hours.Count(h => h.Visitors is null), Footfall.Compare(hours, Of(u.Code, u.Hours, day.AddDays(-1))));
            }));

        // An hour that runs is not held against one that is over.
        IReadOnlyList<HourCount> Of(string place, string hours, DateOnly of) => Footfall.Day(of, LocalTime.EndOfDay(of) < now ? LocalTime.EndOfDay(of) : HourOf(now), hours, [.. counters[place]], counted);
    }

    private static bool? IsOpen(RetailUnit unit, DateTimeOffset now) => OpeningTimes.At(unit.Hours, now, WorkingDayCalendar.China).IsOpen;

    private static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
