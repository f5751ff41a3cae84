using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Cases.Rules;
using Linli.Cases.Tests.Desk;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Cases.Tests;

/// <summary>What a category asks beyond the text.</summary>
public class QuestionTests
{
    private const string Place = "/zj/ys/hf/hf-1/hf-1-g01/";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Report_WithAnswers_ShowsThemToReporterAndStaffButNotToNeighbours(DatabaseKind kind)
    {
        await using var town = await Asking(kind);
        var resident = await town.Resident("13800000001");
        var receipt = (await town.Run(resident, Snap() with
        {
            Answers = [new("pole", [" HF-0042 "]), new("fault", ["off"]), new("seen", ["2026-11-22T20:30:00+08:00"]), new("near", ["school", "gate"]), new("unknown", ["x"])],
        })).Value!;
        (string, string)[] expected = [("灯杆编号", "HF-0042"), ("故障表现", "不亮"), ("何时看到", "2026-11-22 20:30"), ("附近有", "学校、大门")];
        foreach (var reader in new[] { resident, await town.Staff("desk") })
            (await town.Ask(reader, new OpenCase(receipt.Id))).Value!.Answers.Select(a => (a.Label.Zh, a.Value.Zh)).ShouldBe(expected);
        (await town.Ask(await town.Resident("13800000002"), new OpenCase(receipt.Id))).Value!.Answers.ShouldBeEmpty();
        (await town.Ask(await town.Staff("desk"), new Inbox { Search = "0042" })).Value!.Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Report_WithoutWhatIsRequired_OrWithWrongAnswers_NamesEachQuestion()
    {
        await using var town = await Asking();
        var resident = await town.Resident("13800000001");
        (await town.Run(resident, Snap())).Problem.Field.ShouldBe("answers.fault");
        var wrong = await town.Run(resident, Snap() with
        {
            Answers = [new("fault", ["melted"]), new("seen", ["yesterday"]), new("height", ["tall"]), new("pole", [new('9', 201)]), new("near", ["school", "moon"])],
        });
        wrong.Problems.Select(p => p.Field).ShouldBe(["answers.pole", "answers.fault", "answers.seen", "answers.height", "answers.near"]);
        wrong.Problems.ShouldAllBe(p => p.Message.Zh.Length > 0 && p.Message.En.Length > 0);
        (await town.Run(resident, Snap() with { Answers = [new("fault", ["off", "flicker"])] })).Problem.Field.ShouldBe("answers.fault");
    }

    [Fact]
    public async Task Report_OfACategoryThatAsksNothing_AsksNothing()
    {
        await using var town = await Asking();
        (await town.Run(await town.Resident("13800000001"), Snap() with { Category = "other" })).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task ReportPage_HasTheQuestionsOfEveryCategory_AndAStyleSheetThatShowsThoseOfTheChosenOne()
    {
        await using var town = await Asking();
        var client = await town.ResidentClient("13800000001");
        var page = await client.GetStringAsync("/report");
        page.ShouldContain("data-questions=\"lamp\"");
        page.ShouldContain("name=\"Q.lamp.fault\"");
        page.ShouldNotContain("data-questions=\"other\"");
        page.ShouldNotContain("data-open");
        page.ShouldNotContain("name=\"Q.lamp.fault\" value=\"off\" required");
        var sheet = await client.GetAsync(new Uri("/report/questions.css", UriKind.Relative));
        sheet.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        (await sheet.Content.ReadAsStringAsync()).ShouldContain("input[name=Category][value=\"lamp\"]:checked");
    }

    [Fact]
    public async Task ReportPage_WithoutARequiredAnswer_ComesBackWithTheQuestionOpenAndEverythingKept()
    {
        await using var town = await Asking();
        var client = await town.ResidentClient("13800000001");
        var page = new PageForm(client, "/report");
        (string, string)[] typed =
        [
            ("_handler", "report"), ("IdempotencyKey", "k"), ("Text", "三幢门口的路灯坏了"), ("Category", "lamp"), ("Place", "hf-1"),
            ("Q.lamp.pole", "HF-0042"), ("Q.lamp.near", "school"), ("Q.lamp.near", "gate"), ("Q.lamp.seen", "2026-11-22T20:30"),
        ];
        var refused = await page.Post(typed);
        refused.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await refused.Content.ReadAsStringAsync();
        html.ShouldContain("href=\"#f-q-lamp-fault\"");
        html.ShouldContain("data-questions=\"lamp\" data-open");
        html.ShouldContain("value=\"HF-0042\"");
        html.ShouldContain("value=\"gate\" checked");

        var sent = await page.Post([.. typed, ("Q.lamp.fault", "flicker")]);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        var id = new CaseId(Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1]));
        (await client.GetStringAsync($"/cases/{id.Value}")).ShouldContain("2026-11-22 20:30");
        (await (await town.StaffClient("desk")).GetStringAsync($"/desk/cases/{id.Value}")).ShouldContain("HF-0042");
    }

    [Fact]
    public async Task DeskForms_AskTheQuestionsOfTheCategoryTheWordsPointTo()
    {
        await using var town = await Asking();
        foreach (var (login, path, handler) in new[] { ("desk", "/desk/log", "log"), ("steward", "/desk/street", "street") })
        {
            var page = new PageForm(await town.StaffClient(login), path);
            (string, string)[] typed =
                [("_handler", handler), ("Channel", "Phone"), ("Text", "路灯照明坏了一盏"), ("Place", Place), ("Mode", "Grid"), ("Priority", "Normal")];
            var html = await (await page.Post(typed)).Content.ReadAsStringAsync();
            html.ShouldContain("data-questions=\"lamp\" data-open", customMessage: path);
            html.ShouldContain("<option value=\"lamp\" selected");
            (await page.Post([.. typed, ("Category", "lamp"), ("Q.lamp.fault", "off")])).StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
        }
    }

    [Fact]
    public async Task Api_TakesAnswersByTheCodesThatTheCategoryLists()
    {
        await using var town = await Asking();
        var client = await town.ResidentClient("13800000001");
        var asked = (await client.GetFromJsonAsync<JsonElement>("/api/v1/cases/categories")).EnumerateArray()
            .Single(c => c.GetProperty("code").GetString() == "lamp").GetProperty("questions");
        asked.GetArrayLength().ShouldBe(5);
        var body = new
        {
            category = "lamp",
            text = "路灯坏了",
            longitude = SmallTown.InFirst.Lon,
            latitude = SmallTown.InFirst.Lat,
            answers = new[] { new { code = "fault", values = new[] { "off" } } },
        };
        (await client.PostAsJsonAsync("/api/v1/cases", body)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<TestTown> Asking(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var town = await TestTown.Found(kind);
        var saved = await town.Run(await town.Staff("admin"), new SaveQuestions
        {
            Category = "lamp",
            Questions =
            [
                new("pole", QuestionKind.Line, false, ("灯杆编号", "Pole"), default, []),
                new("fault", QuestionKind.OneOf, true, ("故障表现", "Fault"), default, [new("off", ("不亮", "Off")), new("flicker", ("闪烁", "Flickers"))]),
                new("seen", QuestionKind.Moment, false, ("何时看到", "Seen"), default, []),
                new("height", QuestionKind.Number, false, ("多高", "Height"), default, []),
                new("near", QuestionKind.ManyOf, false, ("附近有", "Near"), default, [new("school", ("学校", "School")), new("gate", ("大门", "Gate"))]),
            ],
        });
        saved.Problems.ShouldBeEmpty();
        return town;
    }

    private static ReportCase Snap() => new()
    {
        Category = "lamp", Text = "三幢门口的路灯坏了", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat,
    };
}
