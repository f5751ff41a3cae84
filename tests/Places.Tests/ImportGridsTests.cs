using Linli.Places.Grids;
using Linli.Places.Homes;
using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.Places.Tests;

public class ImportGridsTests
{
    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task Import_BordersThatMoved_MovesTheHomesAndWhoSeesThem(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        await bed.Done(new AddHomes("k1-a-1", [new(0, 1, "101"), new(0, 1, "102")]));
        (await bed.Answer(new SearchHomes("甲-1"), PlacesBed.StaffAt("/c/k1/k1-g1/"))).Length.ShouldBe(2);

        var import = await bed.Done(new ImportGrids(GridFiles.Of(("k1-g1", "k1", 120.2095, 120.2104), ("k1-g2", "k1", 120.2104, 120.2125))));

        (import.Added, import.Changed, import.HomesMoved).ShouldBe((0, 2, 2));
        import.Gaps.ShouldBeEmpty();
        (await bed.Answer(new SearchHomes("甲-1"), PlacesBed.StaffAt("/c/k1/k1-g1/"))).ShouldBeEmpty();
        (await bed.Answer(new SearchHomes("甲-1"), PlacesBed.StaffAt("/c/k1/k1-g2/"))).Length.ShouldBe(2);
    }

    [Fact, Trait("Feature", "S14")]
    public async Task Import_ThatLeavesHomesOut_ListsThem()
    {
        await using var bed = await PlacesBed.Small();
        await bed.Done(new AddHomes("k1-a-1", [new(0, 1, "101")]));

        var import = await bed.Done(new ImportGrids(GridFiles.Of(("k1-g1", "k1", 120.2095, 120.2100))));

        var gap = import.Gaps.ShouldHaveSingleItem();
        (gap.Name, gap.Homes).ShouldBe(("甲-1", 1));
        (await bed.Answer(new GetCoverage())).Covered.ShouldBe(0);
    }

    [Fact]
    public async Task Import_DryRun_ChangesNothing()
    {
        await using var bed = await PlacesBed.Small();

        var import = await bed.Done(new ImportGrids(GridFiles.Of(("k2-g1", "k2", 120.22, 120.23)), DryRun: true));

        (import.Added, import.DryRun).ShouldBe((1, true));
        bed.Memory.FindCode("k2-g1").ShouldBeNull();
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task Import_GridsThatOverlap_AreAllRefused(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);

        var result = await bed.Run(new ImportGrids(GridFiles.Of(("k1-g3", "k1", 120.2130, 120.2140), ("k1-g4", "k1", 120.2120, 120.2130))));

        result.Problems.ShouldHaveSingleItem().Message.En.ShouldContain("k1-g2 and k1-g4 overlap");
        bed.Memory.FindCode("k1-g3").ShouldBeNull();
    }

    [Fact]
    public async Task Import_AnythingWrong_NamesEveryFeatureAndField()
    {
        await using var bed = await PlacesBed.Small();
        var bowTie = new[] { new[] { new[] { 120.22, 30.2 }, [120.23, 30.21], [120.23, 30.2], [120.22, 30.21], [120.22, 30.2] } };
        var file = GridFiles.Collection([
            GridFiles.Feature("k2-g1", "k2", "Polygon", bowTie),
            GridFiles.Feature("k1", "k2", "Point", new[] { 120.2, 30.2 }),
            GridFiles.Feature("k2 g3", "k9", "Point", new[] { 120.2, 30.2 }),
        ]);

        var result = await bed.Run(new ImportGrids(file));

        result.Problems.Select(p => p.Field).ShouldBe([
            "geoJson.features[0].geometry",
            "geoJson.features[1].properties.code",
            "geoJson.features[1].geometry",
            "geoJson.features[2].properties.code",
            "geoJson.features[2].properties.community",
            "geoJson.features[2].geometry",
        ]);
    }

    [Fact]
    public async Task Import_WithDegreesSwapped_IsRefused()
    {
        await using var bed = await PlacesBed.Small();
        var swapped = new[] { new[] { new[] { 30.2, 120.22 }, [30.2, 120.23], [30.21, 120.23], [30.2, 120.22] } };

        var result = await bed.Run(new ImportGrids(GridFiles.Collection([GridFiles.Feature("k2-g1", "k2", "Polygon", swapped)])));

        result.Problem.Code.ShouldBe("places.geojson_unreadable");
        result.Problem.Message.En.ShouldContain("features[0]");
    }

    [Fact]
    public async Task Import_ByStaffOfAnotherCommunity_IsRefused()
    {
        await using var bed = await PlacesBed.Small();

        var result = await bed.Run(new ImportGrids(GridFiles.Of(("k2-g1", "k2", 120.22, 120.23))), PlacesBed.StaffAt("/c/k1/"));

        result.Problem.Kind.ShouldBe(ProblemKind.Forbidden);
    }

    [Fact]
    public async Task SetGridSteward_SomebodyWhoIsNotStaff_IsRefused()
    {
        await using var bed = await PlacesBed.Small();

        (await bed.Run(new SetGridSteward("k1-g1", Guid.Parse("0193c000-0000-7000-8000-000000000999")))).Problem.Field.ShouldBe("account");
        (await bed.Run(new SetGridSteward("k1-g9", PlacesBed.Steward))).Problem.Field.ShouldBe("grid");
        (await bed.Run(new SetGridSteward("k1-g1", PlacesBed.Steward), PlacesBed.StaffAt("/c/k2/"))).Problem.Field.ShouldBe("grid");
    }
}
