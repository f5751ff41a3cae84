using System.Net;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests;

/// <summary>Scenes for elders and children (S41): five and five, something to book at each, and for how many people they are.</summary>
[Trait("Feature", "S41")]
public sealed class AgeSceneTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Registry_HasFiveAndFive_EachWithSomethingToBook_AndComputesTheShareOfThePeople(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.StaffClient("worker");
        foreach (var (side, i) in Enumerable.Range(0, 10).Select(i => (i < 5 ? "elder" : "child", i)))
        {
            await worker.Put($"/age-scenes/scene-{i}", new { place = "hf-1", side, nameZh = "场景" + i, position = i }).Good();
            await worker.Post($"/age-scenes/scene-{i}/items", new { nameZh = "活动" + i, weekday = 6, from = "09:00", minutes = 90, places = 10 }).Good();
        }

        // A clinic at the same facility is something to book there too.
        await worker.Put("/clinics/yinghu", new { place = "hf-1", nameZh = "映湖卫生站", facility = "f-clinic" }).Good();
        await worker.Put("/age-scenes/scene-0", new { place = "hf-1", side = "elder", nameZh = "康养服务中心", facility = "f-clinic" }).Good();
        await town.Person("老人", "1960-01-01");
        await town.Person("孩子", "2020-01-01");
        await town.Person("大人一", "1990-01-01");
        await town.Person("大人二", "1991-01-01");
        await town.Person("别处老人", "1950-01-01", second: true);

        var sheet = await town.Client().Get("/age-scenes").Good();
        (sheet.GetProperty("elder").GetArrayLength(), sheet.GetProperty("child").GetArrayLength()).ShouldBe((5, 5));
        sheet.GetProperty("elder").EnumerateArray().Concat(sheet.GetProperty("child").EnumerateArray()).ShouldAllBe(s => s.GetProperty("items").GetArrayLength() > 0);
        sheet.GetProperty("elder").EnumerateArray().Single(s => s.Text("code") == "scene-0").GetProperty("items").EnumerateArray().Select(i => i.Text("page")).ShouldContain("/clinics/yinghu");
        var share = sheet.GetProperty("share");
        (share.GetProperty("elders").GetInt32(), share.GetProperty("children").GetInt32(), share.GetProperty("all").GetInt32(), share.GetProperty("percent").GetDecimal()).ShouldBe((1, 1, 4, 50m));
        (await town.Client().Get("/age-scenes?place=hf").Good()).GetProperty("share").GetProperty("percent").GetDecimal().ShouldBe(60m);

        var item = (await town.Client().GetAsync(new Uri(sheet.GetProperty("child")[0].GetProperty("items")[0].Text("page"), UriKind.Relative)));
        item.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await town.Client().GetStringAsync(new Uri("/old-and-young", UriKind.Relative))).ShouldContain("50 %");
        (await worker.GetStringAsync(new Uri("/desk/old-and-young", UriKind.Relative))).ShouldContain("50 %");

        (await worker.Put("/age-scenes/x", new { place = "hf-1", side = "elder", nameZh = "场景" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.code");
        (await worker.Put("/age-scenes/xx", new { place = "hf-2", side = "elder", nameZh = "场景" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.place");
        (await worker.Post("/age-scenes/scene-1/items", new { nameZh = "活动", weekday = 8, from = "09:00", minutes = 90, places = 10 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("health.shift_days");
        (await worker.Post("/age-scenes/none/items", new { nameZh = "活动", weekday = 1, from = "09:00", minutes = 90, places = 10 }).Refused(HttpStatusCode.NotFound)).ShouldBe("health.no_scene");
        (await town.Client().Get("/age-scenes?place=hf-1-c-7").Refused(HttpStatusCode.BadRequest)).ShouldBe("health.place_small", "who lives in one building is nobody's to count");
        (await worker.Put("/age-scenes/scene-1", new { place = "hf-1-c", side = "elder", nameZh = "场景" }).Refused(HttpStatusCode.Conflict)).ShouldBe("health.place_fixed");
        (await town.Client().Get("/age-scenes?place=nowhere").Refused(HttpStatusCode.BadRequest)).ShouldBe("health.place");
    }
}
