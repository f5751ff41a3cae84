using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Tables;
using Linli.Tests;

namespace Linli.Places.Tests;

/// <summary>Lists of homes on the workbench: mapped, checked, decided, carried out, given out again.</summary>
public class HomesDeskTests
{
    private const string List = "楼号,单元,房号,建筑面积,面积来源,用途\n7,1,101,89.50,不动产登记,住宅\n7,2,601,120,合同,\n9,1,101,60,,\n";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Import_InSteps_ChecksDecidesAndWrites_AndTheSecondTimeNothing(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var admin = await town.StaffClient("admin");
        var id = await Stage(admin, List);
        var check = await Post(admin, $"/api/v1/places/imports/{id}/check", new { });
        (check.GetProperty("added").GetInt32(), check.GetProperty("changed").GetInt32(), check.GetProperty("refused").GetInt32()).ShouldBe((1, 1, 1));
        (await Export(admin)).Single(r => r["单元"] == "1" && r["房号"] == "101")["产权面积"].ShouldBe("", "a check writes nothing");
        (await admin.GetAsync($"/api/v1/places/imports/{id}/refused.xlsx")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Post(admin, $"/api/v1/places/imports/{id}/run", new { });
        (await Export(admin)).Single(r => r["单元"] == "1" && r["房号"] == "101")["产权面积"].ShouldBe("89.5");

        var again = await Stage(admin, List);
        (await Post(admin, $"/api/v1/places/imports/{again}/check", new { })).ShouldSatisfyAllConditions(c => c.GetProperty("added").GetInt32().ShouldBe(0), c => c.GetProperty("unchanged").GetInt32().ShouldBe(2));

        // Another area from the same source is for somebody to decide.
        var other = await Stage(admin, List.Replace("89.50", "91", StringComparison.Ordinal));
        var found = await Post(admin, $"/api/v1/places/imports/{other}/check", new { });
        found.GetProperty("undecided").GetInt32().ShouldBe(1);
        (await admin.PostAsJsonAsync($"/api/v1/places/imports/{other}/run", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Post(admin, $"/api/v1/places/imports/{other}/check", new { decisions = new { Area = "Replace" } })).GetProperty("undecided").GetInt32().ShouldBe(0);
        await Post(admin, $"/api/v1/places/imports/{other}/run", new { });
        (await Export(admin)).Single(r => r["单元"] == "1" && r["房号"] == "101")["产权面积"].ShouldBe("91");
        (await admin.PostAsJsonAsync($"/api/v1/places/imports/{other}/run", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Export_ImportedAgain_ChangesNothing(string format)
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        await Post(admin, $"/api/v1/places/imports/{await Checked(admin, await Stage(admin, List))}/run", new { });
        var file = await admin.GetByteArrayAsync($"/api/v1/places/homes/export.{format}");
        var check = await Post(admin, $"/api/v1/places/imports/{await Stage(admin, file, "homes." + format)}/check", new { });
        (check.GetProperty("added").GetInt32(), check.GetProperty("changed").GetInt32(), check.GetProperty("refused").GetInt32(), check.GetProperty("undecided").GetInt32()).ShouldBe((0, 0, 0, 0));
        check.GetProperty("unchanged").GetInt32().ShouldBe(check.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task Steps_OfSomebodyElseOrWithoutPermission_AreRefused()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        var id = await Stage(admin, List);
        (await (await town.StaffClient("worker")).PostAsJsonAsync($"/api/v1/places/imports/{id}/check", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.PostAsJsonAsync($"/api/v1/places/imports/{id}/check", new { columns = new { nothing = "x" } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await admin.PostAsJsonAsync($"/api/v1/places/imports/{id}/run", new { })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Upload(admin, [], "a.csv", "hf-1-c")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Upload(admin, Encoding.UTF8.GetBytes(List), "a.csv", "hf-1")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Upload(admin, [0x50, 0x4B, 3, 4, 0, 0, 0, 0], "a.xlsx", "hf-1-c")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        foreach (var page in (string[])["/desk/places/homes", $"/desk/places/homes/{id}"])
            (await admin.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK, page);
        await Checked(admin, id);
        (await admin.GetAsync($"/desk/places/homes/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.DeleteAsync($"/api/v1/places/imports/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.GetAsync($"/api/v1/places/imports/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.GetAsync("/api/v1/places/homes/export.csv?place=nowhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<Guid> Checked(HttpClient client, Guid id)
    {
        await Post(client, $"/api/v1/places/imports/{id}/check", new { });
        return id;
    }

    private static Task<HttpResponseMessage> Upload(HttpClient client, byte[] file, string name, string compound) =>
        client.PostAsync($"/api/v1/places/imports?compound={compound}", new MultipartFormDataContent { { new ByteArrayContent(file), "file", name } });

    private static Task<Guid> Stage(HttpClient client, string csv) => Stage(client, Encoding.UTF8.GetBytes(csv), "房屋.csv");

    private static async Task<Guid> Stage(HttpClient client, byte[] file, string name)
    {
        var answer = await Upload(client, file, name, "hf-1-c");
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private static async Task<JsonElement> Post(HttpClient client, string path, object body)
    {
        var answer = await client.PostAsJsonAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<List<TableRow>> Export(HttpClient client)
    {
        using var table = TableReader.Open(new MemoryStream(await client.GetByteArrayAsync("/api/v1/places/homes/export.csv?place=hf-1")));
        return [.. table.Rows()];
    }
}
