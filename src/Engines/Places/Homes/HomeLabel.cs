using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Linli.Places;

/// <summary>What homes are called, and what people type for it.</summary>
internal static partial class HomeLabel
{
    /// <summary>The room as its floor and its place on the floor: 502, 1203.</summary>
    public static string Room(int floor, int onFloor) => string.Create(CultureInfo.InvariantCulture, $"{floor}{onFloor:00}");

    /// <summary>The door inside a building; the unit is said only where there are several.</summary>
    public static string Door(int unit, int units, string room) =>
        units > 1 ? string.Create(CultureInfo.InvariantCulture, $"{unit}-{room}") : room;

    /// <summary>
    /// A label as it is stored: full-width letters and dashes narrowed, spaces and the words 幢, 栋, 单元 and 室 taken as what
    /// they mean, so that 和二７幢502室 finds 和二-7-502.
    /// </summary>
    public static string Normal(string typed)
    {
        var text = typed.Normalize(NormalizationForm.FormKC).Trim();
        text = Separators().Replace(text, "-");
        text = NameThenNumber().Replace(text, "-", 1);
        return Dashes().Replace(text.Replace("室", "", StringComparison.Ordinal), "-").Trim('-');
    }

    /// <summary>
    /// A house code of area, compound, building, unit and room. The province's own format is not public (R25, R50); where it is
    /// known, codes are imported and this one is not used.
    /// </summary>
    public static string ProvisionalHouseCode(string areaCode, int compound, int building, int unit, string room) =>
        string.Create(CultureInfo.InvariantCulture, $"{areaCode}{compound:00}{building:000}{unit:00}{room.PadLeft(4, '0')}");

    [GeneratedRegex(@"\s*(?:号楼|幢|栋|单元|[‐‑‒–—―−－\-/\s])\s*")]
    private static partial Regex Separators();

    [GeneratedRegex(@"(?<=\p{IsCJKUnifiedIdeographs})(?=\d)")]
    private static partial Regex NameThenNumber();

    [GeneratedRegex("-{2,}")]
    private static partial Regex Dashes();
}
