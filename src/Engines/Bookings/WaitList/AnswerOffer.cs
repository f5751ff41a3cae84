using System.Text.Json.Serialization;
using Linli.Bookings.Mine;
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

namespace Linli.Bookings.WaitList;

/// <summary>Takes up a place that was kept (确认候补名额). A second too late is too late: the place is the next one's.</summary>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record AcceptOffer(string? IdempotencyKey = null) : ICommand<ReservationView>, IRepeatable, IAudited
{
    [JsonIgnore]
    public ReservationId Id { get; init; }

    object IRepeatable.Wish => Id;

    public string? AuditSubject => Id.Value.ToString();
}

internal sealed class AcceptOfferHandler(
    ReservationReach reach, OfferingBook offerings, SessionLocks locks, BookingLimits limits, BookingMoney money, BookingTelling telling, ReservationViews views,
    IPersonTraits facts, IActingFor family, TimeProvider time) : IHandler<AcceptOffer, ReservationView>, IUseCase
{
    public static readonly Problem TooLate = Problem.Conflict("bookings.offer_over",
        "确认时间已过，名额让给了下一位。您可以重新候补。", "The time to take it up is over and the place went on to the next. You can wait again.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bookings/{id}/accept", (ReservationId id, AcceptOffer request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("Take up a place that was kept 确认候补名额");

    public async Task<Result<ReservationView>> Handle(AcceptOffer request, CancellationToken cancel)
    {
        var found = await reach.Find(request.Id, cancel);
        if (!found.Ok)
            return found.As<ReservationView>();
        if (found.Value.Row.Person is not { } person || await facts.Of(person, cancel) is not { } known)
            return BookingProblems.NoReservation;
        await locks.People(person, known.Households, cancel);
        var session = (await locks.Session(found.Value.Row.Session, cancel))!;
        var reservation = await reach.Load(request.Id, cancel);
        if (reservation.State == ReservationState.Confirmed)
            return await views.Of(reservation, cancel);
        var now = Clock.Now(time);
        var offering = (await offerings.Find(reservation.Offering, cancel))!;
        var begun = now >= BookingRules.JoinBefore(offering.ReadTerms(), session.Start, session.End);
        if (reservation.State != ReservationState.Offered || now > reservation.OfferUntil || begun || session.State != SessionState.Planned)
            return TooLate;

        // Meanwhile they may have booked elsewhere what they waited for here.
        if (await limits.Exceeded(offering, offering.ReadTerms(), new(known, found.Value.For, reservation.Payer ?? person, found.Value.AsStaff), session.Day, cancel, reservation.Id) is { } over)
            return over;
        (reservation.State, reservation.OfferUntil, reservation.ChangedAt) = (ReservationState.Confirmed, null, now);
        if (await money.SetAside(reservation, session, offering, cancel) is { } poor)
            return poor;
        if (found.Value.For is { } acted)
        {
            var what = BookingTelling.WhatAndWhen(offering, session);
            family.Record(acted, FamilyMatters.Book, request.Id.Value.ToString(), ($"确认候补：{what.Zh}", $"Took up a place: {what.En}"), BookingTelling.Mine);
        }

        await telling.Publish(reservation, session, cancel);
        return await views.Of(reservation, cancel);
    }
}
