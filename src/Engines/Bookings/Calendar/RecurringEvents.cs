using System.Globalization;
using Linli.Bookings.Offerings;
using Linli.Bookings.Recurrence;
using Linli.Bookings.Sessions;
using Linli.Platform.Time;

namespace Linli.Bookings.Calendar;

/// <summary>
/// The sessions of an offering as a calendar has them: one event with its rule (RRULE), the days that fall out of it (EXDATE) and come
/// besides (RDATE), and each session that differs as a version of its day (RECURRENCE-ID). The rule ends with the last session that is
/// planned: what lies further ahead comes when it is. What has no rule stands by itself.
/// </summary>
internal static class RecurringEvents
{
    /// <param name="offering">Whose sessions they are.</param>
    /// <param name="sessions">Its sessions, in any order.</param>
    /// <param name="alone">A session as an event by itself.</param>
    public static IEnumerable<CalendarEvent> Of(OfferingRow offering, IReadOnlyCollection<SessionRow> sessions, Func<SessionRow, CalendarEvent> alone)
    {
        var slots = SlotsOf(offering, sessions);
        if (RecurrenceRule.Read(offering.Rule) is not { } rule || slots.Count < 2)
            return sessions.Select(alone);
        var endless = rule with { Count = null, Until = null, UntilTime = null };
        var last = slots.Keys[^1];
        var onRule = RuleDays.From(endless, offering.FirstDay!.Value, last).ToHashSet();
        // It counts from the first of its days that is still shown; a make-up day before that stands by itself.
        if (slots.Keys.Where(onRule.Contains).Take(1).ToList() is not [var first])
            return sessions.Select(alone);
        var days = slots.Where(s => s.Key >= first).ToList();
        var (begin, length) = (offering.From!.Value, TimeSpan.FromMinutes(offering.Minutes!.Value));
        var uid = $"{offering.Id.Value:N}@linli";
        var whole = alone(days[0].Value) with
        {
            Uid = uid,
            Start = LocalTime.At(first, begin),
            End = LocalTime.At(first, begin) + length,
            Summary = offering.TitleZh,
            Description = null,
            Sequence = offering.Version,
            Status = "CONFIRMED",
            ChangedAt = days.Max(d => d.Value.ChangedAt),
            Rule = (endless with { Until = last, UntilTime = begin }).ToString(),
            Except = [.. onRule.Where(d => d >= first && !slots.ContainsKey(d)).Order().Select(d => LocalTime.At(d, begin))],
            Also = [.. days.Where(d => !onRule.Contains(d.Key)).Select(d => LocalTime.At(d.Key, begin))],
        };
        var differing = days.Where(d => !IsPlain(d.Value, LocalTime.At(d.Key, begin), length))
            .Select(d => alone(d.Value) with { Uid = uid, Replaces = LocalTime.At(d.Key, begin), Sequence = offering.Version + d.Value.Sequence });
        var inside = days.Select(d => d.Value.Id).ToHashSet();
        return [whole, .. differing, .. sessions.Where(s => !inside.Contains(s.Id)).Select(alone)];
    }

    // Sessions by the day on which the rule has them; those of earlier times of the offering are not among them.
    private static SortedList<DateOnly, SessionRow> SlotsOf(OfferingRow offering, IReadOnlyCollection<SessionRow> sessions)
    {
        var slots = new SortedList<DateOnly, SessionRow>();
        if (offering is not { FirstDay: not null, From: { } begin, Minutes: not null })
            return slots;
        var suffix = begin.ToString("'T'HHmm", CultureInfo.InvariantCulture);
        foreach (var session in sessions)
            if (session.Slot is { Length: 13 } slot && slot.EndsWith(suffix, StringComparison.Ordinal) && DateOnly.TryParseExact(slot.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                slots.TryAdd(day, session);
        return slots;
    }

    private static bool IsPlain(SessionRow session, DateTimeOffset start, TimeSpan length) =>
        session is { State: not SessionState.Cancelled, Topic: null, StateNote: null } && session.Start == start && session.End - session.Start == length;
}
