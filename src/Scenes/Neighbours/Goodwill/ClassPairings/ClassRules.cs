using System.Globalization;
using System.Text;
using Linli.Platform.Privacy;
using Linli.Platform.Results;

namespace Linli.Neighbours.Goodwill.ClassPairings;

/// <summary>What holds for paired classes; decided on values, without a database.</summary>
internal static class ClassRules
{
    /// <summary>Code of the purpose to which a guardian agrees.</summary>
    public const string Purpose = "class-pairing";

    /// <summary>What a guardian agrees to (R38).</summary>
    public static readonly Purpose Consent = new(
        Purpose, ("学校结对", "Paired schools"), LegalBasis.Consent,
        ("孩子以一个代号参加班级结对和视频连线；是谁只有监护人和学校知道。连线不录像，名单、画面都不公开。",
            "The child takes part in the pairing of classes and its video sessions under a letter; who it is, guardian and school know. Nothing is recorded, neither list nor picture is public."),
        ("没有名单，就不知道谁来参加、通知谁。", "Without a list nobody would know who comes and whom to tell."),
        ("另一所学校的同学会在课堂上看到孩子。", "The class of the other school sees the child during the session."),
        ("结对期间；结束或撤回后名单里不再有孩子。", "While the pairing runs; once it ends, or you take this back, the child is on no list."),
        ("不参加连线，课堂照常。", "The child stays in the ordinary lesson."));

    /// <summary>Why a session cannot be at this time, or <c>null</c>: to come, at most three hours, between 7:00 and 21:00.</summary>
    public static Problem? Time(DateTimeOffset? startsAt, DateTimeOffset? endsAt, DateTimeOffset now)
    {
        if (startsAt is not { } from || endsAt is not { } to || to <= from || to - from > TimeSpan.FromHours(3) || from <= now || from > now.AddYears(1))
            return Problem.Invalid("startsAt", "classes.time", "连线须在将来一年内，最长三小时。", "A session lies within the coming year and lasts three hours at most.");
        var (local, end) = (Platform.Time.LocalTime.ToLocal(from), Platform.Time.LocalTime.ToLocal(to));
        return local.Hour < 7 || end.Date != local.Date || end.TimeOfDay > TimeSpan.FromHours(21)
            ? Problem.Invalid("startsAt", "classes.hours", "连线请安排在 7:00–21:00。", "Sessions lie between 7:00 and 21:00.") : null;
    }

    /// <summary>Whether a link is one that a browser opens safely.</summary>
    public static bool IsLink(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && link!.Length <= 300 && !link.Any(char.IsControl);

    /// <summary>A session as an iCalendar file (RFC 5545): without names.</summary>
    public static string Calendar(Guid id, string title, string place, DateTimeOffset startsAt, DateTimeOffset endsAt, string link, SessionState state, int sequence, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var line in new[]
        {
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Linli//Linli//ZH", "BEGIN:VEVENT", $"UID:class-session-{id}@linli", $"DTSTAMP:{Utc(now)}", $"DTSTART:{Utc(startsAt)}", $"DTEND:{Utc(endsAt)}",
            $"SEQUENCE:{sequence.ToString(CultureInfo.InvariantCulture)}", $"STATUS:{(state == SessionState.CalledOff ? "CANCELLED" : "CONFIRMED")}", $"SUMMARY:{Escaped(title)}", $"LOCATION:{Escaped(place)}", $"URL:{new Uri(link).AbsoluteUri}", "END:VEVENT", "END:VCALENDAR",
        })
            Fold(text, line);
        return text.ToString();
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    // Lines are at most 75 octets; a character is never cut.
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 75)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
