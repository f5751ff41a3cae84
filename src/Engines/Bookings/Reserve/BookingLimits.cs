using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;

namespace Linli.Bookings.Reserve;

/// <summary>Limits that need a look at what else was booked: quotas, no-shows, posts, the conditions and prices of scenes.</summary>
internal sealed class BookingLimits(
    LinliDb db, CurrentCaller current, KindBook kinds, IEnumerable<IBookingCondition> conditions, IEnumerable<IBookingTariff> tariffs, TimeProvider time)
{
    /// <summary>The first limit that is met; the caller has locked the person.</summary>
    public async Task<Problem?> Exceeded(OfferingRow offering, BookingTerms terms, Booker booker, DateOnly day, CancellationToken cancel, ReservationId? except = null)
    {
        if (!booker.AtDesk && booker.For is null && BookingRules.WithoutPost(terms, current.Value.Grants.Select(g => g.Post)) is { } without)
            return without;
        return await OfPerson(offering, terms, booker.Person, day, cancel, except);
    }

    /// <summary>The first limit that is met by the person alone, whoever asks: no-shows, quotas, the conditions of scenes.</summary>
    public Task<Problem?> OfPerson(OfferingRow offering, BookingTerms terms, PersonTraits traits, DateOnly day, CancellationToken cancel, ReservationId? except = null) =>
        OfPerson(offering, terms, traits, day, new BookedInDatabase(db, except), cancel);

    /// <summary>The same by what is known already of what was booked before.</summary>
    public async Task<Problem?> OfPerson(OfferingRow offering, BookingTerms terms, PersonTraits traits, DateOnly day, IBookedBefore before, CancellationToken cancel)
    {
        var today = LocalTime.Today(time);
        var kind = kinds.Find(offering.Kind);
        var person = traits.Person;
        if (terms.NoShow is { } rule && BookingRules.Paused(rule, await before.Missed(person, offering.Kind, MissedSince(rule, today), cancel), today) is { } paused)
            return paused;
        foreach (var (quota, name) in terms.Quotas.Select(q => (q, q.Of == QuotaOf.Kind ? kind.Name : offering.Title)).Concat(kind.Quotas.Select(q => (q, kind.Name))))
        {
            var (from, to) = BookingRules.Span(quota.Period, day, today);
            if (BookingRules.OverQuota(quota, await before.Count(quota, offering, traits, from, to, cancel), name) is { } over)
                return over;
        }

        foreach (var wanted in terms.Conditions)
        {
            var parts = wanted.Split(':', 2);
            if (conditions.FirstOrDefault(c => c.Code == parts[0]) is not { } condition)
                return BookingProblems.ConditionUnknown;
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

    /// <summary>Since when no-shows matter.</summary>
    public static DateOnly MissedSince(NoShowRule rule, DateOnly today) => today.AddDays(-(2 * rule.WithinDays) - rule.PauseDays);

    /// <summary>Whether a scene says what a kind costs.</summary>
    public bool IsPricedElsewhere(string kind) => tariffs.Any(t => t.Kind == kind);

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
