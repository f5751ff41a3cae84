using Linli.Platform.Results;

namespace Linli.Places.Scopes;

/// <summary>What names of places may be.</summary>
internal static class PlaceNames
{
    public static IEnumerable<Problem> Problems(string? zh, string? en, string? addressName, string[]? aliases)
    {
        if (zh?.Trim() is not { Length: > 0 and <= 100 })
            yield return Problem.Invalid("nameZh", "places.name_length", "名称应为 1–100 个字。", "A name has 1 to 100 characters.");
        if (en?.Length > 200)
            yield return Problem.Invalid("nameEn", "places.name_length", "英文名称不超过 200 个字符。", "An English name has at most 200 characters.");
        if (addressName is { Length: 0 or > 60 } || addressName?.Contains('-', StringComparison.Ordinal) == true)
            yield return Problem.Invalid("addressName", "places.address_name",
                "门牌用名为 1–60 个字，不含“-”。", "An address name has 1 to 60 characters and no '-'.");
        if (aliases is { Length: > 10 } || aliases?.Any(a => a.Length is 0 or > 60 || a.Contains('|', StringComparison.Ordinal)) == true)
            yield return Problem.Invalid("aliases", "places.aliases",
                "别名最多 10 个，每个 1–60 个字，不含“|”。", "At most 10 aliases of 1 to 60 characters, without '|'.");
    }

    public static string English(string zh, string? en) => string.IsNullOrWhiteSpace(en) ? zh.Trim() : en.Trim();

    public static string? Joined(string[]? aliases) => aliases is { Length: > 0 } ? string.Join('|', aliases) : null;
}
