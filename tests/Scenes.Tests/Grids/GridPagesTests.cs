using System.Net;
using Linli.Tests;

namespace Linli.Scenes.Tests.Grids;

/// <summary>Borders that are changed on the page, and the team as residents see it (S14, R09, R51).</summary>
[Trait("Feature", "S14")]
public class GridPagesTests
{
    private const string Grid = "hf-1-g01";

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
