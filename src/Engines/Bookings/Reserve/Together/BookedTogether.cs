using Linli.Bookings.Offerings;
using Linli.People;

namespace Linli.Bookings.Reserve.Together;

/// <summary>
/// What many people booked before, read at once while they are locked, and what is decided for them meanwhile: a second wish of the same
/// batch counts the first.
/// </summary>
internal sealed class BookedTogether : IBookedBefore
{
    private readonly Dictionary<Guid, List<Booked>> byPerson = [];
    private readonly Dictionary<Guid, List<Booked>> byHousehold = [];

    /// <summary>Reads what a batch is about to be judged by.</summary>
    public static async Task<BookedTogether> Read(ITogetherStore store, BookedSpans spans, CancellationToken cancel)
    {
        var before = new BookedTogether();
        if (spans.Kinds.Count == 0)
            return before;
        foreach (var booked in await store.Before(spans, cancel))
            before.Add(booked);
        return before;
    }

    /// <summary>Counts what has just been decided.</summary>
    public void Add(ReservationRow row) => Add(new Booked(row.Person, row.Household, row.Kind, row.Offering, row.Day, row.State, row.AppealGranted));

    public ValueTask<IReadOnlyList<DateOnly>> Missed(Guid person, string kind, DateOnly since, CancellationToken cancel) => ValueTask.FromResult<IReadOnlyList<DateOnly>>(
        [.. Of(byPerson, person).Where(b => b.Kind == kind && b.State == ReservationState.NoShow && b.AppealGranted != true && b.Day >= since).Select(b => b.Day)]);

    public ValueTask<int> Count(Quota quota, OfferingRow offering, PersonTraits traits, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var rows = quota.Per == QuotaPer.Household && traits.Households.Count > 0 ? Of(byHousehold, traits.Households[0]) : Of(byPerson, traits.Person);
        return ValueTask.FromResult(rows.Count(b => b.Day >= from && b.Day <= to && (quota.Of == QuotaOf.Kind ? b.Kind == offering.Kind : b.Offering == offering.Id)));
    }

    private static List<Booked> Of(Dictionary<Guid, List<Booked>> by, Guid whom) => by.GetValueOrDefault(whom) ?? [];

    private void Add(Booked booked)
    {
        Keep(byPerson, booked.Person, booked);
        Keep(byHousehold, booked.Household, booked);
    }

    private static void Keep(Dictionary<Guid, List<Booked>> by, Guid? whom, Booked booked)
    {
        if (whom is not { } known)
            return;
        if (!by.TryGetValue(known, out var list))
            by[known] = list = [];
        list.Add(booked);
    }
}

/// <summary>A reservation as limits count it.</summary>
internal sealed record Booked(Guid? Person, Guid? Household, string Kind, OfferingId Offering, DateOnly Day, ReservationState State, bool? AppealGranted);

/// <summary>Days of one person or household, both included.</summary>
internal readonly record struct BookedSpan(Guid Whose, DateOnly From, DateOnly To);

/// <summary>
/// What the limits of a batch ask for: of each person or household only the days that count for what they want, however much they
/// booked before and for later.
/// </summary>
internal sealed class BookedSpans
{
    private readonly HashSet<BookedSpan> ofPeople = [];
    private readonly HashSet<BookedSpan> ofHouseholds = [];
    private readonly HashSet<string> kinds = [];

    public IReadOnlyCollection<BookedSpan> OfPeople => ofPeople;

    public IReadOnlyCollection<BookedSpan> OfHouseholds => ofHouseholds;

    public IReadOnlyCollection<string> Kinds => kinds;

    /// <summary>Adds what one wish is judged by.</summary>
    /// <param name="person">Who would come.</param>
    /// <param name="kind">Code of the kind of what they want.</param>
    /// <param name="quotas">The limits that hold for it.</param>
    /// <param name="noShow">Its rule about those who do not come.</param>
    /// <param name="day">Local day of the session.</param>
    /// <param name="today">The local day.</param>
    public void Add(PersonTraits person, string kind, IEnumerable<Quota> quotas, NoShowRule? noShow, DateOnly day, DateOnly today)
    {
        if (noShow is not null)
            Add(ofPeople, person.Person, kind, (BookingLimits.MissedSince(noShow, today), today));
        foreach (var quota in quotas)
            if (quota.Per == QuotaPer.Household && person.Households.Count > 0)
                Add(ofHouseholds, person.Households[0], kind, BookingRules.Span(quota.Period, day, today));
            else
                Add(ofPeople, person.Person, kind, BookingRules.Span(quota.Period, day, today));
    }

    private void Add(HashSet<BookedSpan> spans, Guid whose, string kind, (DateOnly From, DateOnly To) days)
    {
        spans.Add(new(whose, days.From, days.To));
        kinds.Add(kind);
    }
}
