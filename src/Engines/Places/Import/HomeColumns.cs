using Linli.Platform.Tables;
using Linli.Platform.Text;

namespace Linli.Places.Import;

/// <summary>The columns of a list of homes (房屋清册), each under the many names it goes by.</summary>
internal static class HomeColumns
{
    public const string Compound = "compound";
    public const string Building = "building";
    public const string Unit = "unit";
    public const string Floor = "floor";
    public const string Room = "room";
    public const string Area = "area";
    public const string AreaFrom = "area_from";
    public const string Use = "use";
    public const string HouseCode = "house_code";
    public const string Longitude = "lon";
    public const string Latitude = "lat";

    public static readonly IReadOnlyList<TableColumn> All =
    [
        new(Compound, false, "小区", "小区名称", "所属小区"),
        new(Building, true, "楼栋", "楼幢", "幢", "栋", "幢号", "栋号", "楼号", "楼栋号", "楼幢号", "住址楼栋", "房屋楼栋"),
        new(Unit, false, "单元", "单元号"),
        new(Floor, false, "楼层", "层", "所在层"),
        new(Room, true, "房号", "室", "室号", "房间号", "门牌号", "户室号", "房屋房号"),
        new(Area, false, "产权面积", "专有面积", "专有部分面积", "建筑面积", "面积", "房屋面积", "登记面积", "exclusive area"),
        new(AreaFrom, false, "面积来源", "area source"),
        new(Use, false, "用途", "房屋用途", "规划用途", "房屋性质"),
        new(HouseCode, false, "统一地址码", "房屋编码", "地址编码", "house code"),
        new(Longitude, false, "经度", "longitude"),
        new(Latitude, false, "纬度", "latitude"),
    ];

    public static readonly IReadOnlyList<string> Known = [.. All.SelectMany(c => c.Names)];

    /// <summary>What a field is called on a page.</summary>
    public static Phrase TitleOf(string field) => field switch
    {
        Compound => ("小区", "Compound"),
        Building => ("楼幢", "Building"),
        Unit => ("单元", "Unit"),
        Floor => ("楼层", "Floor"),
        Room => ("房号", "Room"),
        Area => ("产权面积（平方米）", "Exclusive area (m²)"),
        AreaFrom => ("面积来源", "Source of the area"),
        Use => ("用途", "Use"),
        HouseCode => ("统一地址码", "House code"),
        Longitude => ("经度", "Longitude"),
        Latitude => ("纬度", "Latitude"),
        _ => (field, field),
    };
}
