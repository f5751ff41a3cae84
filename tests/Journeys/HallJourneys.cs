using System.Globalization;
using Linli.People;
using Linli.Platform.Time;
using Microsoft.Playwright;

namespace Linli.Journeys;

/// <summary>Ten o'clock (day.md 10:00–10:28): an officer settles three matters at somebody's home, while the hall calls the others.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class HallJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S90"), Trait("Feature", "S91"), Trait("Feature", "S92")]
    public async Task TenOClock_TheHallCallsByPriority_AndThreeMattersAreSettledAtHome()
    {
        await using var desk = await Device(desktop: true);
        await Town.Hall();
        var page = await Staff(desk, await Town.Hire(Posts.DeskClerk), first: "/desk/hall");
        await page.GotoAsync("/desk/hall");
        await page.ClickAsync(".counter-tiles .card:first-child button");
        await page.WaitForSelectorAsync(".counter-keys");
        await ShouldBeAccessible(page);

        // Paper tickets at the entrance; the elderly stand in the priority lane.
        await PaperTicket(page, "林先生");
        var elder = await PaperTicket(page, "顾长林", "Elder");
        elder.ShouldStartWith("Y");

        await ShouldBeAccessible(page);
        await using var phone = await Device();
        var resident = await Resident(phone, "/hall");
        await resident.ClickAsync("button[value=Service]");
        await resident.WaitForURLAsync("**/hall/t/**");
        (await resident.InnerTextAsync(".hall-number")).ShouldStartWith("A");
        (await resident.InnerTextAsync(".hall-wait dd >> nth=0")).ShouldStartWith("2");
        await ShouldBeAccessible(resident);
        await Picture(resident, "hall-ticket");

        var wall = await desk.NewPageAsync();
        await wall.SetViewportSizeAsync(1920, 1080);
        await wall.GotoAsync("/desk/hall/screen/journey");
        await page.GotoAsync("/desk/hall");
        await page.ClickAsync("button[value=next]");

        // The wall hears of it by itself, and shows no full name.
        await wall.WaitForSelectorAsync($".wall-calling:has-text('{elder}')");
        (await wall.InnerTextAsync(".wall-calling")).ShouldContain("顾**");
        (await wall.InnerTextAsync("body")).ShouldNotContain("顾长林");
        if (Environment.GetEnvironmentVariable("LINLI_SCREENSHOTS") is { Length: > 0 } folder)
            await wall.ScreenshotAsync(new() { Path = Path.Combine(folder, "hall-wall.png") });
        foreach (var times in (int[])[2, 3])
        {
            await page.ClickAsync("button[value=again]");
            await page.WaitForSelectorAsync($".counter-now :text('第 {times} 次')");
        }

        await page.ClickAsync("button[value=absent]");
        await wall.WaitForSelectorAsync($".wall-missed:has-text('{elder}')");

        // Two more, the second is the resident: the phone says where to go.
        await page.ClickAsync("button[value=next]");
        await page.ClickAsync("button[value=serve]");
        await page.ClickAsync("button[value=finish-next]");
        await resident.WaitForSelectorAsync(".hall-go:has-text('1 号窗口')");
        await page.ClickAsync("button[value=serve]");
        await page.SelectOptionAsync("select[name=item]", "fund");
        await page.ClickAsync("form[method=get].row-form button");
        await page.CheckAsync("input[name=Brought][value=id]");
        await page.ClickAsync("details.act:has([name=Helper]) summary");
        await page.SelectOptionAsync("[name=Helper]", new SelectOptionValue { Index = 1 });
        await page.SelectOptionAsync("[name=Reason]", "Disabled");
        await ShouldBeAccessible(page);
        await Picture(page, "hall-counter");
        await page.ClickAsync("button[value=accept]");
        (await page.InnerTextAsync("main")).ShouldContain("JOURNEY-SL-");
        await page.GotoAsync("/desk/hall");
        await page.ClickAsync("button[value=finish]");
        await resident.WaitForSelectorAsync(".stars");
        await resident.ClickAsync(".stars label >> nth=0");
        await resident.ClickAsync("button[value=rate]");
        await resident.WaitForSelectorAsync("text=谢谢您的评价：5 星");
        await resident.GotoAsync("/hall/mine");
        (await resident.InnerTextAsync("main")).ShouldContain("公积金提取");
        await ShouldBeAccessible(resident);
        await page.GotoAsync("/desk/hall");
        await page.ClickAsync("button[value=close]");

        await Visit(page);
    }

    /// <summary>A ticket from the machine at the entrance: its number.</summary>
    internal static async Task<string> PaperTicket(IPage page, string name, string priority = "")
    {
        await page.GotoAsync("/desk/hall/guide");
        await page.FillAsync("[name=Name]", name);
        await page.SelectOptionAsync("[name=Priority]", priority);
        await page.ClickAsync("button[name=Do][value=Service]");
        return await page.InnerTextAsync(".hall-number");
    }

    private async Task Visit(IPage page)
    {
        var now = LocalTime.ToLocal(Town.Clock.GetUtcNow());
        string At(int minutes) => now.AddMinutes(minutes).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        await page.GotoAsync("/desk/hall/visits");
        await page.FillAsync("[name=Name]", "何卫");
        await page.FillAsync("[name=Phone]", "19900000188");
        await page.FillAsync("[name=Place]", "望汐新村 7 幢 102");
        await page.FillAsync("[name=At]", At(10));
        await page.SelectOptionAsync("[name=Helper]", new SelectOptionValue { Index = 1 });
        foreach (var item in new[] { "fund", "loan", "mortgage" })
            await page.CheckAsync($"input[name=Items][value={item}]");
        await ShouldBeAccessible(page);
        await page.ClickAsync("button[value=plan]");
        await page.ClickAsync("details.act summary");
        await page.FillAsync("[name=From]", At(-30));
        await page.FillAsync("[name=Until]", At(-2));
        await page.ClickAsync("button[value=record]");
        var told = await page.InnerTextAsync("main");
        told.ShouldContain("现场 28 分钟");
        (await page.QuerySelectorAllAsync(".notice li")).Count.ShouldBe(3);
        await Picture(page, "hall-visit");
        await page.GotoAsync("/desk/hall/figures");
        var figures = await page.InnerTextAsync("main");
        figures.ShouldContain("100.0 %");
        foreach (var way in (string[])["现场全程帮办", "绿色通道快办", "优化流程简办", "允许他人代办", "预约特事特办"])
            figures.ShouldContain(way);
        await ShouldBeAccessible(page);
    }

    // Nothing is uploaded and nothing is brought: what two offices know already is asked of them, once one agreed to it.
    [Fact, Trait("Feature", "S94")]
    public async Task SmallMatter_IsAppliedForFromThePhone_WithoutAPaper()
    {
        await Town.Hall();
        await using var phone = await Device(elder: true);
        var (page, account) = await Neighbour(phone);
        await Town.LinkToCity(account, "c-1001");
        await page.GotoAsync("/hall/items/elder_pass");
        await Press(page, "看看齐不齐");
        await Says(page, "还差必需的材料");
        await Press(page, "同意，免交材料");
        await Says(page, "已由部门共享");
        await ShouldBeAccessible(page);
        await Picture(page, "express-1-shared");
        await Press(page, "不用来大厅，现在就办");
        await Says(page, "已受理，不用带材料");
        await page.GetByRole(AriaRole.Link, new() { Name = "看进度" }).ClickAsync();
        await page.WaitForURLAsync("**/hall/mine");
        await Says(page, "老年优待证");
        await Picture(page, "express-2-mine");
        await page.GotoAsync("/me/consents");
        await ShouldBeAccessible(page);
    }
}
