using Linli.Bookings;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Courses;

/// <summary>
/// Places in courses came and went. Whoever gave one up and is put down for another hears that they have room now, and no class keeps a
/// monitor who left it. Whoever has taken up as many as they may waits nowhere else: a place kept for them would stand empty for a day.
/// </summary>
internal sealed class FollowPlaces(LinliDb db, IBookings bookings, IRosters rosters, CourseLimit limit, IPersonAccounts accounts, IActingFor family, INotices notices, TimeProvider time) : IEventHandler<ReservationChanged>
{
    public async Task Handle(Delivered<ReservationChanged> delivered, CancellationToken cancel)
    {
        var changed = delivered.Event;
        if (!CourseRules.IsCourse(changed.Kind) || (await rosters.Find(changed.Reservation, cancel))?.Person is not { } person)
            return;
        if (await db.Unfiltered<Course>().SingleOrDefaultAsync(c => c.Id == changed.Offering.Value, cancel) is not { } course)
            return;
        if (changed.State == ReservationState.Cancelled && course.Monitor == person && !(await bookings.Of([person], changed.Kind, cancel)).Any(r => r.Offering == changed.Offering && r.State != ReservationState.Cancelled))
            (course.Monitor, course.Version) = (null, course.Version + 1);
        if (await db.Unfiltered<CourseYear>().AsNoTracking().Where(y => y.Id == course.Catalogue).Select(y => y.MostPerLearner).SingleOrDefaultAsync(cancel) is not { } most)
            return;
        // How it stands now counts, not what the event says: it may come late.
        var has = await limit.Has(person, course.Programme, course.Year, cancel);
        if (has.Count < most)
            await TellOfRoom(person, course, changed.Reservation, cancel);
        else if (has.Count - await Offered(person, changed.Kind, has, cancel) >= most)
            await WaitNoMore(person, course, cancel);
    }

    // What is only kept for them they may let lapse: until they take it up they keep their turns elsewhere.
    private async Task<int> Offered(Guid person, string kind, IReadOnlyList<Course> has, CancellationToken cancel)
    {
        var offers = (await rosters.SeatsOf(person, kind, cancel)).Where(s => s.IsOffer).Select(s => s.Offering.Value).ToHashSet();
        return has.Count(c => offers.Contains(c.Id));
    }

    private async Task TellOfRoom(Guid person, Course course, ReservationId because, CancellationToken cancel)
    {
        var wishes = (await Wishes(person, course, cancel)).FindAll(w => w.Wish.ToldAt is null);
        if (wishes.Count == 0)
            return;
        // An elder without a telephone hears through whoever acts for them.
        var told = (await accounts.Of([person], cancel))[person].Concat(await family.AgentsOf(person, FamilyMatters.Book, cancel)).Distinct().ToList();
        foreach (var (wish, wanted) in wishes)
        {
            wish.ToldAt = Clock.Now(time);
            foreach (var account in told)
                await notices.Tell(account, "learning.room", ("可以再选一门课了", "There is room for another course"),
                    ($"登记过的“{wanted.TitleZh}”，现在可以去选。", $"“{wanted.TitleEn}”, put down for before, can be chosen now."), $"/learning/courses/{wanted.Id}", $"course-wish-{wish.Id:N}-{because.Value:N}", cancel);
        }
    }

    private async Task WaitNoMore(Guid person, Course course, CancellationToken cancel)
    {
        var wishes = await Wishes(person, course, cancel);
        foreach (var (wish, _) in wishes)
            wish.ToldAt = null;
        var waiting = (await bookings.Of([person], CourseRules.KindOf(course.Programme), cancel)).Where(r => r.State == ReservationState.Waiting).ToList();
        var ids = waiting.ConvertAll(r => r.Offering.Value);
        var ofYear = await db.Unfiltered<Course>().AsNoTracking().Where(c => ids.Contains(c.Id) && c.Year == course.Year && c.CancelledAt == null).ToDictionaryAsync(c => c.Id, cancel);
        foreach (var place in waiting.Where(r => ofYear.ContainsKey(r.Offering.Value)))
        {
            // A class that began meanwhile has nobody waiting any more.
            if (await bookings.Cancel(place.Id, "今年已选满，候补转为意向登记，退课后会马上提醒 (as many as one may take are chosen; put down instead, and told as soon as there is room)", cancel) is { Ok: false })
                continue;
            var wanted = ofYear[place.Offering.Value];
            if (wishes.TrueForAll(w => w.Course.Id != wanted.Id))
                db.Insert(new CourseWish { Id = Guid.CreateVersion7(Clock.Now(time)), Scope = wanted.Scope, Course = wanted.Id, Person = person, At = Clock.Now(time) });
        }
    }

    private async Task<List<(CourseWish Wish, Course Course)>> Wishes(Guid person, Course course, CancellationToken cancel) =>
        [.. (await db.Unfiltered<CourseWish>().Where(w => w.Person == person)
            .Join(db.Unfiltered<Course>().Where(c => c.Year == course.Year && c.Programme == course.Programme && c.CancelledAt == null), w => w.Course, c => c.Id, (w, c) => new { Wish = w, Course = c }).ToListAsync(cancel))
            .Select(x => (x.Wish, x.Course))];
}
