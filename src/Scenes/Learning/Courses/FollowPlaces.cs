using Linli.Bookings;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Courses;

/// <summary>Somebody gave a course up: whoever is put down for another hears that they have room now, and no class keeps a monitor who left it.</summary>
internal sealed class FollowPlaces(LinliDb db, IBookings bookings, ICareLists register, INotices notices, TimeProvider time) : IEventHandler<ReservationChanged>
{
    public async Task Handle(Delivered<ReservationChanged> delivered, CancellationToken cancel)
    {
        var changed = delivered.Event;
        if (changed.State != ReservationState.Cancelled || !CourseRules.IsCourse(changed.Kind))
            return;
        var people = new List<(Guid Account, Guid Person)>();
        foreach (var account in changed.Accounts)
            if (await register.PersonOf(account, cancel) is { } person)
                people.Add((account, person));
        var ids = people.ConvertAll(p => p.Person);
        if (await db.Unfiltered<Course>().SingleOrDefaultAsync(c => c.Id == changed.Offering.Value, cancel) is not { } course)
            return;
        if (course.Monitor is { } monitor && ids.Contains(monitor) && !(await bookings.Of([monitor], changed.Kind, cancel)).Any(r => r.Offering == changed.Offering && r.State != ReservationState.Cancelled))
            (course.Monitor, course.Version) = (null, course.Version + 1);
        var wishes = await db.Unfiltered<CourseWish>().Where(w => ids.Contains(w.Person) && w.ToldAt == null)
            .Join(db.Unfiltered<Course>().Where(c => c.Year == course.Year && c.Programme == course.Programme && c.CancelledAt == null), w => w.Course, c => c.Id, (w, c) => new { Wish = w, Course = c }).ToListAsync(cancel);
        foreach (var one in wishes)
        {
            one.Wish.ToldAt = Clock.Now(time);
            foreach (var (account, _) in people.Where(p => p.Person == one.Wish.Person))
                await notices.Tell(account, "learning.room", ("您可以再选一门课了", "You have room for another course"),
                    ($"您登记过“{one.Course.TitleZh}”，现在可以去选。", $"You put yourself down for “{one.Course.TitleEn}”: you can enrol now."), $"/learning/courses/{one.Course.Id}", $"course-wish-{one.Wish.Id:N}", cancel);
        }
    }
}
