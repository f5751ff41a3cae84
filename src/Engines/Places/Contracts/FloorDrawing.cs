using System.Globalization;
using NetTopologySuite.Geometries;

namespace Linli.Places;

/// <summary>Turns degrees of a venue into a picture in decimetres, north up.</summary>
public sealed class FloorDrawing
{
    private readonly Envelope box;
    private readonly double east;
    private const double North = 1_109_500;

    /// <param name="level">Area of the level, WGS-84.</param>
    public FloorDrawing(Geometry level)
    {
        box = level.EnvelopeInternal;
        east = 1_113_200 * Math.Cos(double.DegreesToRadians(box.Centre.Y));
    }

    /// <summary>Width and height of the level with a border of 10.</summary>
    public string ViewBox => Text($"-10 -10 {(box.Width * east) + 20:0} {(box.Height * North) + 20:0}");

    /// <summary>A point as x and y.</summary>
    public (string X, string Y) Point(Coordinate at) => (Text($"{(at.X - box.MinX) * east:0.#}"), Text($"{(box.MaxY - at.Y) * North:0.#}"));

    /// <summary>Data of an SVG path for a line or an area.</summary>
    public string Path(Geometry shape) => string.Concat(Enumerable.Range(0, shape.NumGeometries).Select(shape.GetGeometryN).SelectMany(Rings).Select(Ring));

    /// <summary>Data of an SVG path through points of longitude and latitude.</summary>
    public string Path(IEnumerable<double[]> points) => Ring((points.Select(p => new Coordinate(p[0], p[1])), false));

    private static IEnumerable<(IEnumerable<Coordinate> Points, bool Closed)> Rings(Geometry shape) => shape is Polygon polygon
        ? polygon.InteriorRings.Prepend(polygon.ExteriorRing).Select(r => ((IEnumerable<Coordinate>)r.Coordinates, true))
        : [(shape.Coordinates, false)];

    private string Ring((IEnumerable<Coordinate> Points, bool Closed) ring) =>
        "M" + string.Join('L', ring.Points.Select(Point).Select(p => $"{p.X} {p.Y}")) + (ring.Closed ? "Z" : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
