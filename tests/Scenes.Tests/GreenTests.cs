using System.Net;
using Linli.LowCarbon;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Greenery (S84): the inventory, the care calendar, balcony gardens and the facts of the project.</summary>
public sealed class GreenTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static readonly object Wall = new
    {
        place = "hf-1-c-7",
        nameZh = "南立面绿墙",
        kind = "greenWall",
        state = "thriving",
        area = 120.5,
        planted = "2024-03-12",
        keeper = "绿化班",
        species = "常春藤",
    };

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S84")]
    public async Task Asset_KeptByStaff_IsSeenByAnybodyWithItsTips(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.StaffClient("worker");
        await worker.Put("/green/assets/wall-1", Wall).Good();
        await worker.Put("/green/assets/roof-1", new { place = "hf-1", nameZh = "屋顶花园", kind = "roofGarden", keeper = "物业", state = "needsCare", area = 80 }).Good();
        await worker.Put("/green/assets/roof-1", new { place = "hf-1", nameZh = "屋顶花园", kind = "roofGarden", keeper = "物业", state = "thriving", area = 90 }).Good();

        var seen = await town.Client().Get("/green/assets").Good();

        seen.GetProperty("assets").EnumerateArray().Select(a => a.Text("code")).ShouldBe(["wall-1", "roof-1"]);
        seen.GetProperty("totals").EnumerateArray().Select(t => t.GetProperty("area").GetDecimal()).ShouldBe([120.5m, 90]);
        (await town.Client().Get("/green/assets?place=hf-2").Good()).GetProperty("assets").GetArrayLength().ShouldBe(0);
        (await town.Client().Get("/green/tips?kind=GreenWall").Good()).EnumerateArray().ShouldHaveSingleItem().Text("from").ShouldBe("11");
        var page = await town.Client().GetStringAsync(new Uri("/low-carbon/green/wall-1", UriKind.Relative));
        page.ShouldContain("/report?category=lawn");
        page.ShouldContain("Last pruning");
        (await worker.Delete("/green/assets/wall-1")).IsSuccessStatusCode.ShouldBeTrue();
        (await town.Client().GetAsync(new Uri("/low-carbon/green/wall-1", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Asset_WithBadInputOrOutsideOnesPlace_IsRefused()
    {
        await using var town = await TestTown.Found();
        var worker = await town.StaffClient("worker");

        (await worker.Put("/green/assets/Wall 1", Wall).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.code_form");
        (await worker.Put("/green/assets/wall-1", new { place = "hf-1", nameZh = "", keeper = "x" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.text_length");
        (await worker.Put("/green/assets/wall-1", new { place = "hf-1", nameZh = "x", keeper = "x", area = -1 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.area");
        (await worker.Put("/green/assets/wall-1", new { place = "hf-1", nameZh = "x", keeper = "x", planted = "2030-01-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.planted");
        (await worker.Put("/green/assets/wall-1", new { place = "nowhere", nameZh = "x", keeper = "x" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.unknown_place");
        (await worker.Put("/green/assets/wall-1", new { place = "hf-2", nameZh = "x", keeper = "x" }).Refused(HttpStatusCode.Forbidden)).ShouldBe("lowcarbon.not_here");
        (await (await town.VerifiedClient("19900000001")).Put("/green/assets/wall-1", Wall)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await town.Client().Get("/green/tips?month=13").Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.month");
        (await town.Client().Get("/green/tips?kind=Cactus").Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.unknown_kind");
        (await town.Client().Get("/green/projects/none").Refused(HttpStatusCode.NotFound)).ShouldBe("lowcarbon.unknown_project");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S84")]
    public async Task Garden_OfAResident_BringsTipsAndIsOnlyCountedForStaff(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var resident = await town.VerifiedClient("19900000001");
        (await resident.Get("/green/garden").Refused(HttpStatusCode.NotFound)).ShouldBe("lowcarbon.no_garden");
        (await resident.Put("/green/garden", new { plants = Array.Empty<string>() }).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.no_plants");
        (await resident.Put("/green/garden", new { plants = new[] { "flowers" }, area = 0.05 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("lowcarbon.garden_area");

        await resident.Put("/green/garden", new { plants = new[] { "flowers" } }).Good();
        var garden = await resident.Put("/green/garden", new { plants = new[] { "flowers", "climbers" }, area = 2.5 }).Good();

        garden.GetProperty("tips").EnumerateArray().Select(t => t.Text("kind")).ShouldBe(["Flowers", "Climbers"]);
        var staff = await (await town.StaffClient("worker")).Get("/green/assets").Good();
        staff.GetProperty("gardens").EnumerateObject().ShouldHaveSingleItem().Value.GetInt32().ShouldBe(1);
        staff.ToString().ShouldNotContain("limbers");
        (await (await town.StaffClient("worker2")).Get("/green/assets").Good()).GetProperty("gardens").EnumerateObject().ShouldBeEmpty();
        (await (await town.ResidentClient("19900000002")).Get("/green/garden")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await resident.Delete("/green/garden")).IsSuccessStatusCode.ShouldBeTrue();
        (await resident.Get("/green/garden").Refused(HttpStatusCode.NotFound)).ShouldBe("lowcarbon.no_garden");
    }

    [Fact, Trait("Feature", "S84")]
    public async Task Project_OfTheDemo_ShowsItsFactsWithDateAndSource()
    {
        await using var town = await TestTown.Found();
        var samples = Path.Combine(Root(), "samples", "hefengli");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            // The town of the tests has other places than the demo; its facts need none.
            var only = Directory.CreateDirectory(Path.Combine(town.Folder, "samples")).FullName;
            foreach (var file in new[] { "green_projects.csv", "green_project_facts.csv" })
                File.Copy(Path.Combine(samples, file), Path.Combine(only, file));
            await s.GetRequiredService<LowCarbonDemo>().Seed(new DemoSamples(only, TestTown.Start), CancellationToken.None);
            return await db.SaveChangesAsync();
        });

        var sheet = await town.Client().Get("/green/projects/zhiyun").Good();

        sheet.GetProperty("facts").EnumerateArray().Where(f => f.GetProperty("value").ValueKind != System.Text.Json.JsonValueKind.Null)
            .Select(f => (f.Text("code"), f.GetProperty("value").GetDecimal(), f.Text("exactness")))
            .ShouldBe([("buildings", 38, "exact"), ("land", 330, "exact"), ("floor_area", 830_000, "exact"), ("investment", 60, "moreThan"), ("days", 1000, "moreThan"), ("axes", 3, "exact")]);
        sheet.GetProperty("facts").EnumerateArray().ShouldAllBe(f => f.Text("source").Length > 0 && f.Text("asOf").Length == 10);
        var page = await town.Client().GetStringAsync(new Uri("/low-carbon/projects/zhiyun", UriKind.Relative));
        page.ShouldContain("more than 60");
        page.ShouldContain("2026-06-30");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Linli.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The solution is not above the tests.");
        return folder;
    }
}
