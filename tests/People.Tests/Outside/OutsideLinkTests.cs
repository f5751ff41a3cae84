using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.People.SignIn.Outside;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Tests.Outside;

/// <summary>Linking, unlinking, the end of a session elsewhere, and who may set providers.</summary>
public sealed class OutsideLinkTests
{
    [Fact]
    public async Task Link_WhileSignedIn_IsListedAndCanBeUnlinked()
    {
        await using var town = await OutsideTown.Found();
        var browser = await SignedIn(town, "13800000001");
        (await town.Visit(browser, "?link=1")).ShouldBe("/me/settings/accounts?done=linked");
        var accounts = await Get(browser);
        var link = accounts.GetProperty("linked")[0];
        link.GetProperty("provider").GetString().ShouldBe("city");
        accounts.GetProperty("offered").GetArrayLength().ShouldBe(0);
        var page = await (await browser.Get("/me/settings/accounts")).Content.ReadAsStringAsync();
        page.ShouldContain("City account");
        (await browser.Post("/me/settings/accounts", "unlink", new() { ["Link"] = link.GetProperty("id").GetString()! })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Get(browser)).GetProperty("linked").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Link_OfAnAccountThatIsSomebodyElses_IsRefused()
    {
        await using var town = await OutsideTown.Found();
        (await town.Visit(await SignedIn(town, "13800000001"), "?link=1")).ShouldContain("done=linked");
        var other = await SignedIn(town, "13800000002");
        (await town.Visit(other, "?link=1")).ShouldBe("/me/settings/accounts?problem=outside_elsewhere");
        (await (await other.Get("/me/settings/accounts?problem=outside_elsewhere")).Content.ReadAsStringAsync()).ShouldContain("linked to somebody else");
        town.House.Subject = "u-2";
        (await town.Visit(other, "?link=1")).ShouldContain("done=linked");
        town.House.Subject = "u-3";
        (await town.Visit(other, "?link=1")).ShouldBe("/me/settings/accounts?problem=outside_already");
        (await new Browser(town.Town).Get("/sign-in/with/city?link=1")).Headers.Location!.ToString().ShouldContain("outside_sign_in_first");
    }

    [Fact]
    public async Task Unlink_OfTheLastWayIn_IsRefused()
    {
        await using var town = await OutsideTown.Found();
        var browser = await SignedIn(town, "13800000001");
        await town.Visit(browser, "?link=1");
        var account = (await OutsideTown.WhoIs(browser))!.Value;
        await town.Read(async db =>
        {
            var person = await db.Records<Accounts.Account>().Where(a => a.Id == account).Select(a => a.Person!).SingleAsync();
            person.Phone = null;
            return await db.SaveChangesAsync();
        });
        var id = (await Get(browser)).GetProperty("linked")[0].GetProperty("id").GetString()!;
        (await (await browser.Post("/me/settings/accounts", "unlink", new() { ["Link"] = id })).Content.ReadAsStringAsync()).ShouldContain("only way in");
        (await Get(browser)).GetProperty("linked").GetArrayLength().ShouldBe(1);
        (await (await browser.Post("/me/settings/accounts", "unlink", new() { ["Link"] = Guid.Empty.ToString() })).Content.ReadAsStringAsync()).ShouldContain("no such link");
    }

    [Theory]
    [InlineData(false, "/me/settings/accounts?problem=outside_not_for_staff")]
    [InlineData(true, "/me/settings/accounts?done=linked")]
    public async Task Staff_LinkOnlyWhereTheHouseIsMeantForThem(bool forStaff, string leads)
    {
        await using var town = await OutsideTown.Found(p => p.ForStaff = forStaff);
        await town.Town.Hire("worker", Posts.CommunityWorker, FakePlaces.First);
        var browser = new Browser(town.Town);
        await browser.SignIn("worker");
        (await town.Visit(browser, "?link=1")).ShouldBe(leads);
    }

    [Fact]
    public async Task Suspended_ComesInByNoHouse()
    {
        await using var town = await OutsideTown.Found();
        var browser = await SignedIn(town, "13800000001");
        await town.Visit(browser, "?link=1");
        await town.Read(async db =>
        {
            (await db.Records<Accounts.Account>().SingleAsync(a => a.Kind == Accounts.AccountKind.Resident)).SuspendedAt = town.Town.Time.GetUtcNow();
            return await db.SaveChangesAsync();
        });
        (await town.Visit(new Browser(town.Town))).ShouldBe("/sign-in/outside?problem=account_suspended");
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("sid")]
    public async Task Logout_AtTheHouse_EndsEverySignInHere(string by)
    {
        await using var town = await OutsideTown.Found();
        var browser = await SignedIn(town, "13800000001");
        await town.Visit(browser, "?link=1");
        (await OutsideTown.WhoIs(browser)).ShouldNotBeNull();
        (await Logout(town, LogoutClaims(by, by == "sub" ? "u-1" : "s-1"))).ShouldBe(HttpStatusCode.OK);
        (await OutsideTown.WhoIs(browser)).ShouldBeNull();
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("no event")]
    [InlineData("nobody")]
    [InlineData("no jti")]
    [InlineData("audience")]
    public async Task Logout_ByATokenThatIsNone_EndsNothing(string fault)
    {
        await using var town = await OutsideTown.Found();
        var browser = await SignedIn(town, "13800000001");
        await town.Visit(browser, "?link=1");
        var claims = LogoutClaims("sub", "u-1");
        if (fault == "nonce")
            claims["nonce"] = "n";
        else if (fault is "no event" or "nobody" or "no jti")
            claims.Remove(fault switch { "no event" => "events", "nobody" => "sub", _ => "jti" });
        (await Logout(town, claims, fault == "audience" ? "somebody-else" : null)).ShouldBe(HttpStatusCode.BadRequest);
        (await OutsideTown.WhoIs(browser)).ShouldNotBeNull();
        (await Logout(town, LogoutClaims("sub", "u-99"))).ShouldBe(HttpStatusCode.OK);
        (await OutsideTown.WhoIs(browser)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Providers_AreKeptByTheAdministrator_WithoutShowingTheSecretAgain()
    {
        await using var town = await OutsideTown.Found();
        await town.Town.Hire("admin", Posts.Administrator, ScopePath.Root);
        await town.Town.Hire("worker", Posts.CommunityWorker, FakePlaces.First);
        var admin = await town.Town.StaffClient("admin");
        var wish = new { nameZh = "省级门户", nameEn = "Portal", kind = "ticket", clientId = "c", clientSecret = "hush", authorizationUrl = "https://portal.example/sso", tokenUrl = "https://portal.example/t" };
        (await admin.PutAsJsonAsync("/api/v1/sign-in/providers/portal", wish)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await admin.GetStringAsync(new Uri("/api/v1/sign-in/providers/all", UriKind.Relative));
        text.ShouldContain("portal.example");
        text.ShouldNotContain("hush");
        (await town.Town.Client().GetStringAsync(new Uri("/api/v1/sign-in/providers", UriKind.Relative))).ShouldNotContain("portal.example");
        (await Town.Problem(await admin.PutAsJsonAsync("/api/v1/sign-in/providers/portal", wish with { tokenUrl = "https://169.254.169.254/t" }), HttpStatusCode.BadRequest)).ShouldBe("provider_address");
        (await Town.Problem(await admin.PutAsJsonAsync("/api/v1/sign-in/providers/portal", wish with { tokenUrl = "http://portal.example/t" }), HttpStatusCode.BadRequest)).ShouldBe("provider_address");
        (await Town.Problem(await admin.PutAsJsonAsync("/api/v1/sign-in/providers/P", wish), HttpStatusCode.BadRequest)).ShouldBe("provider_code");
        (await (await town.Town.StaffClient("worker")).PutAsJsonAsync("/api/v1/sign-in/providers/x1", wish)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.GetAsync(new Uri("/desk/people/providers?code=portal", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Logout_ByATokenThatWasTakenBefore_EndsNothing()
    {
        await using var town = await OutsideTown.Found();
        var browser = await SignedIn(town, "13800000001");
        await town.Visit(browser, "?link=1");
        (await Logout(town, LogoutClaims("sub", "u-1"))).ShouldBe(HttpStatusCode.OK);
        town.Move(TimeSpan.FromMinutes(2));
        browser = await SignedIn(town, "13800000001");
        (await Logout(town, LogoutClaims("sub", "u-1"))).ShouldBe(HttpStatusCode.BadRequest);
        (await OutsideTown.WhoIs(browser)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Link_BegunByAPageThatIsNotOurs_LeadsNowhere()
    {
        await using var town = await OutsideTown.Found();
        var browser = await SignedIn(town, "13800000001");
        (await browser.Get("/sign-in/with/city?link=1")).Headers.Location!.ToString().ShouldContain("outside_lost");
        (await browser.Get("/sign-in/with/city?link=")).Headers.Location!.ToString().ShouldContain("outside_lost");
        (await (await browser.Get("/me/settings/accounts")).Content.ReadAsStringAsync()).ShouldContain("/sign-in/with/city?link=");
    }

    private static Dictionary<string, object> LogoutClaims(string by, string value) => new()
    {
        [by] = value, ["jti"] = "j-" + value, ["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new Dictionary<string, object>() },
    };

    private static async Task<HttpStatusCode> Logout(OutsideTown town, Dictionary<string, object> claims, string? audience = null)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["logout_token"] = town.House.Token(claims, audience, "logout+jwt") });
        return (await town.Town.Client().PostAsync(new Uri("/sign-in/with/city/logout", UriKind.Relative), form)).StatusCode;
    }

    private static async Task<JsonElement> Get(Browser browser) =>
        JsonDocument.Parse(await (await browser.Get("/api/v1/me/outside-accounts")).Content.ReadAsStringAsync()).RootElement;

    private static async Task<Browser> SignedIn(OutsideTown town, string phone)
    {
        var browser = new Browser(town.Town);
        var code = await town.Town.Code(phone);
        (await browser.Post("/sign-in", "enter", new() { ["Phone"] = phone, ["Code"] = code, ["Step"] = "enter" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return browser;
    }
}
