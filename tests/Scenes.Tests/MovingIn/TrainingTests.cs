using System.Net;
using System.Text.Json;
using Linli.People;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Services.MoveIn;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.MovingIn;

/// <summary>Training is written, published in versions, attended by list, and counted (S08).</summary>
[Trait("Feature", "S08")]
public class TrainingTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task NewVersion_LeavesWhoPassedAlone_UnlessItIsSaid_AndNeverTouchesThoseWithKeys(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.PublishQuiz();
        var (moved, waiting) = (await town.Tenant(), await town.Tenant("13800000501", "和一-7-1-501"));
        var worker = await town.StaffClient("worker");
        foreach (var tenant in new[] { moved, waiting })
            await tenant.Post($"/move-in/items/{await Item(tenant)}/answers", new { answers = Newcomers.RightAnswers }).Good();
        await worker.Post($"/move-in/{(await moved.Get("/move-in/mine").Good())[0].Id()}/key", new { what = "钥匙 2 把" }).Good();

        town.Time.Move(TimeSpan.FromMinutes(1));
        (await town.PublishQuiz(text: "新版。")).GetProperty("renewed").GetInt32().ShouldBe(0);
        (await Keys(waiting)).ShouldBeTrue("a new version voids nothing by itself");

        var body = JsonSerializer.SerializeToNode(Newcomers.Quiz("safety", text: "再新版。"))!.AsObject();
        body["again"] = true;
        (await worker.Post("/move-in/training", body).Good()).GetProperty("renewed").GetInt32().ShouldBe(1);
        ((await Keys(moved)), (await Keys(waiting))).ShouldBe((true, false));
        (await waiting.Get("/notices").Good()).ToString().ShouldContain("Fire safety");
        var items = (await waiting.Get("/move-in/mine").Good())[0].GetProperty("items").EnumerateArray().ToList();
        items.Select(i => (i.GetProperty("version").GetInt32(), i.GetProperty("compulsory").GetBoolean(), i.GetProperty("doneAt").ValueKind == JsonValueKind.String)).Order().ToArray()
            .ShouldBe(new[] { (1, false, true), (3, true, false) }, "what was passed stays in the record");
        await waiting.Post($"/move-in/items/{items.Single(i => i.GetProperty("version").GetInt32() == 3).Id()}/answers", new { answers = Newcomers.RightAnswers }).Good();
        (await Keys(waiting)).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Session_IsRecordedByItsList_AndCounted(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.PublishQuiz(tries: 1);
        var (first, second) = (await town.Tenant(), await town.Tenant("13800000501", "和一-7-1-501"));
        await first.Post($"/move-in/items/{await Item(first)}/answers", new { answers = Newcomers.WrongAnswers }).Good();
        var worker = await town.StaffClient("worker");
        var list = (await worker.Get("/move-in/attendees?code=safety").Good()).EnumerateArray().ToList();
        list.Select(a => a.Text("home")).ShouldBe(["和一-7-1-501", Newcomers.Home]);
        list.ShouldAllBe(a => a.Text("name").Contains('*'));
        (await (await town.StaffClient("worker2")).Get("/move-in/attendees?code=safety").Good()).GetArrayLength().ShouldBe(0);
        (await Count(worker)).GetProperty("modules")[0].GetProperty("outOfTries").GetInt32().ShouldBe(1);

        await worker.Post("/move-in/attendance", new { items = list.Select(a => a.Id("item")), on = "2026-11-23", note = "服务厅二楼，王老师" }).Good();
        (await worker.Get("/move-in/attendees?code=safety").Good()).GetArrayLength().ShouldBe(0);
        var counts = await Count(worker);
        (counts.GetProperty("lists").GetInt32(), counts.GetProperty("ready").GetInt32(), counts.GetProperty("modules")[0].GetProperty("attendance").GetInt32()).ShouldBe((2, 2, 2));
        (await Keys(second)).ShouldBeTrue();
        var page = await worker.GetAsync(new Uri("/desk/move-in/session?code=safety", UriKind.Relative));
        WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()).ShouldContain("Nobody still has to do this");
    }

    [Fact]
    public async Task Resident_WhoseTieCameByImport_FindsAListToFinish()
    {
        await using var town = await TestTown.Found();
        await town.PublishQuiz();
        town.Time.Move(TimeSpan.FromDays(1));
        var resident = await town.VerifiedResident("13800000777");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var home = (await s.GetRequiredService<Linli.Places.IHomes>().InBuilding(SmallTown.First.Child("hf-1-c").Child("hf-1-c-7"), CancellationToken.None))[0];
            var account = await db.Records<Account>().SingleAsync(a => a.Id == resident);
            db.Insert(new HomeTie
            {
                Id = Guid.CreateVersion7(town.Time.GetUtcNow()), PersonId = account.PersonId, AccountId = resident, HomeId = home.Id.Value, HomeLabel = home.Label,
                Relation = HomeRelation.Owner, Scope = home.Building.Value, Grid = home.Grid?.Value, From = town.Time.GetUtcNow().AddMinutes(-1),
            });
            return await db.SaveChangesAsync();
        });
        town.Time.Move(TimeSpan.FromMinutes(2));
        var client = await town.ResidentClient("13800000777");
        var lists = await client.Get("/move-in/mine").Good();
        lists.GetArrayLength().ShouldBe(1);
        (await client.Get("/move-in/mine").Good()).GetArrayLength().ShouldBe(1, "once");
        await client.Post($"/move-in/items/{lists[0].GetProperty("items")[0].Id()}/answers", new { answers = Newcomers.RightAnswers }).Good();
        (await Keys(client)).ShouldBeTrue();
    }

    [Fact]
    public async Task Training_IsWrittenOnThePage_WithItsQuizAsText()
    {
        await using var town = await TestTown.Found();
        var id = (await town.PublishQuiz()).Id();
        var worker = await town.StaffClient("worker");
        var page = WebUtility.HtmlDecode(await (await worker.GetAsync(new Uri($"/desk/move-in/training?from={id}", UriKind.Relative))).Content.ReadAsStringAsync());
        page.ShouldContain("write the next version");
        page.ShouldContain("* 车棚 | 车棚");
        (await (await town.StaffClient("steward")).GetAsync(new Uri("/desk/move-in/training", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await (await town.StaffClient("worker2")).Get($"/move-in/training/{id}").Refused(HttpStatusCode.NotFound);
        await worker.Delete($"/move-in/training/{id}").Good();
        (await worker.Delete($"/move-in/training/{id}").Refused(HttpStatusCode.NotFound)).ShouldBe("services.training_not_found");
    }

    [Theory]
    [InlineData("问题 | Question\n* 对 | right\n- 错 | wrong", null)]
    [InlineData("问题｜Question\n＊ 对｜right\n－ 错｜wrong\n\n第二题 | Second\n- 错 | wrong\n* 对 | right", null)]
    [InlineData("问题\n* 对 | right", 1)]
    [InlineData("* 对 | right", 1)]
    [InlineData("问题 | Question\n对 | right", 2)]
    [InlineData("问题 | Question\n* 对", 2)]
    public void QuizText_IsReadByLine_AndWrittenBackTheSame(string text, int? line)
    {
        var read = QuizText.Read(text);
        read.Ok.ShouldBe(line is null);
        if (line is { } number)
            read.Problem.Message.En.ShouldContain($"line {number}");
        else
            QuizText.Write(QuizText.Read(QuizText.Write(read.Value!)).Value!).ShouldBe(QuizText.Write(read.Value!));
    }

    private static async Task<Guid> Item(HttpClient tenant) => (await tenant.Get("/move-in/mine").Good())[0].GetProperty("items")[0].Id();

    private static async Task<bool> Keys(HttpClient tenant) => (await tenant.Get("/move-in/mine").Good())[0].GetProperty("mayHaveKeys").GetBoolean();

    private static async Task<JsonElement> Count(HttpClient worker) => await worker.Get("/move-in/training/statistics").Good();
}
