using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Platform.Tests.Geo;

public class AreaTests
{
    [Theory]
    [InlineData(0, 0.01, 0.001)]
    [InlineData(30.2, 0.001, 0.0001)]
    [InlineData(30.2, 0.1, 0.001)]
    [InlineData(53, 0.1, 0.001)]
    public void SquareMetres_OfASmallCell_MatchesTheEllipsoid(double south, double degrees, double tolerance)
    {
        var exact = ZoneBelow(south + degrees) - ZoneBelow(south);
        exact *= degrees / 360;
        Area.SquareMetres(Cell(south, 120, degrees)).ShouldBe(exact, exact * tolerance);
    }

    [Fact]
    public void SquareMetres_OfACompoundWithACourtyard_LeavesTheCourtyardOut()
    {
        var (outer, hole) = (Cell(30.2, 120.2, 0.002), Cell(30.2005, 120.2005, 0.001));
        var withHole = new Polygon(outer.Shell, [hole.Shell]);
        Area.SquareMetres(withHole).ShouldBe(
            Area.SquareMetres(outer) * 0.75, 1);
    }

    [Fact]
    public void SquareMetres_OfALineOrNothing_IsZero()
    {
        Area.SquareMetres(new LineString([new(120, 30), new(121, 31)])).ShouldBe(0);
        Area.SquareMetres(Polygon.Empty).ShouldBe(0);
    }

    private static Polygon Cell(double south, double west, double size) => new(new LinearRing(
    [
        new(west, south), new(west + size, south), new(west + size, south + size), new(west, south + size), new(west, south),
    ]));

    // Exact area of the WGS-84 ellipsoid between the equator and a latitude.
    private static double ZoneBelow(double latitude)
    {
        const double a = 6378137.0, e2 = 0.00669437999014;
        var e = Math.Sqrt(e2);
        var s = Math.Sin(double.DegreesToRadians(latitude));
        return Math.PI * a * a * (1 - e2) * ((s / (1 - (e2 * s * s))) + (Math.Atanh(e * s) / e));
    }
}
