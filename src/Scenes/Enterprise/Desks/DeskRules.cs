using System.Globalization;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Enterprise.Desks;

/// <summary>Decisions about desks and memberships; none of them looks anything up.</summary>
internal static class DeskRules
{
    public const string DeskKind = "hot-desk";
    public const string RoomKind = "meeting-room";

    /// <summary>How far ahead desks and rooms can be booked.</summary>
    public const int HorizonDays = 14;

    /// <summary>Youngest age of a member: whoever may work (Labour Law art. 15).</summary>
    public const int LeastAge = 16;

    /// <summary>How long a desk is kept for somebody who was approved.</summary>
    public static readonly TimeSpan PayWithin = TimeSpan.FromDays(7);

    /// <summary>How long before its end people are told.</summary>
    public const int NoticeDays = 7;

    /// <summary>How far ahead memberships are paid.</summary>
    public const int MostMonths = 12;

    public const long DearestFen = 10_000_000;

    /// <summary>The two halves of a day.</summary>
    public static IEnumerable<(DateTimeOffset Start, DateTimeOffset End, string? Topic)> Halves(DeskSpace space, DateOnly day) =>
    [
        (LocalTime.At(day, space.From), LocalTime.At(day, space.Noon), null),
        (LocalTime.At(day, space.Noon), LocalTime.At(day, space.Until), null),
    ];

    /// <summary>The hours of a room on a day; a remainder is left out.</summary>
    public static IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Hours(MeetingRoom room, DateOnly day)
    {
        var end = LocalTime.At(day, room.Until);
        for (var start = LocalTime.At(day, room.From); start.AddHours(1) <= end; start = start.AddHours(1))
            yield return (start, start.AddHours(1));
    }

    /// <summary>
    /// The last day of so many months from a day; where the month has no such day, its last one (Civil Code art. 202): a month from
    /// 31 January ends with February.
    /// </summary>
    public static DateOnly LastOf(DateOnly from, int months) => from.AddMonths(months) is var next && next.Day < from.Day ? next : next.AddDays(-1);

    /// <summary>How many months of a term have begun on a day.</summary>
    public static int Begun(DateOnly from, int months, DateOnly today)
    {
        var begun = 0;
        while (begun < months && LastOf(from, begun) < today)
            begun++;
        return begun;
    }

    /// <summary>Whether another month or more can be paid.</summary>
    public static Problem? TooFar(DateOnly until, DateOnly today) => until > LastOf(today, MostMonths)
        ? Problem.Invalid("months", "enterprise.months_ahead", $"最多预付 {MostMonths} 个月，请减少月数。", $"At most {MostMonths} months are paid ahead: choose fewer.")
        : null;

    /// <summary>The price of an hour for a member.</summary>
    public static long HourFen(Membership membership, int used) => used < membership.RoomHours ? 0 : membership.RoomFen;

    /// <summary>A month as <c>202611</c>.</summary>
    public static Problem? MonthFault(int month) => month is < 200001 or > 210012 || month % 100 is < 1 or > 12
        ? Problem.Invalid("month", "enterprise.month", "月份写作 202611 这样的六位数字。", "A month is six digits such as 202611.")
        : null;

    public static (DateOnly First, DateOnly Last) DaysOf(int month)
    {
        var first = new DateOnly(month / 100, month % 100, 1);
        return (first, first.AddMonths(1).AddDays(-1));
    }

    /// <summary>How many days of a spell lie within another; both ends count.</summary>
    public static int DaysWithin(DateOnly from, DateOnly until, DateOnly first, DateOnly last) =>
        Math.Max(0, Math.Min(until.DayNumber, last.DayNumber) - Math.Max(from.DayNumber, first.DayNumber) + 1);

    public static string Month(DateOnly day) => day.ToString("yyyyMM", CultureInfo.InvariantCulture);
}

/// <summary>What is refused in more than one place, and checks of texts that come back.</summary>
internal static class FirmProblems
{
    public static readonly Problem NoSpace = Problem.NotFound("enterprise.no_space", "没有这个共享办公空间，或不在您的范围内。", "There is no such space with desks, or it is not yours.");
    public static readonly Problem SpaceClosed = Problem.Conflict("enterprise.space_closed", "这处共享办公暂未开放，恢复使用后再办理。", "This shared office is not in use now: come back when it is.");
    public static readonly Problem NoMembership = Problem.NotFound("enterprise.no_membership", "没有找到这份会员，或与您无关。", "There is no such membership, or it is not yours.");
    public static readonly Problem PersonUnknown = Problem.Forbidden("enterprise.person_unknown", "请先完成实名认证。", "Prove first who you are.");
    public static readonly Problem TooYoung = Problem.Forbidden("enterprise.too_young", $"须年满 {DeskRules.LeastAge} 周岁。", $"One must be {DeskRules.LeastAge} or older.");

    /// <summary>A name in Chinese, and one in English that may be left out.</summary>
    public static IEnumerable<Problem> Names(string? zh, string? en)
    {
        if (Line(zh, 40).Length < 2)
            yield return Problem.Invalid("nameZh", "enterprise.name", "请填写名称（2–40 个字）。", "Give a name of 2–40 characters.");
        if (!PlainText.TryCleanLine(en, 80, out _))
            yield return Problem.Invalid("nameEn", "enterprise.name_en", "英文名称不超过 80 个字符。", "The English name has at most 80 characters.");
    }

    /// <summary>A text of several lines with bounds.</summary>
    public static IEnumerable<Problem> Text(string field, string? text, int least, int most)
    {
        if (!PlainText.TryClean(text, most, out var clean) || clean.Length < least)
            yield return Problem.Invalid(field, "enterprise.text", least == 0 ? $"不超过 {most} 个字。" : $"请填写 {least}–{most} 个字。", least == 0 ? $"At most {most} characters." : $"Give {least} to {most} characters.");
    }

    /// <summary>A price.</summary>
    public static IEnumerable<Problem> Price(string field, long fen)
    {
        if (fen is < 0 or > DeskRules.DearestFen)
            yield return Problem.Invalid(field, "enterprise.price", "金额为 0–100000 元。", "The amount is ¥0 to ¥100,000.");
    }

    public static IEnumerable<Problem> Hours(TimeOnly from, TimeOnly until)
    {
        if (until <= from || (until - from).TotalMinutes < 60)
            yield return Problem.Invalid("until", "enterprise.hours", "结束要晚于开始，至少一小时。", "It ends after it begins, an hour at least.");
    }

    public static string Line(string? text, int most) => PlainText.TryCleanLine(text, most, out var line) ? line : "";

    public static string? LineOrNothing(string? text, int most) => Line(text, most) is { Length: > 0 } line ? line : null;

    public static string Clean(string? text, int most) => PlainText.TryClean(text, most, out var clean) ? clean : "";

    public static string? CleanOrNothing(string? text, int most) => Clean(text, most) is { Length: > 0 } clean ? clean : null;
}
