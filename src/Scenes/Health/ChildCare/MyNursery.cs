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
/// <param name="Inside">Whether the child is there now.</param>
/// <param name="Looks">Who of the staff saw the list it stands on, the latest first.</param>
/// <param name="Refusals">When somebody at the door was refused it, the latest first, UTC.</param>
internal sealed record MyPlace(
    Guid Reservation, string Child, Phrase Group, Phrase Nursery, ReservationState State, int? Ahead, DateTimeOffset? OfferUntil, string? CallName, int DaysPresent, IReadOnlyList<CollectorLine> Collectors,
    IReadOnlyList<ChildDay> Days, IReadOnlyList<FeeMonth> Months, bool Inside, IReadOnlyList<ListLook> Looks, IReadOnlyList<DateTimeOffset> Refusals);

/// <summary>A member of staff saw the list on a day.</summary>
internal sealed record ListLook(DateOnly Day, string Name);

/// <summary>Somebody who may fetch the child.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Masked.</param>
/// <param name="Relation">Such as 外婆.</param>
/// <param name="Day">Only on this day.</param>
/// <param name="Confirmed">Whether a guardian of today named them; otherwise a new code makes them one's own.</param>
internal sealed record CollectorLine(Guid Id, string Name, string Relation, DateOnly? Day, bool Confirmed = true);

/// <summary>A day of the child.</summary>
internal sealed record ChildDay(DateOnly Day, DateTimeOffset CameAt, DateTimeOffset? LeftAt, string? FetchedBy);

/// <summary>The fee of a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Fen">How much.</param>
/// <param name="PaidAt">When it was paid, UTC.</param>
/// <param name="BackAt">When it was given back, UTC; it counts as not paid then.</param>
internal sealed record FeeMonth(DateOnly Month, long Fen, DateTimeOffset? PaidAt, DateTimeOffset? BackAt = null);

internal sealed class MyNurseryHandler(LinliDb db, NurseryPlaces places, NurseryGuardians guardians, IRosters rosters, TimeProvider time) : IHandler<MyNursery, IReadOnlyList<MyPlace>>, IUseCase
{
    private const int LastDays = 10;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/nurseries/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyNursery(), cancel))
            .Needs(Access.SignedIn).WithTags("Child-care").WithSummary("Places of my children 我家孩子的托育");

    public async Task<Result<IReadOnlyList<MyPlace>>> Handle(MyNursery request, CancellationToken cancel)
    {
        var (mine, today, shown) = (await places.All(cancel), LocalTime.Today(time), new List<MyPlace>());
        var present = await rosters.DaysPresent([.. mine.Select(p => p.Reservation.Id)], cancel);
        foreach (var place in mine)
        {
            var id = place.Reservation.Id;
            // One's own child.
            var child = await db.Unfiltered<NurseryChild>().AsNoTracking().SingleOrDefaultAsync(c => c.Reservation == id, cancel);
            var fees = child is null ? [] : await Fees(place, child, cancel);
            var inside = child is not null && await db.Unfiltered<Handover>().AnyAsync(h => h.Child == child.Id && h.Day == today && h.LeftAt == null, cancel);
            // A place that ended stays in sight while its child is inside, and for what was paid.
            if (place.Reservation.State == ReservationState.Cancelled && !inside && fees.Count == 0)
                continue;
            var nursery = await db.Unfiltered<Nursery>().AsNoTracking().SingleAsync(n => n.Code == place.Group.Nursery, cancel);
            var all = child is null ? [] : await db.Unfiltered<Collector>().AsNoTracking().Where(c => c.Child == child.Id).OrderBy(c => c.At).ToListAsync(cancel);
            var days = child is null ? [] : await db.Unfiltered<Handover>().AsNoTracking().Where(h => h.Child == child.Id).OrderByDescending(h => h.Day).Take(LastDays).ToListAsync(cancel);
            var own = child is null ? [] : await guardians.Of(child.Person, cancel);
            var looks = child is null ? [] : await db.Unfiltered<NurseryLook>().AsNoTracking().Where(l => l.Child == child.Id).OrderByDescending(l => l.At).Take(LastDays).Select(l => new ListLook(l.Day, l.Name)).ToListAsync(cancel);
            var refusals = child is null ? [] : await db.Unfiltered<HandoverAttempt>().AsNoTracking().Where(a => a.Child == child.Id).OrderByDescending(a => a.At).Take(LastDays).Select(a => a.At).ToListAsync(cancel);
            shown.Add(new(
                id.Value, place.Name, place.Group.Name, nursery.Name, place.Reservation.State, place.Reservation.Ahead, place.Reservation.OfferUntil, child?.CallName, present.GetValueOrDefault(id),
                [.. all.Where(c => c.WithdrawnAt is null && (c.Day is null || c.Day >= today)).Select(c => new CollectorLine(c.Id, c.NameMask, c.Relation, c.Day, c.By is { } by && own.Contains(by)))],
                days.ConvertAll(h => new ChildDay(h.Day, h.CameAt, h.LeftAt, all.Find(c => c.Id == h.Collector) is { } by ? $"{by.Relation} {by.NameMask}" : null)),
                fees, inside, looks, refusals));
        }

        return shown;
    }

    // Of a place that ended, only what was paid for it.
    private async Task<IReadOnlyList<FeeMonth>> Fees(NurseryPlace place, NurseryChild child, CancellationToken cancel)
    {
        var (group, id, came) = (place.Group, place.Reservation.Id, LocalTime.DateOf(child.At));
        var ended = place.Reservation.State == ReservationState.Cancelled;
        var all = await db.Unfiltered<NurseryFee>().AsNoTracking().Where(f => f.Group == group.Id && f.Person == child.Person && (!ended || f.Reservation == id)).ToListAsync(cancel);
        var known = all.GroupBy(f => f.Month).ToDictionary(g => g.Key, g => g.OrderBy(f => f.BackAt is not null).ThenByDescending(f => f.At).First());
        var months = ended ? known.Keys.Order() : NurseryRules.Months(came > group.From ? came : group.From, group.Until);
        return [.. months.Select(m => known.GetValueOrDefault(m) is { } fee ? new FeeMonth(m, fee.Fen, fee.BackAt is null || ended ? fee.At : null, fee.BackAt) : new FeeMonth(m, group.FeeFen, null))];
    }
}
