using Linli.Places.Grids;
using Linli.Places.Homes;
using Linli.Places.Scopes;
using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.Places.Tests;

public class PlacesTests
{
    [Fact]
    public async Task Tree_OfASmallTown_KnowsPathsParentsAndCommunities()
    {
        await using var bed = await PlacesBed.Small();
        IScopeTree tree = bed.Memory;

        tree.All.Select(p => p.Path.Value).ShouldBe(
            ["/c/", "/c/k1/", "/c/k1/k1-a/", "/c/k1/k1-a/k1-a-1/", "/c/k1/k1-g1/", "/c/k1/k1-g2/", "/c/k2/"]);
        tree.FindCode("k1-a-1")!.Path.Parent.Code.ShouldBe("k1-a");
        tree.CommunityOf(tree.FindCode("k1-a-1")!.Path)!.Code.ShouldBe("k1");
        tree.CommunityOf(tree.FindCode("c")!.Path).ShouldBeNull();
        tree.Below(tree.FindCode("k1")!.Path).Select(p => p.Code).ShouldBe(["k1-a", "k1-g1", "k1-g2"]);
        tree.Exists(ScopePath.Parse("/c/k9/", null)).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task Create_ACodeThatIsTaken_IsRefused(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);

        var problem = (await bed.Run(new CreatePlace("k2", PlaceKind.Compound, "k1-a", "乙苑"))).Problem;

        (problem.Code, problem.Field, problem.Kind).ShouldBe(("places.code_taken", "code", ProblemKind.Conflict));
    }

    [Theory]
    [InlineData("k1", PlaceKind.City, "kind")]
    [InlineData("k1-a", PlaceKind.Compound, "kind")]
    [InlineData("c", PlaceKind.Building, "kind")]
    [InlineData("k1", PlaceKind.Grid, "kind")]
    [InlineData("nowhere", PlaceKind.Compound, "parent")]
    public async Task Create_AtAPlaceItCannotLieIn_IsRefused(string parent, PlaceKind kind, string field)
    {
        await using var bed = await PlacesBed.Small();

        (await bed.Run(new CreatePlace(parent, kind, "new", "新"))).Problem.Field.ShouldBe(field);
    }

    [Fact]
    public async Task Create_WithDegreesSwapped_NamesTheField()
    {
        await using var bed = await PlacesBed.Small();

        var problem = (await bed.Run(new CreatePlace("k1", PlaceKind.Compound, "new", "新", Longitude: 30.2, Latitude: 120.2))).Problem;

        (problem.Code, problem.Field).ShouldBe(("places.swapped", "latitude"));
    }

    [Fact]
    public async Task Create_ByStaffOfAnotherCommunity_IsRefused()
    {
        await using var bed = await PlacesBed.Small();

        var result = await bed.Run(new CreatePlace("k1", PlaceKind.Compound, "new", "新"), PlacesBed.StaffAt("/c/k2/"));

        result.Problem.Kind.ShouldBe(ProblemKind.Forbidden);
        bed.Memory.FindCode("new").ShouldBeNull();
    }

    [Theory]
    [InlineData(PlaceKind.District, "330108", "330100", null)]
    [InlineData(PlaceKind.Street, "330108011", "330108", null)]
    [InlineData(PlaceKind.Community, "330108011001", "330108011", null)]
    [InlineData(PlaceKind.Community, null, "330108011", null)]
    [InlineData(PlaceKind.Community, "33010801100", "330108011", "places.area_code_digits")]
    [InlineData(PlaceKind.Street, "33010801A", "330108", "places.area_code_digits")]
    [InlineData(PlaceKind.Street, "330109011", "330108", "places.area_code_above")]
    [InlineData(PlaceKind.Compound, "330108011001", "330108011", "places.area_code_level")]
    public void AreaCode_ByRuleR50_Has6Or9Or12DigitsBelowTheLevelAbove(PlaceKind kind, string? code, string above, string? expected) =>
        AreaCode.Check(kind, code, above)?.Code.ShouldBe(expected);

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task Rename_APlace_IsSeenAtOnceAndKeepsCodeAndLabels(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        await bed.Done(new AddHomes("k1-a-1", [new(0, 5, "502")]));

        await bed.Done(new RenamePlace("k1-a", "甲新苑", "New First Court", ["甲苑"]));

        var place = bed.Memory.FindCode("k1-a")!;
        (place.Name.Zh, place.Aliases.ShouldHaveSingleItem()).ShouldBe(("甲新苑", "甲苑"));
        (await bed.Answer(new SearchHomes("甲-1-502"))).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AddHomes_WithoutABuilding_AreRefused()
    {
        await using var bed = await PlacesBed.Small();

        (await bed.Run(new AddHomes("nowhere", [new(0, 1, "101")]))).Problem.Field.ShouldBe("building");
        (await bed.Run(new AddHomes("k1-a", [new(0, 1, "101")]))).Problem.Code.ShouldBe("places.unknown_building");
    }

    [Theory, MemberData(nameof(PlacesBed.Both), MemberType = typeof(PlacesBed))]
    public async Task AddHomes_OneOfThemTwice_AddsNone(DatabaseKind kind)
    {
        await using var bed = await PlacesBed.Small(kind);
        await bed.Done(new AddHomes("k1-a-1", [new(0, 1, "101")]));

        (await bed.Run(new AddHomes("k1-a-1", [new(0, 1, "102"), new(0, 1, "101")]))).Problem.Code.ShouldBe("places.home_twice");
        (await bed.Run(new AddHomes("k1-a-1", [new(0, 2, "201"), new(0, 2, "201")]))).Problem.Code.ShouldBe("places.home_twice");
        (await bed.Answer(new GetHomes("k1-a-1"))).ShouldHaveSingleItem().Label.ShouldBe("甲-1-101");
    }

    [Fact]
    public async Task AddHomes_InABuildingWithoutAPoint_AreOnTheListOfGaps()
    {
        await using var bed = await PlacesBed.Small();
        await bed.Done(new CreatePlace("k1-a", PlaceKind.Building, "k1-a-2", "2幢", AddressName: "2"));

        (await bed.Done(new AddHomes("k1-a-2", [new(1, 1, "101"), new(2, 1, "101")]))).Grid.ShouldBeNull();

        var coverage = await bed.Answer(new GetCoverage());
        (coverage.Homes, coverage.Covered).ShouldBe((2, 0));
        var gap = coverage.Gaps.ShouldHaveSingleItem();
        (gap.Name, gap.Homes).ShouldBe(("甲-2", 2));
        gap.Reason.En.ShouldContain("no point");
    }

    [Theory]
    [InlineData("和二-7-502", "和二-7-502")]
    [InlineData(" 和二７幢502室 ", "和二-7-502")]
    [InlineData("和二 7号楼 2单元 502", "和二-7-2-502")]
    [InlineData("和二—7—502", "和二-7-502")]
    [InlineData("和二7", "和二-7")]
    public void Label_AsPeopleTypeIt_IsFound(string typed, string stored) => HomeLabel.Normal(typed).ShouldBe(stored);

    [Fact]
    public async Task Memory_WhenAnotherNodeChangedPlaces_NoticesIt()
    {
        await using var bed = await PlacesBed.Small();
        var other = new PlacesMemory(bed.Scopes, bed.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<PlacesMemory>.Instance);
        other.FindCode("k2")!.Name.Zh.ShouldBe("乙社区");

        await bed.Done(new RenamePlace("k2", "丙社区"));
        other.FindCode("k2")!.Name.Zh.ShouldBe("乙社区");
        other.Look();

        other.FindCode("k2")!.Name.Zh.ShouldBe("丙社区");
    }
}

public class OpeningHoursTests
{
    [Theory]
    [InlineData("24/7", "全天开放", "Open day and night")]
    [InlineData("Mo-Fr 08:30-17:30", "周一–周五 08:30–17:30", "Mon–Fri 08:30–17:30")]
    [InlineData("Mo-Su 06:30-08:30,10:30-13:00", "每天 06:30–08:30、10:30–13:00", "daily 06:30–08:30, 10:30–13:00")]
    [InlineData(null, "未公布开放时间", "No opening hours given")]
    public void InWords_OfAFacility_AreReadable(string? hours, string zh, string en)
    {
        var words = Linli.Places.OpeningHours.InWords(hours);
        (words.Zh, words.En).ShouldBe((zh, en));
    }
}
