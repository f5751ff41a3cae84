using System.Net;
using System.Text.Json;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Places.Grids.Teams;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests.Grids;

/// <summary>Teams of grids, and what happens when a steward leaves (S14, R09).</summary>
[Trait("Feature", "S14")]
public class HandOverTests
{
    private const string Grid = "hf-1-g01";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Steward_WhoIsSuspended_LeavesTheGridOnTheList_AndTheSuccessorGetsTheOpenCases(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var admin = await town.StaffClient("admin");
        var steward = await town.Staff("steward");
        await admin.Put($"/places/grids/{Grid}/steward", new { account = steward }).Good();
        await Watch(town);
        (await Alone(admin)).ShouldNotContain(Grid);
        var resident = await town.Resident("13800000001");
        var item = (await town.Run(resident, new ReportCase { Text = "楼道灯不亮", Category = "other", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat })).Value!.Id;

        await admin.Post($"/people/{steward}/suspend").Good();
        (await Alone(admin)).ShouldContain(Grid, "at once in the report, whether or not the job has come round");
        await Watch(town);
        await town.DeliverEvents();
        (await (await town.StaffClient("operator")).Get("/notices").Good()).ToString().ShouldContain("work.grid_alone");

        var worker = await town.Staff("worker");
        var handed = await admin.Post($"/places/grids/{Grid}/hand-over", new { to = worker, notes = "3 单元门禁偶尔失灵，钥匙在物业" }).Good();
        var cases = handed.GetProperty("items").EnumerateArray().Single(i => i.Text("kind") == "cases");
        cases.GetProperty("count").GetInt32().ShouldBe(1);
        var opened = (await town.Ask(worker, new OpenCase(item))).Value!;
        opened.Timeline.ShouldContain(line => line.Text != null && line.Text.Contains("网格交接"));
        await Watch(town);
        (await Alone(admin)).ShouldNotContain(Grid);

        // Both sides confirm; for who is gone, whoever manages grids, and never the successor.
        var id = handed.Id();
        var successor = await town.StaffClient("worker");
        var taken = await successor.Post($"/places/grids/hand-overs/{id}/confirm").Good();
        (taken.GetProperty("toConfirmedAt").ValueKind, taken.TryGetProperty("fromConfirmedAt", out var from) ? from.ValueKind : JsonValueKind.Null)
            .ShouldBe((JsonValueKind.String, JsonValueKind.Null));
        await admin.Post($"/places/grids/hand-overs/{id}/confirm").Good();
        (await successor.Post($"/places/grids/hand-overs/{id}/confirm").Refused(HttpStatusCode.Conflict)).ShouldBe("places.hand_over_not_yours");
        (await successor.Get($"/places/grids/{Grid}/hand-overs").Good())[0].GetProperty("fromConfirmedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task HandOver_MovesVisitsCareListsAndPairingsToo_AfterAPreviewThatMovesNothing(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var admin = await town.StaffClient("admin");
        var (steward, worker) = (await town.Staff("steward"), await town.Staff("worker"));
        await admin.Put($"/places/grids/{Grid}/steward", new { account = steward }).Good();
        await town.Groups();
        var mine = await town.StaffClient("steward");
        var elder = await mine.Enter(await town.Person("沈桂芳", "1940-03-08"), "age80");
        var child = await mine.Enter(await town.Person("小明", "2016-04-21", 1), "child");
        await (await town.StaffClient("secretary")).Post($"/care/entries/{child}/decide", new { approve = true }).Good();
        var successor = await town.StaffClient("worker");
        var plan = (await successor.Post("/visits/plans", new { name = "冬日走访", place = "hf-1", group = "age80", dueOn = "2026-12-10", items = VisitTests.Items }).Good()).Id();

        var preview = await admin.Get($"/places/grids/{Grid}/hand-over?to={worker}").Good();
        Counts(preview).ShouldBe(["care 2", "visits 1"]);
        preview.GetProperty("mayHandOver").GetBoolean().ShouldBeTrue();
        await mine.Get($"/care/entries/{elder}").Good();
        (await admin.Put($"/places/grids/{Grid}/steward", new { account = worker }).Refused(HttpStatusCode.Conflict)).ShouldBe("places.hand_over_first");

        var handed = await admin.Post($"/places/grids/{Grid}/hand-over", new { to = worker, notes = "两户常去看看" }).Good();
        Counts(handed).ShouldBe(["care 2", "visits 1"]);
        await successor.Get($"/care/entries/{elder}").Good();
        (await mine.Get($"/care/entries/{elder}").Refused(HttpStatusCode.Forbidden)).ShouldBe("care.not_assigned");
        // The record of the child opens once the responsible of the place has approved the successor.
        (await successor.Get($"/care/entries/{child}?reason=接手走访").Refused(HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        (await successor.Get($"/visits/plans/{plan}").Good()).GetProperty("families")[0].GetProperty("mine").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task HandOver_OfWorkThatTheSuccessorMayNotDo_IsRefused_AndNothingMoves(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var admin = await town.StaffClient("admin");
        await admin.Put($"/places/grids/{Grid}/steward", new { account = await town.Staff("steward") }).Good();
        await town.Groups();
        var mine = await town.StaffClient("steward");
        var elder = await mine.Enter(await town.Person("沈桂芳", "1940-03-08"), "age80");
        var leader = await town.Staff("lamp1");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(new Linli.People.Accounts.PostHeld
            {
                Id = Guid.CreateVersion7(TestTown.Start), AccountId = leader, Post = Linli.People.Posts.GridLeader, Scope = SmallTown.First.Child(Grid).Value, From = TestTown.Start.AddDays(-1),
            });
            return await db.SaveChangesAsync();
        });
        (await admin.Get($"/places/grids/{Grid}/hand-over?to={leader}").Good()).GetProperty("mayHandOver").GetBoolean().ShouldBeFalse();
        var answer = await admin.Post($"/places/grids/{Grid}/hand-over", new { to = leader, notes = "两户常去看看" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("People on care lists 1");
        await mine.Get($"/care/entries/{elder}").Good();
    }

    [Fact]
    public async Task Steward_WhoseServiceEnded_StillHandsOverWhatWasOpen()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        var (steward, worker) = (await town.Staff("steward"), await town.Staff("worker"));
        await admin.Put($"/places/grids/{Grid}/steward", new { account = steward }).Good();
        await town.Groups();
        await (await town.StaffClient("steward")).Enter(await town.Person("沈桂芳", "1940-03-08"), "age80");
        await admin.Post($"/people/{steward}/end-service").Good();
        Counts(await admin.Post($"/places/grids/{Grid}/hand-over", new { to = worker, notes = "原网格员已离职" }).Good()).ShouldBe(["care 1"]);
    }

    private static List<string> Counts(JsonElement handOver) =>
        [.. handOver.GetProperty("items").EnumerateArray().Select(i => $"{i.Text("kind")} {i.Text("count")}").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task HandOver_WithAFault_SaysWhich()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        var (steward, worker) = (await town.Staff("steward"), await town.Staff("worker"));
        (await Hand(new { to = (Guid?)null, notes = "交接事项" }, HttpStatusCode.BadRequest)).ShouldBe("places.successor_missing");
        (await Hand(new { to = worker, notes = "" }, HttpStatusCode.BadRequest)).ShouldBe("places.hand_over_notes");
        (await Hand(new { to = await town.Resident("13800000001"), notes = "交接事项" }, HttpStatusCode.BadRequest)).ShouldBe("places.steward_not_staff");
        await admin.Put($"/places/grids/{Grid}/steward", new { account = steward }).Good();
        (await Hand(new { to = steward, notes = "交接事项" }, HttpStatusCode.BadRequest)).ShouldBe("places.same_steward");
        (await (await town.StaffClient("steward")).Post($"/places/grids/{Grid}/hand-over", new { to = worker, notes = "交接事项" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        async Task<string?> Hand(object body, HttpStatusCode status) => await admin.Post($"/places/grids/{Grid}/hand-over", body).Refused(status);
    }

    [Fact]
    public async Task Team_HasOneLeader_FullAndPartTime_AndHelpersByName()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        await admin.Put($"/places/grids/{Grid}/steward", new { account = await town.Staff("steward") }).Good();
        var (worker, secretary) = (await town.Staff("worker"), await town.Staff("secretary"));
        (await Team(admin)).GetProperty("missing").EnumerateArray().Select(m => m.GetString()).ShouldBe(["leader", "partTime"]);
        await admin.Post($"/places/grids/{Grid}/team", new { role = "leader", account = secretary }).Good();
        await admin.Post($"/places/grids/{Grid}/team", new { role = "leader", account = worker }).Good();
        await admin.Post($"/places/grids/{Grid}/team", new { role = "partTime", account = secretary }).Good();
        var helper = await admin.Post($"/places/grids/{Grid}/team", new { role = "helper", name = "吴姐" }).Good();
        var team = await Team(admin);
        team.GetProperty("missing").GetArrayLength().ShouldBe(0);
        team.GetProperty("members").EnumerateArray().Count(m => m.Text("role") == "leader").ShouldBe(1);
        team.GetProperty("members").EnumerateArray().Count().ShouldBe(4);
        (await admin.Post($"/places/grids/{Grid}/team", new { role = "leader" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("places.member_account");
        (await admin.Post($"/places/grids/{Grid}/team", new { role = "helper" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("places.helper_name");
        (await admin.Post($"/places/grids/{Grid}/team", new { role = "partTime", account = secretary }).Refused(HttpStatusCode.Conflict)).ShouldBe("places.member_known");
        (await (await town.StaffClient("worker")).Delete($"/places/grids/team/{helper.Id()}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await admin.Delete($"/places/grids/team/{helper.Id()}").Good();
        (await Team(admin)).GetProperty("members").GetArrayLength().ShouldBe(3);
        await admin.Post($"/people/{secretary}/end-service").Good();
        (await Team(admin)).GetProperty("missing").EnumerateArray().Select(m => m.GetString()).ShouldBe(["partTime"], "who left is noticed");
        var page = await (await town.StaffClient("admin")).GetAsync(new Uri($"/places/grids/{Grid}", UriKind.Relative));
        WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()).ShouldContain("1+3+N");
    }

    [Fact]
    public async Task MicroGrid_HoldsBuildingsOrUnitsOfItsGrid_EachOnce()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        (await Keep("w1", "hf-2-c-7")).ShouldBe("places.micro_outside");
        (await Keep("w1", "hf-1-c-7:9")).ShouldBe("places.micro_outside");
        await admin.Put($"/places/grids/{Grid}/micro/w1", new { nameZh = "一号微网格", parts = new[] { "hf-1-c-7:1" } }).Good();
        (await Keep("w2", "hf-1-c-7")).ShouldBe("places.micro_overlap");
        var micro = (await Team(admin)).GetProperty("micro")[0];
        (micro.GetProperty("homes").GetInt32(), (await Team(admin)).GetProperty("homesInNoMicro").GetInt32()).ShouldBe((6, 0));

        async Task<string?> Keep(string code, string part) =>
            await admin.Put($"/places/grids/{Grid}/micro/{code}", new { nameZh = "微网格", parts = new[] { part } }).Refused(HttpStatusCode.BadRequest);
    }

    private static async Task<JsonElement> Team(HttpClient client) => await client.Get($"/places/grids/{Grid}/team").Good();

    private static async Task<List<string?>> Alone(HttpClient client) =>
        [.. (await client.Get("/places/grids/coverage").Good()).GetProperty("withoutSteward").EnumerateArray().Select(g => g.GetString())];

    private static Task<bool> Watch(TestTown town) => town.InScope(async s =>
    {
        await s.GetRequiredService<WatchStewards>().Run(CancellationToken.None);
        return true;
    });
}
