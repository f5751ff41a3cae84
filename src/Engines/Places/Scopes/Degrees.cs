using System.Globalization;
using Linli.Platform.Geo;
using Linli.Platform.Results;

namespace Linli.Places;

/// <summary>Longitude and latitude as they come in, and what is wrong with them.</summary>
internal static class Degrees
{
    /// <summary>Reads both numbers and brings them to WGS-84 (R51), or says which field is wrong and why.</summary>
    public static Result<GeoPoint> Read(string? lon, string? lat, string? crs)
    {
        var problems = new List<Problem>();
        var longitude = Number("lon", "经度", "longitude", lon, problems);
        var latitude = Number("lat", "纬度", "latitude", lat, problems);
        var system = SystemOf(crs, problems);
        if (problems.Count == 0)
            problems.AddRange(Check(longitude, latitude, "lon", "lat"));
        return problems.Count > 0 ? Result<GeoPoint>.Fail(problems) : ChinaCoordinates.ToWgs84(latitude, longitude, system);
    }

    /// <summary>Whether the degrees are possible, and not the one in place of the other.</summary>
    public static IEnumerable<Problem> Check(double longitude, double latitude, string lonField, string latField)
    {
        if (Math.Abs(latitude) > 90 && Math.Abs(latitude) <= 180 && Math.Abs(longitude) <= 90)
            yield return Problem.Invalid(latField, "places.swapped",
                "经度和纬度填反了：纬度在 −90 到 90 之间。", "Longitude and latitude are swapped: latitude lies within -90 and 90.");
        else if (!(Math.Abs(latitude) <= 90))
            yield return Problem.Invalid(latField, "places.latitude_range",
                "纬度应在 −90 到 90 之间。", "Latitude lies within -90 and 90 degrees.");
        if (!(Math.Abs(longitude) <= 180))
            yield return Problem.Invalid(lonField, "places.longitude_range",
                "经度应在 −180 到 180 之间。", "Longitude lies within -180 and 180 degrees.");
    }

    private static double Number(string field, string zh, string en, string? text, List<Problem> problems)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (double.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        problems.Add(string.IsNullOrEmpty(text)
            ? Problem.Invalid(field, "places.degrees_missing", $"请填写{zh}。", $"The {en} is missing.")
            : Problem.Invalid(field, "places.degrees_unreadable",
                $"{zh}应是以度为单位的数字，例如 120.21。", $"The {en} is a number of degrees, such as 120.21."));
        return 0;
    }

    private static CoordinateSystem SystemOf(string? crs, List<Problem> problems)
    {
        switch (crs?.ToLowerInvariant())
        {
            case null or "" or "wgs84":
                return CoordinateSystem.Wgs84;
            case "cgcs2000":
                return CoordinateSystem.Cgcs2000;
            case "gcj02":
                return CoordinateSystem.Gcj02;
            case "bd09":
                return CoordinateSystem.Bd09;
            default:
                problems.Add(Problem.Invalid("crs", "places.unknown_crs",
                    "坐标系应为 wgs84、cgcs2000、gcj02 或 bd09。", "The coordinate system is wgs84, cgcs2000, gcj02 or bd09."));
                return CoordinateSystem.Wgs84;
        }
    }
}
