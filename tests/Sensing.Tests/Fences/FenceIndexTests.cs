using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Geo;
using Linli.Sensing.Fences;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Fences;

public sealed class FenceIndexTests
{
    [Fact]
    public void Containing_OfRandomFences_IsWhatNetTopologySuiteCovers()
    {
        var seeds = Gen.Choose(1, int.MaxValue - 1).ToArbitrary();
        Prop.ForAll(seeds, seed =>
        {
            var random = new Random(seed);
            var fences = Enumerable.Range(0, 25).Select(_ => DrawnFences.Draw(random, 1500)).ToList();
            return Mismatch(fences, Points(random, fences, 400)) is null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Containing_OnCornersEdgesAndHalfDegrees_IsWhatNetTopologySuiteCovers()
    {
        // Whole numbers of a raster: corners, points on edges, horizontal and vertical edges, diagonals through the middles of cells.
        var random = new Random(5);
        var fences = new List<Geometry>();
        for (var i = 0; i < 60; i++)
        {
            var (x, y, w, h) = (random.Next(0, 20), random.Next(0, 20), random.Next(1, 8), random.Next(1, 8));
            Coordinate P(int dx, int dy) => new(120 + ((x + dx) / 1024.0), 30 + ((y + dy) / 1024.0));
            fences.Add(i % 3 == 0
                ? new Polygon(new LinearRing([P(0, 0), P(w, h), P(w * 2, 0), P(w, -h), P(0, 0)]))
                : new Polygon(new LinearRing([P(0, 0), P(w, 0), P(w, h), P(0, h), P(0, 0)])));
        }

        var points = new List<Coordinate>();
        for (var x = -2; x < 80; x++)
            for (var y = -20; y < 64; y++)
                points.Add(new(120 + (x / 2048.0), 30 + (y / 2048.0)));
        Mismatch(fences, points).ShouldBeNull();
    }

    [Fact]
    public void Containing_FarOutsideOrNotANumber_IsNothing()
    {
        var index = FenceIndex.Build([DrawnFences.Box(-10, -10, 10, 10)]);
        var found = new int[index.MostAtOnce];
        foreach (var (x, y) in new[] { (0.0, 0.0), (-180, 90), (double.NaN, 30.208), (120.21, double.NaN), (double.PositiveInfinity, 0) })
            index.Containing(x, y, found).ShouldBe(0);
        FenceIndex.Empty.Containing(120, 30, []).ShouldBe(0);
    }

    [Fact]
    public void Containing_OfTownsFarApart_IsStillRight()
    {
        var beijing = new Polygon(new LinearRing([new(116.39, 39.90), new(116.40, 39.90), new(116.40, 39.91), new(116.39, 39.91), new(116.39, 39.90)]));
        var index = FenceIndex.Build([DrawnFences.Box(-40, -40, 40, 40), beijing]);
        index.Covers(0, DrawnFences.Longitude, DrawnFences.Latitude).ShouldBeTrue();
        index.Covers(1, 116.395, 39.905).ShouldBeTrue();
        index.Covers(1, 116.3899, 39.905).ShouldBeFalse();
    }

    [Theory]
    [InlineData(30.2)]
    [InlineData(0.5)]
    [InlineData(52.0)]
    public void ToBorder_IsInMetresOfTheGround(double latitude)
    {
        // Compared with the great circle, which is right to 0.6 %.
        var box = new Polygon(new LinearRing([new(120, latitude), new(120.01, latitude), new(120.01, latitude + 0.01), new(120, latitude + 0.01), new(120, latitude)]));
        var index = FenceIndex.Build([box]);
        var metres = new GeoPoint(latitude + 0.005, 119.999).DistanceTo(new(latitude + 0.005, 120));
        index.ToBorder(0, 119.999, latitude + 0.005).ShouldBe(metres, metres * 0.006);
        index.ToBorder(0, 120.001, latitude + 0.005).ShouldBe(metres, metres * 0.006);
        index.IsClearOf(0, 119.999, latitude + 0.005, metres * 0.99).ShouldBeTrue();
        index.IsClearOf(0, 119.999, latitude + 0.005, metres * 1.01).ShouldBeFalse();
        index.IsClearOf(0, 120.005, latitude + 0.005, 0).ShouldBeFalse();
        // Off a corner it is the way to the corner.
        index.ToBorder(0, 119.999, latitude - 0.001).ShouldBe(new GeoPoint(latitude - 0.001, 119.999).DistanceTo(new(latitude, 120)), 1);
    }

    [Fact]
    public void Containing_AllocatesNothing()
    {
        var random = new Random(3);
        var index = FenceIndex.Build([.. Enumerable.Range(0, 50).Select(_ => DrawnFences.Draw(random, 1500))]);
        var found = new int[index.MostAtOnce];
        index.Containing(DrawnFences.Longitude, DrawnFences.Latitude, found);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0;
        for (var i = 0; i < 10_000; i++)
            sum += index.Containing(DrawnFences.Longitude + (i % 100 * 1e-4), DrawnFences.Latitude + (i / 100 * 1e-4), found);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }

    private static List<Coordinate> Points(Random random, List<Geometry> fences, int count)
    {
        var points = new List<Coordinate>();
        for (var i = 0; i < count; i++)
        {
            points.Add(DrawnFences.At((random.NextDouble() - 0.5) * 3000, (random.NextDouble() - 0.5) * 3000));
            var corners = fences[random.Next(fences.Count)].Coordinates;
            var n = random.Next(corners.Length - 1);
            var share = random.NextDouble();
            points.Add(corners[n]);
            points.Add(new(corners[n].X + (share * (corners[n + 1].X - corners[n].X)), corners[n].Y + (share * (corners[n + 1].Y - corners[n].Y))));
            points.Add(new(Math.BitIncrement(corners[n].X), corners[n].Y));
        }

        return points;
    }

    private static string? Mismatch(List<Geometry> fences, List<Coordinate> points)
    {
        var index = FenceIndex.Build(fences);
        var prepared = fences.ConvertAll(f => PreparedGeometryFactory.Prepare(f));
        var found = new int[index.MostAtOnce];
        foreach (var point in points)
        {
            var ours = found[..index.Containing(point.X, point.Y, found)].Order().ToList();
            var theirs = Enumerable.Range(0, fences.Count).Where(f => prepared[f].Covers(new Point(point))).ToList();
            if (!ours.SequenceEqual(theirs))
                return FormattableString.Invariant($"({point.X:R}, {point.Y:R}): {string.Join(',', ours)} instead of {string.Join(',', theirs)}");
            if (Enumerable.Range(0, fences.Count).Any(f => index.Covers(f, point.X, point.Y) != theirs.Contains(f)))
                return "Covers differs from Containing";
        }

        return null;
    }
}
