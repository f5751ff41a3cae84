using System.Net;
using System.Net.Http.Json;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.People.Tests.Register;

/// <summary>What happens to people of the register: moving, dying, growing up, keeping house.</summary>
public class KeepTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Death_EndsTiesPostsAgenciesAndSignIns_AndFreesThePhone(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        var added = await Desk.Add(desk, home, new { relation = "owner", name = "顾长林", phone = "19900000102", identityNumber = TestIdentity.Of("330108", new(1946, 11, 23), 1) });
        var resident = await town.ResidentClient("19900000102");
        await Desk.Post(resident, "/api/v1/me/claim", new { name = "顾长林", lastFour = TestIdentity.Of("330108", new(1946, 11, 23), 1)[^4..] });
        (await Desk.Get(resident, "/api/v1/me")).GetProperty("homes").GetArrayLength().ShouldBe(1);

        var death = $"/api/v1/register/people/{added.Person}/death";
        (await Desk.Refused(await desk.PostAsJsonAsync(death, new { on = "2026-11-24" }), HttpStatusCode.BadRequest)).ShouldBe(("register.death_range", "on"));
        (await Desk.Refused(await desk.PostAsJsonAsync(death, new { on = "1940-01-01" }), HttpStatusCode.BadRequest)).ShouldBe(("register.death_range", "on"));
        (await Desk.Refused(await (await town.StaffClient("worker2")).PostAsJsonAsync(death, new { on = "2026-11-22" }), HttpStatusCode.NotFound)).Code.ShouldBe("register.person_not_found");
        await Desk.Post(desk, death, new { on = "2026-11-22" });
        (await Desk.Refused(await desk.PostAsJsonAsync(death, new { on = "2026-11-22" }), HttpStatusCode.NotFound)).Code.ShouldBe("register.person_not_found");

        (await resident.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Desk.Found(desk, "顾长林")).ShouldBeEmpty();
        var shown = await Desk.Get(desk, $"/api/v1/register/homes/{home}");
        shown.GetProperty("owners").GetArrayLength().ShouldBe(0);
        shown.GetProperty("households").GetArrayLength().ShouldBe(0);
        shown.GetProperty("past")[0].GetProperty("endedBy").GetString().ShouldBe("died");
        (await Desk.Get(desk, $"/api/v1/register/people/{added.Person}")).GetProperty("diedOn").GetString().ShouldBe("2026-11-22");

        // The number comes to a stranger one day: it opens an account of their own.
        town.Time.Move(TimeSpan.FromMinutes(2));
        (await Desk.Get(await town.ResidentClient("19900000102"), "/api/v1/me/claim")).GetProperty("homes").GetArrayLength().ShouldBe(0);
        await town.DeliverEvents();
        (await Desk.Get(await town.StaffClient("steward"), "/api/v1/notices")).ToString().ShouldContain("register.died");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Move_WithTheFamily_TakesEverybodyAlongInOneInstant(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var (from, to) = (await Desk.Home(desk, "和一-7-1-101"), await Desk.Home(desk, "和一-7-1-201"));
        var father = await Desk.Add(desk, from, new { relation = "owner", name = "林涛", share = "1" });
        await Desk.Add(desk, from, new { relation = "family", name = "许静" });
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/ties/{father.Tie}/move", new { home = "和九-1" }), HttpStatusCode.BadRequest)).ShouldBe(("home_unknown", "home"));
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/ties/{father.Tie}/move", new { home = "和一-7-1-101" }), HttpStatusCode.BadRequest)).Code.ShouldBe("register.same_home");
        (await Desk.Post(desk, $"/api/v1/register/ties/{father.Tie}/move", new { home = "和一-7-1-201", household = true, share = "1" })).GetProperty("people").GetInt32().ShouldBe(2);
        (await Desk.Get(desk, $"/api/v1/register/homes/{from}")).GetProperty("households").GetArrayLength().ShouldBe(0);
        var now = await Desk.Get(desk, $"/api/v1/register/homes/{to}");
        now.GetProperty("households").GetArrayLength().ShouldBe(1);
        now.GetProperty("households")[0].GetProperty("members").GetArrayLength().ShouldBe(2);
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/ties/{father.Tie}/end", new { why = "movedOut" }), HttpStatusCode.Conflict)).Code.ShouldBe("register.tie_ended");
    }

    [Fact]
    public async Task End_AsksForAReasonThatFits()
    {
        await using var town = await TestTown.Found();
        var desk = await town.StaffClient("worker");
        var added = await Desk.Add(desk, await Desk.Home(desk, "和一-7-1-101"), new { relation = "tenant", name = "陈可", leaseEnd = "2027-11-22" });
        var end = $"/api/v1/register/ties/{added.Tie}/end";
        (await Desk.Refused(await desk.PostAsJsonAsync(end, new { why = "died" }), HttpStatusCode.BadRequest)).ShouldBe(("register.end_reason", "why"));
        (await Desk.Refused(await desk.PostAsJsonAsync(end, new { why = "sold" }), HttpStatusCode.BadRequest)).ShouldBe(("register.only_owners_sell", "why"));
        (await Desk.Refused(await desk.PostAsJsonAsync(end, new { why = "movedOut", on = "2026-12-01" }), HttpStatusCode.BadRequest)).ShouldBe(("register.end_range", "on"));
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/ties/{added.Tie}/lease", new { leaseEnd = "2026-11-01" }), HttpStatusCode.BadRequest)).ShouldBe(("register.lease_over", "leaseEnd"));
        await Desk.Post(desk, $"/api/v1/register/ties/{added.Tie}/lease", new { leaseEnd = "2028-11-22" });
        await Desk.Post(desk, end, new { why = "movedOut" });
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Guardian_MustBeGrownUpAndOlder_AndShowsInTheHome(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        var mother = await Desk.Add(desk, home, new { relation = "owner", name = "许静", birthDate = "1989-09-02" });
        var child = await Desk.Add(desk, home, new { relation = "family", name = "林安安", birthDate = "2016-04-21" });
        var path = $"/api/v1/register/people/{child.Person}/guardians";
        (await Desk.Refused(await desk.PostAsJsonAsync(path, new { guardian = child.Person, kind = "parent", evidence = "户口簿" }), HttpStatusCode.BadRequest)).ShouldBe(("register.own_guardian", "guardian"));
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/people/{mother.Person}/guardians", new { guardian = child.Person, kind = "parent", evidence = "户口簿" }), HttpStatusCode.BadRequest)).ShouldBe(("register.child_of_age", "child"));
        await Desk.Post(desk, path, new { guardian = mother.Person, kind = "parent", evidence = "户口簿" });
        (await Desk.Refused(await desk.PostAsJsonAsync(path, new { guardian = mother.Person, kind = "parent", evidence = "户口簿" }), HttpStatusCode.Conflict)).Code.ShouldBe("register.guardian_twice");
        (await Desk.Refused(await desk.PatchAsJsonAsync($"/api/v1/register/people/{mother.Person}", new { birthDate = "2017-01-01" }), HttpStatusCode.BadRequest)).ShouldBe(("register.child_older", "birthDate"));
        var members = (await Desk.Get(desk, $"/api/v1/register/homes/{home}")).GetProperty("households")[0].GetProperty("members");
        members.EnumerateArray().Single(m => m.GetProperty("name").GetString() == "林**").GetProperty("guardians")[0].GetString().ShouldBe("许*", "under 14 the desk reads back masked what it entered");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Households_AreFoundedAndSpokenForByGrownUps(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        await Desk.Add(desk, home, new { relation = "owner", name = "林涛", birthDate = "1988-06-17" });
        var aunt = await Desk.Add(desk, home, new { relation = "family", name = "林萍", birthDate = "1990-01-01" });
        var child = await Desk.Add(desk, home, new { relation = "family", name = "林安安", birthDate = "2016-04-21" });
        var path = $"/api/v1/register/homes/{home}/households";
        (await Desk.Refused(await desk.PostAsJsonAsync(path, new { ties = new[] { child.Tie } }), HttpStatusCode.BadRequest)).ShouldBe(("register.household_of_children", "ties"));
        (await Desk.Refused(await desk.PostAsJsonAsync(path, new { ties = new[] { Guid.CreateVersion7() } }), HttpStatusCode.BadRequest)).ShouldBe(("register.tie_elsewhere", "ties"));
        var household = (await Desk.Post(desk, path, new { ties = new[] { aunt.Tie, child.Tie } })).GetProperty("household").GetGuid();
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/households/{household}/head", new { person = child.Person }), HttpStatusCode.BadRequest)).ShouldBe(("register.head_under_age", "person"));
        await Desk.Post(desk, $"/api/v1/register/households/{household}/head", new { person = aunt.Person });
        (await Desk.Get(desk, $"/api/v1/register/homes/{home}")).GetProperty("households").GetArrayLength().ShouldBe(2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TwoPeopleClaimingOneHome_AreShownAsAConflict_AndOnlyOneCanBeApproved(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        foreach (var (phone, name) in new[] { ("13800001111", "王一"), ("13800002222", "王二") })
            await Desk.Post(await town.ResidentClient(phone), "/api/v1/registrations", new { home, relation = "owner", name, share = "2/3" });
        var waiting = (await Desk.Get(desk, $"/api/v1/register/homes/{home}")).GetProperty("registrations");
        await Desk.Post(desk, $"/api/v1/registrations/{waiting[0].GetProperty("id").GetGuid()}/approve");
        var left = (await Desk.Get(desk, $"/api/v1/register/homes/{home}")).GetProperty("registrations")[0];
        left.GetProperty("conflict").ToString().ShouldContain("100 %");
        (await Desk.Refused(await desk.PostAsync($"/api/v1/registrations/{left.GetProperty("id").GetGuid()}/approve", null), HttpStatusCode.Conflict)).Code.ShouldBe("register.share_exceeds");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task OwnersCount_CountsDeveloperAndBuyerOnce(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var homes = new List<Guid>();
        foreach (var door in new[] { "101", "102", "201", "202", "501", "502" })
            homes.Add(await Desk.Home(desk, "和一-7-1-" + door));
        var number = TestIdentity.Of("330108", new(1950, 3, 8), 2);
        await Desk.Add(desk, homes[0], new { relation = "owner", name = "沈桂芳", identityNumber = number, share = "1" });
        await Desk.Add(desk, homes[1], new { relation = "owner", name = "沈桂芳", identityNumber = number, share = "1", useKnown = true });
        foreach (var unsold in homes[2..4])
            await Desk.Post(desk, $"/api/v1/register/homes/{unsold}/companies", new { name = "和风置业有限公司", developer = true, undelivered = true });
        await Desk.Post(desk, $"/api/v1/register/homes/{homes[4]}/companies", new { name = "澜光科技有限公司", creditCode = "91330108MA2ABCDE1X" });
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/homes/{homes[4]}/companies", new { name = "另一公司", share = "1/2" }), HttpStatusCode.Conflict)).ShouldBe(("register.share_exceeds", "share"));
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/homes/{homes[4]}/companies", new { name = "另一公司", undelivered = true }), HttpStatusCode.BadRequest)).ShouldBe(("register.only_developers", "undelivered"));

        await Desk.Body(await desk.PatchAsJsonAsync($"/api/v1/places/homes/{homes[0]}", new { area = 88.56, areaFrom = "contract" }));
        await Desk.Body(await desk.PatchAsJsonAsync($"/api/v1/places/homes/{homes[0]}", new { area = 89.01, areaFrom = "register" }));
        (await Desk.Refused(await desk.PatchAsJsonAsync($"/api/v1/places/homes/{homes[0]}", new { area = 90, areaFrom = "survey" }), HttpStatusCode.Conflict)).ShouldBe(("places.area_weaker", "areaFrom"));
        (await Desk.Refused(await desk.PatchAsJsonAsync($"/api/v1/places/homes/{homes[0]}", new { area = 0, areaFrom = "survey" }), HttpStatusCode.BadRequest)).ShouldBe(("places.area_range", "area"));
        (await Desk.Refused(await desk.PatchAsJsonAsync($"/api/v1/places/homes/{homes[0]}", new { area = 5 }), HttpStatusCode.BadRequest)).ShouldBe(("places.area_source", "areaFrom"));

        var counted = await Desk.Get(desk, "/api/v1/register/hf-1/owners-count");
        // One buyer of two, one developer of two, one company, one whose owner nobody knows.
        counted.GetProperty("heads").GetInt32().ShouldBe(4);
        counted.GetProperty("units").GetInt32().ShouldBe(6);
        counted.GetProperty("area").GetDecimal().ShouldBe(89.01m);
        counted.GetProperty("withoutArea").GetInt32().ShouldBe(5);
        counted.GetProperty("withoutOwner").GetInt32().ShouldBe(1);
        (await desk.GetAsync("/api/v1/register/hf-2/owners-count")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Desk.Refused(await desk.GetAsync("/api/v1/register/nowhere/owners-count"), HttpStatusCode.BadRequest)).ShouldBe(("register.count_place", "place"));
    }
}
