using System.Net;
using System.Net.Http.Json;
using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Privacy.Consents;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Privacy;

/// <summary>Ways around the one way to see personal data, all closed (R37, R38, R42).</summary>
public class GuardedDataTests
{
    private const string Phone = "13800001111";

    [Fact]
    public async Task AStaffAccountOpenedOnSomebodysPhone_SeesNothingOfThem_UntilTheirPhoneSaysSo()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, ScopePath.Root);
        var owner = await town.ResidentClient(Phone);
        await Town.Body(await owner.PatchAsJsonAsync("/api/v1/me", new { name = "沈桂芳" }));
        await Town.Body(await (await town.StaffClient("boss")).PostAsJsonAsync("/api/v1/staff", new { login = "intruder", name = "别的名字", password = Town.Password, phone = Phone }));
        (await Town.Body(await owner.GetAsync("/api/v1/me"))).GetProperty("name").GetString().ShouldBe("沈桂芳");
        var intruder = await town.StaffClient("intruder");
        (await Town.Body(await intruder.GetAsync("/api/v1/me"))).GetProperty("name").GetString().ShouldBe("intruder");
        foreach (var path in new[] { "/me/data", "/me/data/archive.zip", "/me/consents", "/me/access-log" })
            (await intruder.GetAsync("/api/v1" + path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);

        town.Time.Move(TimeSpan.FromMinutes(2));
        (await Town.Problem(await intruder.PostAsJsonAsync("/api/v1/me/staff-person", new { code = "000000" }), HttpStatusCode.BadRequest)).ShouldBe("code_expired");
        var code = (await Town.Body(await intruder.PostAsync("/api/v1/me/staff-person/code", null))).GetProperty("demoCode").GetString();
        await Town.Body(await intruder.PostAsJsonAsync("/api/v1/me/staff-person", new { code }));
        (await intruder.GetAsync("/api/v1/me/data")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AStaffAccountThatWaitsOnAPhone_LosesThePerson_WhenItsHolderSignsIn()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, ScopePath.Root);
        await Town.Body(await (await town.StaffClient("boss")).PostAsJsonAsync("/api/v1/staff", new { login = "early", name = "某某某", password = Town.Password, phone = Phone }));
        await town.ResidentClient(Phone);
        (await (await town.StaffClient("early")).GetAsync("/api/v1/me/data")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task TheRegister_ShowsNothingOfAChildInFull_WithoutAnApproval()
    {
        await using var place = await Nursery.Found();
        (await Town.Problem(await place.Worker.PostAsJsonAsync($"/api/v1/register/people/{place.Child}/show", new { what = "phone", reason = "联系家长" }), HttpStatusCode.Forbidden))
            .ShouldBe("child_access_needs_approval");
        (await place.Town.InScope(s => s.GetRequiredService<LinliDb>().Records<View>().Where(v => v.PersonId == place.Child).SingleAsync())).ShouldSatisfyAllConditions(
            v => v.OfChild.ShouldBeTrue(), v => v.Refused.ShouldBe("child_access_needs_approval"));
    }

    [Fact]
    public async Task ADocumentNumber_IsNotForThoseWhoMayRingOnly()
    {
        await using var place = await Nursery.Found();
        await place.Town.Hire("steward", Posts.GridSteward, FakePlaces.FirstGrid);
        var steward = await place.Town.StaffClient("steward");
        await ConsentTests.Born(place.Town, place.Child, new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero));
        (await Town.Problem(await View(steward, place.Child, "identity"), HttpStatusCode.Forbidden)).ShouldBe("identity_not_for_you");
        (await Town.Problem(await View(steward, place.Child, "phone", "identity"), HttpStatusCode.Forbidden)).ShouldBe("identity_not_for_you");
        (await View(steward, place.Child, "phone")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await View(place.Worker, place.Child, "identity")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ARefusedRequest_ShowsNothingOnTheFourteenthBirthdayEither()
    {
        await using var place = await Nursery.Found();
        var town = place.Town;
        var asked = await Town.Body(await place.Worker.PostAsJsonAsync("/api/v1/privacy/children/requests", new { child = place.Child, fields = new[] { "phone", "identity" }, reason = "核对学籍信息" }));
        var id = asked.GetProperty("id").GetGuid();
        await Town.Body(await place.Officer.PostAsJsonAsync($"/api/v1/privacy/children/requests/{id}/decide", new { approve = false, decision = "不必要，请向学校核对" }));
        await ConsentTests.Born(town, place.Child, town.Time.GetUtcNow().AddYears(-14).AddDays(-1));
        (await Town.Problem(await place.Worker.PostAsync($"/api/v1/privacy/children/requests/{id}/view", null), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
    }

    [Fact]
    public async Task AKey_SeesNoMoreOfPeopleThanWhoMadeIt_AndGoesWithThem()
    {
        await using var town = await Town.Found();
        await town.Hire("boss", Posts.Administrator, ScopePath.Root);
        var maker = await town.Hire("maker", Posts.Administrator, ScopePath.Root);
        var admin = await town.StaffClient("maker");
        (await Town.Problem(await admin.PostAsJsonAsync("/api/v1/api-keys", new { name = "照片墙", scope = "/", permissions = new[] { "people.contact" } }), HttpStatusCode.BadRequest)).ShouldBe("permission_not_for_machines");
        var key = (await Town.Body(await admin.PostAsJsonAsync("/api/v1/api-keys", new { name = "大屏", scope = "/", permissions = new[] { "people.review" } }))).GetProperty("key").GetString();
        var machine = town.Client(key);
        (await machine.GetAsync("/api/v1/registrations")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Town.Body(await (await town.StaffClient("boss")).PostAsync($"/api/v1/people/{maker}/end-service", null));
        (await machine.GetAsync("/api/v1/registrations")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ViewsOfChildren_OutlastTheShorterTermOfOthers()
    {
        await using var place = await Nursery.Found();
        var now = place.Town.Time.GetUtcNow();
        var due = await place.Town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            foreach (var child in new[] { true, false })
                db.Records<View>().Add(new() { Id = Guid.CreateVersion7(now), PersonId = place.Child, ViewerId = Guid.Empty, ViewerName = "x", What = "phone", Reason = "test", At = now.AddDays(-300), OfChild = child });
            await db.SaveChangesAsync();
            return await s.GetServices<Platform.Privacy.IRetention>().Single(r => r.Code == "people.view").Due(now.AddDays(-190), CancellationToken.None);
        });
        due.ShouldBe(1);
    }

    private static Task<HttpResponseMessage> View(HttpClient client, Guid person, params string[] fields) =>
        client.PostAsJsonAsync($"/api/v1/people/persons/{person}/view", new { fields, reason = "核对登记信息" });
}
