using System.Net;
using Linli.Cases.Accept;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Tests;

namespace Linli.Cases.Tests.Desk;

public class DeskPagesTests
{
    [Theory]
    [InlineData("desk", "/desk")]
    [InlineData("desk", "/desk?box=Closed&q=路灯&from=2026-11-01&place=/zj/ys/hf/hf-1/&fact=Solved")]
    [InlineData("desk", "/desk?box=nonsense&from=yesterday&after=x&late=0")]
    [InlineData("lamp1", "/property")]
    [InlineData("desk", "/desk/log")]
    [InlineData("property", "/property/log")]
    [InlineData("steward", "/desk/street")]
    [InlineData("dispatcher", "/desk/dispatch")]
    [InlineData("desk", "/desk/statistics?by=Grid&late=10")]
    [InlineData("desk", "/desk/statistics?from=2026-11-09&to=2026-11-01")]
    [InlineData("property", "/property/statistics")]
    public async Task Page_IsDrawnForThoseWhoWorkThere(string login, string path)
    {
        await using var town = await TestTown.Found();
        await town.Report(await town.Resident("13800000001"));
        var answer = await (await town.StaffClient(login)).GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("<title>");
    }

    [Fact]
    public async Task Inbox_OfAResident_IsForbidden()
    {
        await using var town = await TestTown.Found();
        var answer = await (await town.ResidentClient("13800000001")).GetAsync(new Uri("/desk", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Inbox_OfARepairCrew_ShowsOnlyWhatItsTeamHas()
    {
        await using var town = await TestTown.Found();
        var desk = await town.Staff("desk");
        var lamp = (await town.Run(desk, Call("路灯坏了一盏", "lamp"))).Value!;
        var leak = (await town.Run(desk, Call("水管漏了一地", "leak"))).Value!;
        var page = await (await town.StaffClient("lamp1")).GetStringAsync("/property");
        page.ShouldContain(lamp.Number);
        page.ShouldNotContain(leak.Number);
    }

    [Fact]
    public async Task CasePage_OfAnUnknownCase_SaysSo()
    {
        await using var town = await TestTown.Found();
        var answer = await (await town.StaffClient("desk")).GetAsync(new Uri($"/desk/cases/{Guid.Empty}", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("There is no such page");
    }

    [Fact]
    public async Task CasePage_OffersExactlyWhatCanBeDone()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        var detail = (await town.Ask(await town.Staff("desk"), new OpenCase(receipt.Id))).Value!;
        var page = await (await town.StaffClient("desk")).GetStringAsync($"/desk/cases/{receipt.Id.Value}");
        page.ShouldContain("id=\"act-accept\"");
        detail.Actions.ShouldNotContain(CaseAction.Start);
        page.ShouldNotContain("id=\"act-start\"");
    }

    [Fact]
    public async Task CasePage_WhenAFormIsRefused_KeepsWhatWasTyped()
    {
        await using var town = await TestTown.Found();
        var receipt = (await town.Run(await town.Staff("desk"), Call("路灯坏了一盏", "lamp"))).Value!;
        var page = new PageForm(await town.StaffClient("lamp1"), $"/desk/cases/{receipt.Id.Value}");
        var answer = await page.Post(("_handler", "act"), ("Do", "Answer"), ("Answer.Outcome", "Explained"), ("Answer.Text", "好的"));
        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        html.ShouldContain("Write what came of it");
        html.ShouldContain(">好的</textarea>");
    }

    [Fact]
    public async Task CasePage_AnsweringAnOldVersion_IsRefused()
    {
        await using var town = await TestTown.Found();
        var receipt = (await town.Run(await town.Staff("desk"), Call("路灯坏了一盏", "lamp"))).Value!;
        var page = new PageForm(await town.StaffClient("lamp1"), $"/desk/cases/{receipt.Id.Value}");
        var answer = await page.Post(("_handler", "act"), ("Do", "Answer"), ("Answer.Outcome", "Explained"), ("Answer.Text", "灯泡已经更换好了"), ("Answer.Version", "0"));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Somebody has just updated this case");
    }

    [Fact]
    public async Task CasePage_ActInAStateThatHasPassed_IsToldInsteadOfFailing()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        var page = new PageForm(await town.StaffClient("desk"), $"/desk/cases/{receipt.Id.Value}");
        await town.Run(await town.Staff("worker"), new AcceptCase { Case = receipt.Id });
        var answer = await page.Post(("_handler", "act"), ("Do", "Accept"), ("Accept.Category", "lamp"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("This case is “Accepted” now");
    }

    [Fact]
    public async Task CasePage_Accepting_LeadsBackToTheCase()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        var page = new PageForm(await town.StaffClient("desk"), $"/desk/cases/{receipt.Id.Value}");
        var answer = await page.Post(("_handler", "act"), ("Do", "Accept"), ("Accept.Category", "lamp"), ("Accept.Mode", "Grid"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldEndWith($"/desk/cases/{receipt.Id.Value}?done=Accept");
        (await town.Ask(await town.Staff("desk"), new OpenCase(receipt.Id))).Value!.Line.Mode.ShouldBe(HandlingMode.Grid);
    }

    [Fact]
    public async Task BulkAccept_CarriesOutWhatItCanAndSaysWhatNot()
    {
        await using var town = await TestTown.Found();
        var resident = await town.Resident("13800000001");
        var (one, two) = (await town.Report(resident), await town.Report(resident));
        await town.Run(await town.Staff("worker"), new AcceptCase { Case = two.Id });
        var page = new PageForm(await town.StaffClient("desk"), "/desk");
        var answer = await page.Post(("_handler", "bulk"), ("Act", "accept"), ("Case", one.Id.Value.ToString()), ("Case", two.Id.Value.ToString()));
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("1 accepted, 1 not:");
        html.ShouldContain("This case is “Accepted” now");
    }

    [Fact]
    public async Task LogPage_SavingACall_GivesTheNumberToReadOut()
    {
        await using var town = await TestTown.Found();
        var page = new PageForm(await town.StaffClient("desk"), "/desk/log");
        var answer = await page.Post(
            ("_handler", "log"), ("IdempotencyKey", "k"), ("ContactName", "沈小芳"), ("ContactPhone", "13812345678"), ("Channel", "Phone"),
            ("Text", "楼道堆物挡路，请来清理"), ("PlaceText", "和一 7 幢"), ("Where", "/zj/ys/hf/hf-1/hf-1-c/hf-1-c-7/"), ("Mode", "Grid"), ("Priority", "Normal"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldContain("logged=HF-2611-0001");
        var inbox = (await town.Ask(await town.Staff("desk"), new Inbox())).Value!.Items.ShouldHaveSingleItem();
        inbox.ShouldSatisfyAllConditions(
            l => l.Category.ShouldBe("corridor"), l => l.Mode.ShouldBe(HandlingMode.Grid), l => l.Scope.ShouldBe("/zj/ys/hf/hf-1/hf-1-g01/"));
    }

    [Fact]
    public async Task LogPage_WithAWrongNumber_KeepsTheForm()
    {
        await using var town = await TestTown.Found();
        var page = new PageForm(await town.StaffClient("desk"), "/desk/log");
        var answer = await page.Post(
            ("_handler", "log"), ("ContactPhone", "123"), ("Channel", "Phone"), ("Text", "楼道堆物挡路"), ("Place", "/zj/ys/hf/hf-1/"), ("Mode", "Grid"), ("Priority", "Normal"));
        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        html.ShouldContain("href=\"#f-contactphone\"");
        html.ShouldContain(">楼道堆物挡路</textarea>");
    }

    private static LogCall Call(string text, string category) => new()
    {
        Text = text, Category = category, Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat, ContactName = "沈小芳", Dispatch = true,
    };
}
