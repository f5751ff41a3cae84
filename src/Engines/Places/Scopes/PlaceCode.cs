using Linli.Platform.Results;

namespace Linli.Places;

/// <summary>What codes of places look like.</summary>
internal static class PlaceCode
{
    /// <summary>Latin letters, digits, hyphen and underscore, at most 60.</summary>
    public static bool IsValid(string? code) =>
        code is { Length: > 0 and <= 60 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static Problem Wrong(string field) => Problem.Invalid(field, "places.code_form",
        "代码应为 1–60 个字母、数字、“-”或“_”。", "A code has 1 to 60 Latin letters, digits, '-' or '_'.");
}

/// <summary>Administrative division codes (R50).</summary>
internal static class AreaCode
{
    /// <summary>
    /// What is wrong with the code of a place, or <c>null</c>: 6 digits for a city or district (GB/T 2260), 9 for a street, 12
    /// for a community, each beginning with the code of the level above.
    /// </summary>
    public static Problem? Check(PlaceKind kind, string? code, string? above)
    {
        if (string.IsNullOrEmpty(code))
            return null;
        int? digits = kind switch
        {
            PlaceKind.City or PlaceKind.District => 6,
            PlaceKind.Street => 9,
            PlaceKind.Community => 12,
            _ => null,
        };
        if (digits is null)
            return Problem.Invalid("areaCode", "places.area_code_level",
                "只有市、区县、街道和社区有区划代码。", "Only cities, districts, streets and communities have a division code.");
        if (code.Length != digits || !code.All(char.IsAsciiDigit))
            return Problem.Invalid("areaCode", "places.area_code_digits",
                $"这一级的区划代码是 {digits} 位数字。", $"The division code of this level has {digits} digits.");
        // A city's code ends in zeros that its districts replace.
        return above is not null && !code.StartsWith(above.Length == 6 && above.EndsWith("00", StringComparison.Ordinal) ? above[..4] : above, StringComparison.Ordinal)
            ? Problem.Invalid("areaCode", "places.area_code_above",
                $"区划代码应以上一级的 {above} 开头。", $"The division code begins with that of the level above, {above}.")
            : null;
    }
}
