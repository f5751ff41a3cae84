using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Linli.Platform.Results;

namespace Linli.Places.Import;

/// <summary>A row of a list of homes, read.</summary>
internal sealed partial record HomeListRow(string Building, int Unit, int Floor, string Room, int? AreaDm2, AreaSource AreaFrom, HomeUse? Use, string HouseCode)
{
    private const decimal LargestHome = 100_000;

    /// <summary>Reads the cells, or says what is wrong with the first that cannot be read.</summary>
    public static Result<HomeListRow> Read(ImportedHome row)
    {
        var building = NumberOf(row.Building);
        if (building.Length is 0 or > 20)
            return Problem.Invalid("building", "places.home_no_building", "没有楼幢：房屋要属于一幢楼。", "No building: a home belongs to one.");
        var room = NumberOf(row.Room);
        if (room.Length is 0 or > 20)
            return Problem.Invalid("room", "places.home_no_room", "没有房号。", "No room.");
        var unit = NumberOf(row.Unit);
        if (unit.Length > 0 && !(int.TryParse(unit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 99))
            return Problem.Invalid("unit", "places.home_unit", "单元应为 0–99 的数字。", "A unit is a number from 0 to 99.");
        if (FloorOf(row.Floor, room) is not { } floor)
            return Problem.Invalid("floor", "places.home_floor", "楼层应为 −9–200 的数字。", "A floor is a number from -9 to 200.");
        var area = Plain(row.Area).Replace("㎡", "", StringComparison.Ordinal).Replace("平方米", "", StringComparison.Ordinal).Replace("m2", "", StringComparison.OrdinalIgnoreCase).Trim();
        decimal squareMetres = 0;
        if (area.Length > 0 && !(decimal.TryParse(area, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out squareMetres) && squareMetres is > 0 and <= LargestHome))
            return Problem.Invalid("area", "places.area_range", "面积应大于 0、不超过 100000 平方米。", "An area is more than 0 and at most 100,000 square metres.");
        if (UseOf(Plain(row.Use)) is not { Known: true } use)
            return Problem.Invalid("use", "places.home_use", "用途应为住宅、人才公寓、商铺或办公。", "A use is 住宅, 人才公寓, 商铺 or 办公.");
        var code = Plain(row.HouseCode);
        return code.Length > 40
            ? Problem.Invalid("houseCode", "places.house_code", "统一地址码不超过 40 位。", "A house code has at most 40 characters.")
            : new HomeListRow(
                building, unit.Length == 0 ? 0 : int.Parse(unit, CultureInfo.InvariantCulture), floor, room,
                area.Length == 0 ? null : (int)decimal.Round(squareMetres * 100), SourceOf(Plain(row.AreaFrom)), use.Use, code);
    }

    /// <summary>The number in 7幢, 2单元, 502室: nothing else of the words counts.</summary>
    public static string NumberOf(string text) =>
        Number().Match(Plain(text)) is { Success: true } match ? match.Value.TrimStart('0').ToUpperInvariant() is { Length: > 0 } number ? number : "0" : "";

    private static int? FloorOf(string text, string room)
    {
        var plain = Plain(text).TrimEnd('层', '楼', 'F');
        if (plain.Length > 0)
            return int.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var said) && said is >= -9 and <= 200 ? said : null;
        // 502 lies on the fifth floor, 1203 on the twelfth.
        return room.Length >= 3 && int.TryParse(room[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var floor) && floor <= 200 ? floor : 0;
    }

    private static (bool Known, HomeUse? Use) UseOf(string text) => text switch
    {
        "" => (true, null),
        _ when text.Contains("人才", StringComparison.Ordinal) => (true, HomeUse.TalentFlat),
        _ when text.Contains('住') || text.Equals("dwelling", StringComparison.OrdinalIgnoreCase) => (true, HomeUse.Dwelling),
        _ when text.Contains('商') || text.Contains('店') || text.Equals("shop", StringComparison.OrdinalIgnoreCase) => (true, HomeUse.Shop),
        _ when text.Contains("办公", StringComparison.Ordinal) || text.Equals("office", StringComparison.OrdinalIgnoreCase) => (true, HomeUse.Office),
        _ => (false, null),
    };

    private static AreaSource SourceOf(string text) =>
        text.Contains("登记", StringComparison.Ordinal) || text.Contains("产权", StringComparison.Ordinal) || text.Equals("register", StringComparison.OrdinalIgnoreCase) ? AreaSource.Register
        : text.Contains('测') || text.Equals("survey", StringComparison.OrdinalIgnoreCase) ? AreaSource.Survey
        : AreaSource.Contract;

    private static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).Trim();

    [GeneratedRegex(@"[0-9A-Za-z]+")]
    private static partial Regex Number();
}
