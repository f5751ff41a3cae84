using System.Text;
using System.Text.Json;
using Linli.Platform.Geo;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Linli.Platform.Tests.Geo;

public class GeoJsonTests
{
    [Fact]
    public void Read_OfAFeatureCollection_GivesGeometryPropertiesAndId()
    {
        var features = Read("""
            {"type":"FeatureCollection","features":[
              {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[120.21,30.208,12.5]},
               "properties":{"name":"东门","floor":2,"width":1.5,"open":true,"note":null,"tags":["a"]}},
              {"type":"Feature","geometry":null,"properties":null}]}
            """);
        features.Count.ShouldBe(2);
        features[0].Id.ShouldBe("7");
        var point = features[0].Geometry.ShouldBeOfType<Point>();
        (point.X, point.Y, point.Z, point.SRID).ShouldBe((120.21, 30.208, 12.5, 4326));
        var properties = features[0].Properties;
        properties["name"].ShouldBe("东门");
        properties["floor"].ShouldBe(2L);
        properties["width"].ShouldBe(1.5);
        properties["open"].ShouldBe(true);
        properties["note"].ShouldBeNull();
        properties["tags"].ShouldBeOfType<JsonElement>().GetArrayLength().ShouldBe(1);
        features[1].Geometry.ShouldBeNull();
        features[1].Properties.ShouldBeEmpty();
    }

    [Fact]
    public void Read_OfABareGeometry_IsAFeatureWithoutProperties() =>
        Read("""{"type":"Point","coordinates":[120.21,30.208]}""").Single().Geometry.ShouldBeOfType<Point>();

    [Theory]
    [InlineData("POINT (120 30)")]
    [InlineData("LINESTRING (120 30, 121 31)")]
    [InlineData("POLYGON ((120 30, 121 30, 121 31, 120 31, 120 30), (120.2 30.2, 120.2 30.4, 120.4 30.4, 120.2 30.2))")]
    [InlineData("MULTIPOINT ((120 30), (121 31))")]
    [InlineData("MULTILINESTRING ((120 30, 121 31), (100 20, 101 21))")]
    [InlineData("MULTIPOLYGON (((120 30, 121 30, 121 31, 120 30)), ((100 20, 101 20, 101 21, 100 20)))")]
    [InlineData("GEOMETRYCOLLECTION (POINT (120 30), GEOMETRYCOLLECTION (LINESTRING (120 30, 121 31)))")]
    [InlineData("POLYGON EMPTY")]
    [InlineData("POINT EMPTY")]
    public void Write_OfAnyKind_ReadsBackEqual(string wkt)
    {
        var geometry = new WKTReader().Read(wkt);
        var back = GeoJson.Read(GeoJson.Write([new GeoFeature(geometry, new Dictionary<string, object?> { ["n"] = 1L }, "x")])).Single();
        back.Geometry!.EqualsExact(geometry).ShouldBeTrue(back.Geometry.ToText());
        back.Id.ShouldBe("x");
        back.Properties["n"].ShouldBe(1L);
    }

    [Fact]
    public void Write_OfClockwisePolygons_FollowsTheRightHandRule()
    {
        var wrong = (Polygon)new WKTReader().Read(
            "POLYGON ((120 30, 120 31, 121 31, 121 30, 120 30), (120.2 30.2, 120.4 30.4, 120.2 30.4, 120.2 30.2))");
        Orientation.IsCCW(wrong.ExteriorRing.CoordinateSequence).ShouldBeFalse();
        var back = (Polygon)GeoJson.Read(GeoJson.Write([new GeoFeature(wrong, new Dictionary<string, object?>())])).Single().Geometry!;
        Orientation.IsCCW(back.ExteriorRing.CoordinateSequence).ShouldBeTrue();
        Orientation.IsCCW(back.GetInteriorRingN(0).CoordinateSequence).ShouldBeFalse();
        back.EqualsTopologically(wrong).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "'type'")]
    [InlineData("""{"type":"FeatureCollection"}""", "'features'")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Point"}]}""", "features[0]: a Feature")]
    [InlineData("""{"type":"Feature","geometry":{"type":"Circle","coordinates":[]}}""", "Circle")]
    [InlineData("""{"type":"Feature","geometry":{"type":"Point"}}""", "'coordinates'")]
    [InlineData("""{"type":"Feature","geometry":{"type":"Point","coordinates":[30.2,120.2]}}""", "order")]
    [InlineData("""{"type":"Feature","geometry":{"type":"Point","coordinates":["a",1]}}""", "[longitude, latitude]")]
    [InlineData("""{"type":"Feature","geometry":{"type":"Point","coordinates":[1]}}""", "[longitude, latitude]")]
    [InlineData("""{"type":"LineString","coordinates":[[1,2]]}""", "two positions")]
    [InlineData("""{"type":"LineString","coordinates":[5]}""", "coordinates[0]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}""", "four positions")]
    [InlineData("""{"type":"Polygon","coordinates":[[[1,2],[3,4],[5,5],[6,6]]]}""", "ends where it began")]
    [InlineData("""{"type":"Point","coordinates":[1,2],"crs":{"type":"name","properties":{"name":"EPSG:3857"}}}""", "crs")]
    [InlineData("""{"type":"Feature","geometry":null,"properties":{"a":"\ud800"}}""", "characters")]
    [InlineData("""{"type":"Feature","id":true,"geometry":null}""", "id")]
    public void Read_OfWhatIsNotRight_SaysWhere(string json, string mention) =>
        Should.Throw<InvalidGeoJsonException>(() => Read(json)).Message.ShouldContain(mention);

    [Theory]
    [InlineData("urn:ogc:def:crs:OGC:1.3:CRS84")]
    [InlineData("EPSG:4326")]
    public void Read_WithACrsThatIsWgs84_IsTaken(string crs) =>
        Read($$$"""{"type":"Point","coordinates":[1,2],"crs":{"type":"name","properties":{"name":"{{{crs}}}"} } }""").Count.ShouldBe(1);

    [Fact]
    public void Read_OfMutatedText_ThrowsNothingElse()
    {
        var good = GeoJson.Write([new GeoFeature(
            new WKTReader().Read("POLYGON ((120 30, 121 30, 121 31, 120 30))"), new Dictionary<string, object?> { ["a"] = "b" }, "1")]);
        var random = new Random(7946);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = good.ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)"[]{},:\"0129.-e ntf"[random.Next(18)];
            try
            {
                GeoJson.Read(bytes);
            }
            catch (InvalidGeoJsonException)
            {
            }
        }
    }

    [Fact]
    public async Task ReadAsync_OfAStream_IsTheSame()
    {
        using var stream = new MemoryStream("""{"type":"Point","coordinates":[120.21,30.208]}"""u8.ToArray());
        (await GeoJson.ReadAsync(stream, TestContext.Current.CancellationToken)).Count.ShouldBe(1);
    }

    [Fact]
    public void Write_OfMetres_IsRefused() =>
        Should.Throw<ArgumentException>(() => GeoJson.Write(
            [new GeoFeature(new Point(13_380_000, 3_530_000), new Dictionary<string, object?>())]));

    private static IReadOnlyList<GeoFeature> Read(string json) => GeoJson.Read(Encoding.UTF8.GetBytes(json));
}
