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
