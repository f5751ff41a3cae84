using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>News reaches the page somebody has open, at the phone and at the desk.</summary>
public sealed class NoticeJourneys(Town town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task News_WhileAnotherPageIsOpen_ShowsQuietlyAndCountsAtTheBell()
    {
        await using var phone = await Device();
        var page = await Resident(phone, "/report");
        await page.FillAsync("[name=Text]", "健身广场的灯坏了");
        await page.Locator(".tile-choice").Filter(new() { HasText = "路灯照明" }).ClickAsync();
        await page.Locator("form button.btn-primary").ClickAsync();
        await page.WaitForURLAsync("**/report/receipt/*");
        var item = CaseOf(page);
        await page.GotoAsync("/");
        await Expect(page.Locator(".tabbar [data-unread]")).ToBeHiddenAsync();

        await Town.Accept(item);
        var toast = page.GetByRole(AriaRole.Status).Filter(new() { HasText = "您反映的事项已受理" });
        await Expect(toast).ToBeVisibleAsync();
        await Expect(page.Locator(".tabbar a[href='/notices']")).ToContainTextAsync("1");
        await Expect(page.Locator(".home-strip")).ToContainTextAsync("1 条未读");
        await Picture(page, "toast-phone");
        await ShouldBeAccessible(page);

        await Town.Reply(item, "师傅今天下午到。");
        await Expect(page.Locator(".tabbar a[href='/notices']")).ToContainTextAsync("2");
        await page.Locator(".toast-body").Filter(new() { HasText = "已受理" }).ClickAsync();
        await page.WaitForURLAsync($"**/cases/{item.Value}");
        await Expect(page.Locator(".tabbar a[href='/notices']")).ToContainTextAsync("1");

        // What the open page shows by itself is read.
        await Town.Dispatch(item);
        await Town.Start(item);
        await Expect(page.Locator(".step-now")).ToHaveTextAsync("办理中");
        await Expect(page.Locator(".tabbar a[href='/notices']")).ToContainTextAsync("1");

        await page.GotoAsync("/notices");
        await page.GetByText("您反映的事项有新留言").ClickAsync();
        await page.WaitForURLAsync($"**/cases/{item.Value}");
        await Expect(page.Locator(".tabbar [data-unread]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Work_ForTheTeam_RingsAtTheDesk()
    {
        await using var desk = await Device(desktop: true);
        var page = await Staff(desk, await Town.Hire(Posts.PropertyRepair, "lighting"), first: "/property");
        await Expect(page.Locator(".bench-top [data-unread]")).ToBeHiddenAsync();
        var receipt = await Town.Report("单元门口的灯一直闪");
        await Town.Accept(receipt.Id);
        await Town.Dispatch(receipt.Id);
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "有新的事项派给您的班组" })).ToBeVisibleAsync();
        await Expect(page.Locator(".bench-top [data-unread-count]")).ToHaveTextAsync("1");
        await Picture(page, "toast-desk");
        await ShouldBeAccessible(page);
        await page.Locator(".toast-body").ClickAsync();
        await page.WaitForURLAsync($"**/desk/cases/{receipt.Id.Value}");
        await Expect(page.Locator(".bench-top [data-unread]")).ToBeHiddenAsync();
    }
}
