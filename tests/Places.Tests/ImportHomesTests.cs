using Linli.Places.Import;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Places.Tests;

public class ImportHomesTests
{
    private const string List = "和一苑房屋清册\n楼幢,单元,房号,专有面积,面积来源,用途\n7幢,1,101室,89.50,不动产登记,住宅\n,,601,120,合同,\n,2,101,88,测绘,商铺\n8幢,1,101,60,,\n,,,70,,\n";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Import_AListWithMergedCells_AddsCompletesAndRefuses_AndTheSecondTimeNothing(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var first = await Import(town, List, buildings: false);
        (first.Added, first.Changed, first.Unchanged, first.Refused.Count).ShouldBe((2, 1, 0, 2));
        first.Refused[0].Reason.En.ShouldContain("no building 8");

        var homes = await Homes(town);
        var known = homes.Single(h => h.Label == "和一-7-1-101");
        (known.AreaDm2, known.AreaFrom).ShouldBe((8950, AreaSource.Register));
        var shop = homes.Single(h => h.Label == "和一-7-2-101");
        (shop.Use, shop.Floor, shop.AreaFrom, shop.Grid!.Value.Code).ShouldBe((HomeUse.Shop, 1, AreaSource.Survey, "hf-1-g01"));
        homes.Single(h => h.Label == "和一-7-1-601").Floor.ShouldBe(6);

        var again = await Import(town, List, buildings: false);
        (again.Added, again.Changed, again.Unchanged).ShouldBe((0, 0, 3));
    }

    [Fact]
    public async Task Import_WithBuildings_FoundsThemWithTheirHomes()
    {
        await using var town = await TestTown.Found();
        var done = await Import(town, List, buildings: true);
        (done.BuildingsAdded, done.Added, done.Refused.Count).ShouldBe((1, 3, 1));
        (await Homes(town)).ShouldContain(h => h.Label == "和一-8-1-101");
        (await Import(town, List, buildings: true)).BuildingsAdded.ShouldBe(0);
    }

    [Fact]
    public async Task Import_AnAreaOfAWeakerSource_NeverReplacesTheRegisters()
    {
        await using var town = await TestTown.Found();
        await Import(town, List, buildings: false);
        var done = await Import(town, "楼幢,单元,房号,面积,面积来源\n7,1,101,95,合同\n7,1,101,不知道,合同\n", buildings: false);
        (done.Unchanged, done.Refused.Count).ShouldBe((1, 1));
        (await Homes(town)).Single(h => h.Label == "和一-7-1-101").AreaDm2.ShouldBe(8950);
    }

    [Fact]
    public async Task Import_ADryRun_ChangesNothing()
    {
        await using var town = await TestTown.Found();
        var before = (await Homes(town)).Count;
        (await Import(town, List, buildings: true, dryRun: true)).Added.ShouldBe(3);
        (await Homes(town)).Count.ShouldBe(before);
        (await Homes(town)).ShouldAllBe(h => h.AreaDm2 == null);
    }

    [Fact]
    public async Task Import_RoomsAndUnits_AreReadWholeOrRefused()
    {
        await using var town = await TestTown.Found();
        var done = await Import(town, "楼幢,单元,房号,面积\n七幢,二单元,301室,80\n7,,1-303,81\n7,1,502-1,40\n7,1,502-2,41\n7,1,S1-02,30\n7,1,地下室,20\n7,三十单元东,305,20\n7,2,1-306,20\n7,2,301,82\n", buildings: false);
        var labels = (await Homes(town)).ConvertAll(h => h.Label);
        foreach (var label in (string[])["和一-7-2-301", "和一-7-1-303", "和一-7-1-502-1", "和一-7-1-502-2", "和一-7-1-S1-02"])
            labels.Count(l => l == label).ShouldBe(1, label);
        done.Refused.Select(r => r.Row).ShouldBe([7, 8, 9, 10]);
        (await Homes(town)).Single(h => h.Label == "和一-7-2-301").AreaDm2.ShouldBe(8000);
    }

    [Fact]
    public async Task Import_DegreesOfAnotherSystem_AreRefusedBesideTheirColumn()
    {
        await using var town = await TestTown.Found();
        var swapped = await Import(town, "楼幢,房号,经度,纬度\n8,101,30.208,120.21\n", buildings: true);
        swapped.Refused.ShouldHaveSingleItem();
        var half = await Import(town, "楼幢,房号,经度,纬度\n8,101,120.21,\n", buildings: true);
        half.Refused.ShouldHaveSingleItem();
        (await town.Run(await town.Staff("admin"), new ImportHomes([], "hf-1-c", true, false) { Crs = "moon" })).Problem.Field.ShouldBe("crs");
    }

    private static async Task<HomesImported> Import(TestTown town, string csv, bool buildings, bool dryRun = false)
    {
        using var list = HomeListFile.Open(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), new Dictionary<string, string>());
        list.Problems.ShouldBeEmpty();
        var result = await town.Run(await town.Staff("admin"), new ImportHomes([.. list.Rows().Select(r => r.Home)], "hf-1-c", buildings, dryRun));
        result.Ok.ShouldBeTrue(result.Ok ? null : result.Problem.Message.En);
        return result.Value!;
    }

    private static Task<List<HomeRow>> Homes(TestTown town) => town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<HomeRow>().AsNoTracking().ToListAsync());
}
