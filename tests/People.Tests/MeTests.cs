using System.Net;
using System.Net.Http.Json;

namespace Linli.People.Tests;

public class MeTests
{
    private const string Phone = "13800001111";

    [Fact]
    public async Task Contact_SeenWithAReason_StandsInThePersonsOwnLogAndNobodyElses()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var resident = await town.ResidentClient(Phone);
        var account = (await Town.Body(await resident.GetAsync("/api/v1/me"))).GetProperty("account").GetGuid();
        await RegistrationTests.Register(resident);

        var worker = await town.StaffClient("limin");
        (await Town.Problem(await worker.GetAsync($"/api/v1/people/{account}/contact"), HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        var contact = await Town.Body(await worker.GetAsync($"/api/v1/people/{account}/contact?reason=核对租约"));
        contact.GetProperty("phone").GetString().ShouldBe(Phone);

        var log = await Town.Body(await resident.GetAsync("/api/v1/me/access-log"));
        log.GetArrayLength().ShouldBe(1);
        log[0].GetProperty("viewer").GetString().ShouldBe("李limin");
        log[0].GetProperty("reason").GetString().ShouldBe("核对租约");
        (await Town.Body(await worker.GetAsync("/api/v1/me/access-log"))).GetArrayLength().ShouldBe(0);
        (await worker.GetAsync($"/api/v1/people/{account}/access-log")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Contact_OfSomebodyInAnotherCommunity_IsNotFoundAndThePersonSeesTheAttempt()
    {
        await using var town = await Town.Found();
        await town.Hire("far", Posts.CommunityWorker, FakePlaces.Second);
        var resident = await town.ResidentClient(Phone);
        var account = (await Town.Body(await resident.GetAsync("/api/v1/me"))).GetProperty("account").GetGuid();
        await RegistrationTests.Register(resident);
        (await Town.Problem(await (await town.StaffClient("far")).GetAsync($"/api/v1/people/{account}/contact?reason=just looking"), HttpStatusCode.NotFound)).ShouldBe("person_not_found");
        var attempt = (await Town.Body(await resident.GetAsync("/api/v1/me/access-log"))).EnumerateArray().ShouldHaveSingleItem();
        attempt.GetProperty("refused").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task ChangeMe_KeepsLanguageAndElderMode()
    {
        await using var town = await Town.Found();
        var resident = await town.ResidentClient(Phone);
        await Town.Body(await resident.PatchAsJsonAsync("/api/v1/me", new { name = "沈桂芳", language = "en", elderMode = true }));
        var me = await Town.Body(await resident.GetAsync("/api/v1/me"));
        me.GetProperty("name").GetString().ShouldBe("沈桂芳");
        me.GetProperty("language").GetString().ShouldBe("en");
        me.GetProperty("elderMode").GetBoolean().ShouldBeTrue();
        (await Town.Problem(await resident.PatchAsJsonAsync("/api/v1/me", new { language = "tlh" }), HttpStatusCode.BadRequest)).ShouldBe("language_unknown");
    }

    [Fact]
    public async Task ChangeMe_ANameVerifiedWithTheHome_IsRefused()
    {
        await using var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        var resident = await town.ResidentClient(Phone);
        var id = await RegistrationTests.Register(resident);
        await Town.Body(await (await town.StaffClient("limin")).PostAsync($"/api/v1/registrations/{id}/approve", null));
        (await Town.Problem(await resident.PatchAsJsonAsync("/api/v1/me", new { name = "别人" }), HttpStatusCode.Conflict)).ShouldBe("name_verified");
    }
}
