using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>The afternoon of the demo's day, 16:00: 吴姐 walks the greenway with a litter picker for an hour (S117).</summary>
[Collection(OtherJourneyGroup.Name), Trait("Feature", "S117")]
public sealed class VolunteerJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task LitterWalk_OfAnHour_BringsAnHourAndTenPoints_InTwoBooks()
    {
        Town.Clock.ToNextMorning();
        var day = Town.Clock.Today;
        await Town.LitterWalk("绿道捡拾行动", day);
        await using var phone = await Device(elder: true);
        var (page, account) = await Neighbour(phone, "/volunteering");
        await Town.Born(account, new(1967, 5, 12), "吴姐");
        await page.GotoAsync("/volunteering");
        await ShouldBeAccessible(page);
        await Picture(page, "volunteer-1-board");
        await page.Locator("main .card").Filter(new() { HasText = "绿道捡拾行动" }).GetByRole(AriaRole.Link, new() { Name = "查看与报名" }).ClickAsync();
        await Press(page, "报名");
        await Says(page, "我：已报名");
        await ShouldBeAccessible(page);
        await Picture(page, "volunteer-2-signed-up");

        // 15:55, still on the way; then at the meeting point.
        Town.Clock.MoveTo(day, new(15, 55));
        await phone.SetGeolocationAsync(new() { Latitude = 30.2122f, Longitude = 120.2152f });
        await Locate(page);
        await Press(page, "签到");
        await Expect(page.Locator("main .problems")).ToContainTextAsync("活动范围");
        await phone.SetGeolocationAsync(new() { Latitude = 30.2102f, Longitude = 120.2152f });
        await Locate(page);
        await ShouldBeAccessible(page);
        await Picture(page, "volunteer-3-check-in");
        await Press(page, "签到");
        await Expect(page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "签退，记入时长" })).ToBeVisibleAsync();

        // 17:03: an hour is an hour, however early one came and late one left.
        Town.Clock.MoveTo(day, new(17, 3));
        await Locate(page);
        await Press(page, "签退，记入时长");
        await Says(page, "记入 1 小时，10 积分");
        await Picture(page, "volunteer-4-out");

        // Two books: hours in the time bank, points in the wallet, neither in the other.
        await page.GotoAsync("/volunteering/record");
        await Expect(page.Locator(".stat").Filter(new() { HasText = "时间银行里" }).Locator(".stat-value")).ToHaveTextAsync("1 小时");
        await Says(page, "+10 积分");
        await ShouldBeAccessible(page);
        await Picture(page, "volunteer-5-record");
        await page.GotoAsync("/me/wallet");
        await Expect(page.Locator("main a").Filter(new() { HasText = "志愿时长" }).First).ToContainTextAsync("1 小时");
        await Expect(page.Locator("main a").Filter(new() { HasText = "积分" }).First).ToContainTextAsync("10 积分");
        await ShouldBeAccessible(page);
        await Picture(page, "volunteer-6-wallet");
    }

    // The page asks the phone where it is by itself.
    private static async Task Locate(IPage page)
    {
        await page.ReloadAsync();
        await Expect(page.Locator("[data-place-message]")).ToContainTextAsync("已定位");
    }
}
