using System.Text;
using System.Text.RegularExpressions;

namespace Linli.People.Import;

/// <summary>What somebody is to the head of the household (与户主关系).</summary>
internal enum ToHead
{
    Head,
    Spouse,
    Child,
    Parent,
    Grandchild,
    Other,
}

/// <summary>Reads the words by which registers say who is who. Words count whole: 户主之子 is no head, 嫂子 no child.</summary>
internal static partial class RelationReading
{
    private static readonly HashSet<string> heads = ["户主", "本人", "家主", "业主", "户主本人", "业主本人"];
    private static readonly HashSet<string> spouses = ["配偶", "夫", "妻", "丈夫", "妻子", "爱人", "老公", "老婆", "夫妻", "先生", "太太"];
    private static readonly HashSet<string> parents = ["父", "母", "父亲", "母亲", "爸", "妈", "爸爸", "妈妈", "父母", "养父", "养母"];
    private static readonly HashSet<string> children = ["子女", "儿女", "孩子", "小孩", "闺女"];

    private static readonly HashSet<string> owners =
        ["业主", "业主本人", "产权人", "产权所有人", "所有权人", "房屋所有权人", "共有人", "产权共有人", "共有产权人", "房主", "房东", "自有", "自住", "自有住房", "自购", "本人", "owner"];

    private static readonly HashSet<string> families =
        ["家属", "业主家属", "家人", "家庭成员", "亲属", "直系亲属", "成员", "同住", "同住人", "同住人员", "共同居住", "共同居住人", "family"];

    /// <summary>The relation to the head; anything that is not known is a member of the household.</summary>
    public static ToHead? HeadOf(string text)
    {
        var plain = Plain(text);
        if (plain.Length == 0)
            return null;
        var word = Whose().Replace(plain, "");
        return word.Length == 0 || heads.Contains(plain) || heads.Contains(word) ? ToHead.Head
            : spouses.Contains(word) ? ToHead.Spouse
            : parents.Contains(word) ? ToHead.Parent
            : children.Contains(word) || Child().IsMatch(word) ? ToHead.Child
            : Grandchild().IsMatch(word) ? ToHead.Grandchild
            : ToHead.Other;
    }

    /// <summary>Whether the word says that somebody speaks for the household, and nothing else.</summary>
    public static bool IsHead(string text) => Plain(text) is "户主" or "家主" or "户主本人";

    /// <summary>Owner, tenant or family, in a column that may also say what somebody is to the owner; <c>null</c> when it says neither.</summary>
    public static HomeRelation? RelationOf(string text)
    {
        var plain = Plain(text);
        if (plain.Length == 0 || plain[0] is '非' or '未' or '无' or '不')
            return null;
        if (owners.Contains(plain))
            return HomeRelation.Owner;
        if (plain is "tenant" || Tenant().IsMatch(plain))
            return HomeRelation.Tenant;
        var word = Whose().Replace(plain, "");
        if (owners.Contains(word))
            return HomeRelation.Owner;
        return families.Contains(word) || HeadOf(word) is not (null or ToHead.Other or ToHead.Head) || InLaw().IsMatch(word) ? HomeRelation.Family : null;
    }

    /// <summary>Yes, no, or neither.</summary>
    public static bool? YesOrNo(string text) => Plain(text) switch
    {
        "是" or "√" or "✓" or "y" or "yes" or "1" or "true" or "有" or "对" or "已出租" or "租户" or "租客" => true,
        "否" or "×" or "✗" or "x" or "n" or "no" or "0" or "false" or "无" or "不是" or "非" or "自住" or "业主" or "非租户" => false,
        _ => null,
    };

    // What stands in brackets explains: 业主（出租） is an owner, 配偶（妻） a wife.
    private static string Plain(string text) => Brackets().Replace(text.Normalize(NormalizationForm.FormKC), "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex(@"[(（\[【][^)）\]】]*[)）\]】]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^(户主|业主|房东|房主|产权人)(的|之)?")]
    private static partial Regex Whose();

    [GeneratedRegex(@"^(长|次|三|四|五|六|大|二|小|幼|独|独生|养|亲生)?(儿子|女儿|子|女|儿)$")]
    private static partial Regex Child();

    [GeneratedRegex(@"^(外|长|次|大|小|曾|重)*孙(子|女|儿)?$")]
    private static partial Regex Grandchild();

    [GeneratedRegex(@"^(承|合|整)?租(户|客|住|赁|房|住户|赁户|房户|赁人|住人|客户)?(人|人员|家属|户家属|客家属)?$|^(承租|租赁|租住)(人|户|方)?$|^租户|^租客")]
    private static partial Regex Tenant();

    [GeneratedRegex(@"^(儿媳妇?|媳妇|女婿|岳父|岳母|公公|婆婆|爷爷|奶奶|祖父|祖母|外公|外婆|外祖父|外祖母|兄|弟|姐|妹|哥哥?|弟弟|姐姐|妹妹|兄弟|姐妹|嫂子?|弟媳|姐夫|妹夫|侄.?|外甥.?|继子|继女|保姆|其他)$")]
    private static partial Regex InLaw();
}
