using System.Net;
using System.Text.RegularExpressions;

namespace Linli.People.Tests;

public partial class PageTests
{
    private const string Phone = "13800001111";

    [Fact, Trait("Feature", "S06")]
    public async Task ResidentSignsInRegistersAndSeesIt_WithoutScript()
    {
        await using var town = await Town.Found();
        var browser = new Browser(town);
        var refused = await browser.Get("/me");
        refused.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        refused.Headers.Location!.OriginalString.ShouldBe("/sign-in?back=%2Fme");

        var step2 = await browser.Post("/sign-in?back=%2Fme", "send", new() { ["Phone"] = Phone });
        (await (await browser.Post("/sign-in", "enter", new() { ["Phone"] = Phone, ["Step"] = "enter", ["Code"] = "12" })).Content.ReadAsStringAsync()).ShouldContain("six digits");
        var code = SixDigits().Match(await step2.Content.ReadAsStringAsync()).Groups[1].Value;
        var entered = await browser.Post("/sign-in?back=%2Fme", "enter", new() { ["Phone"] = Phone, ["Step"] = "enter", ["Code"] = code });
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        entered.Headers.Location!.OriginalString.ShouldEndWith("/me");

        const string register = "/register?community=hf-1&building=hf-1-c01-07";
        var bad = await browser.Post(register, "register", new() { ["Home"] = FakePlaces.FirstHome.Id.Value.ToString(), ["Relation"] = "tenant", ["Name"] = "陈可" });
        (await bad.Content.ReadAsStringAsync()).ShouldContain("Tenants give the last day");
        var good = await browser.Post(register, "register", new() { ["Home"] = FakePlaces.FirstHome.Id.Value.ToString(), ["Relation"] = "owner", ["Name"] = "陈可" });
        good.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await browser.Get("/me")).Content.ReadAsStringAsync()).ShouldContain("和一-7-502");

        await browser.Post("/me", null, [], to: "/sign-out");
        (await browser.Get("/me")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task SignIn_WithAWayBackToAnotherHost_GoesHome(string back)
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var answer = await new Browser(town).Post("/sign-in/staff?back=" + Uri.EscapeDataString(back), "staff", new() { ["Login"] = "limin", ["Password"] = Town.Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        new Uri(new("http://localhost"), answer.Headers.Location!).ToString().ShouldBe("http://localhost/");
    }

    [Fact, Trait("Feature", "S06")]
    public async Task ReviewerRejectsWithAReason_AndTheAdministratorSeesThePosts()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        await town.Hire("boss", Posts.Administrator, FakePlaces.Street);
        var resident = await town.ResidentClient(Phone);
        var id = await RegistrationTests.Register(resident);

        var desk = new Browser(town);
        (await desk.Get("/desk/registrations")).Headers.Location!.OriginalString.ShouldStartWith("/sign-in/staff?back=");
        await desk.Post("/sign-in/staff", "staff", new() { ["Login"] = "limin", ["Password"] = Town.Password });
        (await (await desk.Get("/desk/registrations")).Content.ReadAsStringAsync()).ShouldContain("陈可");
        (await desk.Get("/desk/people/staff")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await desk.Post("/desk/registrations", $"decide-{id}", new() { ["Id"] = id.ToString(), ["Verdict"] = "reject", ["Reason"] = "请补充产权证" });
        var mine = (await Town.Body(await resident.GetAsync("/api/v1/me/registrations")))[0];
        mine.GetProperty("reason").GetString().ShouldBe("请补充产权证");

        var late = await desk.Post("/desk/registrations", $"decide-{id}", new() { ["Id"] = id.ToString(), ["Verdict"] = "approve" });
        (await late.Content.ReadAsStringAsync()).ShouldContain("was decided already");

        var admin = new Browser(town);
        await admin.Post("/sign-in/staff", "staff", new() { ["Login"] = "boss", ["Password"] = Town.Password });
        (await (await admin.Get("/desk/people/staff")).Content.ReadAsStringAsync()).ShouldContain("李limin");
    }

    [Fact]
    public async Task StaffWithoutSecondFactor_AreShownTheQrCode()
    {
        await using var town = await Town.Found(requireTotp: true);
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var browser = new Browser(town);
        await browser.Post("/sign-in/staff", "staff", new() { ["Login"] = "limin", ["Password"] = Town.Password });
        (await (await browser.Get("/me")).Content.ReadAsStringAsync()).ShouldContain("Set it up now");
        (await (await browser.Post("/me/security", "offer", [])).Content.ReadAsStringAsync()).ShouldContain("<svg");
    }

    [Fact]
    public async Task Inbox_WhenEmpty_SaysSo()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var browser = new Browser(town);
        await browser.Post("/sign-in/staff", "staff", new() { ["Login"] = "limin", ["Password"] = Town.Password });
        (await (await browser.Get("/notices")).Content.ReadAsStringAsync()).ShouldContain("No notices yet");
    }

    [GeneratedRegex("<strong>(\\d{6})</strong>")]
    private static partial Regex SixDigits();
}
