using System.Globalization;
using Linli.Places.Grids;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;

namespace Linli.Places.Tests;

public class FindGridAtTests
{
    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task Find_InsideAGrid_GivesGridCommunityAndSteward(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        await bed.Done(new SetGridSteward("k1-g1", PlacesBed.Steward));

        var found = await bed.Answer(new FindGridAt("120.2100", "30.2080"));

        found.Grid.Value.ShouldBe("/c/k1/k1-g1/");
        found.CommunityName.Zh.ShouldBe("甲社区");
        found.Steward.ShouldBe("周勇");
    }

    [Fact]
    public async Task Find_AGcj02PointOfRuleR51_IsConvertedFirst()
    {
        await using var bed = await PlacesBed.Small();
        await bed.Done(new ImportGrids(GridFiles.Of(("k1-g3", "k1", 120.2140, 120.2150))));

        var found = await bed.Answer(new FindGridAt("120.214534", "30.205570", "gcj02"));

        found.Grid.Code.ShouldBe("k1-g1");
        found.Longitude.ShouldBe(120.21, 0.000001);
        found.Latitude.ShouldBe(30.208, 0.000001);
    }

    [Fact]
    public async Task Find_ABd09Point_IsConvertedFirst()
    {
        await using var bed = await PlacesBed.Small();
        var (lat, lon) = ChinaCoordinates.FromWgs84(new GeoPoint(30.208, 120.21), CoordinateSystem.Bd09);

        var found = await bed.Answer(new FindGridAt(Text(lon), Text(lat), "BD09"));

        found.Grid.Code.ShouldBe("k1-g1");
    }

    [Fact]
    public async Task Find_OutsideEveryGrid_SaysSo()
    {
        await using var bed = await PlacesBed.Small();

        var result = await bed.Ask(new FindGridAt("120.3", "30.3"));

        result.Problem.Code.ShouldBe("places.outside_every_grid");
        result.Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Theory]
    [InlineData("30.208", "120.21", null, "lat", "places.swapped")]
    [InlineData("abc", "30.2", null, "lon", "places.degrees_unreadable")]
    [InlineData("120.21", "NaN", null, "lat", "places.degrees_unreadable")]
    [InlineData("120.21", "1e1", null, "lat", "places.degrees_unreadable")]
    [InlineData(null, "30.2", null, "lon", "places.degrees_missing")]
    [InlineData("200", "30.2", null, "lon", "places.longitude_range")]
    [InlineData("120.21", "-91", null, "lat", "places.latitude_range")]
    [InlineData("120.21", "30.208", "epsg:3857", "crs", "places.unknown_crs")]
    public async Task Find_WrongDegrees_NamesTheField(string? lon, string? lat, string? crs, string field, string code)
    {
        await using var bed = await PlacesBed.Empty();

        var problem = (await bed.Ask(new FindGridAt(lon, lat, crs))).Problems.ShouldHaveSingleItem();

        (problem.Field, problem.Code).ShouldBe((field, code));
    }

    private static string Text(double number) => number.ToString("F8", CultureInfo.InvariantCulture);
}
