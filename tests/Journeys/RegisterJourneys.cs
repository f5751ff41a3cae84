using Linli.People;
using Microsoft.Playwright;

namespace Linli.Journeys;

/// <summary>The register at the desk: found in four ways, a tenancy entered, shares that do not fit refused, others' places closed.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class RegisterJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Desk_FindsEntersAndCorrects_AndAWorkerOfAnotherPlaceIsRefused(bool desktop)
    {
        await using var desk = await Device(desktop);
        var page = await Staff(desk, await Town.Hire(Posts.CommunityWorker, at: Town.Second));
        // Each run has people of its own in the same home.
        var (owner, other, tail) = desktop ? ("苏晚晴", "苏朝阳", "7101") : ("白晚晴", "白朝阳", "7102");
        await Find(page, "和二-7-501");
        await page.ClickAsync("main a:has-text('和二-7-501')");
        await Add(page, "owner", owner, phone: "1990009" + tail, share: desktop ? "1/2" : "1/4");
        await ShouldBeAccessible(page);
        await Picture(page, $"register-home-{desktop}");

        // More than the whole home: refused beside the field, with what the others hold; half a share fits.
        await Add(page, "owner", other, share: "80%", fails: true);
        (await page.InnerTextAsync("main")).ShouldContain("超过 100%");
        await Add(page, "owner", other, share: "1/8");
        await Add(page, "tenant", desktop ? "陈可可" : "陈乐乐", lease: "2030-06-30");
        (await page.InnerTextAsync("#register-home")).ShouldContain("租期至 2030-06-30");

        foreach (var typed in new[] { owner, desktop ? "suwan" : "baiwan", tail, "1990009" + tail })
        {
            await Find(page, typed);
            (await page.InnerTextAsync("main")).ShouldContain(owner, customMessage: typed);
        }

        await page.ClickAsync($"main a:has-text('{owner}')");
        await page.WaitForURLAsync("**/desk/register/people/**");
        await ShouldBeAccessible(page);
        await Picture(page, $"register-person-{desktop}");
        var person = new Uri(page.Url).AbsolutePath;

        await using var elsewhere = await Device(desktop);
        var far = await Staff(elsewhere, await Town.Hire(Posts.CommunityWorker));
        await far.GotoAsync(person);
        (await far.InnerTextAsync("main")).ShouldContain("不在您的辖区");
        await Find(far, owner);
        (await far.InnerTextAsync("main")).ShouldContain("没有找到");
        var refused = await far.APIRequest.PostAsync($"/api/v1/register/people/{person.Split('/')[^1]}/show", new() { DataObject = new { what = "phone", reason = "想看看是谁" } });
        refused.Status.ShouldBeOneOf(403, 404);
    }

    private static async Task Find(IPage page, string typed)
    {
        await page.GotoAsync("/desk/register");
        await page.FillAsync("[name=Q]", typed);
        await page.ClickAsync("form[role=search] button[type=submit]");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    private static async Task Add(IPage page, string relation, string name, string? phone = null, string? share = null, string? lease = null, bool fails = false)
    {
        if (!await page.IsVisibleAsync("[name=Name]"))
            await page.ClickAsync("summary:has-text('登记住户')");
        await page.ClickAsync($"label:has(input[name=Relation][value={relation}])");
        await page.FillAsync("[name=Name]", name);
        await page.FillAsync("[name=Phone]", phone ?? "");
        await page.FillAsync("[name=Share]", share ?? "");
        await page.FillAsync("[name=LeaseEnd]", lease ?? "");
        await page.ClickAsync("form:has([name=IdentityNumber]) button[type=submit]");
        if (fails)
            await page.WaitForSelectorAsync(".field-error, .problem-summary, [role=alert]");
        else
            await page.WaitForURLAsync("**saved=add");
    }
}
