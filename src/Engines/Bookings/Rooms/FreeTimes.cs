using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Bookings.Rooms;

/// <summary>When a room is free on a day (空闲时段): begins at which it can be had for so long.</summary>
/// <param name="Room">Code of the resource.</param>
/// <param name="Day">Local day; today when left out.</param>
/// <param name="Use">What for; the first use when left out.</param>
/// <param name="Minutes">How long; an hour, or the shortest, when left out.</param>
internal sealed record FreeTimes(string Room, DateOnly? Day = null, string? Use = null, int? Minutes = null) : IQuery<RoomDay>;

/// <summary>A day of a room.</summary>
/// <param name="Day">Local day.</param>
/// <param name="Use">For which use.</param>
/// <param name="Minutes">For how long.</param>
/// <param name="Free">Begins, UTC, in order.</param>
/// <param name="Taken">What is taken, without saying by whom.</param>
/// <param name="PriceFen">What it costs the caller, in fen; residents where nobody is signed in.</param>
/// <param name="Closed">Why nothing is free, where that is known.</param>
internal sealed record RoomDay(DateOnly Day, string Use, int Minutes, IReadOnlyList<DateTimeOffset> Free, IReadOnlyList<TakenSpan> Taken, long PriceFen, string? Closed);

/// <summary>Time that is taken.</summary>
/// <param name="From">From, UTC.</param>
/// <param name="Until">Until, UTC.</param>
/// <param name="Use">Code of the use; <c>null</c> for a closure.</param>
/// <param name="Reason">Why it is closed.</param>
internal sealed record TakenSpan(DateTimeOffset From, DateTimeOffset Until, string? Use, string? Reason);

internal sealed class FreeTimesHandler(OfferingBook offerings, RoomTime rooms, BookingPrices prices, TimeProvider time) : IHandler<FreeTimes, RoomDay>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/bookings/rooms/{room}/free", (string room, UseCaseRunner run, CancellationToken cancel, DateOnly? day = null, string? use = null, int? minutes = null) =>
                run.Answer(new FreeTimes(room, day, use, minutes), cancel))
            .Needs(Access.Public).WithTags("Bookings").WithSummary("When a room is free on a day 空闲时段");

    public async Task<Result<RoomDay>> Handle(FreeTimes request, CancellationToken cancel)
    {
        if (!(await offerings.Resources([request.Room], cancel)).TryGetValue(request.Room, out var room) || room.Lending is not { } lending || await offerings.Find(lending, cancel) is not { Open: true } offering)
            return BookingProblems.NoResource;
        var terms = offering.ReadTerms();
        var (now, today) = (Clock.Now(time), LocalTime.Today(time));
        var day = request.Day is { } asked && asked >= today && asked <= today.AddDays(365) ? asked : today;
        var use = request.Use is { } wanted && room.UseCodes.Contains(wanted) ? wanted : room.UseCodes[0];
        var minutes = request.Minutes is { } m && m >= terms.Interval.LeastMinutes && m <= terms.Interval.MostMinutes && m % terms.Interval.StepMinutes == 0
            ? m : Math.Max(terms.Interval.LeastMinutes, Math.Min(60, terms.Interval.MostMinutes));
        var taken = await rooms.Around(room.Code, LocalTime.StartOfDay(day), LocalTime.EndOfDay(day).AddHours(6), cancel);
        var spans = taken.Where(o => LocalTime.DateOf(o.From) <= day && o.Until > LocalTime.StartOfDay(day)).Select(o => new TakenSpan(o.From, o.Until, o.Session is null ? null : o.Use, o.Reason)).ToList();
        var price = await prices.Seen(offering, terms, use, minutes, 1, cancel);
        var open = await rooms.OpenOn(room, day, cancel);
        if (!open.Ok)
            return new RoomDay(day, use, minutes, [], spans, price, open.Problem.Message.ToString());
        var free = RoomRules.FreeBegins(terms.Interval, day, open.Value, [.. taken.Select(o => new Taken(o.From, o.Until, o.Session is null ? null : o.Use))], use, minutes, room.SetUpMinutes, now)
            .Where(from => BookingRules.NotOpenNow(terms, from, from, now) is null && RoomRules.TooLoud(terms.Quiet, use, from, from.AddMinutes(minutes)) is null).ToList();
        return new RoomDay(day, use, minutes, free, spans, price, null);
    }
}

/// <summary>What somebody who looks would pay.</summary>
internal sealed class BookingPrices(CurrentCaller current, People.IPersonTraits facts)
{
    /// <summary>The price of the offering's own rules; what a scene's tariff says is shown when it is booked.</summary>
    public async Task<long> Seen(OfferingRow offering, BookingTerms terms, string? use, int minutes, int party, CancellationToken cancel)
    {
        var lives = current.Value.Person is not { } me || (await facts.Of(me, cancel))?.LivesWithin(offering.Place) == true;
        return BookingRules.PriceFen(terms, use, minutes, party, lives);
    }
}
