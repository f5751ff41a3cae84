using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Reserve;

/// <summary>Limits that need a look at what else was booked: quotas, no-shows, posts, the conditions and prices of scenes.</summary>
internal sealed class BookingLimits(
    LinliDb db, CurrentCaller current, KindBook kinds, IEnumerable<IBookingCondition> conditions, IEnumerable<IBookingTariff> tariffs, TimeProvider time)
{
    private static readonly ReservationState[] Counting =
        [ReservationState.Entered, ReservationState.Offered, ReservationState.Confirmed, ReservationState.Attended, ReservationState.NoShow];

    /// <summary>The first limit that is met; the caller has locked the person.</summary>
    public async Task<Problem?> Exceeded(OfferingRow offering, BookingTerms terms, Booker booker, DateOnly day, CancellationToken cancel, ReservationId? except = null)
    {
        if (!booker.AtDesk && booker.For is null && BookingRules.WithoutPost(terms, current.Value.Grants.Select(g => g.Post)) is { } without)
            return without;
        return await OfPerson(offering, terms, booker.Person, day, cancel, except);
    }

    /// <summary>The first limit that is met by the person alone, whoever asks: no-shows, quotas, the conditions of scenes.</summary>
    public async Task<Problem?> OfPerson(OfferingRow offering, BookingTerms terms, PersonTraits traits, DateOnly day, CancellationToken cancel, ReservationId? except = null)
    {
        var kind = kinds.Find(offering.Kind);
        var person = traits.Person;
        if (terms.NoShow is { } rule && await Missed(person, offering.Kind, rule, cancel) is { } missed && BookingRules.Paused(rule, missed, LocalTime.Today(time)) is { } paused)
            return paused;
        foreach (var (quota, name) in terms.Quotas.Select(q => (q, q.Of == QuotaOf.Kind ? kind.Name : offering.Title)).Concat(kind.Quotas.Select(q => (q, kind.Name))))
            if (BookingRules.OverQuota(quota, await Count(quota, offering, traits, day, except, cancel), name) is { } over)
                return over;
        foreach (var wanted in terms.Conditions)
        {
            var parts = wanted.Split(':', 2);
            if (conditions.FirstOrDefault(c => c.Code == parts[0]) is not { } condition)
                return Problem.Conflict("bookings.condition_unknown", "这一项的预约条件暂时无法核对，请到服务台办理。", "A condition of this offering cannot be checked at the moment: ask at the desk.");
            if (await condition.Check(Question(offering, person, day, parts.ElementAtOrDefault(1)), cancel) is { } unmet)
                return unmet;
        }

        return null;
    }

    /// <summary>What it costs, in money or in points as they wish.</summary>
    public async Task<Result<BookingCost>> Price(OfferingRow offering, BookingTerms terms, Booker booker, SessionRow session, int party, bool withPoints, CancellationToken cancel)
    {
        var (fen, points) = await Prices(offering, terms, booker, Priced.Of(session, party), cancel);
        return BookingRules.Cost(fen, points, withPoints);
    }

    /// <summary>The price in fen, and that in points where they are taken.</summary>
    public async Task<(long Fen, long Points)> Prices(OfferingRow offering, BookingTerms terms, Booker booker, Priced what, CancellationToken cancel)
    {
        var lives = booker.Person.LivesWithin(offering.Place);
        var fen = BookingRules.PriceFen(terms, what.Use, what.Minutes, what.Party, lives);
        foreach (var tariff in tariffs.Where(t => t.Kind == offering.Kind))
            // A tariff says money: what it calls free is not paid in points instead.
            if (await tariff.PriceFen(Question(offering, booker.Person.Person, what.Day, null), what.Party, cancel) is { } said)
                return (said, 0);
        return (fen, BookingRules.PricePoints(terms, what.Use, what.Minutes, what.Party, lives));
    }

    private async Task<IReadOnlyList<DateOnly>> Missed(Guid person, string kind, NoShowRule rule, CancellationToken cancel)
    {
        var since = LocalTime.Today(time).AddDays(-(2 * rule.WithinDays) - rule.PauseDays);
        return await db.Unfiltered<ReservationRow>().AsNoTracking()
            .Where(r => r.Person == person && r.Kind == kind && r.State == ReservationState.NoShow && r.AppealGranted != true && r.Day >= since)
            .Select(r => r.Day).ToListAsync(cancel);
    }

    private async Task<int> Count(Quota quota, OfferingRow offering, PersonTraits traits, DateOnly day, ReservationId? except, CancellationToken cancel)
    {
        var (from, to) = BookingRules.Span(quota.Period, day, LocalTime.Today(time));
        // Of one person or household, wherever they booked.
        var rows = db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Day >= from && r.Day <= to && Counting.Contains(r.State));
        var (person, household) = (traits.Person, traits.Households.Count > 0 ? traits.Households[0] : (Guid?)null);
        rows = quota.Per == QuotaPer.Household && household is not null ? rows.Where(r => r.Household == household) : rows.Where(r => r.Person == person);
        rows = quota.Of == QuotaOf.Kind ? rows.Where(r => r.Kind == offering.Kind) : rows.Where(r => r.Offering == offering.Id);
        if (except is { } own)
            rows = rows.Where(r => r.Id != own);
        return await rows.CountAsync(cancel);
    }

    private static BookingQuestion Question(OfferingRow offering, Guid person, DateOnly day, string? argument) => new(person, offering.Id, offering.Kind, offering.Place, day, argument);
}

/// <summary>What a price is asked for.</summary>
/// <param name="Use">Use of a room.</param>
/// <param name="Day">Local day.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Party">How many come.</param>
internal sealed record Priced(string? Use, DateOnly Day, int Minutes, int Party)
{
    public static Priced Of(SessionRow session, int party) => new(session.Use, session.Day, (int)(session.End - session.Start).TotalMinutes, party);
}
