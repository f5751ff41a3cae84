using System.Net;
using System.Text.Json;

namespace Linli.OgcFeatures.Tests;

/// <summary>Queryables and CQL2 text, checked against what the features themselves say.</summary>
public sealed class FilterTests(OgcServer server) : IClassFixture<OgcServer>
{
    [Fact]
    public async Task Queryables_AreAJsonSchemaOfEveryProperty()
    {
        var schema = await server.Json("/collections/facilities/queryables");
        var feature = await server.Json("/collections/facilities/items/f-library");

        schema.GetProperty("$schema").GetString().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        schema.GetProperty("$id").GetString()!.ShouldEndWith("/collections/facilities/queryables");
        schema.GetProperty("type").GetString().ShouldBe("object");
        schema.GetProperty("properties").EnumerateObject().Select(p => p.Name)
            .ShouldBe(["geometry", .. feature.GetProperty("properties").EnumerateObject().Select(p => p.Name)], ignoreOrder: true);
        schema.GetProperty("properties").GetProperty("geometry").GetProperty("format").GetString().ShouldBe("geometry-point");
    }

    [Fact]
    public async Task QueryParameters_MatchExactly_AndTogether()
    {
        (await server.Ids("kind=library")).ShouldBe(["f-library"]);
        (await server.Ids("kind=library&area_m2=540")).ShouldBe(["f-library"]);
        (await server.Ids("kind=library&area_m2=541")).ShouldBeEmpty();
        (await server.Ids("kind=librar")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("kind = 'library'")]
    [InlineData("kind='library' AND area_m2=540")]
    [InlineData("\"kind\" = 'library'")]
    [InlineData("(kind = 'library')")]
    [InlineData("name_en LIKE 'Yingyue Lake Lib%'")]
    [InlineData("name_zh LIKE '映月湖图书__'")]
    [InlineData("CASEI(name_en) LIKE CASEI('YINGYUE lake LIBRARY%')")]
    [InlineData("CASEI(kind) = CASEI('LIBRARY')")]
    [InlineData("kind IN ('library', 'opera')")]
    [InlineData("kind NOT IN ('nothing') and kind LIKE 'librar_'")]
    [InlineData("area_m2 BETWEEN 539.5 AND 5.405e2 AND kind LIKE 'lib%'")]
    [InlineData("kind = 'library' AND NOT area_m2 < 540")]
    [InlineData("kind = 'library' AND area_m2 >= 540 AND area_m2 <= 540")]
    [InlineData("kind = 'library' AND name_zh <> name_en")]
    [InlineData("FALSE OR kind = 'library'")]
    [InlineData("TRUE AND kind = 'library'")]
    [InlineData("kind = 'library' AND name_zh IS NOT NULL")]
    [InlineData("kind = 'library' AND S_INTERSECTS(geometry, BBOX(120.2,30.1,120.3,30.3))")]
    [InlineData("S_INTERSECTS(geometry, POINT(120.220971 30.206438))")]
    [InlineData("S_WITHIN(geometry, POLYGON((120.2209 30.2064, 120.2210 30.2064, 120.2210 30.2065, 120.2209 30.2065, 120.2209 30.2064)))")]
    [InlineData("kind = 'library' AND NOT S_DISJOINT(geometry, BBOX(120.2,30.1,120.3,30.3))")]
    public async Task Filter_ThatMeansTheLibrary_GivesIt(string filter) =>
        (await server.Ids("filter=" + Uri.EscapeDataString(filter))).ShouldBe(["f-library"]);

    [Fact]
    public async Task Filter_ByMissingProperty_IsNeitherTrueNorFalse()
    {
        var all = await server.Ids("");
        var without = await server.Ids("filter=phone%20IS%20NULL");

        (await server.Ids("filter=phone%3D'x'")).Length.ShouldBe(0);
        (await server.Ids("filter=NOT%20phone%3D'x'")).Length.ShouldBe(all.Length - without.Length, "what has no phone is not unlike 'x' either");
    }

    [Fact]
    public async Task SpatialFunctions_OfGrids_AreThoseOfSimpleFeatures()
    {
        var ring = (await server.Json("/collections/grids/items/hf-1-g01")).GetProperty("geometry").GetProperty("coordinates")[0]
            .EnumerateArray().Select(p => (X: p[0].GetDouble(), Y: p[1].GetDouble())).ToList();
        var itself = Polygon(ring);
        var middle = (X: ring.Average(p => p.X), Y: ring.Average(p => p.Y));
        var across = FormattableString.Invariant($"LINESTRING({middle.X:R} {middle.Y:R}, 121 31)");

        (await Grids($"S_EQUALS(geometry, {itself})")).ShouldBe(["hf-1-g01"]);
        (await Grids($"S_CONTAINS(geometry, {itself})")).ShouldBe(["hf-1-g01"]);
        (await Grids($"S_TOUCHES(geometry, {itself})")).ShouldNotContain("hf-1-g01");
        (await Grids($"S_TOUCHES(geometry, {itself})")).ShouldNotBeEmpty();
        (await Grids($"S_OVERLAPS(geometry, {Polygon([.. ring.Select(p => (p.X + 0.0005, p.Y))])})")).ShouldContain("hf-1-g01");
        (await Grids($"S_CROSSES(geometry, {across})")).ShouldContain("hf-1-g01");
        (await Grids($"S_DISJOINT(geometry, {itself})")).Length.ShouldBe(50 - (await Grids($"S_INTERSECTS(geometry, {itself})")).Length);

        Task<string[]> Grids(string filter) => server.Ids("filter=" + Uri.EscapeDataString(filter), "grids");
        static string Polygon(IReadOnlyList<(double X, double Y)> points) =>
            $"POLYGON(({string.Join(", ", points.Select(p => FormattableString.Invariant($"{p.X:R} {p.Y:R}")))}))";
    }

    [Theory]
    [InlineData("")]
    [InlineData("kind")]
    [InlineData("kind =")]
    [InlineData("kind = 5")]
    [InlineData("kind = 'library")]
    [InlineData("colour = 'red'")]
    [InlineData("kind = 'library' AND")]
    [InlineData("kind = 'library' kind = 'shop'")]
    [InlineData("area_m2 LIKE '5%'")]
    [InlineData("kind BETWEEN 'a' AND 'b'")]
    [InlineData("kind IN ()")]
    [InlineData("kind IN ('a', 5)")]
    [InlineData("S_INTERSECTS(geometry)")]
    [InlineData("S_INTERSECTS(kind, BBOX(0,0,1,1))")]
    [InlineData("S_INTERSECTS(geometry, POINT(30.2 120.2))")]
    [InlineData("S_INTERSECTS(geometry, BBOX(1,2,3))")]
    [InlineData("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))")]
    [InlineData("area_m2 = 1.2.3")]
    [InlineData("kind = 'a'; DROP TABLE places_facility")]
    [InlineData("((((((((((((((((((((((((((((((((((((((((((((((((((kind='a'))))))))))))))))))))))))))))))))))))))))))))))))))")]
    public async Task Filter_ThatIsNone_IsRefusedAndTheFieldIsNamed(string filter)
    {
        using var response = await server.Client.GetAsync($"{OgcServer.Root}/collections/facilities/items?filter={Uri.EscapeDataString(filter)}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync())).RootElement.GetProperty("field").GetString().ShouldBe("filter");
    }

    [Fact]
    public async Task Filter_OfManyNots_DoesNotEndTheServer() =>
        (await server.Client.GetAsync($"{OgcServer.Root}/collections/facilities/items?filter={Uri.EscapeDataString(string.Concat(Enumerable.Repeat("NOT ", 900)) + "kind='a'")}"))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
}
