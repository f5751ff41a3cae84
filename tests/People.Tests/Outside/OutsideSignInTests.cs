using System.Net;
using System.Net.Http.Json;
using System.Text;
using Linli.People.Accounts;
using Linli.People.SignIn.Outside;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Linli.People.Tests.Outside;

/// <summary>Sign-in with an account of another house (T14).</summary>
public sealed class OutsideSignInTests
{
    private const string Disbelieved = "/sign-in/outside?problem=outside_disbelieved";
    private const string Lost = "/sign-in/outside?problem=outside_lost";

    [Fact]
    public async Task SignIn_TheFirstTime_AsksForAPhoneCode_AndLaterOpensTheSameAccount()
    {
        await using var town = await OutsideTown.Found();
        var known = await (await town.Town.ResidentClient("13800000001")).GetFromJsonAsync<System.Text.Json.JsonElement>("/api/v1/me");
        town.Move(TimeSpan.FromMinutes(2));
        var browser = new Browser(town.Town);
        (await town.Visit(browser)).ShouldBe("/sign-in/outside");
        (await OutsideTown.WhoIs(browser)).ShouldBeNull();
        (await OutsideTown.Confirm(browser, "13800000001")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await OutsideTown.WhoIs(browser)).ShouldBe(known.GetProperty("account").GetGuid());

        var another = new Browser(town.Town);
        (await town.Visit(another, "?back=/me")).ShouldBe("/me");
        (await OutsideTown.WhoIs(another)).ShouldBe(known.GetProperty("account").GetGuid());
    }

    [Fact]
    public async Task SignIn_WithTheVerifiedNumberOfSomebodyHere_NeverOpensTheirAccountByItself()
    {
        await using var town = await OutsideTown.Found(p => p.TrustsPhone = true);
        await town.Town.ResidentClient("13800000001");
        (town.House.Claims["phone_number"], town.House.Claims["phone_number_verified"]) = ("13800000001", true);
        var browser = new Browser(town.Town);
        (await town.Visit(browser)).ShouldBe("/sign-in/outside");
        (await OutsideTown.WhoIs(browser)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task SignIn_WithANumberNobodyHas_OpensAnAccountOnlyWhereTheHouseIsTrustedAndHasVerifiedIt(bool trusted, bool verified, bool opens)
    {
        await using var town = await OutsideTown.Found(p => p.TrustsPhone = trusted);
        (town.House.Claims["phone_number"], town.House.Claims["phone_number_verified"]) = ("13800000002", verified);
        var browser = new Browser(town.Town);
        (await town.Visit(browser)).ShouldBe(opens ? "/" : "/sign-in/outside");
        (await OutsideTown.WhoIs(browser) is not null).ShouldBe(opens);
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("no nonce")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("expired")]
    [InlineData("old")]
    [InlineData("future")]
    [InlineData("party")]
    [InlineData("no subject")]
    [InlineData("alg none")]
    [InlineData("shared secret")]
    [InlineData("other key")]
    [InlineData("garbage")]
    public async Task SignIn_WithATokenThatIsNotForThisWalk_IsRefused(string fault)
    {
        await using var town = await OutsideTown.Found(p => p.TrustsPhone = true);
        (town.House.Claims["phone_number"], town.House.Claims["phone_number_verified"]) = ("13800000003", true);
        var now = town.Town.Time.GetUtcNow().UtcDateTime;
        town.House.Bend = fault switch
        {
            "nonce" => t => t.Claims["nonce"] = "another",
            "no nonce" => t => t.Claims.Remove("nonce"),
            "audience" => t => t.Audience = "somebody-else",
            "issuer" => t => t.Issuer = "https://evil.example",
            "expired" => t => t.Expires = now.AddMinutes(-3),
            "old" => t => t.IssuedAt = now.AddHours(-1),
            "future" => t => t.IssuedAt = now.AddHours(1),
            "party" => t => t.Claims["azp"] = "somebody-else",
            "no subject" => t => t.Claims.Remove("sub"),
            "other key" => t => t.SigningCredentials = new(new RsaSecurityKey(System.Security.Cryptography.RSA.Create(2048)) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
            "shared secret" => t => t.SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(TestHouse.Secret.PadRight(64, '0'))), SecurityAlgorithms.HmacSha256),
            _ => null,
        };
        town.House.Forge = fault switch
        {
            "alg none" => t =>
            {
                t.SigningCredentials = null;
                return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(t);
            }
            ,
            "garbage" => _ => "not.a.token",
            _ => null,
        };
        if (fault == "expired")
            town.House.Bend += t => t.NotBefore = now.AddMinutes(-10);
        var browser = new Browser(town.Town);
        (await town.Visit(browser)).ShouldBe(Disbelieved);
        (await OutsideTown.WhoIs(browser)).ShouldBeNull();
        (await town.Read(db => db.Records<OutsideLink>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task SignIn_WithAStateThatWasUsedOrIsOfAnotherBrowserOrTooOld_IsLost()
    {
        await using var town = await OutsideTown.Found(p => p.TrustsPhone = true);
        (town.House.Claims["phone_number"], town.House.Claims["phone_number_verified"]) = ("13800000004", true);
        var browser = new Browser(town.Town);
        var address = await town.Depart(browser);
        (await OutsideTown.Return(new Browser(town.Town), address)).ShouldBe(Lost);
        (await OutsideTown.Return(browser, address)).ShouldBe("/");
        (await OutsideTown.Return(browser, address)).ShouldBe(Lost);
        (await OutsideTown.Return(browser, "/sign-in/with/city/back?code=x&state=invented")).ShouldBe(Lost);
        (await OutsideTown.Return(browser, "/sign-in/with/city/back")).ShouldBe(Lost);

        var late = await town.Depart(browser);
        town.Move(TimeSpan.FromMinutes(11));
        (await OutsideTown.Return(browser, late)).ShouldBe(Lost);
    }

    [Fact]
    public async Task SignIn_WithACodeOfAnotherWalk_OrOfAnotherIssuer_IsRefused()
    {
        await using var town = await OutsideTown.Found();
        var browser = new Browser(town.Town);
        var (first, second) = (await town.Depart(browser), await town.Depart(browser));
        var swapped = first.Split("&state=")[0] + "&state=" + second.Split("&state=")[1];
        (await OutsideTown.Return(browser, swapped)).ShouldBe(Disbelieved);
        (await OutsideTown.Return(browser, first + "&iss=https%3A%2F%2Fevil.example")).ShouldBe(Disbelieved);
        (await OutsideTown.Return(browser, (await town.Depart(browser)).Split('?')[0] + "?error=access_denied&state=" + (await town.Depart(browser)).Split("&state=")[1]))
            .ShouldBe("/sign-in/outside?problem=outside_cancelled");
    }

    [Fact]
    public async Task SignIn_AfterTheHouseHasChangedItsKeys_Works()
    {
        await using var town = await OutsideTown.Found(p => p.TrustsPhone = true);
        (town.House.Claims["phone_number"], town.House.Claims["phone_number_verified"]) = ("13800000005", true);
        (await town.Visit(new Browser(town.Town))).ShouldBe("/");
        town.House.Rotate();
        town.Move(TimeSpan.FromMinutes(1));
        (await town.Visit(new Browser(town.Town))).ShouldBe("/");
    }

    [Fact]
    public async Task SignIn_WhileTheHouseIsDown_SaysSo()
    {
        await using var town = await OutsideTown.Found();
        town.House.Down = true;
        var browser = new Browser(town.Town);
        var begun = await browser.Get("/sign-in/with/city");
        begun.Headers.Location!.ToString().ShouldBe("/sign-in/outside?problem=outside_unreachable");
        (await (await browser.Get("/sign-in/outside?problem=outside_unreachable")).Content.ReadAsStringAsync()).ShouldContain("cannot be used right now");
        (await browser.Get("/sign-in/with/nowhere")).Headers.Location!.ToString().ShouldBe("/sign-in/outside?problem=outside_unknown");
    }

    [Fact]
    public async Task SignIn_ByOAuth_ReadsTheUserDataByTheNamesOfTheHouse()
    {
        await using var town = await OutsideTown.Found(p =>
        {
            (p.Kind, p.AuthorizationUrl, p.TokenUrl, p.UserInfoUrl) = (ProviderKind.OAuth, TestHouse.Issuer + "/authorize", TestHouse.Issuer + "/token", TestHouse.Issuer + "/userinfo");
            (p.SubjectClaim, p.PhoneClaim, p.PhoneVerifiedClaim, p.TrustsPhone) = ("data.openid", "data.mobile", "data.real", true);
        });
        town.House.UserInfo = new { data = new { openid = 77, mobile = "13800000006", real = "Y" } };
        var browser = new Browser(town.Town);
        (await town.Visit(browser)).ShouldBe("/");
        (await OutsideTown.WhoIs(browser)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("T-1", "/")]
    [InlineData("T-2", Disbelieved)]
    [InlineData("", Disbelieved)]
    public async Task SignIn_ByATicketOfAPortal_ExchangesItSigned(string ticket, string leads)
    {
        await using var town = await OutsideTown.Found(p =>
        {
            (p.Kind, p.AuthorizationUrl, p.TokenUrl, p.TrustsPhone) = (ProviderKind.Ticket, TestHouse.Issuer + "/sso", TestHouse.Issuer + "/ticket", true);
            (p.SubjectClaim, p.PhoneClaim, p.PhoneVerifiedClaim) = ("userid", "mobile", "authlevel");
        });
        town.House.UserInfo = new { userid = "zj-1", mobile = "13800000007", authlevel = "1" };
        var browser = new Browser(town.Town);
        var begun = (await browser.Get("/sign-in/with/city")).Headers.Location!;
        var back = new Uri(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(begun.Query)["redirect_uri"].ToString());
        (await OutsideTown.Return(browser, $"{back.PathAndQuery}&ticket={ticket}")).ShouldBe(leads);
    }

    [Fact]
    public async Task NetworkIdentity_GivesTheResultOnly_AndNothingElseIsKept()
    {
        await using var town = await OutsideTown.Found(p => (p.ResultOnly, p.PhoneVerifiedClaim) = (true, "verified"));
        (town.House.Claims["phone_number"], town.House.Claims["verified"]) = ("13800000008", true);
        var browser = new Browser(town.Town);
        (await town.Visit(browser)).ShouldBe("/sign-in/outside");
        (await (await browser.Get("/sign-in/outside")).Content.ReadAsStringAsync()).ShouldNotContain("13800000008");
        await OutsideTown.Confirm(browser, "13800000009");
        var link = await town.Read(db => db.Records<OutsideLink>().AsNoTracking().SingleAsync());
        link.Verified.ShouldBeTrue();
        (await town.Read(db => db.Records<Person>().AsNoTracking().Where(p => p.Name == "李明").CountAsync())).ShouldBe(0);
        (await (await browser.Get("/me/settings/accounts")).Content.ReadAsStringAsync()).ShouldContain("Verified person");
    }
}
