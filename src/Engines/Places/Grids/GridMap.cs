using Linli.Places.Grids;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace Linli.Places;

/// <summary>A grid's shape.</summary>
internal sealed class GridShape
{
    private readonly IndexedPointInAreaLocator locator;

    public GridShape(Place grid, Geometry shape)
    {
        Grid = grid;
        Shape = shape;
        locator = new(shape);
        // The locator builds its index at the first question; many threads will ask at once.
        locator.Locate(shape.Coordinate);
    }

    public Place Grid { get; }

    public Geometry Shape { get; }

    /// <summary>Whether the point lies inside or on the border.</summary>
    public bool Covers(Coordinate point) => locator.Locate(point) != Location.Exterior;
}

/// <summary>
/// Every grid's shape at one moment. The test for a point is exact, also on shared borders: which side a point lies on is
/// computed without rounding, so no point falls between two grids whose borders share their corners.
/// </summary>
internal sealed class GridMap : IGridMap
{
    private readonly STRtree<GridShape> tree = new();
    private readonly Lazy<GridOverlap[]> overlaps;

    public GridMap(IEnumerable<GridShape> shapes)
    {
        Shapes = [.. shapes.OrderBy(s => s.Grid.Code, StringComparer.Ordinal)];
        foreach (var shape in Shapes)
            tree.Insert(shape.Shape.EnvelopeInternal, shape);
        tree.Build();
        overlaps = new(() => [.. FindOverlaps()]);
    }

    /// <summary>In the order of their codes.</summary>
    public IReadOnlyList<GridShape> Shapes { get; }

    public Place? GridAt(double longitude, double latitude) => GridAt(longitude, latitude, ScopePath.Root);

    /// <summary>The grid among those within a place.</summary>
    public Place? GridAt(double longitude, double latitude, ScopePath within)
    {
        if (!double.IsFinite(longitude) || !double.IsFinite(latitude))
            return null;
        var point = new Coordinate(longitude, latitude);
        Place? smallest = null;
        foreach (var shape in tree.Query(new Envelope(point)))
            if (within.Contains(shape.Grid.Path)
                && (smallest is null || string.CompareOrdinal(shape.Grid.Code, smallest.Code) < 0)
                && shape.Covers(point))
                smallest = shape.Grid;
        return smallest;
    }

    /// <summary>Pairs of grids that share more than one square metre: less comes from the rounding of drawn borders.</summary>
    public IReadOnlyList<GridOverlap> Overlaps => overlaps.Value;

    private IEnumerable<GridOverlap> FindOverlaps()
    {
        foreach (var shape in Shapes)
            foreach (var other in tree.Query(shape.Shape.EnvelopeInternal))
                if (string.CompareOrdinal(shape.Grid.Code, other.Grid.Code) < 0
                    && Area.SquareMetres(OverlayNGRobust.Overlay(shape.Shape, other.Shape, SpatialFunction.Intersection)) is var shared
                    && shared > 1)
                    yield return new(shape.Grid.Code, other.Grid.Code, Math.Round(shared, 1));
    }
}
