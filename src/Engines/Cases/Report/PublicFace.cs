using System.Text.RegularExpressions;

namespace Linli.Cases.Report;

/// <summary>What neighbours may read of a report: its words without numbers that could lead to a person.</summary>
internal static partial class PublicFace
{
    /// <summary>Telephone numbers, identity numbers, licence plates and doors are replaced by dots.</summary>
    public static string Of(string text) => Door().Replace(Plate().Replace(Digits().Replace(text, "•••"), "•••"), "$1•••");

    // Mobile and landline numbers, identity and bank card numbers; dates, amounts and ranges stay.
    [GeneratedRegex(@"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{14,18}[\dXx]|(?:\d{4} ){3,4}\d{1,4})(?!\d)")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\-]?[A-Z0-9]{5,6}")]
    private static partial Regex Plate();

    [GeneratedRegex(@"((?:幢|栋|号楼|单元)\s*)\d{3,4}(?=室|户|住|家|的|，|。|,|\s|$)")]
    private static partial Regex Door();
}
