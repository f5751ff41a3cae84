using System.Text.RegularExpressions;
using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>S69, day 15:20: a child in the danger zone of the lake, from the radar's word to the closed alarm, on the wall and on the guard's phone.</summary>
[Trait("Feature", "S69")]
public sealed class DutyRoomJourneys(DutyRoomTown town, Chromium chromium) : IClassFixture<DutyRoomTown>, IClassFixture<Chromium>
{
    private static readonly TimeSpan Story = new(0, 4, 12);

    [Fact]
    public async Task ChildInTheWater_IsSeenHeardReachedAndLedAway_InFourMinutesTwelve()
    {
        town.Cameras.Away = false;
        await using var wallDevice = await Open(1920, 1080);
        await using var phoneDevice = await Open(390, 844, phone: true);
        var wall = await SignIn(wallDevice, "duty1", "/cockpit");
        var phone = await SignIn(phoneDevice, "zhouyong", "/duty");
        await Expect(phone.Locator("#duty")).ToContainTextAsync("在岗");
        await Expect(wall.Locator(".wall-module")).ToHaveCountAsync(8);
        await wall.ClickAsync(".wall-sound");
        await Expect(wall.Locator(".wall-sound")).ToHaveTextAsync("声音已开");
        await Picture(wall, "wall-quiet");

        // Pushed, with sound, over whatever the wall shows.
        var sheet = wall.Locator(".alarm-sheet");
        await Expect(sheet).ToBeHiddenAsync();
        await town.SeesSomebody();
        var raised = town.Time.GetUtcNow();
        await Expect(sheet).ToBeVisibleAsync();
        await Expect(sheet).ToHaveAttributeAsync("data-rings", "aloud");
        await Expect(sheet).ToContainTextAsync("溺水危险区有人进入");
        await Picture(wall, "wall-alarm");

        // The nearest guard has it on his phone; one click, and the duty officer sees the shore.
        await Expect(phone.Locator("button:has-text('接受')")).ToBeVisibleAsync();
        await Expect(phone.Locator("#duty")).ToContainTextAsync("步行约");
        await Picture(phone, "phone-called");
        await wall.ClickAsync(".alarm-go");
        var picture = wall.Locator("img.camera-picture");
        await Expect(picture).ToBeVisibleAsync();
        (await picture.EvaluateAsync<bool>("i => i.decode().then(() => i.naturalWidth > 0)")).ShouldBeTrue();
        await wall.ClickAsync("button:has-text('确认告警')");
        await Expect(wall.Locator(".alarm-stages .stage-done")).ToHaveCountAsync(2);
        await Expect(wall.Locator("#calls")).ToContainTextAsync("周勇");
        await Expect(picture).ToBeVisibleAsync();

        // Step by step from the phone; the desk follows without being asked.
        var steps = wall.Locator(".alarm-stages .stage-done");
        await phone.ClickAsync("button:has-text('接受')");
        await Expect(steps).ToHaveCountAsync(3);
        await phone.ClickAsync("button:has-text('出发了')");
        await phone.ClickAsync("button:has-text('已到场')");
        await Expect(steps).ToHaveCountAsync(4);
        town.Time.Move(Story - (town.Time.GetUtcNow() - raised));
        await phone.ClickAsync("button:has-text('已脱险')");
        await Expect(steps).ToHaveCountAsync(5);
        await Expect(wall.Locator("#progress")).ToContainTextAsync(new Regex("4 分 (1[2-9]|2[0-9]) 秒"));
        await town.SeesThemOutside();
        await Expect(wall.Locator("#timeline")).ToContainTextAsync("原因已解除");
        await Picture(wall, "alarm-page");

        await wall.CheckAsync("input[name=Verdict][value=Real]", new() { Force = true });
        await wall.FillAsync("[name=Note]", "儿童已带离水边，交给家长");
        await wall.ClickAsync("button:has-text('关闭告警')");
        await Expect(wall.Locator(".alarm-stages .stage-done")).ToHaveCountAsync(6);
        await wall.GotoAsync("/desk/alarms/figures");
        await Expect(wall.Locator("main")).ToContainTextAsync(new Regex("5 分钟内脱险"));
        await Expect(wall.Locator("main")).ToContainTextAsync("100");
        await Picture(wall, "figures");
        await phone.ReloadAsync();
        await Expect(phone.Locator("#duty")).ToContainTextAsync("在岗");
        await Expect(phone.Locator(".duty-call")).ToHaveCountAsync(0);
        await wall.GotoAsync("/cockpit");
        await Expect(wall.Locator(".wall-events li").First).ToContainTextAsync("已关闭");
        await Picture(wall, "wall-after");
    }

    [Fact]
    public async Task NobodyOnDuty_NoPicture_TwoOfficersAtOnce_AndItIsStillSeenTo()
    {
        town.Cameras.Away = true;
        await town.SendEverybodyHome();
        await using var wallDevice = await Open(1920, 1080);
        await using var deskDevice = await Open(1440, 900);
        await using var phoneDevice = await Open(390, 844, phone: true);
        var wall = await SignIn(wallDevice, "duty1", "/cockpit");
        var desk = await SignIn(deskDevice, "duty2", "/desk/alarms");
        var phone = await SignIn(phoneDevice, "zhouyong", "/duty");
        await Expect(phone.Locator("#duty")).ToContainTextAsync("不在岗");
        await town.SeesSomebody();
        await Expect(wall.Locator(".alarm-sheet")).ToBeVisibleAsync();
        await Expect(desk.Locator(".alarm-sheet")).ToBeVisibleAsync();
        await Picture(desk, "desk-alarm");
        await wall.ClickAsync(".alarm-go");
        await desk.ClickAsync(".alarm-go");

        // No picture: the page says so, for every camera it tried, and the rest of it works.
        await Expect(wall.Locator("main")).ToContainTextAsync("没有应答");
        await Expect(wall.Locator("img.camera-picture")).ToHaveCountAsync(0);
        await Expect(wall.Locator("#timeline")).ToContainTextAsync("没有空闲的安保在岗");
        await Picture(wall, "alarm-no-picture");

        // Both press at once; one has it, the other is told.
        await Task.WhenAll(wall.ClickAsync("button:has-text('确认告警')"), desk.ClickAsync("button:has-text('确认告警')"));
        await Expect(wall.Locator(".alarm-stages .stage-done")).ToHaveCountAsync(2);
        await Expect(desk.Locator(".alarm-stages .stage-done")).ToHaveCountAsync(2);
        var told = await Task.WhenAll(new[] { wall, desk }.Select(async p => await p.Locator("main").InnerTextAsync()));
        told.Count(t => t.Contains("已有人确认这条告警", StringComparison.Ordinal)).ShouldBe(1);

        // A guard comes on duty, is called by hand, and goes.
        await phone.SelectOptionAsync("[name=Point]", new SelectOptionValue { Index = 1 });
        await phone.ClickAsync("button:has-text('签到')");
        await Expect(phone.Locator("#duty")).ToContainTextAsync("在岗");
        await wall.GotoAsync(wall.Url.Split('?')[0]);
        await wall.ClickAsync("button:has-text('呼叫最近的安保')");
        await phone.ClickAsync("button:has-text('接受')");
        await Expect(wall.Locator(".alarm-stages .stage-done")).ToHaveCountAsync(3);
        await town.SeesThemOutside();
        await Expect(wall.Locator("#timeline")).ToContainTextAsync("原因已解除");
        await wall.CheckAsync("input[name=Verdict][value=False]", new() { Force = true });
        await wall.FillAsync("[name=Note]", "是维修人员，已离开");
        await wall.ClickAsync("button:has-text('关闭告警')");
        await Expect(wall.Locator("#timeline")).ToContainTextAsync("是维修人员，已离开");
        await Expect(phone.Locator(".duty-call")).ToHaveCountAsync(0);
    }

    private async Task<IBrowserContext> Open(int width, int height, bool phone = false)
    {
        Assert.SkipUnless(chromium.Browser is not null, "There is no Chromium here: set LINLI_CHROMIUM to its path.");
        var context = await chromium.Browser!.NewContextAsync(new()
        {
            BaseURL = town.Address.ToString(), Locale = "zh-CN", ViewportSize = new() { Width = width, Height = height }, HasTouch = phone,
            Geolocation = new() { Latitude = 30.2065f, Longitude = 120.2242f }, Permissions = ["geolocation"], ServiceWorkers = ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout(Chromium.Patience);
        return context;
    }

    private static async Task<IPage> SignIn(IBrowserContext context, string login, string first)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in/staff?back=" + Uri.EscapeDataString(first));
        await page.FillAsync("[name=Login]", login);
        await page.FillAsync("[name=Password]", DemoSignIns.Password);
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync("**" + first, new() { WaitUntil = WaitUntilState.Commit });
        return page;
    }

    private static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LINLI_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }
}
