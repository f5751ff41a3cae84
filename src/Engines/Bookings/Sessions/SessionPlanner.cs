using System.Globalization;
using Linli.Bookings.Lottery;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Rooms;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Sessions;

/// <summary>Makes the sessions of offerings from their times, up to a horizon: a rule that never ends is followed a little further every day.</summary>
internal sealed class SessionPlanner(LinliDb db, SessionLocks locks, RoomTime rooms, BookingTelling telling, TimeProvider time)
{
    /// <summary>How far ahead sessions are made.</summary>
    public const int HorizonDays = 90;

    /// <summary>Most meetings of one series.</summary>
    public const int MostMeetings = 200;

    /// <summary>Makes what is missing up to the horizon.</summary>
    /// <param name="offering">The offering, tracked.</param>
    /// <param name="mode">That of its kind.</param>
    /// <param name="skipTaken">Whether a day on which a resource is taken is left out; otherwise nothing is made.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Problem?> PlanAll(OfferingRow offering, OfferingMode mode, bool skipTaken, CancellationToken cancel)
    {
        if (offering.Days() is not { } days)
            return null;
        var today = LocalTime.Today(time);
        var from = offering.PlannedUntil is { } done && done >= offering.FirstDay ? done.AddDays(1) : offering.FirstDay!.Value;
        if (mode == OfferingMode.Series)
            return offering.PlannedUntil is null ? await PlanSeries(offering, days, cancel) : null;
        var to = today.AddDays(HorizonDays);
        if (from > to)
            return null;
        var resources = await locks.Resources(offering.ResourceCodes, cancel);
        var kept = await KeptDays(offering, cancel);
        // What lies behind was not bookable and is not made up.
        foreach (var day in days.Between(from < today ? today : from, to, WorkingDayCalendar.China).Where(d => !kept.Contains(d)))
            if (await Add(offering, resources, day, null, offering.Capacity, cancel) is { Ok: false } refused && !skipTaken)
                return refused.Problem;
        offering.PlannedUntil = to;
        return null;
    }

    /// <summary>Adds one session at a time of its own.</summary>
    public async Task<Result<SessionRow>> AddOne(OfferingRow offering, DateTimeOffset start, DateTimeOffset end, int? capacity, string? topic, CancellationToken cancel)
    {
        if (!BookingRules.IsSane(start) || !BookingRules.IsSane(end) || end <= start || end - start > TimeSpan.FromDays(2))
            return Problem.Invalid("end", "bookings.session_times", "结束应在开始之后，一场不超过两天。", "It ends after it begins, and lasts at most two days.");
        var resources = await locks.Resources(offering.ResourceCodes, cancel);
        return await Add(offering, resources, start, end, null, null, capacity ?? offering.Capacity, topic, cancel);
    }

    // Days that have their session already, moved or cancelled ones included: of one that people booked before the times changed too.
    private async Task<HashSet<DateOnly>> KeptDays(OfferingRow offering, CancellationToken cancel) =>
        [.. (await db.Unfiltered<SessionRow>().Where(s => s.Offering == offering.Id && s.Slot != null).ToListAsync(cancel))
            .Where(s => s.Slot is not null && db.Entry(s).State != EntityState.Deleted).Select(s => SlotDay(s.Slot!)).OfType<DateOnly>()];

    private static DateOnly? SlotDay(string slot) =>
        DateOnly.TryParseExact(slot.AsSpan(0, Math.Min(8, slot.Length)), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // A series is one row in which people enrol, and a row for each meeting.
    private async Task<Problem?> PlanSeries(OfferingRow offering, Recurrence.RecurringDays days, CancellationToken cancel)
    {
        var all = days.Between(offering.FirstDay!.Value, offering.FirstDay.Value.AddYears(1), WorkingDayCalendar.China).Take(MostMeetings + 1).ToList();
        if (all.Count is 0 or > MostMeetings)
            return Problem.Invalid("rule", "bookings.series_length", $"整期报名要有 1 到 {MostMeetings} 次课，请给出次数或结束日期。", $"A series has 1 to {MostMeetings} meetings: give a count or a last day.");
        var resources = await locks.Resources(offering.ResourceCodes, cancel);
        var (start, _) = Times(offering, all[0]);
        var (_, end) = Times(offering, all[^1]);
        var whole = New(offering, start, end, "series", null, true, offering.Capacity, null);
        db.Insert(whole);
        foreach (var day in all)
            if (await Add(offering, resources, day, whole.Id, 0, cancel) is { Ok: false } refused)
                return refused.Problem;
        offering.PlannedUntil = all[^1];
        return null;
    }

    private async Task<Result<SessionRow>> Add(
        OfferingRow offering, IReadOnlyDictionary<string, ResourceRow> resources, DateOnly day, SessionId? series, int capacity, CancellationToken cancel)
    {
        var (start, end) = Times(offering, day);
        var slot = string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}T{offering.From:HHmm}");
        return await Add(offering, resources, start, end, slot, series, capacity, null, cancel);
    }

    private async Task<Result<SessionRow>> Add(
        OfferingRow offering, IReadOnlyDictionary<string, ResourceRow> resources, DateTimeOffset start, DateTimeOffset end, string? slot, SessionId? series, int capacity,
        string? topic, CancellationToken cancel)
    {
        if (offering.ResourceCodes.FirstOrDefault(c => !resources.ContainsKey(c)) is not null)
            return BookingProblems.NoResource;
        if (await rooms.InTheWay([.. resources.Values], offering.Use, start, end, offering.ReadTerms().Quiet, null, cancel) is { } taken)
            return taken;
        var session = New(offering, start, end, slot, series, false, capacity, topic);
        db.Insert(session);
        rooms.Take(resources.Values, session, offering.Use);
        telling.Publish(session);
        return session;
    }

    private SessionRow New(OfferingRow offering, DateTimeOffset start, DateTimeOffset end, string? slot, SessionId? series, bool isSeries, int capacity, string? topic)
    {
        var now = Clock.Now(time);
        var draws = series is null && offering.ReadTerms().DrawHoursBefore is not null;
        var seed = draws ? DrawRules.NewSeed() : null;
        return new()
        {
            Id = new(Guid.CreateVersion7(now)), Offering = offering.Id, Kind = offering.Kind, Series = series, IsSeries = isSeries, Scope = offering.Scope, Start = start, End = end,
            Day = LocalTime.DateOf(start), Slot = slot, Capacity = capacity, Taken = 0, Waiting = 0, LastTurn = 0, State = SessionState.Planned, Topic = topic, Use = offering.Use,
            Sequence = 0, Seed = seed, SeedHash = seed is null ? null : DrawRules.HashOf(seed),
            DrawAt = draws ? Clock.ToMicroseconds(start.AddHours(-offering.ReadTerms().DrawHoursBefore!.Value)) : null, ChangedAt = now,
        };
    }

    private static (DateTimeOffset Start, DateTimeOffset End) Times(OfferingRow offering, DateOnly day)
    {
        var start = LocalTime.At(day, offering.From!.Value);
        return (start, start.AddMinutes(offering.Minutes!.Value));
    }
}
