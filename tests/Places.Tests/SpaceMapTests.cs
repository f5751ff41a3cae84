using System.Text.Json;
using Linli.Places.Spaces;
using NetTopologySuite.Geometries;

namespace Linli.Places.Tests;

/// <summary>Outlines of spaces, and the ledger on a map.</summary>
public class SpaceMapTests
{
    private static JsonElement Shape(string json) => JsonDocument.Parse(json).RootElement;

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S118")]
    public async Task Outline_OnceDrawn_IsOnTheMapInPlaceOfThePoint(Linli.Platform.Data.DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Demo(kind);
        (await bed.Answer(new SpacesOnMap(new(Whole: "sp-depot")))).Select(f => f.Geometry!.GeometryType).ShouldAllBe(t => t == "Point" || t == "Polygon");

        await bed.Done(new SetSpaceOutline("sp-canteen", Shape("""{"type":"Polygon","coordinates":[[[120.2161,30.2028],[120.2164,30.2028],[120.2164,30.2031],[120.2161,30.2031],[120.2161,30.2028]]]}""")));

        var drawn = (await bed.Answer(new SpacesOnMap(new(Whole: "sp-canteen")))).Single(f => f.Id == "sp-canteen");
        drawn.Geometry.ShouldBeOfType<Polygon>();
        drawn.Properties["drawn"].ShouldBe(true);
        await bed.Done(new SetSpaceOutline("sp-canteen", null));
        (await bed.Answer(new SpacesOnMap(new(Whole: "sp-canteen")))).Single(f => f.Id == "sp-canteen").Properties["drawn"].ShouldBe(false);
    }

    [Theory]
    [InlineData("""{"type":"Polygon","coordinates":[[[120.2161,30.2028],[120.2164,30.2031],[120.2164,30.2028],[120.2161,30.2031],[120.2161,30.2028]]]}""", "places.outline_shape")]
    [InlineData("""{"type":"Point","coordinates":[120.2161,30.2028]}""", "places.outline_shape")]
    [InlineData("""{"type":"Polygon","coordinates":[[[30.2028,120.2161],[30.2028,120.2164],[30.2031,120.2164],[30.2028,120.2161]]]}""", "places.geojson_unreadable")]
    [InlineData("""{"type":"Polygon","coordinates":[[[121.5,31.2],[121.6,31.2],[121.6,31.3],[121.5,31.2]]]}""", "places.far_away")]
    public async Task Outline_ThatCannotBe_IsRefusedAtItsField(string shape, string code)
    {
        await using var bed = await PlacesBed.Demo();
        var problem = (await bed.Run(new SetSpaceOutline("sp-canteen", Shape(shape)))).Problem;
        problem.Field.ShouldBe("outline");
        if (code != "places.far_away")
            problem.Code.ShouldBe(code);
        (await bed.Run(new SetSpaceOutline("sp-canteen", Shape(shape), "mars"))).Problem.Field.ShouldBe("crs");
        (await bed.Run(new SetSpaceOutline("no-such", null))).Problem.Code.ShouldBe("places.unknown_space");
    }

    [Fact, Trait("Feature", "S78")]
    public async Task Totals_ReproduceTheAreasOfTheRows()
    {
        await using var bed = await PlacesBed.Demo();
        var groups = (await bed.Answer(new FindCentres())).ToDictionary(g => g.Name.Zh, g => g.Area);
        var all = string.Join(", ", groups.Select(g => $"{g.Key} {g.Value}"));
        // S78: eight centres, 10,500 m²; S118: 6,400, 2,800 + 500 + 1,880, 27,000.
        groups["八大邻里中心"].ShouldBe(10_500, all);
        groups.Values.ShouldContain(6_400, all);
        groups.Values.ShouldContain(27_000, all);
        var centres = (await bed.Answer(new FindCentres())).SelectMany(g => g.Centres).ToDictionary(c => c.Code, c => c.Area);
        (centres["sp-elder"], centres["sp-nursery"], centres["sp-school"]).ShouldBe((2_800, 500, 1_880));
    }
}
