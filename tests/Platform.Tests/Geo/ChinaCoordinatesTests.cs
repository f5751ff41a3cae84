using FsCheck;
using FsCheck.Fluent;
using Linli.Platform.Geo;
using NetTopologySuite.Geometries;

namespace Linli.Platform.Tests.Geo;

public class ChinaCoordinatesTests
{
    [Theory]
    [InlineData(30.208, 120.21, 30.205570, 120.214534, 513)]
    [InlineData(28.969, 118.871, 28.965898, 118.875778, 579)]
    public void FromWgs84_ToGcj02_MatchesTheVectors_R51(double lat, double lon, double gcjLat, double gcjLon, double metres)
    {
        var place = new GeoPoint(lat, lon);
        var gcj = ChinaCoordinates.FromWgs84(place, CoordinateSystem.Gcj02);
        gcj.Latitude.ShouldBe(gcjLat, 6e-7);
        gcj.Longitude.ShouldBe(gcjLon, 6e-7);
        place.DistanceTo(new GeoPoint(gcj.Latitude, gcj.Longitude)).ShouldBe(metres, 1);
    }

    [Fact]
    public void FromWgs84_ToGcj02InZhoushan_Shifts484Metres_R51()
    {
        var place = new GeoPoint(29.97, 122.17);
        var gcj = ChinaCoordinates.FromWgs84(place, CoordinateSystem.Gcj02);
        place.DistanceTo(new GeoPoint(gcj.Latitude, gcj.Longitude)).ShouldBe(484, 1);
    }

    [Theory]
    [InlineData(CoordinateSystem.Gcj02)]
    [InlineData(CoordinateSystem.Bd09)]
    public void ToWgs84_AnywhereInTheCountry_IsTheWayBackWithinAMillimetre_R51(CoordinateSystem system) =>
        Prop.ForAll(Gen.Choose(0, 3_400_000).ToArbitrary(), Gen.Choose(0, 6_100_000).ToArbitrary(), (north, east) =>
        {
            var place = new GeoPoint(18.0 + (north / 100_000.0), 73.5 + (east / 100_000.0));
            var shifted = ChinaCoordinates.FromWgs84(place, system);
            return ChinaCoordinates.ToWgs84(shifted.Latitude, shifted.Longitude, system).DistanceTo(place) < 0.001;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void FromWgs84_ToBd09_LiesAKilometreFromWgs84()
    {
        // Baidu's shift adds about 0.0065° east and 0.006° north to GCJ-02.
        var place = new GeoPoint(30.208, 120.21);
        var gcj = ChinaCoordinates.FromWgs84(place, CoordinateSystem.Gcj02);
        var bd = ChinaCoordinates.FromWgs84(place, CoordinateSystem.Bd09);
        (bd.Latitude - gcj.Latitude).ShouldBe(0.006, 0.0006);
        (bd.Longitude - gcj.Longitude).ShouldBe(0.0065, 0.0006);
    }

    [Theory]
    [InlineData(48.8566, 2.3522)]
    [InlineData(-33.86, 151.21)]
    [InlineData(40.71, -74.0)]
    public void Convert_OutsideChina_ChangesNothing(double lat, double lon)
    {
        foreach (var system in Enum.GetValues<CoordinateSystem>())
        {
            ChinaCoordinates.FromWgs84(new GeoPoint(lat, lon), system).ShouldBe((lat, lon));
            ChinaCoordinates.ToWgs84(lat, lon, system).ShouldBe(new GeoPoint(lat, lon));
        }
    }

    [Fact]
    public void Convert_OfCgcs2000_ChangesNothing() =>
        ChinaCoordinates.ToWgs84(30.208, 120.21, CoordinateSystem.Cgcs2000).ShouldBe(new GeoPoint(30.208, 120.21));

    [Fact]
    public void ToWgs84_OfAGeometry_MovesACopyAndTagsIt()
    {
        var line = new LineString([new(120.214534, 30.205570), new(118.875778, 28.965898)]);
        var moved = ChinaCoordinates.ToWgs84(line, CoordinateSystem.Gcj02);
        moved.SRID.ShouldBe(4326);
        moved.Coordinates[0].X.ShouldBe(120.21, 1e-6);
        moved.Coordinates[1].Y.ShouldBe(28.969, 1e-6);
        line.Coordinates[0].X.ShouldBe(120.214534);
        ChinaCoordinates.FromWgs84(moved, CoordinateSystem.Gcj02).SRID.ShouldBe(0);
    }

    [Fact]
    public void ToWgs84_OfWhatIsNoDegree_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => ChinaCoordinates.ToWgs84(120.2, 30.2, CoordinateSystem.Gcj02));
}
