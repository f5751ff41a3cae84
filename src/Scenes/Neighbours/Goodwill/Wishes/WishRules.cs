using System.Text.RegularExpressions;
using Linli.Neighbours.Friends;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>What the clock does to a claim today.</summary>
internal enum ClaimStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>提醒.</summary>
    Remind,

    /// <summary>重新开放.</summary>
    Lapse,
}

/// <summary>What holds for wishes; decided on values, without a database.</summary>
internal static partial class WishRules
{
    /// <summary>Code of the purpose to which a guardian agrees.</summary>
    public const string Purpose = "child-wish";

    /// <summary>What a guardian agrees to, for children under 14; older ones agree themselves (R38).</summary>
    public static readonly Platform.Privacy.Purpose Consent = new(
        Purpose, ("儿童微心愿", "Children's wishes"), Platform.Privacy.LegalBasis.Consent,
        ("公开心愿内容、学段年级和一个代号，如“小学三年级·D”；姓名、照片、学校、班级和住址只由负责的工作人员和监护人知道，认领人也看不到。",
            "The wish, the stage and grade and a letter are public, such as “Primary school, grade 3 · D”; name, photo, school, class and home are known to the worker in charge and the guardian only, never to the donor."),
        ("没有这些，邻居不知道送什么。", "Without it nobody would know what to bring."),
        ("孩子会收到一份小礼物；认领人不会认识孩子。", "The child gets a small gift; the donor does not learn who the child is."),
        ("心愿实现或撤回后一年删除原话，统计数字保留。", "The words are deleted a year after the wish came true or was taken back; counts stay."),
        ("不公开心愿，可以直接找社工申请帮助。", "The wish is not published: ask a community worker for help instead."));

    /// <summary>Code of the purpose to which somebody on a care list agrees.</summary>
    public const string CarePurpose = "care-wish";

    /// <summary>What a grown-up on a care list agrees to. Stating a wish needs none of it: the worker helps all the same (R37).</summary>
    public static readonly Platform.Privacy.Purpose CareConsent = new(
        CarePurpose, ("公开我的心愿", "Showing my wish to neighbours"), Platform.Privacy.LegalBasis.Consent,
        ("社工改写过的一句心愿和一个代号，如“居民·A”，给邻居看，供一位邻居认领；您是谁、住在哪里、在哪份关爱名单上都不公开，认领人也看不到。",
            "One sentence as your worker words it, and a letter such as “A resident · A”, are shown to neighbours so that one of them can fulfil it; who you are, where you live and which care list you are on are neither public nor shown to the donor."),
        ("没有这些，邻居不知道可以帮什么。", "Without it no neighbour would know how to help."),
        ("会有一位邻居来实现心愿；认领人不会认识您。", "A neighbour makes the wish come true, and does not learn who you are."),
        ("心愿实现或撤回后一年删除原话，统计数字保留；您撤回同意时立即下架。", "The words are deleted a year after the wish came true or was taken back, counts stay; when you take this back it is shown no more at once."),
        ("不公开也可以提心愿，由负责您的社工想办法。", "You can state a wish without this: your worker looks for another way."));

    /// <summary>Which consent a wish needs to be shown: a child's is the guardian's to give, or from 14 on the child's own.</summary>
    public static string PurposeOf(string group, int? age) => group == Wish.Child || age < 18 ? Purpose : CarePurpose;

    /// <summary>How somebody grown up is called in public: never by a care group, which is health or hardship and may be a group of one.</summary>
    public static Phrase GrownUp(string letter) => ($"居民·{letter}", $"A resident · {letter}");

    /// <summary>A label without its letter: what a letter tells apart.</summary>
    public static string Family(string label) => label[..(label.LastIndexOf('·') + 1)];

    /// <summary>What in a text could lead to a child, or <c>null</c>. A person reads it as well: no pattern knows every name.</summary>
    public static Problem? Revealing(string? text, string field, IEnumerable<string?>? names = null, int most = 100)
    {
        if (MeetingRules.Shown(text, 2, most, field, "请写一句心愿，不含姓名、学校、班级、住址和电话", "Put the wish into words without name, school, class, home and telephone") is { } wrong)
            return wrong;
        var found = Named().Match(text!) is { Success: true } named ? named.Value
            : names?.FirstOrDefault(n => n is { Length: > 1 } && text!.Contains(n, StringComparison.OrdinalIgnoreCase));
        return found is null ? null : Problem.Invalid(
            field, "wishes.revealing", $"“{found}”可能让人认出孩子，请改写：不写姓名、学校、班级和住址。", $"“{found}” could lead to the child: word it without name, school, class and home.");
    }

    /// <summary>How the child is called in public: stage and grade with a letter; of a small grade the stage alone.</summary>
    public static Phrase Label(SchoolStage? stage, int? grade, int? gradeSize, int leastGrade, string letter)
    {
        var year = stage is SchoolStage.Primary or SchoolStage.Middle && gradeSize >= leastGrade ? grade : null;
        Phrase of = stage switch
        {
            SchoolStage.Kindergarten => ("幼儿园", "Kindergarten"),
            SchoolStage.Primary => ("小学", "Primary school"),
            SchoolStage.Middle => ("初中", "Middle school"),
            _ => ("孩子", "A child"),
        };
        return year is { } n
            ? ($"{of.Zh}{ChineseYear(n)}年级·{letter}", $"{of.En}, grade {n} · {letter}")
            : ($"{of.Zh}·{letter}", $"{of.En} · {letter}");
    }

    /// <summary>Whether a grade exists at a stage.</summary>
    public static bool GradeFits(SchoolStage stage, int? grade) => stage switch
    {
        SchoolStage.Kindergarten => grade is null,
        SchoolStage.Primary => grade is >= 1 and <= 6,
        _ => grade is >= 7 and <= 9,
    };

    /// <summary>A, B … Z, AA, AB …: the n-th from 0.</summary>
    public static string Letter(int n) => n < 26 ? ((char)('A' + n)).ToString() : Letter((n / 26) - 1) + Letter(n % 26);

    /// <summary>A reminder before the last day; when it comes late, as many days more. Then the wish is open again.</summary>
    public static ClaimStep Step(DateOnly bringBy, DateOnly? remindedOn, int remindDays, DateOnly today)
    {
        if (remindedOn is not { } reminded)
            return today >= bringBy.AddDays(-remindDays) ? ClaimStep.Remind : ClaimStep.None;
        return today > bringBy && today >= reminded.AddDays(remindDays) ? ClaimStep.Lapse : ClaimStep.None;
    }

    private static string ChineseYear(int n) => "一二三四五六七八九"[n - 1].ToString();

    [GeneratedRegex(@"我叫\S{0,4}|名叫\S{0,4}|姓名|家长\S{0,3}电话|[\p{IsCJKUnifiedIdeographs}]{2,8}(小学|中学|学校|幼儿园)|[0-9一二三四五六七八九十]{1,2}\s*[）)]?\s*班|\d+\s*(幢|栋|单元|号楼|室)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();
}
