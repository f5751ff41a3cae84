using Linli.Platform.Results;

namespace Linli.Learning.Library;

/// <summary>Rules of the library; none of them looks anything up.</summary>
internal static class LibraryRules
{
    /// <summary>Below this age nobody borrows on a card of their own: the family's card does.</summary>
    public const int OwnCardFrom = 14;

    /// <summary>An ISBN as thirteen digits; <c>null</c> where the digits do not check.</summary>
    public static string? Isbn(string? raw)
    {
        // What follows a blank or bracket is the price or the binding: 978-7-5304-9999-1 (平装) : CNY39.00.
        var text = new string([.. (raw ?? "").Trim().TakeWhile(c => c is not (' ' or '(' or '（' or ':' or '：')).Where(c => char.IsAsciiDigit(c) || c is 'x' or 'X')]).ToUpperInvariant();
        if (text.Length == 10 && text[..9].All(char.IsAsciiDigit))
        {
            var sum = text.Select((c, i) => (c == 'X' ? 10 : c - '0') * (10 - i)).Sum();
            if (sum % 11 != 0)
                return null;
            var body = "978" + text[..9];
            return body + CheckDigit(body);
        }

        return text.Length == 13 && text.All(char.IsAsciiDigit) && (text.StartsWith("978", StringComparison.Ordinal) || text.StartsWith("979", StringComparison.Ordinal)) && CheckDigit(text[..12]) == text[12] ? text : null;
    }

    /// <summary>A barcode as scanners read it: 4–30 letters, digits or hyphens; <c>null</c> for anything else.</summary>
    public static string? Barcode(string? raw)
    {
        var text = (raw ?? "").Trim().Trim('*').ToUpperInvariant();
        return text.Length is >= 4 and <= 30 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : null;
    }

    public static Problem? MayNotBorrow(int open, int overdue, int more, int most)
    {
        if (overdue > 0)
            return Problem.Conflict("library.overdue", $"有 {overdue} 本已超期，请先归还或续借。", $"{overdue} books are overdue: return or renew them first.");
        return open + more > most
            ? Problem.Conflict("library.limit", $"每证最多借 {most} 本，已借 {open} 本。", $"At most {most} books on a card; {open} are out.")
            : null;
    }

    /// <summary>Reservations that one reader has at a time.</summary>
    public const int MostHolds = 5;

    /// <summary>What stands against one more reservation.</summary>
    /// <param name="holds">All of the reader that are alive, and those of this title that rest.</param>
    /// <param name="book">The title.</param>
    /// <param name="today">Local day.</param>
    public static Problem? MayNotReserve(IReadOnlyList<BookHold> holds, Guid book, DateOnly today)
    {
        if (holds.Any(h => h.Book == book && h.OpenKey is not null))
            return Problem.Conflict("library.held", "您已经预约了这本书。", "You have reserved this book already.");
        if (holds.Count(h => h.OpenKey is not null) >= MostHolds)
            return Problem.Conflict("library.holds_many", $"同时最多预约 {MostHolds} 本书。", $"At most {MostHolds} reservations at a time.");
        return holds.Where(h => h.Book == book && h.ReadyUntil >= today).Max(h => h.ReadyUntil) is { } rests && Courses.CourseWords.Day(rests) is var until
            ? Problem.Conflict("library.rests", $"这本书刚为您留过、没有来取。{until.Zh} 后可以再预约，现在在架的可以直接到馆借。", $"It was just kept for you and not fetched. Reserve it again after {until.En}; one on the shelf can be borrowed at once.")
            : null;
    }

    public static Problem? MayNotRenew(int renewals, int most, DateOnly due, DateOnly today, bool wanted)
    {
        if (wanted)
            return Problem.Conflict("library.wanted", "有人在等这本书，不能续借，请按时归还。", "Somebody waits for this book: it cannot be renewed.");
        if (today > due)
            return Problem.Conflict("library.overdue", "已经超期，请先到馆归还。", "It is overdue: bring it back first.");
        return renewals >= most ? Problem.Conflict("library.renewed", $"这本书已续借 {renewals} 次，不能再续。", $"It was renewed {renewals} times already.") : null;
    }

    private static char CheckDigit(string twelve)
    {
        var sum = twelve.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
