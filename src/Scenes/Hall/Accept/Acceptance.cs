using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.Hall.Accept;

/// <summary>What is there of an item's papers, and what is not.</summary>
/// <param name="Brought">Brought.</param>
/// <param name="Shared">Shared data stand for them.</param>
/// <param name="Dropped">Left out on the shorter way.</param>
/// <param name="Later">Missing, and may come later.</param>
/// <param name="Must">Missing, and needed now.</param>
internal sealed record Judged(IReadOnlyList<PaperRow> Brought, IReadOnlyList<PaperRow> Shared, IReadOnlyList<PaperRow> Dropped, IReadOnlyList<PaperRow> Later, IReadOnlyList<PaperRow> Must);

/// <summary>Whether a matter can be taken in (容缺受理, art. 11 of Zhejiang's regulation: only lesser papers may be missing, and all gaps are told at once with a deadline). Pure.</summary>
internal static class Acceptance
{
    /// <summary>Codes of the papers for which all the shared data came.</summary>
    public static IReadOnlyList<string> CoveredBy(IEnumerable<PaperRow> papers, IEnumerable<string> fields)
    {
        var known = fields.ToHashSet(StringComparer.Ordinal);
        return [.. papers.Where(p => p.Covers.Count > 0 && p.Covers.All(known.Contains)).Select(p => p.Code)];
    }

    /// <summary>Where each paper is.</summary>
    /// <param name="papers">What the item needs.</param>
    /// <param name="brought">Codes of what was brought.</param>
    /// <param name="shared">Codes of what shared data stand for.</param>
    /// <param name="shorter">Whether the shorter way is taken (优化流程简办).</param>
    public static Judged Judge(IReadOnlyList<PaperRow> papers, IReadOnlyCollection<string> brought, IReadOnlyCollection<string> shared, bool shorter)
    {
        var rest = papers.Where(p => !brought.Contains(p.Code)).ToList();
        var covered = rest.FindAll(p => shared.Contains(p.Code));
        var dropped = rest.FindAll(p => shorter && p.Droppable && !covered.Contains(p));
        rest = rest.FindAll(p => !covered.Contains(p) && !dropped.Contains(p));
        return new([.. papers.Where(p => brought.Contains(p.Code))], covered, dropped, rest.FindAll(p => p.Lesser), rest.FindAll(p => !p.Lesser));
    }

    /// <summary>Why it cannot be taken in, all gaps in one sentence; <c>null</c> when it can.</summary>
    public static Problem? Refuse(Judged judged, bool promised, DateOnly laterUntil)
    {
        if (judged.Must.Count > 0)
        {
            var (must, later) = (Names(judged.Must, zh: true), judged.Later.Count == 0 ? "" : $"；可以容缺后补：{Names(judged.Later, zh: true)}（{laterUntil:M月d日}前）");
            return Problem.Invalid(
                "papers", "hall.papers_missing", $"缺少：{must}{later}。材料齐了再来，一次告知完毕。",
                $"Missing: {Names(judged.Must, zh: false)}{(judged.Later.Count == 0 ? "" : $"; may come later: {Names(judged.Later, zh: false)}, until {laterUntil:d MMM}")}. This is everything.");
        }

        return judged.Later.Count > 0 && !promised
            ? Problem.Invalid(
                "promised", "hall.promise_needed", $"还缺：{Names(judged.Later, zh: true)}。本人承诺在 {laterUntil:M月d日} 前补交，就可以先受理。",
                $"Missing: {Names(judged.Later, zh: false)}. It is taken in when the person promises them until {laterUntil:d MMM}.")
            : null;
    }

    /// <summary>The last day for the decision: counted from the day after (Civil Code art. 201), rolling over a holiday where calendar days count (art. 203).</summary>
    public static DateOnly DueOn(ItemRow item, DateOnly takenIn, WorkingDayCalendar calendar) => item.Days == 0 ? takenIn
        : item.Count == DayCount.Working ? calendar.AddWorkingDays(takenIn, item.Days) : calendar.AddCalendarDays(takenIn, item.Days);

    private static string Names(IEnumerable<PaperRow> papers, bool zh) => string.Join(zh ? "、" : ", ", papers.Select(p => zh ? p.NameZh : p.NameEn));
}
