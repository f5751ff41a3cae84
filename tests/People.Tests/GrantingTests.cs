using System.Net;
using System.Net.Http.Json;
using Linli.Platform.Data;

namespace Linli.People.Tests;

public class GrantingTests
{
    [Fact]
    public async Task Withdraw_APost_TakesItsPermissionsAtOnce()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.Street);
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var (admin, worker) = (await town.StaffClient("boss"), await town.StaffClient("limin"));
        (await worker.GetAsync("/api/v1/registrations")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var post = (await Town.Body(await admin.GetAsync("/api/v1/posts?search=limin"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        await Town.Body(await admin.DeleteAsync($"/api/v1/posts/{post}"));
        await Town.Problem(await worker.GetAsync("/api/v1/registrations"), HttpStatusCode.Forbidden);
        (await Town.Problem(await admin.DeleteAsync($"/api/v1/posts/{post}"), HttpStatusCode.NotFound)).ShouldBe("post_not_found");
    }

    [Fact]
    public async Task Grant_APost_GivesItsPermissionsAtOnce()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.Street);
        var account = await town.Hire("wang", Posts.PropertyClerk, FakePlaces.First);
        var worker = await town.StaffClient("wang");
        await Town.Problem(await worker.GetAsync("/api/v1/registrations"), HttpStatusCode.Forbidden);
        var admin = await town.StaffClient("boss");
        var grant = new { account, post = Posts.CommunityWorker, scope = FakePlaces.First.Value };
        await Town.Body(await admin.PostAsJsonAsync("/api/v1/posts", grant));
        (await worker.GetAsync("/api/v1/registrations")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Town.Problem(await admin.PostAsJsonAsync("/api/v1/posts", grant), HttpStatusCode.Conflict)).ShouldBe("post_held");
    }

    [Theory]
    [InlineData("/bj/street-1/hf-2/", "community_worker", HttpStatusCode.Forbidden, "beyond_own_scope")]
    [InlineData("/", "administrator", HttpStatusCode.Forbidden, "beyond_own_scope")]
    [InlineData("/bj/street-1/hf-1/nowhere/", "community_worker", HttpStatusCode.BadRequest, "scope_unknown")]
    [InlineData("/bj/street-1/hf-1/", "emperor", HttpStatusCode.BadRequest, "post_unknown")]
    [InlineData("/bj/street-1/hf-1/", "resident", HttpStatusCode.BadRequest, "post_unknown")]
    [InlineData("not a path", "community_worker", HttpStatusCode.BadRequest, "body_unreadable")]
    public async Task Grant_BeyondOnesOwnPlacesOrWhatExists_IsRefused(string scope, string post, HttpStatusCode status, string code)
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.First);
        var account = await town.Hire("wang", Posts.PropertyClerk, FakePlaces.First);
        var admin = await town.StaffClient("boss");
        (await Town.Problem(await admin.PostAsJsonAsync("/api/v1/posts", new { account, post, scope }), status)).ShouldBe(code);
    }

    [Fact]
    public async Task Withdraw_APostOfAnotherCommunity_IsNotFound()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.First);
        await town.Hire("all", Posts.Administrator, ScopePath.Root);
        await town.Hire("far", Posts.CommunityWorker, FakePlaces.Second);
        var post = (await Town.Body(await (await town.StaffClient("all")).GetAsync("/api/v1/posts?search=far"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        await Town.Problem(await (await town.StaffClient("boss")).DeleteAsync($"/api/v1/posts/{post}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Suspend_AnAccount_KeepsItOutAtOnceUntilItIsResumed()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.Street);
        var account = await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var (admin, worker) = (await town.StaffClient("boss"), await town.StaffClient("limin"));
        await Town.Body(await admin.PostAsync($"/api/v1/people/{account}/suspend", null));
        await Town.Problem(await worker.GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
        (await Town.Problem(await town.Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login = "limin", password = Town.Password }), HttpStatusCode.Forbidden)).ShouldBe("account_suspended");

        await Town.Body(await admin.PostAsync($"/api/v1/people/{account}/resume", null));
        await Town.Problem(await worker.GetAsync("/api/v1/me"), HttpStatusCode.Unauthorized);
        (await (await town.StaffClient("limin")).GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("x", "王澜", Town.Password, null, "login_invalid")]
    [InlineData("wang", "王", Town.Password, null, "name_invalid")]
    [InlineData("wang", "王澜", "short", null, "password_length")]
    [InlineData("wang", "王澜", "aaaaaaaaaaaa", null, "password_weak")]
    [InlineData("wang", "王澜", Town.Password, "110", "phone_invalid")]
    public async Task OpenStaffAccount_WithBadInput_IsRefused(string login, string name, string password, string? phone, string code)
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.Street);
        var admin = await town.StaffClient("boss");
        (await Town.Problem(await admin.PostAsJsonAsync("/api/v1/staff", new { login, name, password, phone }), HttpStatusCode.BadRequest)).ShouldBe(code);
    }

    [Fact]
    public async Task OpenStaffAccount_UnderATakenLogin_IsRefused()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.Street);
        var admin = await town.StaffClient("boss");
        (await Town.Problem(await admin.PostAsJsonAsync("/api/v1/staff", new { login = "BOSS", name = "王澜", password = Town.Password }), HttpStatusCode.Conflict)).ShouldBe("login_taken");
    }

    [Fact]
    public async Task PhoneCode_OfAMemberOfStaff_OpensTheResidentsDoorOnly()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, FakePlaces.Street);
        var admin = await town.StaffClient("boss");
        var opened = await Town.Body(await admin.PostAsJsonAsync("/api/v1/staff", new { login = "wang", name = "王澜", password = Town.Password, phone = "13800001111" }));
        await Town.Body(await admin.PostAsJsonAsync("/api/v1/posts", new { account = opened.GetProperty("account").GetGuid(), post = Posts.CommunityWorker, scope = FakePlaces.First.Value }));
        var me = await Town.Body(await (await town.ResidentClient("13800001111")).GetAsync("/api/v1/me"));
        me.GetProperty("kind").GetString().ShouldBe("resident");
        me.GetProperty("posts").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task OpenStaffAccount_OnAResidentsPhone_DoesNotBecomeThatResident()
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient("13800001111");
        await Town.Body(await resident.PatchAsJsonAsync("/api/v1/me", new { name = "沈桂芳" }));
        await town.Hire("boss", Posts.Administrator, FakePlaces.Second);
        await Town.Body(await (await town.StaffClient("boss")).PostAsJsonAsync("/api/v1/staff",
            new { login = "thief", name = "任某", password = Town.Password, phone = "13800001111" }));

        (await Town.Body(await resident.GetAsync("/api/v1/me"))).GetProperty("name").GetString().ShouldBe("沈桂芳");
        var thief = await town.StaffClient("thief");
        (await Town.Body(await thief.GetAsync("/api/v1/me"))).GetProperty("name").GetString().ShouldBe("thief", "until a code sent to that phone says that it is theirs");
        await Town.Problem(await thief.GetAsync("/api/v1/me/data"), HttpStatusCode.Forbidden);
    }
}
