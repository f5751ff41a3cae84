using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>A resident with a phone, from seeing something to "yes, it is done".</summary>
public sealed class ResidentJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S10")]
    public async Task Resident_SnapsALampInThreeTaps_AndFollowsItToTheEnd()
    {
        await using var phone = await Device();
        var page = await Resident(phone, "/report");
        await Expect(page.Locator("[data-place-message]")).ToContainTextAsync("已定位");
        await Picture(page, "report-empty");

        // The three taps: the photo, the kind, and off it goes. The place is where the phone is.
        await TakePhoto(page);
        await Expect(page.Locator("[data-photo-list] img")).ToHaveCountAsync(1);
        await page.Locator(".tile-choice").Filter(new() { HasText = "路灯照明" }).ClickAsync();
        await Picture(page, "report-filled");
        await page.Locator("form button.btn-primary").ClickAsync();

        await page.WaitForURLAsync("**/report/receipt/*");
        await Expect(page.Locator(".receipt-number")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^HF-\d{4}-\d{4}$"));
        await Expect(page.Locator("main")).ToContainTextAsync("前答复");
        await Picture(page, "receipt");
        await page.GetByText("查看进展").ClickAsync();
        await page.WaitForURLAsync("**/cases/*");
        var item = CaseOf(page);
        await Expect(page.Locator(".photos img")).ToHaveCountAsync(1);
        await Expect(page.Locator(".step-now")).ToHaveTextAsync("已上报");

        // The page follows by itself what staff do.
        await Town.Accept(item);
        await Expect(page.Locator(".step-now")).ToHaveTextAsync("已受理");
        await Town.Dispatch(item);
        await Expect(page.Locator(".step-now")).ToHaveTextAsync("已派发");
        await Town.Start(item);
        await Expect(page.Locator(".step-now")).ToHaveTextAsync("办理中");
        await Picture(page, "case-in-hand");
        await Town.Answer(item, "灯泡和线路已更换，今晚已亮。");
        await Expect(page.Locator(".answer")).ToContainTextAsync("今晚已亮");
        await Expect(page.Locator(".photos img")).ToHaveCountAsync(2);
        await Expect(page.Locator(".photos img").First).ToHaveJSPropertyAsync("naturalWidth", 1);
        await Picture(page, "case-answered");

        await page.Locator(".stars label").First.ClickAsync();
        await page.GetByText("已解决，确认办结").ClickAsync();
        await page.WaitForURLAsync("**?did=confirm");
        await Expect(page.Locator(".step-done")).ToHaveCountAsync(6);
        await Expect(page.Locator("main")).ToContainTextAsync("5 星");
        await Picture(page, "case-confirmed");
        await page.GotoAsync("/my");
        await Expect(page.Locator(".weui-cells .tag")).ToHaveTextAsync("已办结");
        await Picture(page, "my-closed");
    }

    [Fact, Trait("Feature", "S10")]
    public async Task Resident_IsNotSatisfied_AndHasItDoneAgain()
    {
        await using var phone = await Device();
        var page = await Resident(phone, "/report");
        await page.FillAsync("[name=Text]", "楼道口的声控灯又不亮了");
        await page.Locator(".tile-choice").Filter(new() { HasText = "路灯照明" }).ClickAsync();
        await page.Locator("form button.btn-primary").ClickAsync();
        await page.WaitForURLAsync("**/report/receipt/*");
        var item = CaseOf(page);
        await Town.Accept(item);
        await Town.Answer(item, "已经更换声控开关。");
        await page.GotoAsync($"/cases/{item.Value}");

        await page.GetByText("还没解决，要求重办").ClickAsync();
        await page.GetByText("要求重办", new() { Exact = true }).ClickAsync();
        await Expect(page.Locator(".problems")).ToContainTextAsync("请写明哪里还没有解决");
        await page.FillAsync("[name=Reason]", "晚上看还是不亮");
        await page.GetByText("要求重办", new() { Exact = true }).ClickAsync();

        await page.WaitForURLAsync("**?did=reopen");
        await Expect(page.Locator(".step-now")).ToHaveTextAsync("已派发");
        await Expect(page.Locator(".timeline-list")).ToContainTextAsync("晚上看还是不亮");
    }

    [Fact]
    public async Task Resident_ConfirmsTwice_AndIsToldThatItIsDone()
    {
        await using var phone = await Device();
        var page = await Resident(phone, "/report");
        await page.FillAsync("[name=Text]", "车棚的灯闪个不停");
        await page.Locator(".tile-choice").Filter(new() { HasText = "路灯照明" }).ClickAsync();
        await page.Locator("form button.btn-primary").ClickAsync();
        await page.WaitForURLAsync("**/report/receipt/*");
        var item = CaseOf(page);
        await Town.Accept(item);
        await Town.Answer(item, "已更换镇流器。");

        // The second tab stays as it was: it stands for a phone without live updates.
        var tab = await phone.NewPageAsync();
        await tab.RouteAsync("**/live*", route => route.AbortAsync());
        foreach (var open in new[] { page, tab })
        {
            await open.GotoAsync($"/cases/{item.Value}");
            await open.Locator(".stars label").First.ClickAsync();
        }

        await page.GetByText("已解决，确认办结").ClickAsync();
        await page.WaitForURLAsync("**?did=confirm");
        await tab.GetByText("已解决，确认办结").ClickAsync();
        await Expect(tab.Locator(".problems")).ToContainTextAsync("已办结");
    }

    [Fact, Trait("Feature", "S09")]
    public async Task SuggestionBox_KeepsTheNameFromNeighbours()
    {
        await using var phone = await Device();
        var page = await Resident(phone, "/report?type=box");
        await Picture(page, "box-empty");
        await page.FillAsync("[name=Text]", "希望活动室周末也开放，我的电话 13912345678");
        await page.CheckAsync("[name=Anonymous]");
        await page.SelectOptionAsync("select[name=Place]", "hf-1");
        await page.Locator("form button.btn-primary").ClickAsync();
        await page.WaitForURLAsync("**/report/receipt/*");
        var item = CaseOf(page);

        // Question and reply go back and forth on the same page.
        await page.GotoAsync($"/cases/{item.Value}");
        await Town.Reply(item, "您希望周末几点开放？");
        await Expect(page.Locator(".timeline-list")).ToContainTextAsync("您希望周末几点开放？");
        await page.GetByText("给办理人员留言").ClickAsync();
        await page.Locator("form:has([name=Text]) textarea").FillAsync("上午九点到下午五点");
        await page.GetByText("发送留言").ClickAsync();
        await page.WaitForURLAsync("**?did=message");
        await Expect(page.Locator(".timeline-list")).ToContainTextAsync("上午九点到下午五点");

        await using var other = await Device();
        var neighbour = await Resident(other, $"/cases/{item.Value}");
        await Expect(neighbour.Locator("h1")).ToContainTextAsync("希望活动室周末也开放");
        await Expect(neighbour.Locator("main")).Not.ToContainTextAsync("139");
        await Expect(neighbour.Locator("main")).Not.ToContainTextAsync("上午九点到下午五点");
        await Picture(neighbour, "case-neighbour");
        await neighbour.Locator("main button.btn-primary").ClickAsync();
        await neighbour.WaitForURLAsync("**?did=join");
        await Expect(neighbour.Locator(".case-meta").First).ToContainTextAsync("2 人反映");
    }

    [Fact]
    public async Task WrongReport_SaysWhy_AndLosesNothing()
    {
        await using var phone = await Device();
        var page = await Resident(phone, "/report");
        await TakePhoto(page);
        await Expect(page.Locator("[data-photo-list] img")).ToHaveCountAsync(1);
        await page.FillAsync("[name=Text]", "灯");
        await page.FillAsync("[name=PlaceText]", "7幢2单元");
        await page.Locator(".tile-choice").Filter(new() { HasText = "路灯照明" }).ClickAsync();
        await page.CheckAsync("[name=Urgent]");
        await page.Locator("form button.btn-primary").ClickAsync();

        await Expect(page.Locator(".problems")).ToContainTextAsync("2 到 4000 个字");
        await Expect(page.Locator("[name=Text]")).ToHaveValueAsync("灯");
        await Expect(page.Locator("[name=PlaceText]")).ToHaveValueAsync("7幢2单元");
        await Expect(page.Locator("[name=Category][value=light]")).ToBeCheckedAsync();
        await Expect(page.Locator("[name=Urgent]")).ToBeCheckedAsync();
        await Expect(page.Locator(".photo-kept img")).ToHaveCountAsync(1);
        await Picture(page, "report-wrong");
        await ShouldBeAccessible(page);

        await page.FillAsync("[name=Text]", "灯不亮");
        await page.Locator("form button.btn-primary").ClickAsync();
        await page.WaitForURLAsync("**/report/receipt/*");
        await page.GotoAsync($"/cases/{CaseOf(page).Value}");
        await Expect(page.Locator(".photos img")).ToHaveCountAsync(1);
        await Expect(page.Locator("main")).ToContainTextAsync("7幢2单元");
    }

    [Fact, Trait("Feature", "S10")]
    public async Task NeighbourTypingTheSame_IsShownIt_AndJoins()
    {
        await Town.Report("小区东门入口处的垃圾堆放了三天没有清运", "litter");
        await using var phone = await Device();
        var page = await Resident(phone, "/report");
        await page.Locator("[name=Text]").PressSequentiallyAsync("小区东门垃圾堆放三天没清运");
        await Expect(page.Locator(".similar")).ToContainTextAsync("小区东门入口处的垃圾堆放");
        await Picture(page, "report-similar");
        await ShouldBeAccessible(page);
        await page.GetByText("这就是我要反映的").ClickAsync();

        await page.WaitForURLAsync("**?did=join");
        await Expect(page.Locator("main")).ToContainTextAsync("已附议");
        await page.GotoAsync("/my");
        await Expect(page.Locator(".weui-cells").First).ToContainTextAsync("小区东门入口处的垃圾堆放");
    }

    [Fact]
    public async Task Resident_WithoutScript_ReportsFromLists()
    {
        await using var phone = await Device(script: false);
        var page = await Resident(phone, "/report");
        await page.FillAsync("[name=Text]", "井盖松动，走过会响");
        await page.SelectOptionAsync("select[name=Place]", "hf-1-c02");
        await page.Locator(".tile-choice").Filter(new() { HasText = "道路破损" }).ClickAsync();
        await page.Locator("form button.btn-primary").ClickAsync();

        await page.WaitForURLAsync("**/report/receipt/*");
        await page.GotoAsync("/around");
        await Expect(page.Locator(".weui-cells")).ToContainTextAsync("井盖松动");
        await Expect(page.Locator(".weui-cells")).ToContainTextAsync("听涛苑");
    }

    [Fact, Trait("Feature", "S10")]
    public async Task ReportWrittenWithoutConnection_IsSentOnceWhenItIsBack()
    {
        await using var phone = await Device();
        var page = await Resident(phone, "/report");
        await page.FillAsync("[name=Text]", "花坛边的树枝断了挂着，很危险");
        await page.Locator(".tile-choice").Filter(new() { HasText = "绿化" }).ClickAsync();
        await phone.SetOfflineAsync(true);
        await page.Locator("form button.btn-primary").ClickAsync();
        await Expect(page.Locator("#waiting")).ToContainTextAsync("1 条等待发送");
        await phone.SetOfflineAsync(false);
        await Expect(page.Locator("#waiting")).ToHaveCountAsync(0);

        await page.GotoAsync("/my");
        await Expect(page.Locator(".weui-cells").First.Locator("> li")).ToHaveCountAsync(1);
        await Expect(page.Locator(".weui-cells").First).ToContainTextAsync("花坛边的树枝断了挂着");
    }

    [Fact, Trait("Feature", "S01")]
    public async Task Home_ShowsNineScenes_AndThreeChannels_EachItsOwn()
    {
        await using var phone = await Device();
        var page = phone.Pages[0];
        await page.GotoAsync("/");
        await Expect(page.Locator(".scene")).ToHaveCountAsync(9);
        var scenes = await page.Locator("a.scene").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        scenes.Length.ShouldBe(9);
        (await page.Locator("a.channel").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))")).ShouldBe(["/report", "/report?type=box", "/surveys"]);
        await Picture(page, "home-visitor");

        await page.GetByText("长辈版：字大按钮大").ClickAsync();
        await Expect(page.Locator("html")).ToHaveClassAsync("elder");
        (await page.EvaluateAsync<double>("() => parseFloat(getComputedStyle(document.body).fontSize)")).ShouldBeGreaterThanOrEqualTo(18);
        await page.GetByText("English").First.ClickAsync();
        await Expect(page.Locator("h2").First).ToContainTextAsync("Have your say");

        // Each scene is one tap from home, and so is each channel.
        foreach (var scene in scenes.Append("/surveys").Append("/report?type=box"))
        {
            (await page.GotoAsync(scene))!.Ok.ShouldBeTrue();
            await Expect(page.Locator("h1")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Home_WeighsLessThan60Kilobytes()
    {
        await using var phone = await Device(located: false);
        var page = phone.Pages[0];
        var session = await phone.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        double bytes = 0;
        session.Event("Network.loadingFinished").OnEvent += (_, sent) => bytes += sent!.Value.GetProperty("encodedDataLength").GetDouble();
        await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes:0} bytes");
        bytes.ShouldBeInRange(1, 60_000);
    }
}
