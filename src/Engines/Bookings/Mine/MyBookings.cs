using Linli.Bookings.Reserve;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Mine;

/// <summary>The caller's reservations, and those of the family they may see (我的预约), the next ones first.</summary>
/// <param name="Id">Only this one.</param>
internal sealed record MyBookings(ReservationId? Id = null) : IQuery<MyBooking[]>;

/// <summary>A reservation in the list.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="Name">Of the family member it is for; <c>null</c> for oneself.</param>
/// <param name="Ticket">Number of the ticket in a draw.</param>
/// <param name="Appeal">What was said about a no-show.</param>
/// <param name="AppealAnswer">What was decided.</param>
internal sealed record MyBooking(ReservationView Reservation, string? Name, int? Ticket, string? Appeal, string? AppealAnswer);

internal sealed class MyBookingsHandler(LinliDb db, CurrentCaller current, IActingFor family, ReservationViews views, TimeProvider time) : IHandler<MyBookings, MyBooking[]>, IUseCase
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bookings/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyBookings(), cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("My reservations and those of my family 我的预约");
        api.MapGet("/bookings/mine/{id}", (ReservationId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyBookings(id), cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("One of my reservations");
    }

    public async Task<Result<MyBooking[]>> Handle(MyBookings request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return Array.Empty<MyBooking>();
        var names = (await family.People(FamilyMatters.View, cancel)).Concat(await family.People(FamilyMatters.Book, cancel)).DistinctBy(p => p.Person).ToDictionary(p => p.Person, p => p.Name);
        var people = names.Keys.Append(me).ToList();
        // One's own, wherever they are.
        var query = db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Person != null && people.Contains(r.Person.Value));
        if (request.Id is { } id)
            query = query.Where(r => r.Id == id);
        var rows = await query.OrderByDescending(r => r.Day).ThenByDescending(r => r.At).Take(Most).ToListAsync(cancel);
        var byId = rows.ToDictionary(r => r.Id);
        var now = Clock.Now(time);
        return (MyBooking[])
        [
            .. (await views.Of(rows, cancel)).Select(v => new MyBooking(v, v.Person == me ? null : names[v.Person], byId[v.Id].Ticket, byId[v.Id].Appeal, byId[v.Id].AppealAnswer))
                .OrderBy(b => b.Reservation.End < now || b.Reservation.State == ReservationState.Cancelled)
                .ThenBy(b => b.Reservation.End < now ? DateTimeOffset.MaxValue - b.Reservation.Start : b.Reservation.Start - DateTimeOffset.MinValue),
        ];
    }
}
