using System.Net;
using Linli.Cases.Tests.Desk;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Grids;

/// <summary>Borders that are changed on the page, and the team as residents see it (S14, R09, R51).</summary>
[Trait("Feature", "S14")]
public class GridPagesTests
{
    private const string Grid = "hf-1-g01";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Fact]
    public async Task DrawPage_LoadsTheBorderOfAGrid_ForWhoManagesItOnly()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        (await admin.Get($"/places/grids/{Grid}/border").Good()).GetProperty("geometry").Text("type").ShouldBe("Polygon");
        var page = WebUtility.HtmlDecode(await (await admin.GetAsync(new Uri($"/places/grids/draw?code={Grid}", UriKind.Relative))).Content.ReadAsStringAsync());
        page.ShouldContain("120.2095");
        page.ShouldContain("id=\"draw-report\"");
        (await (await town.StaffClient("steward")).Get($"/places/grids/{Grid}/border")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.Get("/places/grids/hf-1/border").Refused(HttpStatusCode.NotFound)).ShouldBe(await admin.Get("/places/grids/nothing/border").Refused(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Border_ThatCrossesItself_IsRefusedWithThePlace_AndSwappedDegreesAreSaid()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        var crossing = await Import(admin, [[120.2095, 30.207], [120.211, 30.209], [120.211, 30.207], [120.2095, 30.209], [120.2095, 30.207]]);
        crossing.ShouldContain("places.grid_shape");
        crossing.ShouldContain("120.21025, 30.208");
        (await Import(admin, [[30.207, 120.2095], [30.207, 120.211], [30.209, 120.211], [30.209, 120.2095], [30.207, 120.2095]])).ShouldContain("swapped");
    }

    [Theory]
    [InlineData("{\"type\":1}")]
    [InlineData("[1]")]
    [InlineData("no shape")]
    public async Task DrawPage_RefusesWhatIsNoGeoJson_BesideTheField(string forged)
    {
        await using var town = await TestTown.Found();
        var answer = await new PageForm(await town.StaffClient("admin"), $"/places/grids/draw?code={Grid}").Post(("_handler", "draw"), ("Do", "check"), ("GeoJson", forged));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("id=\"f-geojson-error\"");
    }

    [Fact]
    public async Task Resident_SeesTheTeamOfTheGrid()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        await admin.Put($"/places/grids/{Grid}/steward", new { account = await town.Staff("steward") }).Good();
        await admin.Post($"/places/grids/{Grid}/team", new { role = "leader", account = await town.Staff("secretary") }).Good();
        await admin.Post($"/places/grids/{Grid}/team", new { role = "helper", name = "吴姐" }).Good();
        await town.VerifiedResident("13800000001", home: true);
        town.Time.Move(TimeSpan.FromMinutes(2));
        var resident = await town.ResidentClient("13800000001");
        var page = WebUtility.HtmlDecode(await (await resident.GetAsync(new Uri("/find/community", UriKind.Relative))).Content.ReadAsStringAsync());
        foreach (var name in new[] { "李steward", "李secretary", "吴姐" })
            page.ShouldContain(name);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Building_WhosePointIsSet_ComesIntoItsGrid_AndPeopleAndListsFollow(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.Groups();
        var admin = await town.StaffClient("admin");
        var worker = await town.StaffClient("worker");
        var entry = await worker.Enter(await town.Person("沈桂芳", "1940-03-08"), "age80");
        const string Path = "/places/buildings/hf-1-c-7/point";
        (await admin.Put(Path, new { longitude = 30.208, latitude = 120.2118 }).Refused(HttpStatusCode.BadRequest)).ShouldNotBeNull();
        (await admin.Put(Path, new { longitude = 120.2118 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("places.point_missing");
        (await admin.Put(Path, new { longitude = 121.5, latitude = 31.2 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("places.outside");
        (await admin.Put("/places/buildings/hf-1/point", new { longitude = 120.2118, latitude = 30.208 }).Refused(HttpStatusCode.NotFound)).ShouldNotBeNull();
        (await worker.Put(Path, new { longitude = 120.2118, latitude = 30.208 })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var set = await admin.Put(Path, new { longitude = SmallTown.InFirstEast.Lon, latitude = SmallTown.InFirstEast.Lat }).Good();
        (set.Text("grid"), set.GetProperty("homesMoved").GetInt32()).ShouldBe(("hf-1-g02", 6));
        await town.DeliverEvents();
        var grids = await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            return (await db.Unfiltered<Linli.People.Accounts.HomeTie>().Select(t => t.Grid).Distinct().ToListAsync())
                .Concat(await db.Unfiltered<Linli.People.Care.CareEntry>().Where(e => e.Id == entry).Select(e => e.Grid).ToListAsync()).ToList();
        });
        grids.ShouldAllBe(g => g != null && g.EndsWith("/hf-1-g02/"));
        (await (await town.StaffClient("steward")).Get("/care/entries").Good()).GetProperty("total").GetInt32().ShouldBe(0, "the old steward sees nobody there any more");
        (await (await admin.GetAsync(new Uri("/places/buildings/hf-1-c-7/point", UriKind.Relative))).Content.ReadAsStringAsync()).ShouldContain("120.2118");
    }

    private static async Task<string> Import(HttpClient admin, double[][] ring)
    {
        var answer = await admin.Post("/places/grids/import", new
        {
            geoJson = new
            {
                type = "FeatureCollection",
                features = new[] { new { type = "Feature", properties = new { code = Grid, community = "hf-1", name_zh = "一号网格" }, geometry = new { type = "Polygon", coordinates = new[] { ring } } } },
            },
            dryRun = true,
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return await answer.Content.ReadAsStringAsync();
    }
}
