using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.Neighbours.Volunteering;

/// <summary>What holds for volunteering; decided on values, without a database.</summary>
internal static class VolunteerRules
{
    /// <summary>Under this age a guardian has to agree.</summary>
    public const int FullAge = 18;

    /// <summary>Under this age a child does not sign up alone: a guardian does.</summary>
    public const int ChildAge = 14;

    /// <summary>Checking in is open so long before the beginning.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromMinutes(45);

    /// <summary>Checking out is open so long after the end; then the leader decides.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromHours(2);

    /// <summary>An hour counts for points when at most so many minutes are missing.</summary>
    public const int Grace = 5;

    /// <summary>Care groups of people who live alone.</summary>
    public static readonly string[] Alone = ["living_alone", "alone"];

    private const long CodeSeconds = 120;

    /// <summary>What holds where nothing was decided: the practice of the time banks R20 speaks of.</summary>
    public static VolunteerRule Usual { get; } = new()
    {
        Id = Guid.Empty, Jurisdiction = "/", From = new(2020, 1, 1), CapMinutes = 1_500 * 60, ElderAge = 60, FirstAge = 80,
        Source = "浙江省社会养老服务促进条例第三十三条；南京市养老服务时间银行实施方案", At = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The rule of the nearest place, and of those the one that began last.</summary>
    public static VolunteerRule Of(IEnumerable<VolunteerRule> rules, ScopePath place, DateOnly day) => rules
        .Where(r => r.From <= day && ScopePath.Parse(r.Jurisdiction, null).Contains(place))
        .OrderByDescending(r => r.Jurisdiction.Length).ThenByDescending(r => r.From).ThenByDescending(r => r.At).FirstOrDefault() ?? Usual;

    /// <summary>Whole minutes between coming and going that lie within the activity; one hour is one hour whoever gives it (R20).</summary>
    public static int Minutes(DateTimeOffset starts, DateTimeOffset ends, DateTimeOffset inAt, DateTimeOffset outAt)
    {
        var (from, to) = (inAt > starts ? inAt : starts, outAt < ends ? outAt : ends);
        return to <= from ? 0 : (int)((to - from).Ticks / TimeSpan.TicksPerMinute);
    }

    /// <summary>
    /// How many minutes of a time are not recorded elsewhere: nobody gives the same minute twice. Where it is not known which minutes were
    /// recorded, those that both could be count as recorded.
    /// </summary>
    public static int Free(DateTimeOffset from, DateTimeOffset until, IEnumerable<(DateTimeOffset From, DateTimeOffset Until, int Minutes)> recorded) =>
        Math.Max(0, Minutes(from, until, from, until) - recorded.Sum(r => Math.Min(r.Minutes, Minutes(from, until, r.From, r.Until))));

    /// <summary>When somebody was there, as far as it is known; the whole activity where it is not, or where more was decided.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until) Span(DateTimeOffset starts, DateTimeOffset ends, DateTimeOffset? inAt, DateTimeOffset? outAt, int minutes) =>
        inAt is { } came && outAt is { } left && minutes <= Minutes(starts, ends, came, left) ? (came > starts ? came : starts, left < ends ? left : ends) : (starts, ends);

    /// <summary>How many hours of an act earn points.</summary>
    public static int PointHours(int minutes) => (minutes + Grace) / 60;

    /// <summary>What a person keeps of new minutes, and what goes to the pool because they have enough, or because it was a team's.</summary>
    public static (int Own, int Pool) Split(int minutes, long stored, int cap, bool team)
    {
        var own = team ? 0 : (int)Math.Clamp(cap - stored, 0, minutes);
        return (own, minutes - own);
    }

    /// <summary>Six figures that the leader shows at the meeting point; they change every two minutes.</summary>
    public static string CodeAt(string secret, DateTimeOffset at, int back = 0)
    {
        var window = (at.ToUnixTimeSeconds() / CodeSeconds) - back;
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(window.ToString(CultureInfo.InvariantCulture)));
        return (BitConverter.ToUInt32(hash) % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>For how many seconds the code of now is shown.</summary>
    public static int CodeLeft(DateTimeOffset at) => (int)(CodeSeconds - (at.ToUnixTimeSeconds() % CodeSeconds));

    /// <summary>Whether a code is that of now or of the window before.</summary>
    public static bool CodeIs(string secret, DateTimeOffset now, string code) =>
        new[] { 0, 1 }.Any(back => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, now, back)), Encoding.UTF8.GetBytes(code)));

    /// <summary>Why somebody of an age may not sign up, or <c>null</c>.</summary>
    public static Problem? AgeFault(int? age, int minAge)
    {
        if (age is not (>= 0 and <= 130))
            return Problem.Invalid("bornOn", "neighbours.born_missing", "请填写出生日期，只用于核对年龄，不会保存。", "Give the date of birth: it is looked at once and not kept.");
        return age < minAge
            ? Problem.Forbidden("volunteer.too_young", $"这项活动要求年满 {minAge} 周岁。", $"This activity is for people of {minAge} and older.") : null;
    }

    /// <summary>Why nobody can check in at this moment, or <c>null</c>.</summary>
    public static Problem? InFault(ActivityState state, DateTimeOffset starts, DateTimeOffset ends, DateTimeOffset now)
    {
        if (state != ActivityState.Open)
            return VolunteerProblems.NotOpen;
        if (now < starts - Early)
            return Problem.Conflict("volunteer.too_early", $"活动开始前 {Early.TotalMinutes:0} 分钟可以签到。", $"Check in from {Early.TotalMinutes:0} minutes before it begins.");
        return now >= ends ? Problem.Conflict("volunteer.over", "活动已结束，请联系领队补记。", "It is over: ask the leader to add you.") : null;
    }
}

/// <summary>What several use cases answer.</summary>
internal static class VolunteerProblems
{
    public static readonly Problem NotFound = Problem.NotFound("volunteer.not_found", "没有找到这项志愿活动。", "This activity was not found.");
    public static readonly Problem NotOpen = Problem.Conflict("volunteer.not_open", "这项活动没有在招募，或已取消。", "This activity is not open, or was called off.");
    public static readonly Problem NoSignUp = Problem.NotFound("volunteer.no_sign_up", "没有找到这条报名。", "This sign-up was not found.");

    public static readonly Problem SameTime = Problem.Conflict("volunteer.same_time", "这段时间您已报名另一项志愿活动。", "You have signed up for something else at that time.");

    /// <summary>More than is left of a time of which a part is recorded elsewhere.</summary>
    public static Problem Recorded(int free) => Problem.Invalid(
        "minutes", "volunteer.recorded_elsewhere", $"同一时段在别的志愿活动里已有记录，这里最多 {free} 分钟。", $"A part of this time is recorded in another activity: {free} minutes at most here.");

    public static readonly Problem NoPerson = Problem.Forbidden(
        "volunteer.no_person", "志愿服务须实名：请先在“我的”里完成住户登记。", "Volunteers are known by name: have your registration verified first, under “Me”.");
}
