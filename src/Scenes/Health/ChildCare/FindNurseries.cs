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

namespace Linli.Health.ChildCare;

/// <summary>Nurseries with their groups, places left, queue, fee, and what the market asks (普惠托育), for everybody.</summary>
/// <param name="Code">Only this one.</param>
internal sealed record FindNurseries(string? Code = null) : IQuery<IReadOnlyList<NurserySheet>>;

/// <summary>A nursery.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="About">What it is.</param>
/// <param name="Place">Path of the place it belongs to.</param>
/// <param name="Facility">Code of its facility on the map.</param>
/// <param name="AreaM2">Area in square metres.</param>
/// <param name="CapFen">A month costs less than this.</param>
/// <param name="MarketLowFen">What the market asks at least.</param>
/// <param name="MarketHighFen">What it asks at most.</param>
/// <param name="MarketSource">Where the figures come from.</param>
/// <param name="Groups">Groups of terms that are not over.</param>
internal sealed record NurserySheet(
    string Code, Phrase Name, string? About, string Place, string? Facility, decimal? AreaM2, long CapFen, long MarketLowFen, long MarketHighFen, string MarketSource, IReadOnlyList<GroupSheet> Groups);

/// <summary>A group.</summary>
/// <param name="Id">Id.</param>
/// <param name="Kind">By age.</param>
/// <param name="Name">What people call it.</param>
/// <param name="LeastMonths">From so many months.</param>
/// <param name="UnderMonths">Below so many months.</param>
/// <param name="Places">Places.</param>
/// <param name="Left">Places left.</param>
/// <param name="Waiting">Children who wait.</param>
/// <param name="Carers">Carers.</param>
/// <param name="FeeFen">Fee of a month.</param>
/// <param name="SavingFen">How much less that is than the market asks at least.</param>
/// <param name="From">First day of the term.</param>
/// <param name="Until">Last day.</param>
/// <param name="Opens">Children come from.</param>
/// <param name="Closes">Children are fetched until.</param>
/// <param name="Offering">What is booked.</param>
/// <param name="Series">The series in which children are enrolled: <c>POST /bookings/sessions/{id}/reservations</c>.</param>
/// <param name="Page">Page that books it.</param>
internal sealed record GroupSheet(
    Guid Id, GroupKind Kind, Phrase Name, int LeastMonths, int UnderMonths, int Places, int Left, int Waiting, int Carers, long FeeFen, long SavingFen, DateOnly From, DateOnly Until, TimeOnly Opens,
    TimeOnly Closes, OfferingId Offering, SessionId? Series, string Page);

internal sealed class FindNurseriesHandler(LinliDb db, NurseryRuleBook rules, IBookings bookings, TimeProvider time) : IHandler<FindNurseries, IReadOnlyList<NurserySheet>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nurseries", (UseCaseRunner run, CancellationToken cancel, string? code = null) => run.Answer(new FindNurseries(code), cancel))
            .Needs(Access.Public).WithTags("Child-care").WithSummary("Nurseries, groups, places, fees beside the market 普惠托育");

    public async Task<Result<IReadOnlyList<NurserySheet>>> Handle(FindNurseries request, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        // For everybody.
        var nurseries = await db.Unfiltered<Nursery>().AsNoTracking().Where(n => request.Code == null || n.Code == request.Code).OrderBy(n => n.Code).ToListAsync(cancel);
        var codes = nurseries.ConvertAll(n => n.Code);
        var groups = await db.Unfiltered<NurseryGroup>().AsNoTracking().Where(g => codes.Contains(g.Nursery) && g.Until >= today).ToListAsync(cancel);
        var series = new Dictionary<OfferingId, SessionView>();
        if (groups.Count > 0)
            foreach (var session in await bookings.Sessions(groups.ConvertAll(g => g.Offering), LocalTime.StartOfDay(today), LocalTime.EndOfDay(groups.Max(g => g.Until)), cancel))
                if (session.Meetings > 0)
                    series[session.Offering] = session;
        var sheets = new List<NurserySheet>();
        foreach (var nursery in nurseries)
        {
            var place = ScopePath.Parse(nursery.Scope, null);
            var fees = await rules.FeesAt(place, today, cancel);
            var own = new List<GroupSheet>();
            // A group whose series was cancelled takes nobody any more.
            foreach (var group in groups.Where(g => g.Nursery == nursery.Code && series.GetValueOrDefault(g.Offering)?.State != SessionState.Cancelled).OrderBy(g => g.From).ThenBy(g => g.Kind).ThenBy(g => g.Id))
                own.Add(Sheet(group, await rules.AgesOf(group.Kind, place, group.From, cancel), fees, series.GetValueOrDefault(group.Offering)));
            sheets.Add(new(nursery.Code, nursery.Name, nursery.About, nursery.Scope, nursery.Facility, nursery.AreaDm2 / 100m, fees.CapFen, fees.MarketLowFen, fees.MarketHighFen, fees.Source, own));
        }

        return sheets;
    }

    private static GroupSheet Sheet(NurseryGroup group, AgeRule rule, FeeRule fees, SessionView? series) => new(
        group.Id, group.Kind, group.Name, rule.LeastMonths, rule.UnderMonths, group.Places, series?.Left ?? 0, series?.Waiting ?? 0, group.Carers, group.FeeFen, Math.Max(0, fees.MarketLowFen - group.FeeFen),
        group.From, group.Until, group.Opens, group.Closes, group.Offering, series?.Id, NurseryParts.Kind.PageOf(group.Offering));
}
