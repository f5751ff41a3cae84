using System.Text.Json.Serialization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Attend;

/// <summary>Checks somebody in (签到): ticked in the list, by the code they say, or by reading the code on their phone or card.</summary>
/// <param name="Reservation">Which; or one of the others.</param>
/// <param name="Ticket">Ticket of the person before the scanner, as <c>POST /codes/read</c> gives it.</param>
/// <param name="Code">The six characters of the reservation.</param>
/// <param name="Present">False takes back what was ticked wrongly.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record CheckIn(Guid? Reservation = null, string? Ticket = null, string? Code = null, bool Present = true, string? IdempotencyKey = null)
    : ICommand<CheckedIn>, IRepeatable, IAudited
{
    [JsonIgnore]
    public SessionId Session { get; init; }

    object IRepeatable.Wish => (Session, Reservation, Code, Present);

    public string? AuditSubject => Session.Value.ToString();
}

/// <summary>Who was checked in.</summary>
/// <param name="Reservation">Which reservation.</param>
/// <param name="Name">Masked name.</param>
/// <param name="Party">How many come.</param>
/// <param name="Present">Whether they are there.</param>
internal sealed record CheckedIn(ReservationId Reservation, string Name, int Party, bool Present);

internal sealed class CheckInHandler(LinliDb db, OfferingBook offerings, AttendanceBook attendance, IPresentedCodes codes, IActingFor names, ReservationReach reach, KindBook kinds)
    : IHandler<CheckIn, CheckedIn>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bookings/sessions/{id}/check-in", (SessionId id, CheckIn request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Session = id }, cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("Check somebody in, by list or by scanning 签到");

    public async Task<Result<CheckedIn>> Handle(CheckIn request, CancellationToken cancel)
    {
        if (await offerings.Session(request.Session, cancel) is not { } meeting || !reach.DealsWith(meeting.Kind, meeting.Scope))
            return BookingProblems.NoSession;
        var person = default(Guid?);
        if (request.Ticket is not null)
        {
            var presented = codes.Open(request.Ticket);
            if (!presented.Ok)
                return presented.As<CheckedIn>();
            person = presented.Value.Person;
        }

        var (enrolled, code) = (meeting.Series ?? meeting.Id, request.Code?.Trim().ToUpperInvariant());
        var wanted = request.Reservation is { } id ? new ReservationId(id) : default;
        // Of this session; exactly one of the three ways is given.
        var row = await db.Unfiltered<ReservationRow>().AsNoTracking()
            .Where(r => r.Session == enrolled && r.State != ReservationState.Cancelled && (request.Reservation != null ? r.Id == wanted : person != null ? r.Person == person : r.Code == code))
            .FirstOrDefaultAsync(cancel);
        if (row is null)
            return Problem.NotFound("bookings.not_on_list", "这一场没有此人的预约。", "Nobody like this is booked for this session.");
        var done = await attendance.Mark(meeting, row.Id, request.Present, request.Ticket is not null, cancel);
        if (!done.Ok)
            return done.As<CheckedIn>();
        // Who a list does not name, its answers do not name either.
        var masked = kinds.Find(row.Kind).ListPermission is not null ? "…" + row.Code[^2..] : row.Person is { } who ? (await names.MaskedNames([who], cancel)).GetValueOrDefault(who, "") : "";
        return new CheckedIn(row.Id, masked, row.Party, request.Present);
    }
}

/// <summary>Keeps attendance, of sessions and of the meetings of a series.</summary>
internal sealed class AttendanceBook(LinliDb db, OfferingBook offerings, SessionLocks locks, BookingMoney money, BookingTelling telling, CurrentCaller current, TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromHours(2);

    public async Task<Result<Done>> Mark(SessionRow meeting, ReservationId id, bool present, bool scanned, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (meeting.State == SessionState.Cancelled || meeting.IsSeries)
            return BookingProblems.SessionOver;
        if (now < meeting.Start - Early)
            return Problem.Conflict("bookings.check_in_early", "开始前两小时才能签到。", "Check-in begins two hours before.");
        var session = (await locks.Session(meeting.Series ?? meeting.Id, cancel))!;
        var reservation = await db.Unfiltered<ReservationRow>().SingleOrDefaultAsync(r => r.Id == id && r.Session == session.Id, cancel);
        if (reservation is null || !reservation.HasSeat || reservation.State == ReservationState.Offered)
            return Problem.Conflict("bookings.no_seat", "此人还没有名额，请先确认候补。", "This person has no place yet: have the offer taken up first.");
        if (await Row(meeting.Id, id, cancel) is { } old)
            (old.Present, old.At, old.By, old.Scanned) = (present, now, current.Value.Account, scanned);
        else
            db.Records<AttendanceRow>().Add(new() { Meeting = meeting.Id, Reservation = id, Present = present, At = now, By = current.Value.Account, Scanned = scanned });
        if (meeting.Series is null)
            (reservation.State, reservation.ChangedAt) = (present ? ReservationState.Attended : session.Settled ? ReservationState.NoShow : ReservationState.Confirmed, now);
        if (present && await offerings.Find(reservation.Offering, cancel) is { } offering && await money.ReturnDeposit(reservation, offering, cancel) is { } stuck)
            return stuck;
        await telling.Publish(reservation, session, cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Mark(SessionId meeting, ReservationId id, bool present, CancellationToken cancel) =>
        await offerings.Session(meeting, cancel) is { } row ? await Mark(row, id, present, false, cancel) : BookingProblems.NoSession;

    private async Task<AttendanceRow?> Row(SessionId meeting, ReservationId id, CancellationToken cancel) =>
        await db.Records<AttendanceRow>().SingleOrDefaultAsync(a => a.Meeting == meeting && a.Reservation == id, cancel);
}
