using System.Text.RegularExpressions;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Neighbours.Friends;

/// <summary>What keeps meeting neighbours safe; decided on values, without a database.</summary>
internal static partial class MeetingRules
{
    /// <summary>Below this age a person is a child whose data needs a parent's consent (PIPL art. 31); neighbours are not found through this page.</summary>
    public const int LeastAge = 14;

    /// <summary>Why somebody born on a day may not take part today, or <c>null</c>. The day itself is looked at and not kept.</summary>
    public static Problem? Age(DateOnly? born, DateOnly today)
    {
        if (born is not { } day || day > today || day < today.AddYears(-130))
            return Problem.Invalid("bornOn", "neighbours.born_missing", "请填写出生日期，只用于核对年龄，不会保存。", "Give your date of birth: it is looked at once and not kept.");
        return LocalTime.AgeOn(day, today) < LeastAge
            ? Problem.Forbidden("neighbours.too_young", "未满 14 周岁暂不能使用，请让家长陪同参加线下活动。", "This is not for children under 14: please come to an activity with a parent.") with { Field = "bornOn" }
            : null;
    }

    /// <summary>A text that strangers may read: no telephone number, no address to click on.</summary>
    public static Problem? Shown(string? text, int least, int most, string field, string zh, string en)
    {
        if (!PlainText.TryCleanLine(text, most, out var clean) || clean.Length < least)
            return Problem.Invalid(field, $"neighbours.{field}_length", $"{zh}（{least}–{most} 个字）。", $"{en} ({least} to {most} characters).");
        return Contacts().IsMatch(clean)
            ? Problem.Invalid(field, "neighbours.contact_in_text",
                "请不要在这里写电话、微信号或网址：对方接受后才会互相看到联系方式。", "No telephone numbers, accounts or links here: contacts are shown once the other accepts.")
            : null;
    }

    /// <summary>Why one more greeting is too many today, or <c>null</c>.</summary>
    public static Problem? Greetings(int sentToday, int limit) => sentToday < limit
        ? null
        : new("neighbours.greetings_used_up", ($"今天已问候 {limit} 位邻居，请明天再来。", $"You have greeted {limit} neighbours today: come back tomorrow."), ProblemKind.TooMany);

    [GeneratedRegex(@"(\d[\s\-]?){6,}|https?:|www\.|wx[\s:：]|[微V]信号?[\s:：]*[A-Za-z0-9_\-]{5,}", RegexOptions.IgnoreCase)]
    private static partial Regex Contacts();
}
