using System.Net;

namespace Linli.People.Tests;

public class SettingsTests
{
    [Fact]
    public async Task Look_ChosenWithoutScript_IsKeptOnTheDeviceAndOnThePerson()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var browser = new Browser(town);
        await browser.SignIn("limin");
        var kept = await browser.Post("/me/settings", "look", new() { ["Size"] = "large", ["Language"] = "zh" });
        kept.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        browser.Cookies["linli.elder"].ShouldBe("on");
        (await (await browser.Get("/me/settings?saved=look")).Content.ReadAsStringAsync()).ShouldContain("已保存");

        var elsewhere = new Browser(town);
        await elsewhere.SignIn("limin");
        elsewhere.Cookies["linli.elder"].ShouldBe("on");
        elsewhere.Cookies[".AspNetCore.Culture"].ShouldContain("zh-CN");
        var me = await Town.Body(await (await town.StaffClient("limin")).GetAsync("/api/v1/me"));
        me.GetProperty("elderMode").GetBoolean().ShouldBeTrue();
        me.GetProperty("language").GetString().ShouldBe("zh");
    }

    [Fact]
    public async Task Look_InALanguageThatIsNotSpoken_IsRefused()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var browser = new Browser(town);
        await browser.SignIn("limin");
        var refused = await browser.Post("/me/settings", "look", new() { ["Size"] = "large", ["Language"] = "tlh" });
        (await refused.Content.ReadAsStringAsync()).ShouldContain("The language is zh or en");
        browser.Cookies.Keys.ShouldNotContain("linli.elder");
    }

    [Fact]
    public async Task Switch_AtTheTopOfAPage_IsKeptToo_UnlessAnotherSiteSentIt()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var browser = new Browser(town);
        await browser.SignIn("limin");
        var client = await town.StaffClient("limin");

        await browser.Get("/preferences?elder=on&back=/", from: "same-origin");
        (await Town.Body(await client.GetAsync("/api/v1/me"))).GetProperty("elderMode").GetBoolean().ShouldBeTrue();
        await browser.Get("/preferences?elder=off&back=/", from: "cross-site");
        browser.Cookies["linli.elder"].ShouldBe("off");
        (await Town.Body(await client.GetAsync("/api/v1/me"))).GetProperty("elderMode").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Switch_BeforeSigningIn_StaysWhileThePersonHasChosenNothing()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var browser = new Browser(town);
        await browser.Get("/preferences?elder=on&back=/");
        await browser.SignIn("limin");
        browser.Cookies["linli.elder"].ShouldBe("on");
        (await Town.Body(await (await town.StaffClient("limin")).GetAsync("/api/v1/me"))).GetProperty("elderMode").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Password_ChangedOnThePage_KeepsThisBrowserAndEndsTheOthers()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var (browser, other) = (new Browser(town), new Browser(town));
        await browser.SignIn("limin");
        await other.SignIn("limin");
        var differ = await browser.Post("/me/security", "password", new() { ["OldPassword"] = Town.Password, ["NewPassword"] = "another-good-one", ["Again"] = "another-good-two" });
        (await differ.Content.ReadAsStringAsync()).ShouldContain("The two new passwords differ");
        var wrong = await browser.Post("/me/security", "password", new() { ["OldPassword"] = "x", ["NewPassword"] = "another-good-one", ["Again"] = "another-good-one" });
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("The old password is wrong");

        var changed = await browser.Post("/me/security", "password", new() { ["OldPassword"] = Town.Password, ["NewPassword"] = "another-good-one", ["Again"] = "another-good-one" });
        changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.Get("/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.Get("/me")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Everywhere_SignedOut_EndsThisBrowserAndTheOthers()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var (browser, other) = (new Browser(town), new Browser(town));
        await browser.SignIn("limin");
        await other.SignIn("limin");
        (await browser.Post("/me/settings", "everywhere", [])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.Get("/me")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.Get("/me")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
