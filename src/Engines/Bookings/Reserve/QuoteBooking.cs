using Linli.Bookings.Offerings;
using Linli.Ledger;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Reserve;

/// <summary>What a booking would cost (询价), for this person and so many people: whoever confirms has seen the sum, not the price of one.</summary>
/// <param name="Party">How many come.</param>
/// <param name="OnBehalfOf">Person of the family it would be for.</param>
/// <param name="Session">Of which session; or a room instead.</param>
/// <param name="Room">Code of the room.</param>
/// <param name="Use">What the room is used for.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Day">Local day.</param>
internal sealed record QuoteBooking(int Party = 1, Guid? OnBehalfOf = null, SessionId? Session = null, string? Room = null, string? Use = null, int Minutes = 60, DateOnly? Day = null) : IQuery<BookingQuote>;

/// <summary>What it costs.</summary>
/// <param name="Fen">In money, fen.</param>
/// <param name="Points">In points instead; 0 where they are not taken.</param>
/// <param name="DepositFen">Set aside besides, fen.</param>
/// <param name="PointsHad">How many points who pays can spend; <c>null</c> where points are not taken.</param>
internal sealed record BookingQuote(long Fen, long Points, long DepositFen, long? PointsHad);

internal sealed class QuoteBookingHandler(OfferingBook offerings, Bookers bookers, BookingLimits limits, ILedger ledger, TimeProvider time) : IHandler<QuoteBooking, BookingQuote>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/bookings/sessions/{id}/price", (SessionId id, UseCaseRunner run, CancellationToken cancel, int party = 1, Guid? onBehalfOf = null) =>
                run.Answer(new QuoteBooking(party, onBehalfOf, id), cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("What a place would cost 询价");
        api.MapGet("/bookings/rooms/{room}/price", (string room, UseCaseRunner run, CancellationToken cancel, string? use = null, int minutes = 60, DateOnly? day = null, int party = 1, Guid? onBehalfOf = null) =>
                run.Answer(new QuoteBooking(party, onBehalfOf, null, room, use, minutes, day), cancel))
            .Needs(Access.SignedIn).WithTags("Bookings").WithSummary("What a room would cost 询价");
    }

    public async Task<Result<BookingQuote>> Handle(QuoteBooking request, CancellationToken cancel)
    {
        if (request.Party is < 1 or > 5000)
            return Problem.Invalid("party", "bookings.party", "人数应为 1 到 5000 人。", "Give 1 to 5,000 people.");
        if (request.Minutes is < 1 or > 2880 || (request.Day is { } asked && !BookingRules.IsSane(asked)))
            return Problem.Invalid("minutes", "bookings.length", "时长或日期不正确。", "The length or the day is wrong.");
        var session = request.Session is { } id ? await offerings.Session(id, cancel) : null;
        var room = request.Room is { Length: > 0 } code ? (await offerings.Resources([code], cancel)).GetValueOrDefault(code) : null;
        if ((session?.Offering ?? room?.Lending) is not { } wanted || await offerings.Find(wanted, cancel) is not { } offering)
            return BookingProblems.NoOffering;
        var booker = await bookers.Find(request.OnBehalfOf, null, offering.Place, cancel);
        if (!booker.Ok)
            return booker.As<BookingQuote>();
        var what = session is null ? new Priced(request.Use, request.Day ?? LocalTime.Today(time), request.Minutes, request.Party) : Priced.Of(session, request.Party);
        var terms = offering.ReadTerms();
        var (fen, points) = await limits.Prices(offering, terms, booker.Value, what, cancel);
        return new BookingQuote(fen, points, terms.DepositFen, points == 0 ? null : await PointsOf(booker.Value.Payer, cancel));
    }

    private async Task<long> PointsOf(Guid person, CancellationToken cancel) =>
        await ledger.Find(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, cancel) is { } wallet ? (await ledger.Balance(wallet, cancel)).Available ?? 0 : 0;
}
