using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Import;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Cases.Tests.Desk;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Tests;

/// <summary>What nobody should send, and somebody will: refused with a reason in both languages, or taken without harm.</summary>
public class HostileInputTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Report_WithAnyFieldNullOrOfAnotherKind_IsTakenOrRefusedButNeverAnErrorOfOurs(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var client = await town.ResidentClient("13800000001");
        var fields = JsonSerializer.SerializeToNode(Snap(), Platform.Json.Options)!.AsObject().Select(p => p.Key).Append("answers[0]").ToList();
        string?[] values =
        [
            null, "[]", "{}", "[null]", "\"\"", "\"nonsense\"", "-1", "1e400", "true", "[[[[]]]]", "\"\\ud800\"", "\"a\\u0000b\"", "\"\\u202e\\u200b\"",
            "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "[{\"code\":null,\"values\":null}]", "[{\"code\":\"x\"}]", $"\"{new string('x', 20000)}\"",
        ];
        foreach (var field in fields)
            foreach (var value in values)
            {
                var body = JsonSerializer.SerializeToNode(Snap(), Platform.Json.Options)!.AsObject();
                body[field] = null;
                var text = body.ToJsonString().Replace($"\"{field}\":null", $"\"{field}\":{value ?? "null"}", StringComparison.Ordinal);
                var answer = await Post(client, "/api/v1/cases", text);
                ((int)answer.StatusCode).ShouldBeLessThan(500, $"{field}: {value?[..Math.Min(60, value.Length)]}\n{await answer.Content.ReadAsStringAsync()}");
            }
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("{\"text\":\"路灯坏了\"}", "text/plain")]
    [InlineData("<case/>", "application/xml")]
    [InlineData("text=路灯坏了", "application/x-www-form-urlencoded")]
    public async Task Report_OfAnUnreadableBody_IsAProblemDocument(string body, string type)
    {
        await using var town = await TestTown.Found();
        using var content = new StringContent(body, Encoding.UTF8, type);
        var answer = await (await town.ResidentClient("13800000001")).PostAsync(new Uri("/api/v1/cases", UriKind.Relative), content);
        ((int)answer.StatusCode).ShouldBeInRange(400, 415);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var error = problem.GetProperty("errors")[0];
        error.GetProperty("zh").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("en").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Report_OfDeepOrEndlessJson_IsRefused()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient("13800000001");
        var deep = $"{{\"text\":{string.Concat(Enumerable.Repeat("[", 5000))}{string.Concat(Enumerable.Repeat("]", 5000))}}}";
        (await Post(client, "/api/v1/cases", deep)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var many = JsonSerializer.Serialize(new { text = "路灯坏了", category = "lamp", community = "hf-1", answers = Enumerable.Range(0, 5000).Select(i => new { code = $"c{i}", values = new[] { "x" } }) });
        ((int)(await Post(client, "/api/v1/cases", many)).StatusCode).ShouldBeLessThan(500);
        var long1 = JsonSerializer.Serialize(new { text = new string('字', 4001), category = "lamp", community = "hf-1" });
        var refused = await Post(client, "/api/v1/cases", long1);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString().ShouldBe("text");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Text_WithMarkupAndHiddenMarks_IsShownAsTextAndWithoutThem(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var resident = await town.Resident("13800000001");
        var receipt = (await town.Run(resident, Snap() with { Text = "<script>alert(1)</script>\u202Egnp.exe\u200B\u0007 <img src=x onerror=alert(2)>", PlaceText = "\"><svg onload=alert(3)>" })).Value!;
        await town.Run(await town.Staff("desk"), new AcceptCase { Case = receipt.Id, Message = "您好\u202E<b>" });
        var detail = (await town.Ask(resident, new OpenCase(receipt.Id))).Value!;
        detail.Text.ShouldBe("<script>alert(1)</script>gnp.exe <img src=x onerror=alert(2)>");
        detail.Timeline[^1].Text.ShouldBe("您好<b>");
        var desk = await town.StaffClient("desk");
        foreach (var (client, path) in new[]
        {
            (town.Client(), $"/cases/{receipt.Id.Value}"), (town.Client(), "/around?state=all"), (desk, $"/desk/cases/{receipt.Id.Value}"), (desk, "/desk?box=All"),
        })
        {
            var html = await client.GetStringAsync(path);
            foreach (var live in new[] { "<script>alert", "<img src=x", "<svg onload", "\u202E" })
                html.ShouldNotContain(live, customMessage: path);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Pages_WithNonsenseInTheAddress_AreDrawnOrNotFound(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var far = new string('9', 3000);
        var (resident, desk) = (await town.ResidentClient("13800000001"), await town.StaffClient("desk"));
        foreach (var path in new[]
        {
            "/around?lat=NaN&lon=Infinity", "/around?lat=1e400&lon=x", "/around?after=9_%00&before=~~~", "/around?place=%00&category=%27--", $"/around?category={far}",
            "/my?after=99999999999999999999_x", "/my?after=1_x&before=" + far, "/report?type=%00&category=%3Cscript%3E", "/cases/not-an-id", $"/cases/{Guid.Empty}", $"/cases/{far}",
            "/channel?reply=x&to=99", "/api/v1/cases/public?latitude=NaN&longitude=1", "/api/v1/cases/categories?open311=maybe", $"/api/v1/cases/{far}", "/api/v1/cases/public?take=-5",
        })
            ((int)(await resident.GetAsync(new Uri(path, UriKind.Relative))).StatusCode).ShouldBeLessThan(500, path);
        foreach (var path in new[]
        {
            "/desk?q=%00", "/desk?q=%22%27%29%3B--", $"/desk?q={far}", "/desk?place=/zj/../etc/&team=%00", "/desk?box=99&channel=99", "/desk?after=1_%00", "/desk?before=" + far,
            $"/desk/cases/{Guid.Empty}?merge=%00", "/desk/templates?edit=x", $"/desk/templates?edit={Guid.Empty}", "/desk/statistics?from=9999-12-31&to=0001-01-01", "/desk/log?logged=%3Cscript%3E",
            "/api/v1/cases/inbox?search=%00", "/api/v1/cases/export.csv?search=%00", "/api/v1/cases/answer-templates?place=x",
        })
            ((int)(await desk.GetAsync(new Uri(path, UriKind.Relative))).StatusCode).ShouldBeLessThan(500, path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Answer_OfTwoHandlersAtOnce_IsOne(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var receipt = await town.Report(await town.Resident("13800000001"));
        var (desk, worker) = (await town.Staff("desk"), await town.Staff("worker"));
        await town.Run(desk, new AcceptCase { Case = receipt.Id });
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => town.Run(
            i % 2 == 0 ? desk : worker, new AnswerCase { Case = receipt.Id, Text = $"第 {i} 个人的答复", Outcome = CaseOutcome.Explained })));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Kind == ProblemKind.Conflict);
        (await town.Ask(desk, new OpenCase(receipt.Id))).Value!.Timeline.Count(l => l.Action == CaseAction.Answer).ShouldBe(1);
    }

    [Fact]
    public async Task Cases_OfAnotherCommunity_CannotBeReachedByTheirId()
    {
        await using var town = await TestTown.Found();
        var hidden = (await town.Run(await town.Staff("desk"), new ReportCase
        {
            Channel = CaseChannel.Phone, Category = "question", Text = "咨询一项政策", Community = "hf-1", ContactPhone = "13812345678",
        })).Value!;
        var client = await town.StaffClient("worker2");
        var id = hidden.Id.Value;
        (await client.GetAsync(new Uri($"/api/v1/cases/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync(new Uri($"/desk/cases/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var act in new[] { "accept", "dispatch", "answer", "messages", "supervise", "merge", "visits" })
            ((int)(await client.PostAsJsonAsync($"/api/v1/cases/{id}/{act}", new { text = "试一试看看", team = "lighting", reason = "试一试", into = id, place = "窗口", at = TestTown.Start.AddDays(1), outcome = "solved" })).StatusCode)
                .ShouldBeInRange(400, 404, act);
        (await town.Ask(await town.Staff("desk"), new OpenCase(hidden.Id))).Value!.Timeline.Count.ShouldBe(1);
        (await town.Run(await town.Staff("worker2"), Snap() with { Channel = CaseChannel.Phone })).Problem.Kind.ShouldBe(ProblemKind.Forbidden);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Import_OfHostileRows_RefusesThoseAndCleansTheOthers(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var at = new DateTimeOffset(2020, 5, 1, 0, 0, 0, TimeSpan.Zero);
        ImportedCase Row(int n, string id = "", string text = "小区停车收费不合理") => new(n, id.Length > 0 ? id : $"r{n}", text, at);
        var report = await town.InScope(async s => (await s.GetRequiredService<UseCaseRunner>().Run(
            new ImportCases
            {
                Source = "hotline",
                Community = "hf-1",
                Rows =
                [
                    Row(2, "zero\0byte"), Row(3) with { ReceivedAt = DateTimeOffset.MinValue }, Row(4) with { ReceivedAt = DateTimeOffset.MaxValue },
                    Row(5) with { Longitude = double.NaN, Latitude = 30 }, Row(6) with { PlaceText = new string('长', 201) }, Row(7) with { Reporter = new string('长', 101) },
                    Row(8) with { Rating = 99 }, Row(9) with { Longitude = 30.208, Latitude = 120.21 },
                    Row(10, text: "=HYPERLINK(\"http://x\")\0\u202E坏了") with { PlaceText = "三\0幢\u200B", Reporter = "沈\0", Answer = "已\0处理\u202E好了", AnsweredAt = at.AddDays(1), Title = "标\0题" },
                ],
            },
            CancellationToken.None)).Value!);
        report.Refused.Select(r => (r.Row, r.Field)).ShouldBe(
            [(2, "id"), (3, "receivedAt"), (4, "receivedAt"), (5, "place"), (6, "placeText"), (7, "reporter"), (8, "rating"), (9, "place")]);
        var kept = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Case>().AsNoTracking().SingleAsync());
        (kept.Text, kept.PlaceText, kept.Title).ShouldBe(("=HYPERLINK(\"http://x\")坏了", "三幢", "标题"));
        (await town.Ask(await town.Staff("desk"), new OpenCase(kept.Id))).Value!.Timeline[^1].Text.ShouldBe("已处理好了");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Forms_WithAZeroByteInAMultipartField_AreTaken(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var page = new PageForm(await town.StaffClient("steward"), "/desk/street");
        var answer = await page.PostPhoto("Files", SamplePhoto.Jpeg, ("_handler", "street"), ("IdempotencyKey", "k\0"), ("Text", "楼道\0堆物挡路"), ("Category", "corridor\0"), ("Place", "/zj/ys/hf/hf-1/hf-1-g01/\0"), ("Priority", "Normal"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    private static ReportCase Snap() => new()
    {
        Category = "lamp", Text = "三幢门口的路灯坏了", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat,
    };

    private static async Task<HttpResponseMessage> Post(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri(path, UriKind.Relative), content);
    }
}
