using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings;

/// <summary>Lists for scenes. Who may see them is asked by the scene, which knows whose class it is.</summary>
internal sealed class BookingLists(LinliDb db, OfferingBook offerings, ReservationViews views, IHandler<FindOfferings, OfferingLine[]> find) : IBookingLists
{
    public async Task<IReadOnlyList<ReservationView>> On(IReadOnlyCollection<OfferingId> wanted, CancellationToken cancel) => wanted.Count == 0 ? [] : await views.Of(
        await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => wanted.Contains(r.Offering) && r.State != ReservationState.Cancelled).OrderBy(r => r.At).ThenBy(r => r.Id).ToListAsync(cancel), cancel);

    public Task<IReadOnlyList<SessionView>> Series(IReadOnlyCollection<OfferingId> wanted, CancellationToken cancel) => Sessions(wanted, true, cancel);

    public Task<IReadOnlyList<SessionView>> Meetings(IReadOnlyCollection<OfferingId> wanted, CancellationToken cancel) => Sessions(wanted, false, cancel);

    public async Task<IReadOnlyList<Presence>> Attendance(IReadOnlyCollection<OfferingId> wanted, CancellationToken cancel) => await db.Records<AttendanceRow>().AsNoTracking()
        .Join(db.Unfiltered<SessionRow>().Where(s => wanted.Contains(s.Offering)), a => a.Meeting, s => s.Id, (a, s) => a)
        .Select(a => new Presence(a.Meeting, a.Reservation, a.Present, a.Scanned, a.At)).ToListAsync(cancel);

    public async Task<IReadOnlyList<BookableRoom>> Rooms(ScopeSet places, CancellationToken cancel)
    {
        var rows = await db.Scoped<ResourceRow>(places).AsNoTracking().Where(r => r.Kind == ResourceKinds.Space).OrderBy(r => r.Code).ToListAsync(cancel);
        var lending = await offerings.Find([.. rows.Select(r => r.Lending).OfType<OfferingId>()], cancel);
        return rows.ConvertAll(r =>
        {
            var lent = r.Lending is { } id ? lending.GetValueOrDefault(id) : null;
            return new BookableRoom(r.Code, r.Name, ScopePath.Parse(r.Scope, null), r.Capacity, r.UseCodes, lent?.ReadTerms().Quiet, lent?.Open == true);
        });
    }

    public async Task<IReadOnlyList<OfferBrief>> Offers(IReadOnlyCollection<string> kinds, CancellationToken cancel)
    {
        var found = new List<OfferBrief>();
        foreach (var kind in kinds)
            found.AddRange(((await find.Handle(new FindOfferings(Kind: kind), cancel)).Value ?? []).Select(o => new OfferBrief(o.Id, o.Kind, o.Title, o.About, o.Where, o.Path, o.Next, o.Terms)));
        return found;
    }

    private async Task<IReadOnlyList<SessionView>> Sessions(IReadOnlyCollection<OfferingId> wanted, bool series, CancellationToken cancel)
    {
        if (wanted.Count == 0)
            return [];
        var terms = (await offerings.Find(wanted, cancel)).ToDictionary(o => o.Key, o => o.Value.ReadTerms());
        // Sessions are for everybody to see.
        var all = await db.Unfiltered<SessionRow>().AsNoTracking().Where(s => wanted.Contains(s.Offering) && (s.IsSeries == series)).OrderBy(s => s.Start).ToListAsync(cancel);
        var meetings = !series ? [] : await db.Unfiltered<SessionRow>().Where(s => s.Series != null && wanted.Contains(s.Offering)).GroupBy(s => s.Series!.Value)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return all.ConvertAll(s => OfferingBook.View(s, terms[s.Offering], meetings.GetValueOrDefault(s.Id)));
    }
}
