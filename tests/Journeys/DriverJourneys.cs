using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>Somebody on the way, who never signs in: back to the car over several levels, the state of the bridge, and the slow lane home.</summary>
public sealed class DriverJourneys(DutyRoomTown town, Chromium chromium) : IClassFixture<DutyRoomTown>, IClassFixture<Chromium>
{
    private const string Bay = "B2-0417";

    [Fact, Trait("Feature", "S72")]
    public async Task FromTheCinemaToTheCar_OverSeveralLevels_WithoutSigningIn_AndWithAPram()
    {
        await using var phone = await Phone();
        var page = await phone.NewPageAsync();
        await page.GotoAsync("/parking");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "找到我的车" }).ClickAsync();
        await page.WaitForURLAsync("**/parking/find");

        // Nearly right: the letter O for the nought. Nothing typed is lost, and the right one is named.
        await page.FillAsync("main [name=at]", "和风影城散场出口");
        await page.FillAsync("main [name=bay]", "B2-O417");
        await Go(page);
        await Expect(page.Locator("main")).ToContainTextAsync(Bay);
        await Expect(page.Locator("main [name=at]")).ToHaveValueAsync("和风影城散场出口");
        await Expect(page.Locator(".find-car-steps")).ToHaveCountAsync(0);
        await Picture(page, "find-car-wrong");

        await page.FillAsync("main [name=bay]", Bay);
        await Go(page);
        var steps = page.Locator(".find-car-steps li");
        await Expect(steps.First).ToContainTextAsync("4F");
        await Expect(steps.Last).ToContainTextAsync("B2");
        await Expect(page.Locator(".find-car-sum")).ToContainTextAsync(new Regex("[0-9]+ 米"));
        await Expect(page.Locator("svg.floor .floor-way").First).ToBeAttachedAsync();
        await Expect(page.Locator("svg.floor .floor-goal")).ToHaveCountAsync(1);
        await Picture(page, "find-car-way");

        await page.GetByText("轮椅、婴儿车、手推车").ClickAsync();
        await Go(page);
        await Expect(page.Locator(".find-car-sum")).ToContainTextAsync("全程无台阶");
        await Expect(page.Locator(".find-car-steps")).Not.ToContainTextAsync("楼梯");
        await Picture(page, "find-car-step-free");

        // The code on a pillar says where one stands.
        await page.GotoAsync("/parking/find?from=B2-P12&bay=" + Bay);
        await Expect(page.Locator(".find-car-here")).ToContainTextAsync("B2-P12");
        await Expect(steps.Last).ToContainTextAsync("B2");
    }

    [Fact, Trait("Feature", "S73")]
    public async Task TheBridge_IsAsFullAsItsCountersSay_AndOldWordIsNotShownAsNew()
    {
        await using var phone = await Phone();
        var page = await phone.NewPageAsync();
        var bridge = page.Locator("main .weui-cell").Filter(new() { HasText = "月牙桥" });
        await Drive(speed: 8, vehicles: 90);
        await page.GotoAsync("/roads");
        await Expect(bridge).ToContainTextAsync("严重拥堵");
        await Expect(bridge).ToContainTextAsync("月牙桥断面检测器，2 个断面");
        await Picture(page, "roads-jammed");

        await Drive(speed: 38, vehicles: 20);
        await page.ReloadAsync();
        await Expect(bridge).ToContainTextAsync("畅通");
        await Expect(bridge).Not.ToContainTextAsync("拥堵");

        town.Time.Move(TimeSpan.FromMinutes(11));
        await page.ReloadAsync();
        await Expect(bridge).ToContainTextAsync("数据中断");
        await Expect(bridge).Not.ToContainTextAsync("畅通");
        await Picture(page, "roads-old");
    }

    [Fact, Trait("Feature", "S74")]
    public async Task SlowLanes_AreRoutesWithWidths_AndWhatBlocksThemIsReported()
    {
        await using var phone = await Phone();
        var page = await phone.NewPageAsync();
        await page.GotoAsync("/slow-ways");
        await Expect(page.Locator("main")).ToContainTextAsync("慢行道全长 1.3 公里");
        await Expect(page.Locator("main")).ToContainTextAsync("慢行道宽 1.5 米，旁边车行道宽 5.5 米");
        foreach (var route in new[] { "月桂慢行线", "映月湖晨跑", "长者散步线" })
            await Expect(page.Locator("main .weui-cell").Filter(new() { HasText = route })).ToContainTextAsync(new Regex("公里 · [0-9]+ 分钟"));
        await Expect(page.Locator("main")).ToContainTextAsync("慢行道连起的地方");
        await Picture(page, "slow-ways");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "慢行道被占、坏了，告诉我们" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/slow-ways", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
    }

    private async Task Drive(double speed, double vehicles)
    {
        foreach (var counter in new[] { "traffic-yueya-in", "traffic-yueya-out" })
            await town.Says(counter, new { at = town.Time.GetUtcNow(), values = new { speed, vehicles } });
    }

    private async Task<IBrowserContext> Phone()
    {
        Assert.SkipUnless(chromium.Browser is not null, "There is no Chromium here: set LINLI_CHROMIUM to its path.");
        var context = await chromium.Browser!.NewContextAsync(new()
        {
            BaseURL = town.Address.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, ServiceWorkers = ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout(Chromium.Patience);
        return context;
    }

    private static Task Go(IPage page) => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "带我去" }).ClickAsync();

    private static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LINLI_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
