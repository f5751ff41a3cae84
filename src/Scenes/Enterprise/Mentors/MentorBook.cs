using Linli.Bookings;
using Linli.Enterprise.Desks;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>Mentors with what people book of them.</summary>
internal sealed class MentorBook(LinliDb db, IBookings bookings, IConsents consents, IPersonTraits traits, TimeProvider time)
{
    public DateTimeOffset Now => Clock.Now(time);

    public DateOnly Today => LocalTime.Today(time);

    public async Task<bool> TooYoung(Guid person, CancellationToken cancel) => (await traits.Of(person, cancel))?.AgeOn(Today) is < DeskRules.LeastAge;

    /// <summary>The offering of a mentor.</summary>
    public static OfferingPlan Plan(Mentor mentor, bool open) =>
        new(MentorRules.Kind, ScopePath.Parse(mentor.Scope, null), ($"导师 {mentor.Name}", $"Mentor {mentor.Name}"), MentorParts.Kind.Terms)
        {
            Id = mentor.Offering == default ? null : mentor.Offering, About = mentor.Fields, Subject = $"mentor:{mentor.Id}", Open = open,
        };

    /// <summary>Makes slots up to the horizon; the caller has locked the mentor.</summary>
    public async Task<Problem?> PlanHours(Mentor mentor, MentorHours hours, int daysAhead, CancellationToken cancel)
    {
        var until = Today.AddDays(daysAhead);
        for (var day = hours.PlannedUntil is { } done && done >= Today ? done.AddDays(1) : Today; day <= until; day = day.AddDays(1))
            foreach (var (start, end) in MentorRules.Slots(hours, day).Where(s => s.Start > Now))
                if (await bookings.Plan(mentor.Offering, start, end, 1, null, cancel) is { Ok: false } refused)
                    return refused.Problem;
        hours.PlannedUntil = until;
        return null;
    }

    /// <summary>Takes away the slots of hours, or all of a mentor: those who booked are told.</summary>
    public async Task<Problem?> DropSlots(Mentor mentor, MentorHours? only, CancellationToken cancel)
    {
        foreach (var slot in (await bookings.Sessions([mentor.Offering], Now, Now.AddDays(MentorRules.HorizonDays + 2), cancel)).Where(s => s.State == SessionState.Planned && s.Start > Now))
            if (only is null || MentorRules.Slots(only, slot.Day).Any(s => s.Start == slot.Start))
                if (await bookings.CancelSession(slot.Id, "导师的时间有变 The mentor's times have changed", cancel) is { Ok: false } refused)
                    return refused.Problem;
        return null;
    }

    /// <summary>Whether somebody agrees to be public in the directory now.</summary>
    public Task<bool> Agrees(Guid person, CancellationToken cancel) => consents.Has(person, MentorRules.ConsentCode, cancel);

    /// <summary>Takes a person off the list; nothing happens where they are not on it.</summary>
    public async Task<Result<Done>> Leave(Guid person, CancellationToken cancel)
    {
        await db.LockUntilCommit($"mentor {person}", cancel);
        // Of this person only.
        if (await db.Unfiltered<Mentor>().SingleOrDefaultAsync(m => m.Person == person && m.State != MentorState.Left, cancel) is not { } mentor)
            return Done.It;
        (mentor.State, mentor.Name, mentor.Fields, mentor.Languages, mentor.About) = (MentorState.Left, "（已退出）", "", "", "");
        foreach (var hours in await db.Unfiltered<MentorHours>().Where(h => h.Mentor == mentor.Id).ToListAsync(cancel))
            db.Delete(hours);
        // Whoever left reads no projects and papers of others any more, also when they come back.
        foreach (var helped in await db.Unfiltered<FounderProject>().Where(p => p.Mentor == mentor.Id).ToListAsync(cancel))
            helped.Mentor = null;
        if (mentor.Offering == default)
            return Done.It;
        if (await DropSlots(mentor, null, cancel) is { } stuck)
            return stuck;
        // Its title loses the name too.
        if (await bookings.Keep(Plan(mentor, false), cancel) is { Ok: false } kept)
            return kept.As<Done>();
        return Done.It;
    }

    /// <summary>The consent ended; who agreed again since then stays.</summary>
    public async Task Left(Guid person, CancellationToken cancel)
    {
        if (!await Agrees(person, cancel))
            await Leave(person, cancel);
    }
}

/// <summary>Opens the next day of every mentor's time.</summary>
internal sealed class PlanMentors(LinliDb db, EachByItself each, MentorBook book) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var until = book.Today.AddDays(MentorRules.HorizonDays);
        // For the whole installation.
        var due = await db.Unfiltered<MentorHours>().AsNoTracking().Where(h => h.PlannedUntil == null || h.PlannedUntil < until).Select(h => new { h.Id, h.Mentor }).ToListAsync(cancel);
        await each.Do(due, async one =>
        {
            if (await db.Unfiltered<Mentor>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == one.Mentor && m.State == MentorState.Listed, cancel) is not { } mentor)
                return;
            await db.LockUntilCommit($"mentor {mentor.Person}", cancel);
            if (await db.Unfiltered<MentorHours>().SingleOrDefaultAsync(h => h.Id == one.Id, cancel) is { } hours)
                await book.PlanHours(mentor, hours, MentorRules.HorizonDays, cancel);
        }, cancel);
    }
}

/// <summary>A mentor is asked on the page of mentors, where one says what it is about; set by the use case that does.</summary>
internal sealed class MentorAsking : IBookingCondition
{
    public bool IsAsking { get; set; }

    public string Code => "mentor-ask";

    public Task<Problem?> Check(BookingQuestion question, CancellationToken cancel) => Task.FromResult<Problem?>(
        IsAsking ? null : Problem.Conflict("enterprise.say_what", "请在导师页面写明想咨询什么再预约。", "Say on the page of the mentor what it is about.") with { Link = "/mentors" });
}
