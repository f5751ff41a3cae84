using System.Globalization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Mine;

/// <summary>Lines of a wallet that are bookings, in money or in points, say what was booked and for when; of a discreet kind not more than the statement does.</summary>
internal sealed class BookingStatementLinks(LinliDb db, OfferingBook offerings, KindBook kinds, CurrentCaller current) : ISubjectLinks
{
    public bool Owns(string kind) => kind is BookingMoney.PaidWithMoney or BookingMoney.PaidWithPoints;

    public async Task<IReadOnlyDictionary<string, SubjectLink>> Find(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var found = new Dictionary<string, SubjectLink>(StringComparer.Ordinal);
        var ids = subjects.Select(s => Guid.TryParse(s, CultureInfo.InvariantCulture, out var id) ? new ReservationId(id) : default).Where(i => i != default).ToList();
        if (current.Value.Person is not { } me)
            return found;
        // What one booked or paid oneself, wherever it is.
        var rows = await db.Unfiltered<ReservationRow>().AsNoTracking().Where(r => ids.Contains(r.Id) && (r.Person == me || r.Payer == me)).ToListAsync(cancel);
        var sessions = await offerings.Sessions([.. rows.Select(r => r.Session).Distinct()], cancel);
        var titles = await offerings.Find([.. rows.Select(r => r.Offering).Distinct()], cancel);
        foreach (var row in rows)
            found[row.Id.Value.ToString()] = new(BookingTelling.Mine, BookingTelling.WhatAndWhen(kinds.Says(row.Kind, titles[row.Offering].Title), sessions[row.Session]));
        return found;
    }
}
