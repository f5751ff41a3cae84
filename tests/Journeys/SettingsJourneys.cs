using System.Text.Json;
using Linli.People;
using Linli.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>How somebody wants pages to look, what they want to hear of, and by what they sign in.</summary>
public sealed class SettingsJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task LargePrintAndLanguage_ChosenOnOnePhone_AreThereOnTheNext()
    {
        var login = await Town.Hire(Posts.GridSteward);
        await using var first = await Device();
        var page = await Staff(first, login, first: "/me/settings");
        await page.Locator(".tile-choice").Filter(new() { HasText = "长辈版" }).ClickAsync();
        await page.Locator(".tile-choice").Filter(new() { HasText = "English" }).ClickAsync();
        await page.GetByText("保存").ClickAsync();
        await Expect(page.Locator("html.elder[lang=en]")).ToHaveCountAsync(1);
        await Expect(page.Locator("main")).ToContainTextAsync("Saved");
        await ShouldBeAccessible(page);

        await using var second = await Device();
        var there = await Staff(second, login, first: "/me/settings");
        await Expect(there.Locator("html.elder[lang=en]")).ToHaveCountAsync(1);

        // The switch at the top of every page counts as well.
        await there.Locator(".topbar .switch").First.ClickAsync();
        await Expect(there.Locator("html.elder")).ToHaveCountAsync(0);
        await using var third = await Device(elder: true);
        var again = await Staff(third, login, first: "/me/settings");
        await Expect(again.Locator("html:not(.elder)[lang=en]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Topics_NotTicked_StayAway()
    {
        await using var device = await Device();
        var page = await Resident(device, "/me/notices");
        await page.GetByText("我反映的事项").ClickAsync();
        await page.GetByText("保存").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("已保存");
        await Expect(page.Locator("[name=Topic-case]")).Not.ToBeCheckedAsync();
        await Expect(page.Locator("[name=Topic-channel]")).ToBeCheckedAsync();
        await Expect(page.Locator("[name=Topic-work]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Notifications_TurnedOn_ReachTheLockedPhone_AndLeadToTheCase()
    {
        await using var maker = await PushService.Start();
        await using var phone = await Device(worker: true);
        await phone.GrantPermissionsAsync(["notifications", "geolocation"]);
        await UsePushService(phone, maker.Subscribe());
        var page = await Resident(phone, "/me/notices");
        await Expect(page.Locator("[data-push-state]")).ToContainTextAsync("未开启");
        await Picture(page, "push-off");
        await page.GetByText("开启提醒").ClickAsync();
        await Expect(page.Locator("[data-push-state]")).ToContainTextAsync("已开启");
        await Expect(page.Locator("#devices li")).ToContainTextAsync("就是这台");
        await Picture(page, "push-on");
        await ShouldBeAccessible(page);
        await Pushed(maker, 1);
        maker.Taken.Last().Json.GetProperty("title").GetString().ShouldBe("消息提醒已开启");

        await page.GotoAsync("/report");
        await page.FillAsync("[name=Text]", "楼下的路灯不亮了，晚上看不见路");
        await page.Locator(".tile-choice").Filter(new() { HasText = "路灯照明" }).ClickAsync();
        await page.Locator("form button.btn-primary").ClickAsync();
        await page.WaitForURLAsync("**/report/receipt/*");
        var item = CaseOf(page);
        await page.GotoAsync("/services");
        await Town.Accept(item);
        await Pushed(maker, 2);
        var push = maker.Taken.Last();
        push.Json.GetProperty("title").GetString().ShouldBe("您有一条新消息");
        push.Text.ShouldNotContain("路灯");

        // What the push service hands on is what the phone shows.
        await Deliver(page, push.Text);
        await Expect(page.Locator("html")).ToHaveJSPropertyAsync("lang", "zh-CN");
        var shown = await page.EvaluateAsync<JsonElement>("""
            async () => { const worker = await navigator.serviceWorker.ready; let all = [];
              while (all.length === 0) { all = await worker.getNotifications(); if (all.length === 0) await new Promise(requestAnimationFrame); }
              return all.map(({ title, body, data }) => ({ title, body, data })); }
            """);
        shown[0].GetProperty("title").GetString().ShouldBe("您有一条新消息");
        shown[0].GetProperty("body").GetString().ShouldBe("我反映的事项");
        var path = shown[0].GetProperty("data").GetString()!;

        // Opening it reads it.
        await Expect(page.Locator(".tabbar [data-unread-count]")).ToHaveTextAsync("1");
        await page.GotoAsync(path);
        await page.WaitForURLAsync($"**/cases/{item.Value}");
        await Expect(page.Locator(".tabbar [data-unread]")).ToBeHiddenAsync();

        await page.GotoAsync("/me/notices");
        await page.GetByText("关闭提醒").ClickAsync();
        await Expect(page.Locator("[data-push-state]")).ToContainTextAsync("未开启");
        await Expect(page.Locator("#devices")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Notifications_WhereTheBrowserCannot_SayItPlainly(bool script)
    {
        await using var phone = await Device(script: script);
        await phone.AddInitScriptAsync("delete window.PushManager");
        var page = await Resident(phone, "/me/notices");
        await Expect(page.Locator("[data-push-state]")).ToContainTextAsync("不支持消息提醒");
        await Expect(page.Locator("[data-push-on]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Password_Changed_SignsOutEveryOtherDeviceAndKeepsThisOne()
    {
        const string better = "四个字加四个字共八个字 ok";
        var login = await Town.Hire(Posts.DeskClerk);
        await using var desk = await Device(desktop: true);
        await using var tablet = await Device(desktop: true);
        var other = await Staff(tablet, login);
        var page = await Staff(desk, login, first: "/me/security");
        await ShouldBeAccessible(page);
        await Picture(page, "security-staff");

        await Change(page, "not my password", better, better);
        await Expect(page.Locator(".problems")).ToContainTextAsync("原密码不对");
        await Change(page, Town.Password, better, better + "!");
        await Expect(page.Locator(".problems")).ToContainTextAsync("不一样");
        await Change(page, Town.Password, "short", "short");
        await Expect(page.Locator(".problems")).ToContainTextAsync("至少 10 个字符");
        await Picture(page, "password-short");
        await Change(page, Town.Password, better, better);
        await Expect(page.Locator("main")).ToContainTextAsync("密码已修改");

        await page.GotoAsync("/desk");
        page.Url.ShouldEndWith("/desk");
        await other.GotoAsync("/desk");
        other.Url.ShouldContain("/sign-in/staff");
        await Staff(tablet, login, better);
    }

    [Fact]
    public async Task SignOut_OnEveryDevice_EndsTheOtherPhoneToo()
    {
        var login = await Town.Hire(Posts.GridSteward);
        await using var lost = await Device();
        await using var mine = await Device();
        var other = await Staff(lost, login, first: "/me");
        var page = await Staff(mine, login, first: "/me/settings");
        await page.GetByText("在所有设备上退出").ClickAsync();
        await page.Locator("dialog").GetByText("在所有设备上退出").ClickAsync();
        await page.WaitForURLAsync("**/sign-in");
        await other.GotoAsync("/me");
        other.Url.ShouldContain("/sign-in");
    }

    private static async Task Change(IPage page, string old, string fresh, string again)
    {
        // The browser itself asks for ten characters; what it lets through is the server's to judge.
        await page.EvaluateAsync("() => document.querySelector('[name=NewPassword]').form.noValidate = true");
        await page.FillAsync("[name=OldPassword]", old);
        await page.FillAsync("[name=NewPassword]", fresh);
        await page.FillAsync("[name=Again]", again);
        await page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "修改密码" }).ClickAsync();
    }

    /// <summary>
    /// Simulates what a browser does with its maker's push service, which a test cannot reach: the subscription is the one
    /// of a <see cref="PushService"/>. All else is the real browser.
    /// </summary>
    private static async Task UsePushService(IBrowserContext context, PushService.Browser browser) => await context.AddInitScriptAsync($$"""
        (() => {
          const given = {{JsonSerializer.Serialize(browser.Subscription)}};
          const subscription = { endpoint: given.endpoint, toJSON: () => given, unsubscribe: async () => { localStorage.removeItem('subscribed'); return true; } };
          PushManager.prototype.subscribe = async (options) => { localStorage.setItem('subscribed', options.applicationServerKey); return subscription; };
          PushManager.prototype.getSubscription = async () => localStorage.getItem('subscribed') ? subscription : null;
        })()
        """);

    private static async Task Pushed(PushService maker, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (maker.Taken.Count < count)
            await Task.Delay(20, limit.Token);
    }

    /// <summary>Hands a push to the service worker as the browser does when one has arrived.</summary>
    private static async Task Deliver(IPage page, string text)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        var registered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        browser.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, e) =>
        {
            if (e?.GetProperty("registrations").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } worker)
                registered.TrySetResult(worker.GetProperty("registrationId").GetString()!);
        };
        await browser.SendAsync("ServiceWorker.enable");
        await browser.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object>
        {
            ["origin"] = new Uri(page.Url).GetLeftPart(UriPartial.Authority),
            ["registrationId"] = await registered.Task.WaitAsync(TimeSpan.FromSeconds(20)),
            ["data"] = text,
        });
    }
}
