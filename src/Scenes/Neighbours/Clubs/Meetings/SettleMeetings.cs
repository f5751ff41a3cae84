using Linli.Bookings;
using Linli.Ledger;
using Linli.Neighbours.Points;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Clubs.Meetings;

/// <summary>
/// A regular meeting is over and its list settled: whoever was there earns what the rules of that day give, and the room's use is
/// written down with how many came.
/// </summary>
internal sealed class SettleMeetings(LinliDb db, IBookingLists lists, IEarning earning, Misses misses, ICareLists register, ISpaceUse use) : IEventHandler<SessionChanged>
{
    public async Task Handle(Delivered<SessionChanged> delivered, CancellationToken cancel)
    {
        var changed = delivered.Event;
        if (changed.State != SessionState.Held || changed.Kind != MeetingRules.RegularKind)
            return;
        if (await db.Unfiltered<ClubMeeting>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == changed.Offering.Value, cancel) is not { } meeting
            || (await lists.Meetings([changed.Offering], cancel)).FirstOrDefault(m => m.Id == changed.Session) is not { } session)
            return;
        var present = await db.Records<ClubPresence>().AsNoTracking().Where(p => p.Session == changed.Session.Value).ToListAsync(cancel);
        foreach (var one in present)
            if (await register.PersonOf(one.Account, cancel) is { } person)
            {
                // A limit is told to the person; where only the budget was spent, the points come later.
                var done = new Act(MeetingRules.Earning, session.Id.Value.ToString(), person, changed.Place, session.Day) { Proof = $"club:{meeting.Club:N}", Witnessed = one.Scanned || one.By != one.Account };
                if (await earning.Earn(done, cancel) is { Ok: false } refused)
                    misses.Add(done, refused.Problem);
            }

        if (meeting.Room is { } room && present.Count > 0)
            await use.Record(new(room, session.Day, meeting.Minutes, present.Count, $"booking-{session.Id.Value:N}-{room}", Note: meeting.Title), cancel);
    }
}
