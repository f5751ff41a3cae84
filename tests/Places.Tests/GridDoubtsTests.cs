using System.Text.Json;
using Linli.Places.Grids;
using Linli.Places.Homes;
using Linli.Platform.Data;
using Linli.Platform.Geo;

namespace Linli.Places.Tests;

/// <summary>Borders that are drawn or imported: what is wrong is said before anything is saved (S14, R51).</summary>
public class GridDoubtsTests
{
    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S14")]
    public async Task DryRun_ReportsGapsAndOverlapsWithHomes_AndSavesNothing(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        await bed.Done(new AddHomes("k1-a-1", [new(0, 1, "101"), new(0, 1, "102")]));

        var report = await bed.Done(new ImportGrids(GridFiles.Of(("k1-g3", "k1", 120.2100, 120.2108)), DryRun: true));

        var overlap = report.Overlaps.ShouldHaveSingleItem();
        (overlap.First, overlap.Second, overlap.Homes).ShouldBe(("k1-g1", "k1-g3", 2));
        overlap.SquareMetres.ShouldBeGreaterThan(1000);
        report.Gaps.ShouldBeEmpty();
        bed.Memory.FindCode("k1-g3").ShouldBeNull();
        (await bed.Run(new ImportGrids(GridFiles.Of(("k1-g3", "k1", 120.2100, 120.2108))))).Problem.Code.ShouldBe("places.grids_overlap");
        (await bed.Done(new ImportGrids(GridFiles.Of(("k1-g1", "k1", 120.2095, 120.2100)), DryRun: true))).Gaps.ShouldHaveSingleItem().Homes.ShouldBe(2);
    }

    [Fact]
    public async Task Import_OfGcj02SaidToBeWgs84_IsDoubted_AndSavedOnlyAnyway()
    {
        await using var bed = await PlacesBed.Small();
        var (latitude, longitude) = ChinaCoordinates.FromWgs84(new GeoPoint(30.208, 120.2103), CoordinateSystem.Gcj02);
        var file = Box("k1-g1", longitude, latitude);

        (await bed.Done(new ImportGrids(file, DryRun: true))).Doubts.ShouldHaveSingleItem().En.ShouldContain("GCJ-02");
        var refused = await bed.Run(new ImportGrids(file));
        (refused.Problem.Code, refused.Problem.Field).ShouldBe(("places.crs_doubtful", "crs"));
        (await bed.Done(new ImportGrids(file, "gcj02"))).Doubts.ShouldBeEmpty();
        (await bed.Done(new ImportGrids(file, Anyway: true))).Changed.ShouldBe(1);
    }

    [Fact]
    public async Task Import_FarAway_SaysWhetherDegreesAreSwapped()
    {
        await using var bed = await PlacesBed.Small();
        // Swapped in a place where both are valid degrees; in China the latitude of 120 tells by itself.
        (await bed.Run(new ImportGrids(Box("k1-g1", 121.5, 31.2)))).Problem.Code.ShouldBe("places.coordinates_far");
        var swapped = new[] { new[] { new[] { 30.2, 120.22 }, [30.2, 120.23], [30.21, 120.23], [30.2, 120.22] } };
        var result = await bed.Run(new ImportGrids(GridFiles.Collection([GridFiles.Feature("k2-g1", "k2", "Polygon", swapped)])));
        result.Problem.Message.En.ShouldContain("swapped");
    }

    private static JsonElement Box(string code, double longitude, double latitude)
    {
        const double Half = 0.0006;
        double[][] ring = [[longitude - Half, latitude - Half], [longitude + Half, latitude - Half], [longitude + Half, latitude + Half], [longitude - Half, latitude + Half], [longitude - Half, latitude - Half]];
        return GridFiles.Collection([GridFiles.Feature(code, code[..2], "Polygon", new[] { ring })]);
    }
}
