using System.IO.Compression;
using System.Text.Json;
using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>The privacy walk: register, consent, a member of staff looks, who viewed, withdraw, take along, delete (R37).</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class PrivacyJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact]
    public async Task Resident_RegistersConsentsSeesWhoLookedWithdrawsExportsAndDeletes()
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.CommunityWorker, at: Town.Second));
        await using var device = await Device();
        var phone = await Resident(device, "/me");
        var account = JsonDocument.Parse(await (await phone.APIRequest.GetAsync("/api/v1/me")).TextAsync()).RootElement.GetProperty("account").GetString()!;
        await Town.MoveIn(account);

        await phone.GotoAsync("/me/consents");
        var use = phone.Locator("#use-gate-credential");
        await Expect(use).ToContainTextAsync("不同意怎么办");
        await Picture(phone, "privacy-consents");
        await ShouldBeAccessible(phone);
        await use.GetByRole(AriaRole.Button, new() { Name = "同意", Exact = true }).ClickAsync();
        await Expect(use).ToContainTextAsync("已同意");
        // A use of sensitive data without an assessment is explained but not asked for.
        await Expect(phone.Locator("#use-gate-face").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        await desk.GotoAsync($"/api/v1/people/{account}/contact?reason={Uri.EscapeDataString("核对租约")}");
        await phone.GotoAsync("/me");
        await Expect(phone.Locator("main")).ToContainTextAsync("核对租约");
        await phone.GetByText("谁看过我的信息").First.ClickAsync();
        await phone.WaitForURLAsync("**/me/data/views");
        await Expect(phone.Locator(".card").First).ToContainTextAsync("李敏");
        await Expect(phone.Locator(".card").First).ToContainTextAsync("手机号");
        await Picture(phone, "privacy-views");
        await ShouldBeAccessible(phone);

        await phone.GotoAsync("/me/consents");
        await use.GetByRole(AriaRole.Button, new() { Name = "撤回同意" }).ClickAsync();
        await Expect(use).ToContainTextAsync("未同意");

        await phone.GotoAsync("/me/data");
        await Picture(phone, "privacy-data");
        await ShouldBeAccessible(phone);
        var download = await phone.RunAndWaitForDownloadAsync(() => phone.GetByText("导出我的信息").ClickAsync());
        await using (var zip = await ZipFile.OpenReadAsync(await download.PathAsync()))
            zip.Entries.Select(e => e.FullName).ShouldContain("index.html");

        await phone.GetByText("删除信息并注销").ClickAsync();
        await phone.WaitForURLAsync("**/me/data/delete");
        await Expect(phone.Locator("main")).ToContainTextAsync("不含姓名");
        await Picture(phone, "privacy-delete");
        await ShouldBeAccessible(phone);
        var tail = JsonDocument.Parse(await (await phone.APIRequest.GetAsync("/api/v1/me")).TextAsync()).RootElement.GetProperty("phone").GetString()![^4..];
        await phone.FillAsync("[name=Confirm]", tail);
        await phone.CheckAsync("[name=Sure]");
        await phone.GetByRole(AriaRole.Button, new() { Name = "删除并注销" }).ClickAsync();
        await phone.WaitForURLAsync("**/goodbye?until=*");
        await Expect(phone.Locator("main")).ToContainTextAsync("重新登录");
        await Picture(phone, "privacy-goodbye");
        await phone.GotoAsync("/me");
        phone.Url.ShouldContain("/sign-in");
    }

    [Theory]
    [InlineData("/me/data")]
    [InlineData("/me/data/views")]
    [InlineData("/me/data/correct")]
    [InlineData("/me/data/delete")]
    [InlineData("/me/consents")]
    [InlineData("/me/consents/texts/gate-credential")]
    public async Task Pages_InLargePrint_AreAccessibleToo(string path)
    {
        await using var device = await Device(elder: true);
        var phone = await Resident(device, path);
        await ShouldBeAccessible(phone);
        await Picture(phone, $"privacy-elder{path.Replace('/', '-')}");
    }

    [Theory]
    [InlineData("/desk/privacy")]
    [InlineData("/desk/privacy/children")]
    [InlineData("/desk/privacy/assessments")]
    [InlineData("/desk/privacy/sharing")]
    [InlineData("/desk/privacy/breaches")]
    [InlineData("/desk/privacy/retention")]
    [InlineData("/desk/privacy/texts")]
    [InlineData("/desk/privacy/texts/gate-credential")]
    [InlineData("/desk/privacy/report/2026")]
    public async Task OfficersPages_AreAccessible(string path)
    {
        await using var bench = await Device(desktop: true);
        var desk = await Staff(bench, await Town.Hire(Posts.PrivacyOfficer));
        await desk.GotoAsync(path);
        await ShouldBeAccessible(desk);
        await Picture(desk, $"privacy{path.Replace('/', '-')}");
    }
}
