using System.Net;
using System.Net.Http.Json;

namespace Linli.People.Tests;

public class ApiKeyTests
{
    [Theory]
    [InlineData("X-Api-Key", "")]
    [InlineData("Authorization", "ApiKey ")]
    public async Task Key_InEitherHeader_ActsWithItsPermissionsAtItsPlace(string header, string prefix)
    {
        await using var town = await Town.Found();
        var (key, _) = await Make(town);
        var machine = town.Client();
        machine.DefaultRequestHeaders.TryAddWithoutValidation(header, prefix + key);
        var me = await Town.Body(await machine.GetAsync("/api/v1/me"));
        me.GetProperty("kind").GetString().ShouldBe("machine");
        (await machine.GetAsync("/api/v1/registrations")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Town.Problem(await machine.GetAsync("/api/v1/posts"), HttpStatusCode.Forbidden);
        (await Town.Problem(await machine.PatchAsJsonAsync("/api/v1/me", new { language = "en" }), HttpStatusCode.Forbidden)).ShouldBe("machines_have_no_profile");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("linli_00000000_0000")]
    public async Task Key_ThatIsWrong_IsNobody(string key)
    {
        await using var town = await Town.Found();
        await Town.Problem(await With(town, key).GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Key_WithItsPrefixRightAndItsSecretWrong_IsNobody()
    {
        await using var town = await Town.Found();
        var (key, _) = await Make(town);
        await Town.Problem(await With(town, key[..^1] + (key[^1] == '0' ? '1' : '0')).GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Key_AfterItsEnd_IsNobody()
    {
        await using var town = await Town.Found();
        var (key, _) = await Make(town, town.Time.GetUtcNow().AddSeconds(3));
        (await With(town, key).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        town.Time.Move(TimeSpan.FromSeconds(3));
        await Town.Problem(await With(town, key).GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Key_OnceWithdrawn_IsNobodyAtOnce()
    {
        await using var town = await Town.Found();
        var (key, id) = await Make(town);
        (await With(town, key).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var admin = await town.StaffClient("boss");
        await Town.Body(await admin.DeleteAsync($"/api/v1/api-keys/{id}"));
        await Town.Problem(await With(town, key).GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
        var listed = (await Town.Body(await admin.GetAsync("/api/v1/api-keys")))[0];
        listed.GetProperty("revokedAt").GetString().ShouldNotBeNull();
        listed.TryGetProperty("key", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Key_WhenItsMakerLeaves_IsNobodyAtOnce()
    {
        await using var town = await Town.Found();
        var (key, _) = await Make(town);
        (await With(town, key).GetAsync("/api/v1/registrations")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var boss = (await Town.Body(await (await town.StaffClient("boss")).GetAsync("/api/v1/me"))).GetProperty("account").GetGuid();
        await town.Hire("chief", Posts.Administrator, FakePlaces.Street);
        (await (await town.StaffClient("chief")).PostAsync($"/api/v1/people/{boss}/end-service", null)).EnsureSuccessStatusCode();
        await Town.Problem(await With(town, key).GetAsync("/api/v1/registrations"), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/bj/street-1/hf-2/", PeoplePermissions.Review, HttpStatusCode.Forbidden, "beyond_own_scope")]
    [InlineData("/bj/street-1/hf-1/", "people.everything", HttpStatusCode.BadRequest, "permission_unknown")]
    [InlineData("/bj/street-1/hf-1/", PeoplePermissions.ManagePosts, HttpStatusCode.BadRequest, "permission_not_for_machines")]
    [InlineData("/bj/street-1/hf-1/", PeoplePermissions.Identity, HttpStatusCode.BadRequest, "permission_not_for_machines")]
    public async Task Make_AKeyBeyondWhatMayBeGiven_IsRefused(string scope, string permission, HttpStatusCode status, string code)
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.First);
        var admin = await town.StaffClient("boss");
        (await Town.Problem(await admin.PostAsJsonAsync("/api/v1/api-keys", new { name = "12345 hotline", scope, permissions = new[] { permission } }), status)).ShouldBe(code);
    }

    [Fact]
    public async Task Make_AKeyThatHasEndedAlready_IsRefused()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.First);
        var admin = await town.StaffClient("boss");
        var key = new { name = "hotline", scope = FakePlaces.First.Value, permissions = new[] { PeoplePermissions.Review }, expiresAt = town.Time.GetUtcNow() };
        (await Town.Problem(await admin.PostAsJsonAsync("/api/v1/api-keys", key), HttpStatusCode.BadRequest)).ShouldBe("key_expired");
    }

    private static async Task<(string Key, Guid Id)> Make(Town town, DateTimeOffset? expiresAt = null)
    {
        await town.Hire("boss", Posts.Administrator, FakePlaces.First);
        var made = await Town.Body(await (await town.StaffClient("boss")).PostAsJsonAsync("/api/v1/api-keys",
            new { name = "12345 hotline", scope = FakePlaces.First.Value, permissions = new[] { PeoplePermissions.Review }, expiresAt }));
        return (made.GetProperty("key").GetString()!, made.GetProperty("id").GetGuid());
    }

    private static HttpClient With(Town town, string key)
    {
        var client = town.Client();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }
}
