using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests;

public class RegistrationTests
{
    private const string Phone = "13800001111";

    [Fact, Trait("Feature", "S03"), Trait("Feature", "S06")]
    public async Task Register_AsOwner_IsPushedToReviewersOfThePlaceOnly()
    {
        await using var town = await Town.Found();
        using var live = town.Services.GetRequiredService<LiveHub>().Listen();
        var resident = await town.ResidentClient(Phone);
        await Register(resident);
        await town.DeliverEvents();

        var reviewer = await Caller(town, await town.Hire("near", Posts.CommunityWorker, FakePlaces.First));
        var elsewhere = await Caller(town, await town.Hire("far", Posts.CommunityWorker, FakePlaces.Second));
        live.Messages.TryRead(out var message).ShouldBeTrue();
        message!.Type.ShouldBe("linli.registration.requested");
        message.IsFor(reviewer).ShouldBeTrue();
        message.IsFor(elsewhere).ShouldBeFalse();
    }

    [Fact, Trait("Feature", "S06")]
    public async Task Approve_MakesAVerifiedResidentWhoHearsOfIt()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var resident = await town.ResidentClient(Phone);
        var id = await Register(resident);
        var worker = await town.StaffClient("limin");
        town.Time.Move(TimeSpan.FromSeconds(90));

        var line = (await Town.Body(await worker.GetAsync("/api/v1/registrations"))).GetProperty("items")[0];
        line.GetProperty("name").GetString().ShouldBe("陈可");
        line.GetProperty("phone").GetString().ShouldBe("138****1111");
        line.GetProperty("ageSeconds").GetInt64().ShouldBe(90);
        await Town.Body(await worker.PostAsync($"/api/v1/registrations/{id}/approve", null));

        var me = await Town.Body(await resident.GetAsync("/api/v1/me"));
        me.GetProperty("name").GetString().ShouldBe("陈可");
        me.GetProperty("posts")[0].GetProperty("post").GetString().ShouldBe(Posts.Resident);
        me.GetProperty("posts")[0].GetProperty("scope").GetString().ShouldBe(FakePlaces.First.Value);
        me.GetProperty("homes")[0].GetProperty("label").GetString().ShouldBe("和一-7-502");

        await town.DeliverEvents();
        var inbox = await Town.Body(await resident.GetAsync("/api/v1/notices"));
        inbox.GetProperty("unread").GetInt32().ShouldBe(1);
        inbox.GetProperty("items")[0].GetProperty("kind").GetString().ShouldBe("registration.decided");

        var decided = (await Town.Body(await worker.GetAsync("/api/v1/registrations?state=approved"))).GetProperty("items")[0];
        decided.GetProperty("decidedBy").GetString().ShouldBe("李limin");
        var people = await town.InScope(s => s.GetRequiredService<IPeople>().ResidentsAt(FakePlaces.FirstGrid, CancellationToken.None));
        people.ShouldBe([me.GetProperty("account").GetGuid()]);
    }

    [Fact, Trait("Feature", "S06")]
    public async Task Approve_ATenant_LastsUntilTheLeaseEnds()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var resident = await town.ResidentClient(Phone);
        var id = await Register(resident, relation: "tenant", leaseEnd: "2026-11-24");
        await Town.Body(await (await town.StaffClient("limin")).PostAsync($"/api/v1/registrations/{id}/approve", null));

        // 24 November ends at 16:00 UTC; the token would have to be refreshed, so the directory is asked.
        var account = (await Town.Body(await resident.GetAsync("/api/v1/me"))).GetProperty("account").GetGuid();
        town.Time.Move(TimeSpan.FromHours(40) - TimeSpan.FromSeconds(1));
        (await Caller(town, account)).HomeScopes.ShouldNotBeEmpty();
        town.Time.Move(TimeSpan.FromSeconds(6));
        (await Caller(town, account)).Grants.ShouldBeEmpty();
        (await Caller(town, account)).HomeScopes.ShouldBeEmpty();
    }

    [Fact, Trait("Feature", "S06")]
    public async Task Reject_GivesTheResidentTheReasonAndAllowsAnotherRequest()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var resident = await town.ResidentClient(Phone);
        var id = await Register(resident);
        var worker = await town.StaffClient("limin");
        (await Town.Problem(await worker.PostAsJsonAsync($"/api/v1/registrations/{id}/reject", new { reason = " " }), HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        await Town.Body(await worker.PostAsJsonAsync($"/api/v1/registrations/{id}/reject", new { reason = "姓名与产权登记不符" }));

        var mine = (await Town.Body(await resident.GetAsync("/api/v1/me/registrations")))[0];
        mine.GetProperty("state").GetString().ShouldBe("rejected");
        mine.GetProperty("reason").GetString().ShouldBe("姓名与产权登记不符");
        (await Town.Problem(await worker.PostAsync($"/api/v1/registrations/{id}/approve", null), HttpStatusCode.Conflict)).ShouldBe("registration_decided");
        await Register(resident);
    }

    [Fact, Trait("Feature", "S06"), Trait("Feature", "S27")]
    public async Task Review_ByAWorkerOfAnotherCommunity_NeitherSeesNorDecides()
    {
        await using var town = await Town.Found();
        await town.Hire("far", Posts.CommunityWorker, FakePlaces.Second);
        var id = await Register(await town.ResidentClient(Phone));
        var worker = await town.StaffClient("far");
        (await Town.Body(await worker.GetAsync("/api/v1/registrations"))).GetProperty("total").GetInt32().ShouldBe(0);
        (await Town.Problem(await worker.PostAsync($"/api/v1/registrations/{id}/approve", null), HttpStatusCode.NotFound)).ShouldBe("registration_not_found");
    }

    [Fact]
    public async Task Review_ByAResident_IsForbidden()
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient(Phone);
        await Town.Problem(await resident.GetAsync("/api/v1/registrations"), HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("state=lost", "state_unknown")]
    [InlineData("state=7", "state_unknown")]
    [InlineData("take=1000", "take_range")]
    [InlineData("take=many", "request_unreadable")]
    public async Task Review_WithAListThatIsNone_IsRefused(string query, string code)
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        (await Town.Problem(await (await town.StaffClient("limin")).GetAsync("/api/v1/registrations?" + query), HttpStatusCode.BadRequest)).ShouldBe(code);
    }

    [Fact, Trait("Feature", "S06")]
    public async Task Review_OfOnesOwnRegistrationThroughTheStaffAccount_IsForbidden()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, Platform.Data.ScopePath.Root);
        var admin = await town.StaffClient("boss");
        var opened = await Town.Body(await admin.PostAsJsonAsync("/api/v1/staff", new { login = "wang", name = "王澜", password = Town.Password, phone = Phone }));
        var account = opened.GetProperty("account").GetGuid();
        await Town.Body(await admin.PostAsJsonAsync("/api/v1/posts", new { account, post = Posts.CommunityWorker, scope = FakePlaces.First.Value }));

        var id = await Register(await town.ResidentClient(Phone));
        (await Town.Problem(await (await town.StaffClient("wang")).PostAsync($"/api/v1/registrations/{id}/approve", null), HttpStatusCode.Forbidden)).ShouldBe("own_registration");
    }

    [Theory]
    [InlineData("和九-7-502", "owner", "陈可", null, "home_unknown")]
    [InlineData("01900000-0000-7000-8000-0000000000ff", "owner", "陈可", null, "home_unknown")]
    [InlineData("", "owner", "陈可", null, "home_missing")]
    [InlineData("和一-7-502", "tenant", "陈可", null, "lease_end_missing")]
    [InlineData("和一-7-502", "tenant", "陈可", "2026-11-22", "lease_end_range")]
    [InlineData("和一-7-502", "tenant", "陈可", "2056-11-22", "lease_end_range")]
    [InlineData("和一-7-502", "owner", "陈可", "2027-11-22", "lease_end_unneeded")]
    [InlineData("和一-7-502", "owner", "<b>", null, "name_invalid")]
    [InlineData("和一-7-502", "owner", null, null, "name_invalid")]
    [InlineData("和一-7-502", null, "陈可", null, "relation_missing")]
    [InlineData("和一-7-502", "landlord", "陈可", null, "body_unreadable")]
    public async Task Register_WithBadInput_IsRefused(string home, string? relation, string? name, string? leaseEnd, string code)
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient(Phone);
        (await Town.Problem(await resident.PostAsJsonAsync("/api/v1/registrations", new { home, relation, name, leaseEnd }), HttpStatusCode.BadRequest)).ShouldBe(code);
    }

    [Fact]
    public async Task Register_TwiceForOneHome_IsRefusedWhileOpenAndOnceVerified()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var resident = await town.ResidentClient(Phone);
        var id = await Register(resident);
        (await Town.Problem(await Send(resident), HttpStatusCode.Conflict)).ShouldBe("registration_open");
        await Town.Body(await (await town.StaffClient("limin")).PostAsync($"/api/v1/registrations/{id}/approve", null));
        (await Town.Problem(await Send(resident), HttpStatusCode.Conflict)).ShouldBe("registration_verified");
    }

    [Fact]
    public async Task Register_SentAgainWithItsKeyAfterALostAnswer_IsOneRequest()
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient(Phone);
        var first = await Town.Body(await Send(resident, key: "k1"));
        var again = await Town.Body(await Send(resident, key: "k1"));
        again.GetProperty("id").GetGuid().ShouldBe(first.GetProperty("id").GetGuid());
        (await Town.Body(await resident.GetAsync("/api/v1/me/registrations"))).GetArrayLength().ShouldBe(1);
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, string relation = "owner", string? leaseEnd = null, string? key = null) =>
        client.PostAsJsonAsync("/api/v1/registrations", new { home = "和一-7-502", relation, name = "陈可", leaseEnd, idempotencyKey = key });

    [Fact]
    public async Task Register_TwiceAtTheSameMoment_IsOneRegistrationAndAClearAnswer()
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient(Phone);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send(resident, "owner", null)));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        foreach (var refused in answers.Where(a => !a.IsSuccessStatusCode))
            (await Town.Problem(refused, HttpStatusCode.Conflict)).ShouldBe("registration_open");
    }

    internal static async Task<Guid> Register(HttpClient client, string relation = "owner", string? leaseEnd = null) =>
        (await Town.Body(await Send(client, relation, leaseEnd))).GetProperty("id").GetGuid();

    private static async Task<Platform.Security.Caller> Caller(Town town, Guid account) =>
        (await town.Services.GetRequiredService<Platform.Security.ICallerDirectory>().Find(account, CancellationToken.None))!;
}
