using Linli.Places.Grids;
using Linli.Places.Homes;
using Linli.Places.Map;
using Linli.Platform.Data;
using Linli.Platform.Geo;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Places.Tests;

public class DemoTests
{
    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S14"), Trait("Feature", "S27")]
    public async Task Seed_TheDemoCommunity_PutsAll20000HomesIntoExactlyOneOf50Grids(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Demo(kind);

        var coverage = await bed.Answer(new GetCoverage());

        coverage.Homes.ShouldBe(20_000);
        coverage.Covered.ShouldBe(20_000);
        coverage.Gaps.ShouldBeEmpty();
        coverage.Overlaps.ShouldBeEmpty();
        coverage.Grids.Count.ShouldBe(50);
        coverage.Grids.Sum(g => g.Homes).ShouldBe(20_000);
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed)), Trait("Feature", "S27")]
    public async Task Search_ByStaffOfOneCommunity_NeverFindsHomesOfAnother(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Demo(kind);
        var first = bed.Memory.FindCode("hf-1")!.Path.Value;
        var second = bed.Memory.FindCode("hf-2")!.Path.Value;

        (await bed.Answer(new SearchHomes("和二-7-502"), PlacesBed.StaffAt(first))).ShouldBeEmpty();
        (await bed.Answer(new SearchHomes("和一-"), PlacesBed.StaffAt(first))).ShouldNotBeEmpty();
        var home = (await bed.Answer(new SearchHomes("和二７幢502室"), PlacesBed.StaffAt(second))).ShouldHaveSingleItem();
        home.Label.ShouldBe("和二-7-502");
        home.Grid!.Value.Parent.Code.ShouldBe("hf-2");
    }

    [Fact, Trait("Feature", "S14")]
    public async Task Coverage_ForTheStewardOfOneGrid_IsThatGridOnly()
    {
        await using var bed = await PlacesBed.Demo();
        var grid = bed.Memory.FindCode("hf-1-g01")!.Path;

        var coverage = await bed.Answer(new GetCoverage(), PlacesBed.StaffAt(grid.Value));

        coverage.Grids.ShouldHaveSingleItem().Path.ShouldBe(grid);
        coverage.Homes.ShouldBe(coverage.Grids[0].Homes);
        coverage.Homes.ShouldBeInRange(1, 1000);
    }

    [Fact]
    public async Task FindLabel_TheHomeOfTheStory_HasItsBuildingGridAndDoor()
    {
        await using var bed = await PlacesBed.Demo();

        var home = await bed.InScope<IHomes, Home?>(homes => homes.FindLabel("和二-7-502", CancellationToken.None));

        home.ShouldNotBeNull();
        home.Building.Code.ShouldBe("hf-2-c08-07");
        home.Door.ShouldBe("502");
        (await bed.InScope<IHomes, IReadOnlyList<Home>>(homes => homes.InBuilding(home.Building, CancellationToken.None)))
            .Count.ShouldBe(24);
    }

    [Fact]
    public async Task GridAt_ABuildingsPointInAnotherSystem_IsTheGridOfItsHomes()
    {
        await using var bed = await PlacesBed.Demo();
        var building = bed.Memory.FindCode("hf-2-c08-07")!;
        var (lat, lon) = ChinaCoordinates.FromWgs84(new GeoPoint(building.Latitude!.Value, building.Longitude!.Value), CoordinateSystem.Gcj02);

        var found = await bed.Answer(new FindGridAt($"{lon:F7}", $"{lat:F7}", "gcj02"));

        var home = (await bed.InScope<IHomes, IReadOnlyList<Home>>(h => h.InBuilding(building.Path, CancellationToken.None)))[0];
        found.Grid.ShouldBe(home.Grid!.Value);
    }

    [Fact, Trait("Feature", "S14")]
    public async Task Appoint_StaffCodesOfTheGrids_GivesEachItsSteward()
    {
        await using var bed = await PlacesBed.Demo();
        var grid = bed.Memory.FindCode("hf-1-g01")!.Path;

        var appointed = await bed.InScope<IGridStewards, int>(async (stewards, scope) =>
        {
            await using var transaction = await scope.GetRequiredService<LinliDb>().Database.BeginTransactionAsync();
            var count = await stewards.Appoint(new Dictionary<string, Guid> { ["s101"] = PlacesBed.Steward }, CancellationToken.None);
            await transaction.CommitAsync();
            return count;
        });

        appointed.ShouldBe(1);
        (await bed.InScope<IGridStewards, Guid?>(s => Task.FromResult(s.StewardOf(grid)))).ShouldBe(PlacesBed.Steward);
    }

    [Fact]
    public async Task Map_OfOneCommunity_IsSmallerThanTheWholeAndKeepsItsTag()
    {
        await using var bed = await PlacesBed.Demo();

        var whole = await bed.Answer(new GetMap(null));
        var one = await bed.Answer(new GetMap("hf-1"));

        one.GeoJson.Length.ShouldBeLessThan(whole.GeoJson.Length);
        (await bed.Answer(new GetMap("hf-1"))).Tag.ShouldBe(one.Tag);
        var features = GeoJson.Read(one.GeoJson);
        features.ShouldContain(f => f.Id == "hf-1-g01" && (string)f.Properties["kind"]! == "grid" && (string)f.Properties["name"]! == "望汐新村西网格");
        features.ShouldNotContain(f => f.Id == "hf-2-c08-07");
        (await bed.Ask(new GetMap("nowhere"))).Problem.Field.ShouldBe("scope");
    }
}
