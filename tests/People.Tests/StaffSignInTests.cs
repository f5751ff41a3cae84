using System.Net;
using System.Net.Http.Json;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests;

public class StaffSignInTests
{
    [Fact]
    public async Task SignIn_WithThePassword_BringsThePostsPermissionsAtItsScope()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var me = await Town.Body(await (await town.StaffClient("LiMin")).GetAsync("/api/v1/me"));
        me.GetProperty("kind").GetString().ShouldBe("staff");
        me.GetProperty("workspaces")[0].GetString().ShouldBe("staff");
        me.GetProperty("permissions").GetProperty(PeoplePermissions.Review)[0].GetString().ShouldBe(FakePlaces.First.Value);
    }

    [Theory]
    [InlineData("limin", "wrong-password-1")]
    [InlineData("nobody", Town.Password)]
    public async Task SignIn_WithAWrongLoginOrPassword_GetsTheSameAnswer(string login, string password)
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        (await Refused(town, login, password)).ShouldBe("login_wrong");
    }

    [Fact]
    public async Task SignIn_WithoutLoginOrPassword_NamesBothFields()
    {
        await using var town = await Town.Found();
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { }), HttpStatusCode.BadRequest)).ShouldBe("login_missing");
    }

    [Fact]
    public async Task SignIn_AfterFiveWrongPasswords_IsClosedEvenToTheRightOneForAQuarterOfAnHour()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        for (var i = 0; i < LockOut.Tries; i++)
            await Refused(town, "limin", "wrong-password-1");
        (await Refused(town, "limin", Town.Password, status: HttpStatusCode.TooManyRequests)).ShouldBe("locked_out");

        town.Time.Move(LockOut.Pause);
        (await (await town.StaffClient("limin")).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignIn_WhereASecondFactorIsAskedFor_AllowsNothingButSettingItUp()
    {
        await using var town = await Town.Found(requireTotp: true);
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var client = await town.StaffClient("limin");
        (await Town.Body(await client.GetAsync("/api/v1/me"))).GetProperty("mustSetUpTotp").GetBoolean().ShouldBeTrue();
        (await Town.Problem(await client.GetAsync("/api/v1/registrations"), HttpStatusCode.Forbidden)).ShouldBe("not_allowed");

        await SetUpTotp(town, client);
        (await client.GetAsync("/api/v1/registrations")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignIn_WithTotpSetUp_NeedsAFreshCodeEachTime()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var (key, spare) = await SetUpTotp(town, await town.StaffClient("limin"));
        town.Time.Move(TimeSpan.FromMinutes(2));
        var code = Totp.CodeAt(key, Totp.StepAt(town.Time.GetUtcNow()));

        (await Refused(town, "limin", Town.Password)).ShouldBe("totp_required");
        (await Refused(town, "limin", Town.Password, "000000" == code ? "000001" : "000000")).ShouldBe("totp_wrong");
        await Town.Body(await Enter(town, "limin", Town.Password, code));
        (await Refused(town, "limin", Town.Password, code)).ShouldBe("totp_wrong");

        await Town.Body(await Enter(town, "limin", Town.Password, spare));
        (await Refused(town, "limin", Town.Password, spare)).ShouldBe("totp_wrong");
    }

    [Fact]
    public async Task SetUpTotp_WithAWrongCode_ChangesNothing()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var client = await town.StaffClient("limin");
        (await Town.Problem(await client.PostAsJsonAsync("/api/v1/me/totp/confirm", new { code = "000000" }), HttpStatusCode.Conflict)).ShouldBe("totp_not_offered");
        await client.PostAsync("/api/v1/me/totp", null);
        (await Town.Problem(await client.PostAsJsonAsync("/api/v1/me/totp/confirm", new { code = "" }), HttpStatusCode.BadRequest)).ShouldBe("totp_wrong");
        await Town.Body(await Enter(town, "limin", Town.Password));
    }

    [Fact]
    public async Task SetUpTotp_ByAResident_IsRefused()
    {
        await using var town = await Town.Found();
        var client = await town.ResidentClient("13800001111");
        (await Town.Problem(await client.PostAsync("/api/v1/me/totp", null), HttpStatusCode.Forbidden)).ShouldBe("staff_only");
    }

    [Fact]
    public async Task Refresh_GivesFreshTokensUntilTheSignInIsEnded()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var tokens = await Town.Body(await Enter(town, "limin", Town.Password));
        var refreshToken = tokens.GetProperty("refreshToken").GetString();
        town.Time.Move(TimeSpan.FromMinutes(61));
        var old = town.Client(tokens.GetProperty("accessToken").GetString());
        await Town.Problem(await old.GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);

        var fresh = await Town.Body(await town.Client().PostAsJsonAsync("/api/v1/sign-in/refresh", new { refreshToken }));
        var client = town.Client(fresh.GetProperty("accessToken").GetString());
        (await client.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await client.PostAsync("/api/v1/sign-out", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Town.Problem(await client.GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/refresh", new { refreshToken }), HttpStatusCode.Unauthorized))
            .ShouldBe("refresh_token_invalid");
    }

    [Fact]
    public async Task Refresh_WithATokenThatWasExchangedBefore_EndsTheWholeFamily()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var first = (await Town.Body(await Enter(town, "limin", Town.Password))).GetProperty("refreshToken").GetString();
        var elsewhere = town.Client((await Town.Body(await Enter(town, "limin", Town.Password))).GetProperty("accessToken").GetString());
        var lost = await Town.Body(await Refresh(town, first));
        lost.GetProperty("refreshToken").GetString().ShouldNotBeNull("its answer is lost on the way, and the phone asks once more");
        var second = await Town.Body(await Refresh(town, first));
        var third = await Town.Body(await Refresh(town, second.GetProperty("refreshToken").GetString()));
        var client = town.Client(third.GetProperty("accessToken").GetString());
        (await client.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await Town.Problem(await Refresh(town, first), HttpStatusCode.Unauthorized)).ShouldBe("refresh_token_invalid");
        await Town.Problem(await Refresh(town, third.GetProperty("refreshToken").GetString()), HttpStatusCode.Unauthorized);
        await Town.Problem(await client.GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
        (await elsewhere.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK, "another sign-in of the same person goes on");
    }

    [Fact]
    public async Task ChangingThePassword_CountsWrongOldOnes()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var client = await town.StaffClient("limin");
        for (var i = 0; i < 5; i++)
            (await Town.Problem(await Change(client, "wrong-old-password"), HttpStatusCode.BadRequest)).ShouldBe("password_wrong");
        (await Town.Problem(await Change(client, Town.Password), HttpStatusCode.TooManyRequests)).ShouldBe("locked_out");
        await Town.Problem(await Enter(town, "limin", Town.Password), HttpStatusCode.TooManyRequests);
        town.Time.Move(TimeSpan.FromMinutes(16));
        (await Change(client, Town.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Town.Problem(await client.GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
    }

    private static Task<HttpResponseMessage> Change(HttpClient client, string old) =>
        client.PostAsJsonAsync("/api/v1/me/password", new { oldPassword = old, newPassword = "another-long-word" });

    private static Task<HttpResponseMessage> Refresh(Town town, string? refreshToken) =>
        town.Client().PostAsJsonAsync("/api/v1/sign-in/refresh", new { refreshToken });

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Refresh_WithWhatIsNoToken_IsRefused(string? refreshToken)
    {
        await using var town = await Town.Found();
        await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/refresh", new { refreshToken }), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ChangePassword_EndsEverySignInAndTheOldPassword()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var client = await town.StaffClient("limin");
        (await Town.Problem(await client.PostAsJsonAsync("/api/v1/me/password", new { oldPassword = "x", newPassword = "another-good-one" }), HttpStatusCode.BadRequest)).ShouldBe("password_wrong");
        (await Town.Problem(await client.PostAsJsonAsync("/api/v1/me/password", new { oldPassword = Town.Password, newPassword = "limin12345" }), HttpStatusCode.BadRequest)).ShouldBe("password_weak");
        await Town.Body(await client.PostAsJsonAsync("/api/v1/me/password", new { oldPassword = Town.Password, newPassword = "another-good-one" }));
        await Town.Problem(await client.GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
        await Refused(town, "limin", Town.Password);
        await Town.Body(await Enter(town, "limin", "another-good-one"));
    }

    [Fact]
    public async Task Passkey_BeginOffersAChallenge_AndAForgedAnswerIsRefused()
    {
        await using var town = await Town.Found();
        var begun = await Town.Body(await town.Client().PostAsync("/api/v1/sign-in/passkey/begin", null));
        begun.GetProperty("options").GetString()!.ShouldContain("challenge");
        var ticket = begun.GetProperty("ticket").GetString();
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/passkey", new { credential = "{}", ticket }), HttpStatusCode.Unauthorized)).ShouldBe("passkey_refused");
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/passkey", new { credential = "{}", ticket = "x" }), HttpStatusCode.Unauthorized)).ShouldBe("passkey_refused");
    }

    [Fact]
    public async Task Security_SaysWhatIsSetUp_ToStaffOnly()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var client = await town.StaffClient("limin");
        (await Town.Body(await client.GetAsync("/api/v1/me/security"))).GetProperty("totp").GetBoolean().ShouldBeFalse();
        await SetUpTotp(town, client);
        var security = await Town.Body(await client.GetAsync("/api/v1/me/security"));
        security.GetProperty("totp").GetBoolean().ShouldBeTrue();
        security.GetProperty("recoveryCodesLeft").GetInt32().ShouldBe(10);
        (await Town.Problem(await (await town.ResidentClient("13800001111")).GetAsync("/api/v1/me/security"), HttpStatusCode.Forbidden)).ShouldBe("staff_only");
    }

    [Fact]
    public async Task Passkey_IsTakenAway_ButNotTheLastSecondFactor()
    {
        await using var town = await Town.Found(requireTotp: true);
        var account = await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var client = await town.StaffClient("limin");
        await town.InScope(s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Records<IdentityUserPasskey<Guid>>().Add(new()
            {
                UserId = account, CredentialId = [1, 2, 3], Data = new() { PublicKey = [4], Name = "Chrome · Android", AttestationObject = [5], ClientDataJson = [6] },
            });
            return db.SaveChangesAsync();
        });
        var passkey = (await Town.Body(await client.GetAsync("/api/v1/me/security"))).GetProperty("passkeys").EnumerateArray().ShouldHaveSingleItem();
        passkey.GetProperty("device").GetString().ShouldBe("Chrome · Android");
        var address = "/api/v1/me/passkeys/" + passkey.GetProperty("id").GetString();

        (await Town.Problem(await client.DeleteAsync("/api/v1/me/passkeys/AAAA"), HttpStatusCode.NotFound)).ShouldBe("passkey_not_found");
        (await Town.Problem(await client.DeleteAsync(address), HttpStatusCode.Conflict)).ShouldBe("passkey_is_last");
        (await Town.Problem(await (await town.ResidentClient("13800001111")).DeleteAsync(address), HttpStatusCode.Forbidden)).ShouldBe("staff_only");
        await SetUpTotp(town, client);
        await Town.Body(await client.DeleteAsync(address));
        (await Town.Body(await client.GetAsync("/api/v1/me/security"))).GetProperty("passkeys").GetArrayLength().ShouldBe(0);
    }

    // RFC 6238, appendix B, SHA-1, cut to six digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Totp_GivesTheCodesOfTheStandard(long seconds, string code) =>
        Totp.CodeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", seconds / 30).ShouldBe(code);

    internal static async Task<(string Key, string RecoveryCode)> SetUpTotp(Town town, HttpClient client)
    {
        var offer = await Town.Body(await client.PostAsync("/api/v1/me/totp", null));
        offer.GetProperty("qrSvg").GetString()!.ShouldStartWith("<svg");
        var key = offer.GetProperty("key").GetString()!;
        var code = Totp.CodeAt(key, Totp.StepAt(town.Time.GetUtcNow()));
        var confirmed = await Town.Body(await client.PostAsJsonAsync("/api/v1/me/totp/confirm", new { code }));
        confirmed.GetProperty("recoveryCodes").GetArrayLength().ShouldBe(10);
        return (key, confirmed.GetProperty("recoveryCodes")[0].GetString()!);
    }

    private static Task<HttpResponseMessage> Enter(Town town, string login, string password, string? code = null) =>
        town.Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login, password, code });

    private static async Task<string> Refused(
        Town town, string login, string password, string? code = null, HttpStatusCode status = HttpStatusCode.Unauthorized) =>
        await Town.Problem(await Enter(town, login, password, code), status);
}
