using System.Text.Json.Serialization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
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

/// <summary>The list of a session (签到名单), names masked; at a doctor's and the like without names until somebody says why they look.</summary>
internal sealed record SessionSheet(SessionId Id) : IQuery<SheetOfSession>;

/// <summary>Shows who is on the list of a kind that keeps it closed (查看名单), names masked; each of them reads who looked, and why (R37).</summary>
/// <param name="Reason">Why, 4–200 characters.</param>
internal sealed record OpenList(string? Reason) : ICommand<SheetOfSession>, IValidated, IAudited
{
    [JsonIgnore]
    public SessionId Id { get; init; }

    public string? AuditSubject => Id.Value.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Reason?.Trim() is not { Length: >= 4 and <= 200 })
            yield return Problem.Invalid("reason", "reason_missing", "请写明查看原因（4–200 个字），本人会看到。", "Say why you need it (4–200 characters): the person will read it.");
    }
}

/// <summary>A session with who is booked.</summary>
/// <param name="Session">The session, or the meeting of a series.</param>
/// <param name="Title">What it is.</param>
/// <param name="People">Reservations, those with a place first.</param>
/// <param name="Sequence">How often it was changed.</param>
/// <param name="Note">Why it was changed.</param>
/// <param name="Closed">Whether names, notes and appeals are kept back until somebody says why they look.</param>
/// <param name="CanOpen">Whether the caller may open it.</param>
internal sealed record SheetOfSession(SessionView Session, Phrase Title, IReadOnlyList<SheetPerson> People, int Sequence, string? Note, bool Closed = false, bool CanOpen = false);

/// <summary>Somebody on the list.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="Name">Masked; empty on a closed list, and of children whose names nobody approved to show (R38).</param>
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

internal sealed class SessionSheetHandler(OfferingBook offerings, KindBook kinds, SheetBook sheets, ReservationReach reach, IActingFor names, CurrentCaller current) : IHandler<SessionSheet, SheetOfSession>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/sessions/{id}", (SessionId id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new SessionSheet(id), cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("The list of a session, names masked 签到名单");

    public async Task<Result<SheetOfSession>> Handle(SessionSheet request, CancellationToken cancel)
    {
        if (await offerings.Session(request.Id, cancel) is not { } session || !current.Value.May(BookingsPermissions.Desk, session.Scope))
            return BookingProblems.NoSession;
        var closed = kinds.Find(session.Kind).ListPermission is not null;
        var rows = await sheets.People(session, cancel);
        var masked = closed ? new Dictionary<Guid, string>() : await names.MaskedNames([.. rows.Select(r => r.Person).OfType<Guid>().Distinct()], cancel);
        return await sheets.Of(session, rows, masked, closed, closed && reach.DealsWith(session.Kind, session.Scope), cancel);
    }
}

internal sealed class OpenListHandler(OfferingBook offerings, KindBook kinds, SheetBook sheets, ReservationReach reach, IActingFor names, IDisclosure disclosure) : IHandler<OpenList, SheetOfSession>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bookings/sessions/{id}/list", (SessionId id, OpenList request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Id = id }, cancel))
            .Needs(BookingsPermissions.Desk).WithTags("Bookings").WithSummary("Who is on a closed list; each of them reads who looked 查看名单");

    public async Task<Result<SheetOfSession>> Handle(OpenList request, CancellationToken cancel)
    {
        if (await offerings.Session(request.Id, cancel) is not { } session || !reach.DealsWith(session.Kind, session.Scope))
            return BookingProblems.NoSession;
        var rows = await sheets.People(session, cancel);
        var shown = new List<Guid>();
        foreach (var person in rows.Select(r => r.Person).OfType<Guid>().Distinct())
        {
            var wish = new DisclosureWish(person, [PersonalField.Health], request.Reason!, null);
            // Names of children stay closed until somebody approves (R38); the others are listed all the same.
            if (kinds.Find(session.Kind).ListPermission is null || (await disclosure.Would(wish, cancel) && await disclosure.Allow(wish, cancel) is { Ok: true }))
                shown.Add(person);
        }

        return await sheets.Of(session, rows, await names.MaskedNames(shown, cancel), false, true, cancel);
    }
}

/// <summary>Puts lists of sessions together; who may see them is asked before.</summary>
internal sealed class SheetBook(LinliDb db, OfferingBook offerings)
{
    /// <summary>Of a session, or of the series of a meeting.</summary>
    public async Task<IReadOnlyList<ReservationRow>> People(SessionRow session, CancellationToken cancel)
    {
        var enrolled = session.Series ?? session.Id;
        return await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Session == enrolled).ToListAsync(cancel);
    }

    public async Task<SheetOfSession> Of(SessionRow session, IReadOnlyList<ReservationRow> rows, IReadOnlyDictionary<Guid, string> names, bool closed, bool canOpen, CancellationToken cancel)
    {
        var offering = (await offerings.Find(session.Offering, cancel))!;
        var there = await db.Records<AttendanceRow>().AsNoTracking().Where(a => a.Meeting == session.Id).ToDictionaryAsync(a => a.Reservation, a => a.Present, cancel);
        var view = OfferingBook.View(session, offering.ReadTerms());
        if (session.Series is { } enrolled && await offerings.Session(enrolled, cancel) is { } series)
            view = view with { Capacity = series.Capacity, Taken = series.Taken, Waiting = series.Waiting };
        return new(
            view, offering.Title,
            [.. rows.OrderBy(r => Rank(r.State)).ThenBy(r => r.Turn).ThenBy(r => r.At).Select(r => new SheetPerson(
                r.Id, r.Person is { } p ? names.GetValueOrDefault(p, "") : "—", r.Party, r.State, there.TryGetValue(r.Id, out var present) ? present : null, r.Code[^2..], closed ? null : r.Note,
                r.State is ReservationState.Waiting or ReservationState.Entered ? r.Turn : null, r.OfferUntil, closed || r.AppealGranted is not null ? null : r.Appeal, r.Ended, r.PriceFen))],
            session.Sequence, session.StateNote, closed, canOpen);
    }

    private static int Rank(ReservationState state) => state switch
    {
        ReservationState.Cancelled => 3,
        ReservationState.Waiting or ReservationState.Entered => 2,
        ReservationState.Offered => 1,
        _ => 0,
    };
}
