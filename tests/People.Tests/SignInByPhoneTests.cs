using System.Net;
using System.Net.Http.Json;

namespace Linli.People.Tests;

public class SignInByPhoneTests
{
    private const string Phone = "13800001111";

    [Fact]
    public async Task SignIn_WithTheCode_OpensAnAccountAndTheTokenWorks()
    {
        await using var town = await Town.Found();
        var client = await town.ResidentClient(Phone);
        var me = await Town.Body(await client.GetAsync("/api/v1/me"));
        me.GetProperty("name").GetString().ShouldBe("138****1111");
    }

    [Fact]
    public async Task SignIn_TwiceWithOnePhone_IsOneAccount()
    {
        await using var town = await Town.Found();
        var first = await Town.Body(await (await town.ResidentClient(Phone)).GetAsync("/api/v1/me"));
        town.Time.Move(TimeSpan.FromMinutes(2));
        var second = await Town.Body(await (await town.ResidentClient("+86 138 0000 1111")).GetAsync("/api/v1/me"));
        second.GetProperty("account").GetGuid().ShouldBe(first.GetProperty("account").GetGuid());
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("23800001111")]
    [InlineData("1380000111")]
    public async Task SendCode_ToWhatIsNoMobileNumber_IsRefused_R49(string phone)
    {
        await using var town = await Town.Found();
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/code", new { phone }), HttpStatusCode.BadRequest))
            .ShouldBe("phone_invalid");
    }

    [Fact]
    public async Task SendCode_AgainWithinAMinute_IsRefused()
    {
        await using var town = await Town.Found();
        await town.Code(Phone);
        town.Time.Move(TimeSpan.FromSeconds(59));
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/code", new { phone = Phone }), HttpStatusCode.TooManyRequests))
            .ShouldBe("code_too_soon");
        town.Time.Move(TimeSpan.FromSeconds(1));
        (await town.Code(Phone)).Length.ShouldBe(6);
    }

    [Fact]
    public async Task SendCode_ForTheEleventhTimeInADay_IsRefused()
    {
        await using var town = await Town.Found();
        for (var i = 0; i < 10; i++)
        {
            await town.Code(Phone);
            town.Time.Move(TimeSpan.FromMinutes(10));
        }

        await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/code", new { phone = Phone }), HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task SendCode_OutsideTheDemoWithoutAGateway_SaysSoAndShowsNoCode()
    {
        await using var town = await Town.Found(demo: false);
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/code", new { phone = Phone }), HttpStatusCode.Conflict))
            .ShouldBe("sms_not_configured");
    }

    [Fact]
    public async Task SignIn_AfterFiveMinutes_IsRefused()
    {
        await using var town = await Town.Found();
        var code = await town.Code(Phone);
        town.Time.Move(TimeSpan.FromMinutes(5));
        (await Try(town, code)).ShouldBe("code_expired");
    }

    [Fact]
    public async Task SignIn_WithTheRightCodeAfterFiveWrongOnes_IsRefused()
    {
        await using var town = await Town.Found();
        var code = await town.Code(Phone);
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
            (await Try(town, wrong)).ShouldBe("code_wrong");
        (await Try(town, code)).ShouldBe("code_expired");
    }

    [Fact]
    public async Task SignIn_WithACodeUsedBefore_IsRefused()
    {
        await using var town = await Town.Found();
        var code = await town.Code(Phone);
        await Town.Body(await town.Client().PostAsJsonAsync("/api/v1/sign-in/phone", new { phone = Phone, code }));
        (await Try(town, code)).ShouldBe("code_expired");
    }

    [Fact]
    public async Task SignIn_WithTheOlderOfTwoCodes_IsRefused()
    {
        await using var town = await Town.Found();
        var old = await town.Code(Phone);
        town.Time.Move(TimeSpan.FromMinutes(1));
        var fresh = await town.Code(Phone);
        Assert.SkipWhen(old == fresh, "The two random codes happen to be equal.");
        (await Try(town, old)).ShouldBe("code_wrong");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("12345")]
    [InlineData("12345a")]
    public async Task SignIn_WithoutSixDigits_IsRefused(string? code)
    {
        await using var town = await Town.Found();
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/phone", new { phone = Phone, code }), HttpStatusCode.BadRequest))
            .ShouldBe("code_shape");
    }

    [Fact]
    public async Task Api_WithoutAToken_AnswersAProblemAndNoRedirect()
    {
        await using var town = await Town.Found();
        (await Town.Problem(await town.Client().GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized)).ShouldBe("not_signed_in");
        (await Town.Problem(await town.Client("nonsense").GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized)).ShouldBe("not_signed_in");
    }

    private static async Task<string> Try(Town town, string code) =>
        await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/phone", new { phone = Phone, code }), HttpStatusCode.Unauthorized);
}
