using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Privacy;

/// <summary>R38: each staff access to data of a child under 14 needs an approval by another, for a time and for named fields, and is logged.</summary>
public class ChildAccessTests
{
    private const string ChildPhone = "13800003333";

    [Fact]
    public async Task AChildsData_AreSeenOnlyWithAnApprovalByAnother_ForItsFieldsAndItsTime()
    {
        await using var place = await Nursery.Found();
        var (town, worker, officer) = (place.Town, place.Worker, place.Officer);
        (await Town.Problem(await View(worker, place.Child, "phone"), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");

        var request = (await Town.Body(await Ask(worker, place.Child))).GetProperty("id").GetGuid();
        (await Town.Problem(await View(worker, place.Child, "phone"), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        await Town.Body(await Decide(officer, request, new { approve = true, decision = "确需家访", hours = 2, fields = new[] { "phone" } }));
        (await Town.Problem(await Decide(officer, request, new { approve = true, decision = "再来一次" }), HttpStatusCode.Conflict)).ShouldBe("already_decided");

        (await Town.Body(await View(worker, place.Child, "phone"))).GetProperty("phone").GetString().ShouldBe(ChildPhone);
        (await Town.Problem(await View(worker, place.Child, "birthDate"), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        (await Town.Problem(await View(place.Colleague, place.Child, "phone"), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        town.Time.Move(TimeSpan.FromHours(2));
        (await Town.Problem(await View(await town.StaffClient("limin"), place.Child, "phone"), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");

        var log = await Log(place);
        log.Count(v => !v.GetProperty("refused").GetBoolean()).ShouldBe(1);
        log.Count(v => v.GetProperty("refused").GetBoolean()).ShouldBe(5);
        log[0].GetProperty("unit").GetProperty("en").GetString().ShouldBe("Community worker, Heyi");
    }

    [Fact]
    public async Task AnAdministratorAndWhoAsked_DoNotApprove()
    {
        await using var place = await Nursery.Found();
        var asker = await place.Town.Hire("secretary", Posts.PartySecretary, FakePlaces.First);
        await Also(place.Town, asker, Posts.CommunityWorker);
        var secretary = await place.Town.StaffClient("secretary");
        var own = (await Town.Body(await Ask(secretary, place.Child))).GetProperty("id").GetGuid();
        (await Town.Problem(await Decide(secretary, own, new { approve = true, decision = "我自己批" }), HttpStatusCode.Forbidden)).ShouldBe("own_request");

        var both = await place.Town.Hire("root", Posts.Administrator, ScopePath.Root);
        (await (await place.Town.StaffClient("root")).PostAsJsonAsync($"/api/v1/privacy/children/requests/{own}/decide", new { approve = true, decision = "管理员" }))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Also(place.Town, both, Posts.PrivacyOfficer);
        place.Town.Time.Move(TimeSpan.FromSeconds(10));
        (await Town.Problem(await Decide(await place.Town.StaffClient("root"), own, new { approve = true, decision = "管理员" }), HttpStatusCode.Forbidden)).ShouldBe("administrators_do_not_approve");
    }

    [Fact]
    public async Task AnEmergency_OpensAtOnceForAnHour_AndGuardianAndApproverHear()
    {
        await using var place = await Nursery.Found();
        (await Town.Problem(await Ask(place.Worker, place.Child, emergency: true, reason: "急用"), HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        (await Town.Problem(await Ask(place.Worker, place.Child, emergency: true, reason: "孩子走失"), HttpStatusCode.BadRequest)).ShouldBe("emergency_reason_missing");
        var request = await Town.Body(await Ask(place.Worker, place.Child, emergency: true, reason: "孩子在河边走失，联系家人"));
        (await Town.Body(await View(place.Worker, place.Child, "phone"))).GetProperty("phone").GetString().ShouldBe(ChildPhone);
        while (await place.Town.DeliverEvents() > 0)
        {
        }

        (await Kinds(place.Guardian)).ShouldContain("privacy.child");
        (await Kinds(place.Officer)).ShouldContain("work.child-access");
        await Town.Body(await Decide(place.Officer, request.GetProperty("id").GetGuid(), new { approve = false, decision = "并非紧急" }));
        (await Town.Problem(await View(place.Worker, place.Child, "phone"), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        (await Log(place)).ShouldContain(v => v.GetProperty("emergency").GetBoolean());
    }

    [Fact]
    public async Task AskingOutsideOnesPlaces_IsNotFound_AndLoggedForTheGuardian()
    {
        await using var place = await Nursery.Found();
        await place.Town.Hire("far", Posts.CommunityWorker, FakePlaces.Second);
        var far = await place.Town.StaffClient("far");
        (await Town.Problem(await Ask(far, place.Child), HttpStatusCode.NotFound)).ShouldBe("person_not_found");
        (await Town.Problem(await View(far, place.Child, "phone"), HttpStatusCode.NotFound)).ShouldBe("person_not_found");
        var log = await Log(place);
        log.Count.ShouldBe(2);
        log.ShouldAllBe(v => v.GetProperty("refused").GetBoolean() && v.GetProperty("viewer").GetString() == "李far");
        (await Town.Body(await far.GetAsync("/api/v1/privacy/children?search=小"))).GetArrayLength().ShouldBe(0);
        (await Town.Body(await place.Worker.GetAsync("/api/v1/privacy/children?search=小")))[0].GetProperty("name").GetString().ShouldBe("沈**");
    }

    private static Task<HttpResponseMessage> View(HttpClient client, Guid person, string field) =>
        client.PostAsJsonAsync($"/api/v1/people/persons/{person}/view", new { fields = new[] { field }, reason = "联系家长" });

    private static Task<HttpResponseMessage> Ask(HttpClient client, Guid child, bool emergency = false, string reason = "家访前联系") =>
        client.PostAsJsonAsync("/api/v1/privacy/children/requests", new { child, fields = new[] { "phone", "birthDate" }, reason, emergency });

    private static Task<HttpResponseMessage> Decide(HttpClient client, Guid request, object decision) =>
        client.PostAsJsonAsync($"/api/v1/privacy/children/requests/{request}/decide", decision);

    private static async Task<List<JsonElement>> Log(Nursery place)
    {
        // The guardian signs in anew: time has passed.
        place.Town.Time.Move(TimeSpan.FromMinutes(2));
        var guardian = await place.Town.ResidentClient("13800001111");
        return [.. (await Town.Body(await guardian.GetAsync($"/api/v1/me/access-log?person={place.Child}"))).EnumerateArray()];
    }

    private static async Task<List<string?>> Kinds(HttpClient client) =>
        [.. (await Town.Body(await client.GetAsync("/api/v1/notices"))).GetProperty("items").EnumerateArray().Select(n => n.GetProperty("kind").GetString())];

    private static Task<int> Also(Town town, Guid account, string post) => town.InScope(s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        db.Insert(new PostHeld { Id = Guid.CreateVersion7(town.Time.GetUtcNow()), AccountId = account, Post = post, Scope = FakePlaces.First.Value, From = town.Time.GetUtcNow() });
        return db.SaveChangesAsync();
    });
}

/// <summary>A town with a child of nine, its guardian, two workers and the privacy officer.</summary>
internal sealed class Nursery : IAsyncDisposable
{
    public required Town Town { get; init; }

    public required Guid Child { get; init; }

    public required HttpClient Guardian { get; init; }

    public required HttpClient Worker { get; init; }

    public required HttpClient Colleague { get; init; }

    public required HttpClient Officer { get; init; }

    public static async Task<Nursery> Found()
    {
        var town = await Town.Found();
        await town.Hire("limin", Posts.CommunityWorker, FakePlaces.First);
        await town.Hire("wangfang", Posts.CommunityWorker, FakePlaces.First);
        await town.Hire("officer", Posts.PrivacyOfficer, FakePlaces.First);
        var guardian = await town.ResidentClient("13800001111");
        var child = await ConsentTests.PersonOf(await town.ResidentClient("13800003333"));
        await ConsentTests.Born(town, child, town.Time.GetUtcNow().AddYears(-9));
        await ConsentTests.Guard(town, await ConsentTests.PersonOf(guardian), child);
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            (await db.Records<Person>().SingleAsync(p => p.Id == child)).Name = "沈小芳";
            db.Insert(new HomeTie
            {
                Id = Guid.CreateVersion7(town.Time.GetUtcNow()), PersonId = child, HomeId = FakePlaces.FirstHome.Id.Value, HomeLabel = FakePlaces.FirstHome.Label,
                Relation = HomeRelation.Family, Scope = FakePlaces.FirstBuilding.Value, Grid = FakePlaces.FirstGrid.Value, From = town.Time.GetUtcNow(),
            });
            return await db.SaveChangesAsync();
        });
        return new()
        {
            Town = town, Child = child, Guardian = guardian, Worker = await town.StaffClient("limin"),
            Colleague = await town.StaffClient("wangfang"), Officer = await town.StaffClient("officer"),
        };
    }

    /// <summary>Hires the privacy officer of the whole installation.</summary>
    public async Task<HttpClient> Chief()
    {
        await Town.Hire("chief", Posts.PrivacyOfficer, ScopePath.Root);
        return await Town.StaffClient("chief");
    }

    public ValueTask DisposeAsync() => Town.DisposeAsync();
}
