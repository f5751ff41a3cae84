using System.Text;

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

/// <summary>Reads the words by which registers say who is who.</summary>
internal static class RelationReading
{
    private static readonly (string Word, ToHead Meaning)[] heads =
    [
        ("户主", ToHead.Head), ("本人", ToHead.Head), ("家主", ToHead.Head),
        // Longer words first: 孙子 is no 子, 儿媳 no 儿.
        ("外孙", ToHead.Grandchild), ("孙", ToHead.Grandchild), ("儿媳", ToHead.Other), ("女婿", ToHead.Other), ("媳", ToHead.Other), ("婿", ToHead.Other),
        ("岳父", ToHead.Other), ("岳母", ToHead.Other), ("公公", ToHead.Other), ("婆婆", ToHead.Other), ("祖", ToHead.Other), ("爷", ToHead.Other), ("奶", ToHead.Other),
        ("继子", ToHead.Other), ("继女", ToHead.Other), ("侄", ToHead.Other), ("甥", ToHead.Other),
        ("配偶", ToHead.Spouse), ("妻", ToHead.Spouse), ("丈夫", ToHead.Spouse), ("夫", ToHead.Spouse), ("爱人", ToHead.Spouse), ("老公", ToHead.Spouse), ("老婆", ToHead.Spouse),
        ("父", ToHead.Parent), ("母", ToHead.Parent), ("爸", ToHead.Parent), ("妈", ToHead.Parent),
        ("子", ToHead.Child), ("女", ToHead.Child), ("儿", ToHead.Child), ("孩", ToHead.Child),
    ];

    private static readonly (string Word, HomeRelation Meaning)[] relations =
    [
        ("租", HomeRelation.Tenant), ("承租", HomeRelation.Tenant), ("tenant", HomeRelation.Tenant),
        ("业主家属", HomeRelation.Family), ("产权人家属", HomeRelation.Family), ("家属", HomeRelation.Family), ("家庭成员", HomeRelation.Family), ("亲属", HomeRelation.Family),
        ("同住", HomeRelation.Family), ("共同居住", HomeRelation.Family), ("family", HomeRelation.Family),
        ("业主", HomeRelation.Owner), ("产权", HomeRelation.Owner), ("房主", HomeRelation.Owner), ("房东", HomeRelation.Owner), ("自有", HomeRelation.Owner),
        ("自住", HomeRelation.Owner), ("本人", HomeRelation.Owner), ("户主", HomeRelation.Owner), ("owner", HomeRelation.Owner),
    ];

    /// <summary>The relation to the head; anything that is not known is a member of the household.</summary>
    public static ToHead? HeadOf(string text)
    {
        var plain = Plain(text);
        return plain.Length == 0 ? null : heads.Where(h => plain.Contains(h.Word, StringComparison.Ordinal)).Select(h => (ToHead?)h.Meaning).FirstOrDefault() ?? ToHead.Other;
    }

    /// <summary>Owner, tenant or family, in a column that may also say what somebody is to the owner; <c>null</c> when it says neither.</summary>
    public static HomeRelation? RelationOf(string text)
    {
        var plain = Plain(text);
        foreach (var (word, meaning) in relations)
            if (plain.Contains(word, StringComparison.Ordinal))
                return meaning;
        return HeadOf(plain) is { } head && head != ToHead.Other ? HomeRelation.Family : null;
    }

    /// <summary>Yes, no, or neither.</summary>
    public static bool? YesOrNo(string text) => Plain(text) switch
    {
        "是" or "√" or "✓" or "y" or "yes" or "1" or "true" or "有" or "对" or "已出租" or "租户" or "租客" => true,
        "否" or "×" or "✗" or "x" or "n" or "no" or "0" or "false" or "无" or "不是" or "非" or "自住" or "业主" => false,
        _ => null,
    };

    private static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant();
}
