using System.Globalization;
using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Text;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace Linli.Places.Grids;

/// <summary>A grid as a file describes it.</summary>
internal sealed record ReadGrid(ScopePath Path, Phrase Name, Geometry Shape, string? StewardCode)
{
    public string Code => Path.Code;

    /// <summary>A point inside it, longitude first.</summary>
    public (double Longitude, double Latitude) Middle => (Math.Round(Shape.InteriorPoint.X, 6), Math.Round(Shape.InteriorPoint.Y, 6));

    public PlaceRow ToPlaceRow() => new()
    {
        Path = Path,
        Code = Code,
        Kind = PlaceKind.Grid,
        NameZh = Name.Zh,
        NameEn = Name.En,
        Longitude = Middle.Longitude,
        Latitude = Middle.Latitude,
    };

    public GridRow ToGridRow() => new() { Path = Path, Code = Code, Geometry = Geometries.Write(Shape), StewardCode = StewardCode };
}

/// <summary>Reads grids from GeoJSON and says everything that is wrong with them, feature by feature.</summary>
internal static class GridFile
{
    private const int MostProblems = 50;

    public static Result<List<ReadGrid>> Read(JsonElement geoJson, string? crs, IScopeTree tree)
    {
        if (!Enum.TryParse<CoordinateSystem>(crs ?? "wgs84", ignoreCase: true, out var system) || !Enum.IsDefined(system))
            return Problem.Invalid("crs", "places.unknown_crs",
                "坐标系应为 wgs84、cgcs2000、gcj02 或 bd09。", "The coordinate system is wgs84, cgcs2000, gcj02 or bd09.");
        try
        {
            return Read(GeoJson.Read(Encoding.UTF8.GetBytes(geoJson.GetRawText())), system, tree);
        }
        catch (InvalidGeoJsonException e)
        {
            if (GridDoubts.LooksSwapped(geoJson))
                return Problem.Invalid("geoJson", "places.geojson_unreadable",
                    "经纬度看起来写反了：GeoJSON 应为经度在前、纬度在后。" + e.Message, "Longitude and latitude look swapped: GeoJSON has longitude first. " + e.Message);
            return Problem.Invalid("geoJson", "places.geojson_unreadable",
                "不是可用的 GeoJSON（经度在前，单位为度）：" + e.Message, "This is not the GeoJSON we can take (degrees, longitude first): " + e.Message);
        }
    }

    public static Result<List<ReadGrid>> Read(IReadOnlyList<GeoFeature> features, CoordinateSystem system, IScopeTree tree)
    {
        var grids = new List<ReadGrid>();
        var problems = new List<Problem>();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < features.Count && problems.Count < MostProblems; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"geoJson.features[{i}]");
            if (One(features[i], at, system, tree, codes, problems) is { } grid)
                grids.Add(grid);
        }

        if (features.Count == 0)
            problems.Add(Problem.Invalid("geoJson", "places.no_grids", "文件里没有网格。", "There is no grid in the file."));
        return problems.Count > 0 ? Result<List<ReadGrid>>.Fail(problems) : grids;
    }

    private static ReadGrid? One(
        GeoFeature feature, string at, CoordinateSystem system, IScopeTree tree, HashSet<string> codes, List<Problem> problems)
    {
        var before = problems.Count;
        var code = Text(feature, "code");
        var community = tree.FindCode(Text(feature, "community"));
        var name = Text(feature, "name_zh");
        if (!PlaceCode.IsValid(code))
            problems.Add(PlaceCode.Wrong($"{at}.properties.code"));
        else if (!codes.Add(code) || tree.FindCode(code) is { } other && (other.Kind != PlaceKind.Grid || other.Path.Parent != community?.Path))
            problems.Add(PlaceProblems.CodeTaken($"{at}.properties.code", code));
        if (community is not { Kind: PlaceKind.Community })
            problems.Add(Problem.Invalid($"{at}.properties.community", "places.unknown_community",
                "没有这个社区，请检查代码。", "There is no such community: check its code."));
        if (name.Length is 0 or > 100)
            problems.Add(Problem.Invalid($"{at}.properties.name_zh", "places.name_length",
                "名称应为 1–100 个字。", "A name has 1 to 100 characters."));
        if (ShapeProblem(feature.Geometry) is { } wrong)
            problems.Add(Problem.Invalid($"{at}.geometry", "places.grid_shape", wrong.Zh, wrong.En));
        if (problems.Count > before)
            return null;

        var english = Text(feature, "name_en") is { Length: > 0 and <= 200 } en ? en : name;
        var steward = Text(feature, "steward") is { Length: > 0 and <= 60 } staff ? staff : null;
        return new(community!.Path.Child(code), (name, english), ChinaCoordinates.ToWgs84(feature.Geometry!, system), steward);
    }

    private static Phrase? ShapeProblem(Geometry? shape)
    {
        if (shape is not (Polygon or MultiPolygon) || shape.IsEmpty)
            return ("网格应为面（Polygon 或 MultiPolygon）。", "A grid is a Polygon or a MultiPolygon.");
        if (new IsValidOp(shape) is { IsValid: false } check)
        {
            var where = check.ValidationError.Coordinate;
            var point = string.Create(CultureInfo.InvariantCulture, $"{where?.X:0.######}, {where?.Y:0.######}");
            return ($"边界在 {point} 处自相交或不完整。", $"The border crosses itself or is broken at {point}.");
        }

        return Area.SquareMetres(shape) < 1 ? ("网格面积为零。", "The grid has no area.") : null;
    }

    private static string Text(GeoFeature feature, string name) =>
        feature.Properties.GetValueOrDefault(name) switch
        {
            string text => text.Trim(),
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
}
