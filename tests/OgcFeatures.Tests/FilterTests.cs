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
    [InlineData("kind = 'library' AND geometry is not null")]
    [InlineData("kind = 'library' AND open_from IS NULL")]
    [InlineData("kind = 'library' AND NOT open_until < DATE('2026-12-01') OR kind = 'library'")]
    [InlineData("kind = 'library' AND name_en <> 'a\\tb\\'c'")]
    [InlineData("kind = 'library' AND S_INTERSECTS(geometry, BBOX(100,-90,-150,90))")]
    [InlineData("kind = 'library' AND S_INTERSECTS(geometry, BBOX(120.2,30.1,120.3,30.3))")]
    [InlineData("S_INTERSECTS(geometry, POINT(120.220971 30.206438))")]
    [InlineData("S_WITHIN(geometry, POLYGON((120.2209 30.2064, 120.2210 30.2064, 120.2210 30.2065, 120.2209 30.2065, 120.2209 30.2064)))")]
    [InlineData("kind = 'library' AND NOT S_DISJOINT(geometry, BBOX(120.2,30.1,120.3,30.3))")]
    public async Task Filter_ThatMeansTheLibrary_GivesIt(string filter) =>
        (await server.Ids("filter=" + Uri.EscapeDataString(filter))).ShouldBe(["f-library"]);

    // The abstract tests of Basic CQL2: comparison, is-null and boolean, for every queryable of every collection.
    [Theory, InlineData("facilities"), InlineData("spaces"), InlineData("grids")]
    public async Task BasicCql2_OfEveryQueryable_ComparesAndContradictsItsOpposite(string collection)
    {
        var properties = (await server.Json($"/collections/{collection}/queryables")).GetProperty("properties").EnumerateObject().ToList();
        properties.Count.ShouldBeGreaterThan(1);
        foreach (var property in properties)
        {
            (await Both($"{property.Name} IS NULL", $"{property.Name} is not null")).ShouldBeEmpty(property.Name);
            if (Literal(property.Value) is not { } value)
                continue;
            (await Both($"{property.Name} = {value}", $"{property.Name} <> {value}")).ShouldBeEmpty(property.Name);
            (await Both($"{property.Name} > {value}", $"{property.Name} <= {value}")).ShouldBeEmpty(property.Name);
            (await Both($"{property.Name} < {value}", $"{property.Name} >= {value}")).ShouldBeEmpty(property.Name);
        }

        (await Of("false")).ShouldBeEmpty();
        (await Of("true")).ShouldBe(await server.Ids("", collection));
        (await Of("(NOT (name_zh IS NULL) AND true) OR (false and name_zh = 'bar') or not (true OR name_en = 'foo')")).ShouldBe(await Of("name_zh IS NOT NULL"));
        (await Of("S_INTERSECTS(geometry, BBOX(-180,-90,180,90))")).ShouldBe(await Of("geometry IS NOT NULL"));
        (await Of("S_INTERSECTS(geometry, POINT(7.02 49.92))")).ShouldBeEmpty();
        (await Of("S_INTERSECTS(geometry, BBOX(-180,-90,-90,90)) AND S_INTERSECTS(geometry, BBOX(90,-90,180,90))")).ShouldBeEmpty();

        Task<string[]> Of(string filter) => server.Ids("filter=" + Uri.EscapeDataString(filter), collection);
        async Task<IEnumerable<string>> Both(string one, string other) => (await Of(one)).Intersect(await Of(other));
        static string? Literal(JsonElement schema) => schema.TryGetProperty("type", out var type)
            ? type.GetString() switch
            {
                "boolean" => "true",
                "number" => "3.14",
                "integer" => "1",
                _ => schema.TryGetProperty("format", out var format) ? format.GetString() == "date" ? "DATE('2022-04-14')" : "TIMESTAMP('2022-04-14T14:48:46Z')" : "'foo'",
            }
            : null;
    }

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
    [InlineData("open_from = DATE('2026-13-01')")]
    [InlineData("open_from = '2026-12-01'")]
    [InlineData("open_from = TIMESTAMP('2026-12-01T00:00:00Z')")]
    [InlineData("kind = DATE(2026)")]
    [InlineData("geometry = 'here'")]
    [InlineData("S_INTERSECTS(geometry, POINT(90 180))")]
    [InlineData("S_WITHIN(geometry, GEOMETRYCOLLECTION(POLYGON((120 30, 121 30, 121 31, 120 31, 120 30))))")]
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
