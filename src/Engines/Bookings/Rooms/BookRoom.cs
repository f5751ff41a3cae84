using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Rooms;

/// <summary>Books a room, or another resource, for some time (预约场地). Set-up time between different uses counts.</summary>
/// <param name="Room">Code of the resource.</param>
/// <param name="From">Begin.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Use">What for, a code the space allows; the only one when left out.</param>
/// <param name="Party">How many come.</param>
/// <param name="Note">What for in words, 2 to 200 characters.</param>
/// <param name="OnBehalfOf">Person of the family it is for.</param>
/// <param name="SeenPriceFen">The price that was shown, in fen.</param>
/// <param name="Ticket">At a desk: the ticket of the person.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record BookRoom(
    string Room, DateTimeOffset From, int Minutes, string? Use = null, int Party = 1, string? Note = null, Guid? OnBehalfOf = null, long? SeenPriceFen = null,
    string? Ticket = null, string? IdempotencyKey = null) : ICommand<ReservationView>, IValidated, IRepeatable, IAudited
{
    /// <summary>Whether it is paid with credit points, where the room takes them.</summary>
    public bool WithPoints { get; init; }

    /// <summary>The price in points that was shown.</summary>
    public long? SeenPricePoints { get; init; }

    object IRepeatable.Wish => (Room, From, Minutes, Use, Party, OnBehalfOf, WithPoints);

    public string? AuditSubject => Room;

    public IEnumerable<Problem> Problems()
    {
        if (!BookingRules.IsSane(From))
            yield return Problem.Invalid("from", "bookings.from", "请选择开始时间。", "Choose when it begins.");
        if (!PlainText.TryCleanLine(Note, 200, out var note) || note.Length < 2)
            yield return Problem.Invalid("note", "bookings.purpose", "请写明用途（2–200 个字），例如：合唱排练、业主碰头会。", "Say what it is for (2–200 characters), such as: choir practice.");
    }
}

internal sealed class BookRoomHandler(RoomDesk desk, ReservationViews views) : IHandler<BookRoom, ReservationView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bookings/rooms", (BookRoom request, UseCaseRunner run, CancellationToken cancel) => run.Create(request, r => $"/api/v1/bookings/mine/{r.Id.Value}", cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Book a room for some time 预约场地");

    public async Task<Result<ReservationView>> Handle(BookRoom request, CancellationToken cancel)
    {
        var made = await desk.Book(request, cancel);
        return made.Ok ? await views.Of(made.Value, cancel) : made.As<ReservationView>();
    }
}

/// <summary>Gives time of rooms away.</summary>
internal sealed class RoomDesk(
    LinliDb db, OfferingBook offerings, SessionLocks locks, RoomTime rooms, Bookers bookers, BookingLimits limits, PlaceDesk places, TimeProvider time)
{
    public async Task<Result<ReservationRow>> Book(BookRoom wish, CancellationToken cancel)
    {
        if (!(await offerings.Resources([wish.Room], cancel)).TryGetValue(wish.Room, out var room) || room.Lending is not { } lending
            || await offerings.Find(lending, cancel) is not { Open: true } offering)
            return BookingProblems.NoResource;
        var terms = offering.ReadTerms();
        var from = Clock.ToMicroseconds(wish.From);
        var use = wish.Use ?? (room.UseCodes.Count == 1 ? room.UseCodes[0] : null);
        if (Malformed(wish, terms, room, from, use) is { } wrong)
            return wrong;
        var until = from.AddMinutes(wish.Minutes);
        var open = await rooms.OpenOn(room, LocalTime.DateOf(from), cancel);
        if (!open.Ok)
            return open.As<ReservationRow>();
        if (!RoomRules.IsOpen(open.Value, from, wish.Minutes))
            return Problem.Conflict("bookings.not_open", "不在开放时间内，请选择开放时间里的时段。", "It is not open then: choose a time within its hours.");
        var booker = await bookers.Find(wish.OnBehalfOf, wish.Ticket, offering.Place, cancel);
        if (!booker.Ok)
            return booker.As<ReservationRow>();
        var day = LocalTime.DateOf(from);
        if (BookingRules.NotEligible(terms, booker.Value.Person, offering.Place, day) is { } not)
            return not;
        await locks.People(booker.Value.Person.Person, booker.Value.Person.Households, cancel);
        if (await limits.Exceeded(offering, terms, booker.Value, day, cancel) is { } over)
            return over;
        var session = NewSession(offering, room, wish, use, from, until, day);
        var price = await limits.Price(offering, terms, booker.Value, session, wish.Party, wish.WithPoints, cancel);
        if (!price.Ok)
            return price.As<ReservationRow>();
        if (!price.Value.Is(wish.SeenPriceFen, wish.SeenPricePoints))
            return BookingProblems.PriceChanged(price.Value.Words);

        var locked = await locks.Resources([room.Code], cancel);
        if (await rooms.InTheWay([.. locked.Values], use, from, until, terms.Quiet, null, cancel) is { } taken)
            return taken;
        db.Insert(session);
        rooms.Take(locked.Values, session, use);
        return await places.Write(session, offering, booker.Value, new(session.Id) { Party = wish.Party, Note = wish.Note }, price.Value, ReservationState.Confirmed, cancel);
    }

    private Problem? Malformed(BookRoom wish, BookingTerms terms, ResourceRow room, DateTimeOffset from, string? use)
    {
        if (use is null || !room.UseCodes.Contains(use))
            return Problem.Invalid("use", "bookings.use_missing", "请选择用途。", "Choose what it is for.");
        if (wish.Party < 1 || wish.Party > room.Capacity)
            return Problem.Invalid("party", "bookings.party", $"人数应为 1 到 {room.Capacity} 人。", $"Give 1 to {room.Capacity} people.");
        return RoomRules.WrongLength(terms.Interval, from, wish.Minutes) ?? BookingRules.NotOpenNow(terms, from, from, Clock.Now(time));
    }

    private SessionRow NewSession(OfferingRow offering, ResourceRow room, BookRoom wish, string? use, DateTimeOffset from, DateTimeOffset until, DateOnly day)
    {
        var now = Clock.Now(time);
        return new()
        {
            Id = new(Guid.CreateVersion7(now)), Offering = offering.Id, Kind = offering.Kind, Scope = room.Scope, Start = from, End = until, Day = day, Capacity = wish.Party,
            Taken = wish.Party, Waiting = 0, LastTurn = 0, State = SessionState.Planned, Use = use, Sequence = 0, ChangedAt = now,
        };
    }
}
