using System.Globalization;
using System.Text;

namespace Linli.Bookings.Calendar;

/// <summary>An event of a calendar.</summary>
/// <param name="Uid">The same for ever.</param>
/// <param name="Start">Begin, UTC.</param>
/// <param name="End">End, UTC.</param>
/// <param name="Summary">One line.</param>
/// <param name="Location">Where.</param>
/// <param name="Description">What to know.</param>
/// <param name="Sequence">Grows with every change (RFC 5546).</param>
/// <param name="Status">CONFIRMED, TENTATIVE or CANCELLED.</param>
/// <param name="ChangedAt">When it changed last, UTC.</param>
/// <param name="Url">Page about it.</param>
internal sealed record CalendarEvent(
    string Uid, DateTimeOffset Start, DateTimeOffset End, string Summary, string? Location, string? Description, int Sequence, string Status, DateTimeOffset ChangedAt, string? Url)
{
    /// <summary>Who invites, as an address.</summary>
    public CalendarParty? Organizer { get; init; }

    /// <summary>Who is invited.</summary>
    public CalendarParty? Attendee { get; init; }

    /// <summary>Further begins of the same event, UTC: the other meetings of a course, days besides a rule.</summary>
    public IReadOnlyList<DateTimeOffset> Also { get; init; } = [];

    /// <summary>Its rule as RFC 5545 writes it; the begins left out of it are in <see cref="Except"/>, those besides in <see cref="Also"/>.</summary>
    public string? Rule { get; init; }

    /// <summary>Begins of the rule on which it does not happen, UTC.</summary>
    public IReadOnlyList<DateTimeOffset> Except { get; init; } = [];

    /// <summary>Of which begin this is another version, UTC.</summary>
    public DateTimeOffset? Replaces { get; init; }

    /// <summary>Of an invitation: when it was written, UTC (DTSTAMP with a METHOD, RFC 5545 3.8.7.2); the last change of an event in a calendar that is subscribed to.</summary>
    public DateTimeOffset? WrittenAt { get; init; }
}

/// <summary>A party of an invitation.</summary>
/// <param name="Name">What people read.</param>
/// <param name="Address">A URI (RFC 5545 3.3.3); nobody here is reached by mail, so it is a urn.</param>
internal sealed record CalendarParty(string Name, string Address);

/// <summary>Writes RFC 5545: CRLF, lines folded at 75 octets without cutting a character, texts escaped, times with the zone Asia/Shanghai.</summary>
internal static class ICalendar
{
    private const int Octets = 75;

    /// <param name="name">What the calendar is called.</param>
    /// <param name="events">What is in it.</param>
    /// <param name="method">REQUEST or CANCEL of an invitation (RFC 5546); none for a calendar that is subscribed to.</param>
    public static string Write(string name, IEnumerable<CalendarEvent> events, string? method = null)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Linli//Bookings//ZH");
        Line(text, "CALSCALE:GREGORIAN");
        if (method is not null)
            Line(text, "METHOD:" + method);
        Line(text, "NAME:" + Escape(name));
        Line(text, "X-WR-CALNAME:" + Escape(name));
        Line(text, "X-WR-TIMEZONE:Asia/Shanghai");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        Zone(text);
        foreach (var one in events)
            Event(text, one);
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    /// <summary>Backslash, semicolon, comma and line ends, as RFC 5545 3.3.11 says; other control characters go.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text.ReplaceLineEndings("\n"))
            _ = c switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append(c),
                '\n' => escaped.Append("\\n"),
                < ' ' or '\u007f' => escaped,
                _ => escaped.Append(c),
            };
        return escaped.ToString();
    }

    /// <summary>A content line, folded.</summary>
    public static void Line(StringBuilder text, string line)
    {
        var used = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (used + rune.Utf8SequenceLength > Octets)
            {
                text.Append("\r\n ");
                used = 1;
            }

            text.Append(rune.ToString());
            used += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }

    private static void Event(StringBuilder text, CalendarEvent one)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, "UID:" + one.Uid);
        Line(text, "DTSTAMP:" + Utc(one.WrittenAt ?? one.ChangedAt));
        Line(text, "LAST-MODIFIED:" + Utc(one.ChangedAt));
        Line(text, "DTSTART;TZID=Asia/Shanghai:" + Local(one.Start));
        Line(text, "DTEND;TZID=Asia/Shanghai:" + Local(one.End));
        if (one.Replaces is { } original)
            Line(text, "RECURRENCE-ID;TZID=Asia/Shanghai:" + Local(original));
        if (one.Rule is not null)
            Line(text, "RRULE:" + one.Rule);
        if (one.Except.Count > 0)
            Line(text, "EXDATE;TZID=Asia/Shanghai:" + string.Join(',', one.Except.Select(Local)));
        if (one.Also.Count > 0)
            Line(text, "RDATE;TZID=Asia/Shanghai:" + string.Join(',', one.Also.Select(Local)));
        if (one.Organizer is { } organizer)
            Line(text, $"ORGANIZER;CN={Quoted(organizer.Name)}:{organizer.Address}");
        if (one.Attendee is { } attendee)
            Line(text, $"ATTENDEE;CN={Quoted(attendee.Name)};ROLE=REQ-PARTICIPANT;PARTSTAT={(one.Status == "TENTATIVE" ? "TENTATIVE" : "ACCEPTED")};RSVP=FALSE:{attendee.Address}");
        Line(text, string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{one.Sequence}"));
        Line(text, "STATUS:" + one.Status);
        Line(text, "SUMMARY:" + Escape(one.Summary));
        if (one.Location is not null)
            Line(text, "LOCATION:" + Escape(one.Location));
        if (one.Description is not null)
            Line(text, "DESCRIPTION:" + Escape(one.Description));
        if (one.Url is not null)
            Line(text, "URL:" + one.Url);
        Line(text, one.Status == "CANCELLED" ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE");
        Line(text, "END:VEVENT");
    }

    // A parameter in quotes may hold anything but quotes and control characters (RFC 5545 3.2).
    private static string Quoted(string text) => '"' + string.Concat(text.Where(c => c is not '"' && !char.IsControl(c))) + '"';

    // No daylight saving since 1991, which lies before anything booked here.
    private static void Zone(StringBuilder text)
    {
        Line(text, "BEGIN:VTIMEZONE");
        Line(text, "TZID:Asia/Shanghai");
        Line(text, "BEGIN:STANDARD");
        Line(text, "DTSTART:19920101T000000");
        Line(text, "TZOFFSETFROM:+0800");
        Line(text, "TZOFFSETTO:+0800");
        Line(text, "TZNAME:CST");
        Line(text, "END:STANDARD");
        Line(text, "END:VTIMEZONE");
    }

    private static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Local(DateTimeOffset instant) => Platform.Time.LocalTime.ToLocal(instant).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
}
