using Linli.Bookings.Offerings;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Reserve;

/// <summary>What people booked before, as far as limits ask for it.</summary>
internal interface IBookedBefore
{
    /// <summary>Days of no-shows of a kind that were not forgiven, since a day.</summary>
    ValueTask<IReadOnlyList<DateOnly>> Missed(Guid person, string kind, DateOnly since, CancellationToken cancel);

    /// <summary>How many reservations count for a quota within days.</summary>
    ValueTask<int> Count(Quota quota, OfferingRow offering, PersonTraits traits, DateOnly from, DateOnly to, CancellationToken cancel);
}

/// <summary>Asks the database, one question after the other.</summary>
/// <param name="db">The database.</param>
/// <param name="except">A reservation that does not count.</param>
internal sealed class BookedInDatabase(LinliDb db, ReservationId? except) : IBookedBefore
{
    public static readonly ReservationState[] Counting =
        [ReservationState.Entered, ReservationState.Offered, ReservationState.Confirmed, ReservationState.Attended, ReservationState.NoShow];

    public async ValueTask<IReadOnlyList<DateOnly>> Missed(Guid person, string kind, DateOnly since, CancellationToken cancel) =>
        await db.Unfiltered<ReservationRow>().AsNoTracking()
            .Where(r => r.Person == person && r.Kind == kind && r.State == ReservationState.NoShow && r.AppealGranted != true && r.Day >= since)
            .Select(r => r.Day).ToListAsync(cancel);

    public async ValueTask<int> Count(Quota quota, OfferingRow offering, PersonTraits traits, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        // Of one person or household, wherever they booked.
        var rows = db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => r.Day >= from && r.Day <= to && Counting.Contains(r.State));
        var (person, household) = (traits.Person, traits.Households.Count > 0 ? traits.Households[0] : (Guid?)null);
        rows = quota.Per == QuotaPer.Household && household is not null ? rows.Where(r => r.Household == household) : rows.Where(r => r.Person == person);
        rows = quota.Of == QuotaOf.Kind ? rows.Where(r => r.Kind == offering.Kind) : rows.Where(r => r.Offering == offering.Id);
        if (except is { } own)
            rows = rows.Where(r => r.Id != own);
        return await rows.CountAsync(cancel);
    }
}
