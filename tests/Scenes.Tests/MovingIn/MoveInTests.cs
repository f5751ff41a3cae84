using System.Net;
using System.Text.Json;
using Linli.People;
using Linli.Platform.Data;
using Linli.Services.MoveIn;
using Linli.Tests;

namespace Linli.Scenes.Tests.MovingIn;

/// <summary>Training before moving in (先培训后入住, S08).</summary>
[Trait("Feature", "S08")]
public class MoveInTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Newcomer_WhoPassesTheQuiz_GetsKeyAndCredential_AndNotBefore(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await town.PublishQuiz();
        var tenant = await town.Tenant();
        await tenant.Agree(Purposes.GateCredential);
        var worker = await town.StaffClient("worker");
        var list = (await tenant.Get("/move-in/mine").Good())[0];
        list.GetProperty("mayHaveKeys").GetBoolean().ShouldBeFalse();
        (await tenant.Post("/gates/mine", new { kind = "pin" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.move_in_not_done");
        (await worker.Post("/gates/cards", new { tie = await tenant.Tie(), card = "04A1B2C3D4" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.move_in_not_done");
        (await worker.Post($"/move-in/{list.Id()}/key", new { what = "钥匙 2 把" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.move_in_not_done");

        var item = list.GetProperty("items")[0].Id();
        (await tenant.Get($"/move-in/items/{item}").Good()).ToString().ShouldNotContain("right\":true", Case.Insensitive);
        var failed = await tenant.Post($"/move-in/items/{item}/answers", new { answers = Newcomers.WrongAnswers }).Good();
        (failed.GetProperty("passed").GetBoolean(), failed.GetProperty("triesLeft").GetInt32()).ShouldBe((false, 2));
        var passed = await tenant.Post($"/move-in/items/{item}/answers", new { answers = Newcomers.RightAnswers }).Good();
        passed.GetProperty("passed").GetBoolean().ShouldBeTrue();

        (await tenant.Post("/gates/mine", new { kind = "pin" }).Good()).GetProperty("pin").GetString()!.Length.ShouldBe(6);
        await worker.Post($"/move-in/{list.Id()}/key", new { what = "钥匙 2 把" }).Good();
        (await worker.Post($"/move-in/{list.Id()}/key", new { what = "钥匙 2 把" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.key_given");
        var tries = (await tenant.Get($"/move-in/items/{item}").Good()).GetProperty("tries");
        tries.GetArrayLength().ShouldBe(2, "every result is kept");
        (await tenant.Get("/move-in/mine").Good())[0].Text("keyWhat").ShouldBe("钥匙 2 把");
        (await town.Audit("HandOverKey")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Quiz_WithoutTriesLeft_IsDoneByAttendingASession()
    {
        await using var town = await TestTown.Found();
        await town.PublishQuiz(tries: 1);
        var tenant = await town.Tenant();
        var item = (await tenant.Get("/move-in/mine").Good())[0].GetProperty("items")[0].Id();
        await tenant.Post($"/move-in/items/{item}/answers", new { answers = Newcomers.WrongAnswers }).Good();
        (await tenant.Post($"/move-in/items/{item}/answers", new { answers = Newcomers.RightAnswers }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.no_tries_left");

        var body = new { items = new[] { item }, on = "2026-11-23", note = "一站式服务厅二楼" };
        await (await town.StaffClient("worker2")).Post("/move-in/attendance", body).Refused(HttpStatusCode.NotFound);
        (await (await town.StaffClient("worker")).Post("/move-in/attendance", body with { on = "2026-11-24" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.date_future");
        (await (await town.StaffClient("worker")).Post("/move-in/attendance", body).Good()).GetProperty("items").GetInt32().ShouldBe(1);
        var list = (await tenant.Get("/move-in/mine").Good())[0];
        list.GetProperty("mayHaveKeys").GetBoolean().ShouldBeTrue();
        list.GetProperty("items")[0].Text("note").ShouldContain("一站式服务厅二楼");
        list.GetProperty("items")[0].Text("doneBy").ShouldBe("attendance");
    }

    [Fact]
    public async Task Override_IsForWhoMay_WithAReason_LoggedAndShown()
    {
        await using var town = await TestTown.Found();
        await town.PublishQuiz();
        var tenant = await town.Tenant();
        var list = (await tenant.Get("/move-in/mine").Good())[0].Id();
        var path = $"/move-in/{list}/override";
        (await (await town.StaffClient("worker")).Post(path, new { reason = "孩子发烧急需入住" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var secretary = await town.StaffClient("secretary");
        (await secretary.Post(path, new { reason = "急" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        await secretary.Post(path, new { reason = "孩子发烧急需入住，三日内补训" }).Good();

        var shown = (await tenant.Get("/move-in/mine").Good())[0];
        (shown.GetProperty("mayHaveKeys").GetBoolean(), shown.Text("overrideReason")).ShouldBe((true, "孩子发烧急需入住，三日内补训"));
        (await town.Audit("OverrideMoveIn")).ShouldHaveSingleItem().Subject.ShouldBe(list.ToString());
        (await (await town.StaffClient("worker")).Get("/move-in").Good())[0].ToString().ShouldContain("孩子发烧急需入住");
        (await tenant.Get("/notices").Good()).ToString().ShouldContain("home.move_in");
    }

    [Fact]
    public async Task Training_NewVersion_IsForLaterNewcomers_AndEarlierOnesKeepTheirs()
    {
        await using var town = await TestTown.Found();
        (await town.PublishQuiz()).GetProperty("version").GetInt32().ShouldBe(1);
        await town.Tenant();
        town.Time.Move(TimeSpan.FromHours(1));
        (await town.PublishQuiz(text: "新版：车棚已加装充电桩。")).GetProperty("version").GetInt32().ShouldBe(2);
        var second = await town.Tenant("13800000501", "和一-7-1-501");
        (await Version(await town.ResidentClient(Newcomers.Phone)), await Version(second)).ShouldBe((1, 2));
        (await (await town.StaffClient("worker")).Get("/move-in/training").Good()).GetArrayLength().ShouldBe(2);

        static async Task<int> Version(HttpClient client) => (await client.Get("/move-in/mine").Good())[0].GetProperty("items")[0].GetProperty("version").GetInt32();
    }

    [Fact]
    public async Task Resident_WhoLivedThereBeforeTheTraining_NeedsNoList_UntilStaffOpenOne()
    {
        await using var town = await TestTown.Found();
        await town.Settled();
        town.Time.Move(TimeSpan.FromDays(1));
        await town.PublishQuiz();
        var tenant = await town.ResidentClient(Newcomers.Phone);
        await tenant.Post("/gates/mine", new { kind = "qr" }).Good();
        var worker = await town.StaffClient("worker");
        (await worker.Post("/move-in", new { home = "和一-7-1-999" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.nobody_there");
        (await worker.Post("/move-in", new { home = Newcomers.Home }).Good()).GetProperty("lists").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Answers_ThatDoNotFitTheQuiz_NameTheQuestion_AndCostNoTry()
    {
        await using var town = await TestTown.Found();
        await town.PublishQuiz();
        var tenant = await town.Tenant();
        var item = (await tenant.Get("/move-in/mine").Good())[0].GetProperty("items")[0].Id();
        (await Answer([[0]])).ShouldBe("services.answers_count");
        (await Answer([[0], []])).ShouldBe("services.answer_missing");
        (await Answer([[0], [7]])).ShouldBe("services.answer_unknown");
        (await Answer([[0], [0, 0]])).ShouldBe("services.answer_unknown");
        (await tenant.Get($"/move-in/items/{item}").Good()).GetProperty("line").GetProperty("triesLeft").GetInt32().ShouldBe(3);
        await (await town.Tenant("13800000501", "和一-7-1-501")).Get($"/move-in/items/{item}").Refused(HttpStatusCode.NotFound);

        async Task<string?> Answer(int[][] answers) => await tenant.Post($"/move-in/items/{item}/answers", new { answers }).Refused(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Code", "Ü", "services.training_code")]
    [InlineData("titleEn", "", "services.training_title")]
    [InlineData("video", "http://example.org/film", "services.training_video")]
    [InlineData("place", "hf-9", "services.place_unknown")]
    [InlineData("mode", "session", "services.questions_mode")]
    public async Task Publish_WithAFault_SaysWhich(string field, string value, string code)
    {
        await using var town = await TestTown.Found();
        var body = JsonSerializer.SerializeToNode(Newcomers.Quiz("safety"))!.AsObject();
        body[field == "Code" ? "code" : field] = value;
        (await (await town.StaffClient("worker")).Post("/move-in/training", body).Refused(HttpStatusCode.BadRequest)).ShouldBe(code);
    }

    [Theory]
    [InlineData(8, 10, 80, true)]
    [InlineData(7, 10, 80, false)]
    [InlineData(2, 3, 67, false)]
    [InlineData(2, 3, 66, true)]
    [InlineData(0, 0, 50, false)]
    public void Passes_CountsWithoutRounding(int right, int total, int mark, bool passes) => MoveInRules.Passes(right, total, mark).ShouldBe(passes);

    [Theory]
    [InlineData("/move-in", true)]
    [InlineData("/desk/move-in", false)]
    public async Task Page_ShowsTheList(string path, bool resident)
    {
        await using var town = await TestTown.Found();
        await town.PublishQuiz();
        var tenant = await town.Tenant();
        var answer = await (resident ? tenant : await town.StaffClient("worker")).GetAsync(new Uri(path, UriKind.Relative));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Fire safety");
        var item = (await tenant.Get("/move-in/mine").Good())[0].GetProperty("items")[0].Id();
        (await (await tenant.GetAsync(new Uri($"/move-in/{item}", UriKind.Relative))).Content.ReadAsStringAsync()).ShouldContain("name=\"q1\"");
    }
}
