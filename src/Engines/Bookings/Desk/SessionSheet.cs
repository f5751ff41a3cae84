using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Desk;

/// <summary>The list of a session (签到名单), names masked.</summary>
internal sealed record SessionSheet(SessionId Id) : IQuery<SheetOfSession>;

/// <summary>A session with who is booked.</summary>
/// <param name="Session">The session, or the meeting of a series.</param>
/// <param name="Title">What it is.</param>
/// <param name="People">Reservations, those with a place first.</param>
/// <param name="Sequence">How often it was changed.</param>
/// <param name="Note">Why it was changed.</param>
internal sealed record SheetOfSession(SessionView Session, Phrase Title, IReadOnlyList<SheetPerson> People, int Sequence, string? Note);

/// <summary>Somebody on the list.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="Name">Masked.</param>
/// <param name="Party">How many come.</param>
/// <param name="State">How it stands.</param>
/// <param name="Present">Whether they are there; <c>null</c> where nobody said.</param>
/// <param name="Code">The last two characters of the code they say.</param>
/// <param name="Note">What it is for.</param>
/// <param name="Turn">Place in the queue.</param>
/// <param name="OfferUntil">Until when a place is kept.</param>
/// <param name="Appeal">What they say about a no-show that waits for a decision.</param>
/// <param name="Ended">Who ended it.</param>
/// <param name="PriceFen">Price in fen.</param>
internal sealed record SheetPerson(
    ReservationId Reservation, string Name, int Party, ReservationState State, bool? Present, string Code, string? Note, int? Turn, DateTimeOffset? OfferUntil, string? Appeal, CancelledBy? Ended, long PriceFen);

internal sealed class SessionSheetHandler(LinliDb db, OfferingBook offerings, IActingFor names, CurrentCaller current) : IHandler<SessionSheet, SheetOfSession>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/sessions/{id}", (SessionId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SessionSheet(id), cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("The list of a session, names masked 签到名单");

    public async Task<Result<SheetOfSession>> Handle(SessionSheet request, CancellationToken cancel)
    {
        if (await offerings.Session(request.Id, cancel) is not { } session || !current.Value.May(BookingsPermissions.Desk, session.Scope) || await offerings.Find(session.Offering, cancel) is not { } offering)
            return BookingProblems.NoSession;
        var enrolled = session.Series ?? session.Id;
        // Of this session, which the caller may see.
        var rows = await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Session == enrolled).ToListAsync(cancel);
        var there = await db.Records<AttendanceRow>().AsNoTracking().Where(a => a.Meeting == session.Id).ToDictionaryAsync(a => a.Reservation, a => a.Present, cancel);
        var masked = await names.MaskedNames([.. rows.Select(r => r.Person).OfType<Guid>().Distinct()], cancel);
        var view = OfferingBook.View(session, offering.ReadTerms());
        if (session.Series is not null && await offerings.Session(enrolled, cancel) is { } series)
            view = view with { Capacity = series.Capacity, Taken = series.Taken, Waiting = series.Waiting };
        return new SheetOfSession(
            view, offering.Title,
            [.. rows.OrderBy(r => Rank(r.State)).ThenBy(r => r.Turn).ThenBy(r => r.At).Select(r => new SheetPerson(
                r.Id, r.Person is { } p ? masked.GetValueOrDefault(p, "") : "—", r.Party, r.State, there.TryGetValue(r.Id, out var present) ? present : null, r.Code[^2..], r.Note,
                r.State is ReservationState.Waiting or ReservationState.Entered ? r.Turn : null, r.OfferUntil, r.AppealGranted is null ? r.Appeal : null, r.Ended, r.PriceFen))],
            session.Sequence, session.StateNote);
    }

    private static int Rank(ReservationState state) => state switch
    {
        ReservationState.Cancelled => 3,
        ReservationState.Waiting or ReservationState.Entered => 2,
        ReservationState.Offered => 1,
        _ => 0,
    };
}
