using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Neighbours.Visits;

/// <summary>An answer to a line of the check-list.</summary>
/// <param name="Code">The line.</param>
/// <param name="Value">Free words, or one of the choices as the list has them in Chinese.</param>
internal sealed record CheckAnswer(string Code, string? Value);

/// <summary>What a worker is reminded of.</summary>
internal enum VisitReminder
{
    /// <summary>快到期: the round ends within three working days.</summary>
    DueSoon,

    /// <summary>已逾期.</summary>
    Overdue,

    /// <summary>下次走访: the day that was agreed on is here, or is the next working day.</summary>
    Next,
}

/// <summary>What holds for visits; decided on values, without a database.</summary>
internal static class VisitRules
{
    /// <summary>So many working days before its end a round reminds (R52).</summary>
    public const int WarnWorkingDays = 3;

    /// <summary>What to remind of today, with the key that makes it come once; <c>null</c> when there is nothing.</summary>
    public static (VisitReminder Kind, string Key)? Remind(bool visited, DateOnly dueOn, DateOnly? nextOn, DateOnly today, WorkingDayCalendar calendar)
    {
        if (!visited && dueOn < today)
            return (VisitReminder.Overdue, $"overdue:{dueOn:yyyyMMdd}");
        if (!visited && dueOn <= calendar.AddWorkingDays(today, WarnWorkingDays))
            return (VisitReminder.DueSoon, $"due:{dueOn:yyyyMMdd}");
        return nextOn is { } next && next <= calendar.AddWorkingDays(today, 1) ? (VisitReminder.Next, $"next:{next:yyyyMMdd}") : null;
    }

    /// <summary>What is wrong with the answers to a check-list.</summary>
    public static IEnumerable<Problem> Answers(IReadOnlyList<CheckItem> items, IReadOnlyList<CheckAnswer> answers)
    {
        foreach (var unknown in answers.Where(a => !items.Any(i => i.Code == a.Code)))
            yield return Problem.Invalid($"answers.{unknown.Code}", "visits.item_unknown", $"清单里没有“{unknown.Code}”这一项。", $"The check-list has no line “{unknown.Code}”.");
        foreach (var item in items)
        {
            var given = answers.Where(a => a.Code == item.Code).Select(a => a.Value?.Trim()).FirstOrDefault(v => !string.IsNullOrEmpty(v));
            if (given is null)
            {
                if (item.Required)
                    yield return Problem.Invalid($"answers.{item.Code}", "visits.item_missing", $"请填写“{item.LabelZh}”。", $"Fill in “{item.LabelEn}”.");
            }
            else if (item.ChoicesZh is { } choices ? !choices.Split('|').Contains(given) : !PlainText.TryClean(given, 500, out _))
                yield return Problem.Invalid($"answers.{item.Code}", "visits.item_value",
                    item.ChoicesZh is null ? $"“{item.LabelZh}”最多 500 个字。" : $"“{item.LabelZh}”请选：{item.ChoicesZh.Replace("|", "、", StringComparison.Ordinal)}。",
                    item.ChoicesZh is null ? $"“{item.LabelEn}” has at most 500 characters." : $"For “{item.LabelEn}” choose one of: {item.ChoicesZh.Replace("|", ", ", StringComparison.Ordinal)}.");
        }
    }

    /// <summary>Why a plan's days cannot be, or <c>null</c>.</summary>
    public static Problem? Days(DateOnly startOn, DateOnly dueOn, DateOnly today)
    {
        if (dueOn < startOn)
            return Problem.Invalid("dueOn", "visits.due_before_start", "截止日期不能早于开始日期。", "It ends before it begins.");
        return dueOn < today || dueOn > today.AddYears(1)
            ? Problem.Invalid("dueOn", "visits.due", "截止日期须在今天到一年之内。", "It must end between today and a year from now.")
            : null;
    }

    /// <summary>A text that must be there.</summary>
    public static Problem? Text(string? text, int most, string field, string zh, string en) =>
        PlainText.TryClean(text, most, out var clean) && clean.Length >= 2
            ? null
            : Problem.Invalid(field, $"neighbours.{field}_length", $"{zh}（2–{most} 个字）。", $"{en} (2 to {most} characters).");

    /// <summary>A text as it is kept; empty when there is none.</summary>
    public static string Clean(string? text, int most)
    {
        PlainText.TryClean(text, most, out var clean);
        return clean;
    }
}

/// <summary>What several use cases answer.</summary>
internal static class VisitProblems
{
    public static readonly Problem NoPlan = Problem.NotFound("visits.plan_not_found", "没有找到这个走访计划。", "This round of visits was not found.");
    public static readonly Problem NoFamily = Problem.NotFound("visits.family_not_found", "没有找到这户家庭。", "This family was not found.");
    public static readonly Problem Closed = Problem.Conflict("visits.plan_closed", "这个走访计划已结束。", "This round of visits has been closed.");

    public static readonly Problem NotAssigned = Problem.Forbidden(
        "visits.not_assigned", "只有负责这户的社工能看走访记录；这次尝试已留痕。", "Only the worker of this family reads what was noted; the attempt was logged.");
}
