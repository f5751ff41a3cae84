using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Mine;

/// <summary>Reservations as their people see them.</summary>
internal sealed class ReservationViews(LinliDb db, OfferingBook offerings)
{
    public async Task<ReservationView> Of(ReservationRow row, CancellationToken cancel) => (await Of([row], cancel))[0];

    public async Task<IReadOnlyList<ReservationView>> Of(IReadOnlyList<ReservationRow> rows, CancellationToken cancel)
    {
        // What this unit of work has just made is not in the database yet.
        var made = db.ChangeTracker.Entries<SessionRow>().Select(e => e.Entity).ToDictionary(s => s.Id);
        var sessions = await offerings.Sessions([.. rows.Select(r => r.Session).Where(s => !made.ContainsKey(s)).Distinct()], cancel);
        var found = await offerings.Find([.. rows.Select(r => r.Offering).Distinct()], cancel);
        var resources = await offerings.Resources([.. found.Values.SelectMany(o => o.ResourceCodes).Distinct()], cancel);
        var waiting = rows.Where(r => r.State == ReservationState.Waiting).Select(r => r.Session).Distinct().ToList();
        var queue = waiting.Count == 0 ? [] : await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => waiting.Contains(r.Session) && r.State == ReservationState.Waiting)
            .Select(r => new { r.Session, r.Turn }).ToListAsync(cancel);
        var terms = found.Values.ToDictionary(o => o.Id, o => o.ReadTerms());
        return [.. rows.Select(r =>
        {
            var session = made.GetValueOrDefault(r.Session) ?? sessions[r.Session];
            var offering = found[r.Offering];
            return View(r, session, offering, terms[offering.Id], Where(offering, resources), r.State == ReservationState.Waiting ? queue.Count(q => q.Session == r.Session && q.Turn < r.Turn) : null);
        })];
    }

    /// <summary>The room, or all rooms, that an offering takes; <c>null</c> where it takes none.</summary>
    public static Phrase? Where(OfferingRow offering, IReadOnlyDictionary<string, ResourceRow> resources)
    {
        var rooms = offering.ResourceCodes.Select(c => resources.GetValueOrDefault(c)).OfType<ResourceRow>().Where(r => r.Kind == ResourceKinds.Space).ToList();
        return rooms.Count == 0 ? null : (string.Join('、', rooms.Select(r => r.NameZh)), string.Join(", ", rooms.Select(r => r.NameEn)));
    }

    /// <summary>One of them, from what is known of it.</summary>
    public static ReservationView View(ReservationRow r, SessionRow session, OfferingRow offering, BookingTerms terms, Phrase? where, int? ahead) => new(
        r.Id, r.Session, r.Offering, r.Kind, offering.Title, where, session.Start, session.End, r.State, r.Person ?? Guid.Empty, r.Party, r.Code, r.PriceFen, r.DepositFen,
        r.State == ReservationState.Offered ? r.OfferUntil : null, ahead, BookingRules.CancelUntil(terms, BookingRules.JoinBefore(terms, session.Start, session.End), r.At, session.MovedAt), r.Ended, r.Reason)
    {
        PricePoints = r.PricePoints, PaidBackAt = r.PaidBackAt,
    };
}
