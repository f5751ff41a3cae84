using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Places.Import;

/// <summary>A row of a list of homes, read.</summary>
internal sealed partial record HomeListRow(string Building, int Unit, int Floor, string Room, int? AreaDm2, AreaSource AreaFrom, HomeUse? Use, string HouseCode)
{
    private const int MostUnits = 99;
    private const decimal LargestHome = 100_000;

    /// <summary>Reads the cells, or says what is wrong with the first that cannot be read.</summary>
    public static Result<HomeListRow> Read(ImportedHome row)
    {
        var building = NumberOf(row.Building);
        if (building is null or { Length: > 20 })
            return Problem.Invalid("building", "places.home_no_building", "没有楼幢，或楼幢不是可识别的编号（如 7、7幢、A座）。", "No building, or none that can be read: write 7, 7幢 or A座.");
        var (unitOfRoom, room) = RoomOf(row.Room);
        if (room is null or { Length: > 20 })
            return Problem.Invalid("room", "places.home_no_room", "没有房号，或房号不是可识别的编号（如 502、502室、1-502）。", "No room, or none that can be read: write 502, 502室 or 1-502.");
        var unit = Plain(row.Unit).Length == 0 ? "" : NumberOf(row.Unit);
        if (unit is null || (unit.Length > 0 && !(int.TryParse(unit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostUnits)))
            return Problem.Invalid("unit", "places.home_unit", "单元应为 0–99 的数字。", "A unit is a number from 0 to 99.");
        if (unitOfRoom is not null && unit.Length > 0 && unit != unitOfRoom)
            return Problem.Invalid("room", "places.home_unit_twice", "房号里的单元与单元列不一致。", "The room names another unit than the column of units.");
        unit = unitOfRoom ?? unit;
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

    /// <summary>The number in 7幢, 第七幢, 2单元; <c>null</c> for a text that is not wholly understood: two homes must never become one.</summary>
    public static string? NumberOf(string text)
    {
        if (NumberShape().Match(Plain(text)) is not { Success: true } match)
            return null;
        var said = match.Groups["number"].Value;
        var digits = ChineseNumerals.Read(said)?.ToString(CultureInfo.InvariantCulture) ?? said;
        return digits.All(c => char.IsAsciiLetterOrDigit(c)) ? Trimmed(digits) : null;
    }

    // 1-502 is a room with its unit; 502-1 is half of a flat that was divided, and S1-02 a room's own name.
    private static (string? Unit, string? Room) RoomOf(string text)
    {
        if (RoomShape().Match(Plain(text)) is not { Success: true } match)
            return (null, null);
        var (left, right) = (match.Groups["left"].Value, match.Groups["right"].Value);
        return right.Length == 0 ? (null, Trimmed(left))
            : int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var unit) && unit <= MostUnits && right.Length >= 3
                ? (unit.ToString(CultureInfo.InvariantCulture), Trimmed(right))
                : (null, $"{Trimmed(left)}-{right.ToUpperInvariant()}");
    }

    private static string Trimmed(string number) => number.TrimStart('0').ToUpperInvariant() is { Length: > 0 } trimmed ? trimmed : "0";

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

    [GeneratedRegex("^第?(?<number>[0-9A-Za-z]+|[零一二三四五六七八九十]+)(幢|栋|号楼|楼|座|号|#|单元)?$")]
    private static partial Regex NumberShape();

    [GeneratedRegex("^(?<left>[0-9A-Za-z]+)([-－—](?<right>[0-9A-Za-z]+))?(室|号|房|户|#)?$")]
    private static partial Regex RoomShape();
}
