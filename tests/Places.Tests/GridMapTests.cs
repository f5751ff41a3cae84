using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Data;
using NetTopologySuite.Geometries;

namespace Linli.Places.Tests;

public class GridMapTests
{
    private const int Side = 6;
    private static readonly GeometryFactory Shapes = new();

    [Fact]
    public void GridAt_AnyPointInsideTheUnion_IsTheSameOneGridAsBruteForceSays() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var corners = Corners(random);
            var (map, polygons) = MapOf(corners);
            foreach (var point in Points(random, corners))
            {
                var covering = polygons.Where(p => p.Shape.Covers(Shapes.CreatePoint(point))).Select(p => p.Code).Order(StringComparer.Ordinal).ToList();
                covering.ShouldNotBeEmpty($"{point} lies in the union");
                polygons.Count(p => p.Shape.Contains(Shapes.CreatePoint(point))).ShouldBeLessThanOrEqualTo(1);
                map.GridAt(point.X, point.Y)!.Code.ShouldBe(covering[0], $"at {point} with seed {seed}");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void GridAt_OnASharedCorner_IsTheGridWithTheSmallestCode()
    {
        var (map, _) = MapOf(Corners(null));

        map.GridAt(120.001, 30.001)!.Code.ShouldBe("g00");
        map.GridAt(120.002, 30.0015)!.Code.ShouldBe("g11");
    }

    [Theory]
    [InlineData(119.9999, 30.001)]
    [InlineData(120.001, 30.0061)]
    [InlineData(0, 0)]
    [InlineData(double.NaN, 30)]
    [InlineData(120, double.PositiveInfinity)]
    public void GridAt_OutsideEveryGrid_IsNone(double longitude, double latitude) =>
        MapOf(Corners(null)).Map.GridAt(longitude, latitude).ShouldBeNull();

    [Fact]
    public void Overlaps_OfGridsThatOnlyTouch_AreNone() => MapOf(Corners(new(7))).Map.Overlaps.ShouldBeEmpty();

    [Fact]
    public void Overlaps_OfGridsThatShareGround_NameBothAndHowMuch()
    {
        var first = Shape("a", Rectangle(120, 120.002));
        var second = Shape("b", Rectangle(120.001, 120.003));

        var overlap = new GridMap([first, second]).Overlaps.ShouldHaveSingleItem();

        (overlap.First, overlap.Second).ShouldBe(("a", "b"));
        overlap.SquareMetres.ShouldBe(96.4 * 110.9, 60);
    }

    private static Coordinate[,] Corners(Random? random)
    {
        var corners = new Coordinate[Side + 1, Side + 1];
        for (var x = 0; x <= Side; x++)
            for (var y = 0; y <= Side; y++)
            {
                // The rim stays straight, so that the union is known; inside, corners are anywhere.
                var inner = x > 0 && x < Side && y > 0 && y < Side;
                double Shift() => inner && random is not null ? (random.NextDouble() - 0.5) * 0.0008 : 0;
                corners[x, y] = new(120 + (x * 0.001) + Shift(), 30 + (y * 0.001) + Shift());
            }

        return corners;
    }

    private static (GridMap Map, List<(string Code, Geometry Shape)> Polygons) MapOf(Coordinate[,] c)
    {
        var polygons = new List<(string Code, Geometry Shape)>();
        for (var x = 0; x < Side; x++)
            for (var y = 0; y < Side; y++)
                polygons.Add(($"g{x}{y}", Shapes.CreatePolygon([c[x, y], c[x + 1, y], c[x + 1, y + 1], c[x, y + 1], c[x, y]])));
        return (new(polygons.Select(p => Shape(p.Code, p.Shape))), polygons);
    }

    private static IEnumerable<Coordinate> Points(Random random, Coordinate[,] corners)
    {
        for (var i = 0; i < 200; i++)
            yield return new(120 + (random.NextDouble() * 0.006), 30 + (random.NextDouble() * 0.006));
        for (var x = 0; x < Side; x++)
            for (var y = 0; y < Side; y++)
            {
                var (from, right, up) = (corners[x, y], corners[x + 1, y], corners[x, y + 1]);
                yield return from;
                yield return Between(from, right, random.NextDouble());
                yield return Between(from, up, random.NextDouble());
            }
    }

    private static Coordinate Between(Coordinate a, Coordinate b, double share) =>
        new(a.X + ((b.X - a.X) * share), a.Y + ((b.Y - a.Y) * share));

    private static Polygon Rectangle(double west, double east) =>
        Shapes.CreatePolygon([new(west, 30), new(east, 30), new(east, 30.001), new(west, 30.001), new(west, 30)]);

    private static GridShape Shape(string code, Geometry shape) =>
        new(new Place(ScopePath.Root.Child("k").Child(code), PlaceKind.Grid, (code, code), ""), shape);
}
