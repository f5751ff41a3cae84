using System.Text.Json;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Distance;

namespace Linli.Neighbours.Volunteering;

/// <summary>Where an activity takes place (活动范围): a point, a line such as a greenway, or an area; WGS-84.</summary>
internal static class Zone
{
    /// <summary>A position less exact than this says nothing.</summary>
    public const double WorstAccuracy = 100;

    /// <summary>At most so much of a position's own doubt is forgiven: otherwise a bad position would be better than a good one.</summary>
    public const double MostForgiven = 50;

    /// <summary>The geometry of a GeoJSON text, or the problem beside the field.</summary>
    public static Result<Geometry> Read(string? geoJson)
    {
        if (string.IsNullOrWhiteSpace(geoJson))
            return Problem.Invalid("zone", "volunteer.zone_missing", "请选择或画出活动范围。", "Choose or draw where it takes place.");
        if (geoJson.Length > 200_000)
            return Problem.Invalid("zone", "volunteer.zone_large", "活动范围太复杂，请画得简单些。", "The zone has too many corners: draw it simpler.");
        try
        {
            var shapes = GeoJson.Read(System.Text.Encoding.UTF8.GetBytes(geoJson));
            if (shapes is not [{ Geometry: { IsEmpty: false } shape }] || shape is not (Point or LineString or Polygon or MultiLineString or MultiPolygon))
                return Problem.Invalid("zone", "volunteer.zone_kind", "活动范围应是一个点、一条线或一块区域。", "A zone is one point, line or area.");
            if (!shape.IsValid)
                return Problem.Invalid("zone", "volunteer.zone_crosses", "活动范围的边界自己相交了，请重画。", "The border of the zone crosses itself: draw it again.");
            return Size(shape) > 20_000
                ? Problem.Invalid("zone", "volunteer.zone_far", "活动范围超过 20 公里，请检查经纬度顺序。", "The zone is more than 20 km across: check the order of longitude and latitude.")
                : shape;
        }
        catch (InvalidGeoJsonException wrong)
        {
            return Problem.Invalid("zone", "volunteer.zone_geojson", $"活动范围不是有效的 GeoJSON（WGS-84）：{wrong.Message}", $"The zone is no GeoJSON in WGS-84: {wrong.Message}");
        }
    }

    /// <summary>The geometry as it is kept.</summary>
    public static string Write(Geometry shape)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            GeoJson.WriteGeometry(json, shape);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A geometry that was kept.</summary>
    public static Geometry Of(string kept)
    {
        using var document = JsonDocument.Parse(kept);
        return GeoJson.ReadGeometry(document.RootElement);
    }

    /// <summary>Metres from a position to the nearest point of the zone; 0 within an area.</summary>
    public static double MetresTo(Geometry zone, GeoPoint at)
    {
        // Degrees of longitude are shorter than those of latitude: stretched to the same length around the position, the
        // nearest point is the nearest on the ground; the way there is then measured on the sphere.
        var squeeze = Math.Cos(double.DegreesToRadians(at.Latitude));
        var flat = zone.Copy();
        flat.Apply(new Squeeze(squeeze));
        flat.GeometryChanged();
        var here = flat.Factory.CreatePoint(new Coordinate(at.Longitude * squeeze, at.Latitude));
        if (flat.Covers(here))
            return 0;
        var nearest = DistanceOp.NearestPoints(flat, here)[0];
        return at.DistanceTo(new(nearest.Y, nearest.X / squeeze));
    }

    /// <summary>Whether a position counts as within, or why not.</summary>
    public static Problem? Fault(Geometry zone, int tolerance, GeoPoint at, double? accuracy)
    {
        if (accuracy is not (>= 0 and <= WorstAccuracy))
            return Problem.Invalid("accuracy", "volunteer.position_vague",
                $"定位不够准（误差超过 {WorstAccuracy} 米）。请到空旷处再试，或输入领队的口令。", $"Your position is too vague (more than {WorstAccuracy} m). Try in the open, or enter the leader's code.");
        var metres = MetresTo(zone, at);
        return metres <= tolerance + Math.Min(accuracy.Value, MostForgiven) ? null
            : Problem.Conflict("volunteer.outside_zone",
                $"您离活动范围还有约 {Math.Ceiling(metres)} 米。请到集合点再试，或请领队点名。", $"You are about {Math.Ceiling(metres)} m from where it takes place. Try again there, or ask the leader to tick you off.");
    }

    private static double Size(Geometry shape)
    {
        var box = shape.EnvelopeInternal;
        return new GeoPoint(box.MinY, box.MinX).DistanceTo(new(box.MaxY, box.MaxX));
    }

    private sealed class Squeeze(double by) : ICoordinateFilter
    {
        public void Filter(Coordinate coord) => coord.X *= by;
    }
}
