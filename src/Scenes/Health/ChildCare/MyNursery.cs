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

/// <summary>Places of the caller's children, who may fetch them, the last days, and fees (我家孩子的托育).</summary>
internal sealed record MyNursery : IQuery<IReadOnlyList<MyPlace>>;

/// <summary>A place of a child.</summary>
/// <param name="Reservation">The reservation; it is cancelled like every booking.</param>
/// <param name="Child">Name of the child: it is the guardian who reads.</param>
/// <param name="Group">The group.</param>
/// <param name="Nursery">Its nursery.</param>
/// <param name="State">How it stands.</param>
/// <param name="Ahead">How many wait before it.</param>
/// <param name="OfferUntil">Until when a place is kept, UTC.</param>
/// <param name="CallName">What the carers call the child; <c>null</c> until a guardian said so.</param>
/// <param name="DaysPresent">Days it was there.</param>
/// <param name="Collectors">Who may fetch it.</param>
/// <param name="Days">Its last days, the latest first.</param>
/// <param name="Months">Fees from the month it came.</param>
internal sealed record MyPlace(
    Guid Reservation, string Child, Phrase Group, Phrase Nursery, ReservationState State, int? Ahead, DateTimeOffset? OfferUntil, string? CallName, int DaysPresent, IReadOnlyList<CollectorLine> Collectors,
    IReadOnlyList<ChildDay> Days, IReadOnlyList<FeeMonth> Months);

/// <summary>Somebody who may fetch the child.</summary>
internal sealed record CollectorLine(Guid Id, string Name, string Relation, DateOnly? Day);

/// <summary>A day of the child.</summary>
internal sealed record ChildDay(DateOnly Day, DateTimeOffset CameAt, DateTimeOffset? LeftAt, string? FetchedBy);

/// <summary>The fee of a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Fen">How much.</param>
/// <param name="PaidAt">When it was paid, UTC.</param>
internal sealed record FeeMonth(DateOnly Month, long Fen, DateTimeOffset? PaidAt);

internal sealed class MyNurseryHandler(LinliDb db, NurseryPlaces places, IRosters rosters, TimeProvider time) : IHandler<MyNursery, IReadOnlyList<MyPlace>>, IUseCase
{
    private const int LastDays = 10;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nurseries/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyNursery(), cancel))
            .Needs(Access.SignedIn).WithTags("Child-care").WithSummary("Places of my children 我家孩子的托育");

    public async Task<Result<IReadOnlyList<MyPlace>>> Handle(MyNursery request, CancellationToken cancel)
    {
        var (mine, today, shown) = (await places.Mine(cancel), LocalTime.Today(time), new List<MyPlace>());
        var present = await rosters.DaysPresent([.. mine.Select(p => p.Reservation.Id)], cancel);
        foreach (var place in mine)
        {
            var id = place.Reservation.Id;
            // One's own child.
            var child = await db.Unfiltered<NurseryChild>().AsNoTracking().SingleOrDefaultAsync(c => c.Reservation == id, cancel);
            var nursery = await db.Unfiltered<Nursery>().AsNoTracking().SingleAsync(n => n.Code == place.Group.Nursery, cancel);
            var all = child is null ? [] : await db.Unfiltered<Collector>().AsNoTracking().Where(c => c.Child == child.Id).OrderBy(c => c.At).ToListAsync(cancel);
            var days = child is null ? [] : await db.Unfiltered<Handover>().AsNoTracking().Where(h => h.Child == child.Id).OrderByDescending(h => h.Day).Take(LastDays).ToListAsync(cancel);
            shown.Add(new(
                id.Value, place.Name, place.Group.Name, nursery.Name, place.Reservation.State, place.Reservation.Ahead, place.Reservation.OfferUntil, child?.CallName, present.GetValueOrDefault(id),
                [.. all.Where(c => c.WithdrawnAt is null && (c.Day is null || c.Day >= today)).Select(c => new CollectorLine(c.Id, c.NameMask, c.Relation, c.Day))],
                days.ConvertAll(h => new ChildDay(h.Day, h.CameAt, h.LeftAt, all.Find(c => c.Id == h.Collector) is { } by ? $"{by.Relation} {by.NameMask}" : null)),
                child is null ? [] : await Fees(place.Group, child, cancel)));
        }

        return shown;
    }

    private async Task<IReadOnlyList<FeeMonth>> Fees(NurseryGroup group, NurseryChild child, CancellationToken cancel)
    {
        var came = LocalTime.DateOf(child.At);
        var paid = await db.Unfiltered<NurseryFee>().AsNoTracking().Where(f => f.Group == group.Id && f.Person == child.Person).ToDictionaryAsync(f => f.Month, cancel);
        return [.. NurseryRules.Months(came > group.From ? came : group.From, group.Until).Select(m => new FeeMonth(m, paid.GetValueOrDefault(m)?.Fen ?? group.FeeFen, paid.GetValueOrDefault(m)?.At))];
    }
}
