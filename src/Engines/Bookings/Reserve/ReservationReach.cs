using Linli.Bookings.Offerings;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Reserve;

/// <summary>A reservation that the caller may change, and as what.</summary>
/// <param name="Row">The row, as it stood before any lock.</param>
/// <param name="For">Whom of the family they act for; <c>null</c> for themselves and for staff.</param>
/// <param name="AsStaff">Whether they come as staff.</param>
internal sealed record Reached(ReservationRow Row, ActedFor? For, bool AsStaff);

/// <summary>Whose reservations the caller may change: their own, those of the family they act for, and at the desk those of its places.</summary>
internal sealed class ReservationReach(LinliDb db, OfferingBook offerings, KindBook kinds, CurrentCaller current, IActingFor family)
{
    public async Task<Result<Reached>> Find(ReservationId id, CancellationToken cancel)
    {
        if (await offerings.Reservation(id, cancel) is not { } row)
            return BookingProblems.NoReservation;
        if (current.Value.Person is { } me && row.Person == me)
            return new Reached(row, null, false);
        if (row.Person is { } person && (await family.People(FamilyMatters.Book, cancel)).FirstOrDefault(p => p.Person == person) is { } acted)
            return new Reached(row, acted, false);
        return current.Value.IsSystem || DealsWith(row.Kind, row.Scope) ? new Reached(row, null, true) : BookingProblems.NoReservation;
    }

    /// <summary>Whether the caller deals with those who come to offerings of a kind at a place: at the desk, and where the kind asks for it by the permission of its scene too.</summary>
    public bool DealsWith(string kind, string scope) =>
        current.Value.May(BookingsPermissions.Desk, scope) && (kinds.Find(kind).ListPermission is not { } also || current.Value.May(also, scope));

    /// <summary>The row once more, tracked, after the session was locked.</summary>
    public Task<ReservationRow> Load(ReservationId id, CancellationToken cancel) => db.Unfiltered<ReservationRow>().SingleAsync(r => r.Id == id, cancel);
}
