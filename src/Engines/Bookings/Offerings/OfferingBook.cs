using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Offerings;

/// <summary>Looks things up by id, not tracked: what a use case changes it locks first.</summary>
internal sealed class OfferingBook(LinliDb db)
{
    // Offerings and sessions are for everybody; who may do what with them is asked by the use case.
    public async Task<OfferingRow?> Find(OfferingId id, CancellationToken cancel) =>
        Made<OfferingRow>(o => o.Id == id) ?? await db.Unfiltered<OfferingRow>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancel);

    public async Task<IReadOnlyDictionary<OfferingId, OfferingRow>> Find(IReadOnlyCollection<OfferingId> ids, CancellationToken cancel) =>
        ids.Count == 0 ? new Dictionary<OfferingId, OfferingRow>()
            : await db.Unfiltered<OfferingRow>().AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, cancel);

    public async Task<SessionRow?> Session(SessionId id, CancellationToken cancel) =>
        Made<SessionRow>(s => s.Id == id) ?? await db.Unfiltered<SessionRow>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel);

    public async Task<IReadOnlyDictionary<SessionId, SessionRow>> Sessions(IReadOnlyCollection<SessionId> ids, CancellationToken cancel) =>
        ids.Count == 0 ? new Dictionary<SessionId, SessionRow>()
            : await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancel);

    /// <summary>A reservation as it stands, without a lock.</summary>
    public Task<ReservationRow?> Reservation(ReservationId id, CancellationToken cancel) =>
        db.Unfiltered<ReservationRow>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancel);

    public async Task<IReadOnlyDictionary<string, ResourceRow>> Resources(IReadOnlyCollection<string> codes, CancellationToken cancel) =>
        codes.Count == 0 ? new Dictionary<string, ResourceRow>()
            : await db.Unfiltered<ResourceRow>().AsNoTracking().Where(r => codes.Contains(r.Code)).ToDictionaryAsync(r => r.Code, cancel);

    // What this unit of work has just made, and the database does not have yet.
    private T? Made<T>(Func<T, bool> wanted) where T : class => db.ChangeTracker.Entries<T>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).FirstOrDefault(wanted);

    public static SessionView View(SessionRow s, BookingTerms terms, int meetings = 0) => new(
        s.Id, s.Offering, s.Start, s.End, s.Day, s.Capacity, s.Taken, s.Waiting, s.State, s.Topic, BookingRules.OpensAt(terms, s.Day), BookingRules.ClosesAt(terms, BookingRules.JoinBefore(terms, s.Start, s.End)),
        s is { DrawAt: { } draw, SeedHash: { } hash } ? new(draw, hash, s.DrawnAt is null ? null : s.Seed) : null, meetings);
}
