using Linli.Bookings.Offerings;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Reserve.Together;

/// <summary>
/// What many people booked before, read at once while they are locked, and what is decided for them meanwhile: a second wish of the same
/// batch counts the first.
/// </summary>
internal sealed class BookedTogether : IBookedBefore
{
    private readonly Dictionary<Guid, List<Booked>> byPerson = [];
    private readonly Dictionary<Guid, List<Booked>> byHousehold = [];

    private sealed record Booked(Guid? Person, Guid? Household, string Kind, OfferingId Offering, DateOnly Day, ReservationState State, bool? AppealGranted);

    /// <summary>Reads the reservations of some kinds since a day.</summary>
    public static async Task<BookedTogether> Read(LinliDb db, IReadOnlyCollection<PersonTraits> people, IReadOnlyCollection<string> kinds, DateOnly since, CancellationToken cancel)
    {
        var before = new BookedTogether();
        if (kinds.Count == 0)
            return before;
        var (persons, households) = (people.Select(p => (Guid?)p.Person).ToList(), people.SelectMany(p => p.Households.Take(1)).Select(h => (Guid?)h).Distinct().ToList());

        // Of exactly these people and households, wherever they booked; two questions, so that each has its index.
        var counted = db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Day >= since && kinds.Contains(r.Kind) && BookedInDatabase.Counting.Contains(r.State));
        var rows = counted.Where(r => persons.Contains(r.Person));
        if (households.Count > 0)
            rows = rows.Union(counted.Where(r => households.Contains(r.Household)));
        foreach (var r in await rows.Select(r => new { r.Id, Booked = new Booked(r.Person, r.Household, r.Kind, r.Offering, r.Day, r.State, r.AppealGranted) }).ToListAsync(cancel))
            before.Add(r.Booked);
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
