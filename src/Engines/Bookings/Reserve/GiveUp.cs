using System.Text.Json.Serialization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.Bookings.WaitList;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Reserve;

/// <summary>Gives a place back (取消预约): people by themselves until the deadline, staff always. The next who waits is asked.</summary>
/// <param name="Reason">Why; needed from staff, at most 200 characters.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record CancelReservation(string? Reason = null, string? IdempotencyKey = null) : ICommand<Done>, IValidated, IRepeatable, IAudited
{
    [JsonIgnore]
    public ReservationId Id { get; init; }

    object IRepeatable.Wish => (Id, Reason);

    public string? AuditSubject => Id.Value.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 200, out _))
            yield return Problem.Invalid("reason", "bookings.note", "说明不超过 200 个字。", "A note has at most 200 characters.");
    }
}

internal sealed class CancelReservationHandler(ReservationEnd end) : IHandler<CancelReservation, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bookings/{id}/cancel", (ReservationId id, CancelReservation request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Give a place back 取消预约");

    public Task<Result<Done>> Handle(CancelReservation request, CancellationToken cancel) => end.Cancel(request.Id, request.Reason, cancel);
}

/// <summary>Ends reservations: place, money, those who wait and the room's time together.</summary>
internal sealed class ReservationEnd(
    ReservationReach reach, OfferingBook offerings, SessionLocks locks, BookingMoney money, WaitQueue queue, BookingTelling telling, IActingFor family,
    Rooms.RoomTime rooms, TimeProvider time)
{
    public async Task<Result<Done>> Cancel(ReservationId id, string? reason, CancellationToken cancel)
    {
        var found = await reach.Find(id, cancel);
        if (!found.Ok)
            return found.As<Done>();
        PlainText.TryCleanLine(reason, 200, out var why);
        if (found.Value.AsStaff && why.Length < 2)
            return Problem.Invalid("reason", "bookings.reason_missing", "请写明取消原因（2–200 个字），本人会看到。", "Say why (2–200 characters); the person reads it.");
        var offering = (await offerings.Find(found.Value.Row.Offering, cancel))!;
        await rooms.LockFor(offering, found.Value.Row.Session, cancel);
        var session = (await locks.Session(found.Value.Row.Session, cancel))!;
        var reservation = await reach.Load(id, cancel);
        if (!reservation.IsAlive)
            return Done.It;
        var now = Clock.Now(time);
        if (reservation.State is ReservationState.Attended or ReservationState.NoShow || session.State != SessionState.Planned || now >= session.End)
            return BookingProblems.SessionOver;
        var terms = offering.ReadTerms();
        var limit = BookingRules.CancelUntil(terms, BookingRules.JoinBefore(terms, session.Start, session.End), reservation.At, session.MovedAt);
        if (!found.Value.AsStaff && reservation.State == ReservationState.Confirmed && now > limit)
            return Problem.Conflict("bookings.cancel_too_late",
                $"{BookingRules.Words(limit).Zh} 以后不能自己取消，请联系服务台。", $"After {BookingRules.Words(limit).En} it cannot be cancelled here: ask at the desk.");
        var by = found.Value.AsStaff ? CancelledBy.Staff : CancelledBy.Person;
        if (await Leave(reservation, session, offering, by, why.Length == 0 ? null : why, now, cancel) is { } stuck)
            return stuck;
        await AfterLeaving(reservation, session, offering, cancel);
        var what = BookingTelling.WhatAndWhen(offering, session);
        if (found.Value.For is { } acted)
            family.Record(acted, FamilyMatters.Book, id.Value.ToString(), ($"取消预约：{what.Zh}", $"Cancelled: {what.En}"), BookingTelling.Mine);
        if (found.Value.AsStaff || found.Value.For is not null)
            await telling.Tell(reservation, "cancelled", ("预约已取消", "A booking was cancelled"), ($"“{what.Zh}”已取消。{why}", $"“{what.En}” was cancelled. {why}"), cancel);
        return Done.It;
    }

    /// <summary>Takes somebody out of a locked session, with their money.</summary>
    public async Task<Problem?> Leave(
        ReservationRow reservation, SessionRow session, OfferingRow offering, CancelledBy by, string? reason, DateTimeOffset now, CancellationToken cancel)
    {
        if (reservation.HasSeat)
            session.Taken -= reservation.Party;
        else if (reservation.State == ReservationState.Waiting)
            session.Waiting -= reservation.Party;
        var terms = offering.ReadTerms();
        var refund = BookingRules.Refund(terms, reservation.Price, BookingRules.CancelUntil(terms, BookingRules.JoinBefore(terms, session.Start, session.End), reservation.At, session.MovedAt), now, by);
        if (await money.GiveUp(reservation, offering, session.Place, refund, cancel) is { } stuck)
            return stuck;
        reservation.End(by, reason, now);
        await telling.Publish(reservation, session, cancel);
        return null;
    }

    /// <summary>What became free goes on: a room's hour to anybody, a place to the next who waits.</summary>
    public async Task AfterLeaving(ReservationRow reservation, SessionRow session, OfferingRow offering, CancellationToken cancel)
    {
        if (reservation.Kind == OfferingKind.Room && session.Taken == 0)
        {
            (session.State, session.Sequence, session.ChangedAt) = (SessionState.Cancelled, session.Sequence + 1, Clock.Now(time));
            await rooms.Free(session.Id, cancel);
            telling.Publish(session);
            return;
        }

        await queue.Offer(session, offering, cancel);
    }
}
