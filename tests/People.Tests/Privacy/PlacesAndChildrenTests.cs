using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.People.Accounts;
using Linli.People.Contact;
using Linli.People.Register;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Privacy;

/// <summary>Officers answer for their own places (R42); data of children stay masked without an approval, wherever they stand (R38).</summary>
public class PlacesAndChildrenTests
{
    private static readonly string[] NameAndBirth = ["name", "birthDate"];

    [Fact]
    public async Task Breaches_AndSharing_OfOneCommunity_AreNotTheOtherOfficers()
    {
        await using var place = await Nursery.Found();
        await place.Town.Hire("far", Posts.PartySecretary, FakePlaces.Second);
        var far = await place.Town.StaffClient("far");
        var breach = (await Town.Body(await Breach(place.Officer))).GetProperty("id").GetGuid();
        (await Town.Problem(await Breach(far), HttpStatusCode.BadRequest)).ShouldBe("people_missing");
        (await List(far, "breaches")).ShouldBeEmpty();
        (await Town.Problem(await far.PostAsJsonAsync($"/api/v1/privacy/breaches/{breach}/reported", new { to = "区网信办" }), HttpStatusCode.NotFound)).ShouldBe("breach_not_found");
        var sharing = (await Town.Body(await Share(place.Officer, null))).GetProperty("id").GetGuid();
        (await List(far, "sharing")).ShouldBeEmpty();
        (await Town.Problem(await far.PostAsync($"/api/v1/privacy/sharing/{sharing}/end", null), HttpStatusCode.NotFound)).ShouldBe("sharing_not_found");
        (await Town.Problem(await Share(far, FakePlaces.First.Value), HttpStatusCode.BadRequest)).ShouldBe("place_unclear");
        (await Tasks(far)).ShouldBe((0, 0));
        (await Tasks(place.Officer)).ShouldBe((1, 1));

        await place.Town.Hire("all", Posts.PrivacyOfficer, ScopePath.Root);
        var all = await place.Town.StaffClient("all");
        (await List(all, "breaches")).Count.ShouldBe(1);
        await Town.Body(await all.PostAsJsonAsync($"/api/v1/privacy/breaches/{breach}/reported", new { to = "区网信办" }));
        await Town.Body(await place.Officer.PostAsync($"/api/v1/privacy/sharing/{sharing}/end", null));
        (await Tasks(place.Officer)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task WhatHoldsForAll_IsSetAndSignedByWhoAnswersForAll()
    {
        await using var place = await Nursery.Found();
        await place.Town.Hire("far", Posts.PrivacyOfficer, FakePlaces.Second);
        (await Town.Problem(await place.Officer.PutAsJsonAsync("/api/v1/privacy/retention/people.view", new { days = 900, source = "本社区规定" }), HttpStatusCode.Forbidden)).ShouldBe("beyond_own_scope");
        (await Town.Problem(await place.Officer.PutAsJsonAsync("/api/v1/privacy/waits/phone-change", new { hours = 72, source = "本社区规定" }), HttpStatusCode.Forbidden)).ShouldBe("beyond_own_scope");
        (await place.Worker.PostAsJsonAsync($"/api/v1/people/persons/{place.Child}/view", new { fields = new[] { "phone" }, reason = "联系家长" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Town.Body(await place.Worker.PostAsJsonAsync("/api/v1/privacy/children/requests", new { child = place.Child, fields = new[] { "phone" }, reason = "家访前联系" }));
        (await Report(place.Officer)).ShouldBe((1, 1, 1));
        (await Report(await place.Town.StaffClient("far"))).ShouldBe((0, 0, 0));
        place.Town.Time.SetTo(new(2027, 1, 5, 0, 0, 0, TimeSpan.Zero));
        (await Town.Problem(await (await place.Town.StaffClient("officer")).PostAsJsonAsync("/api/v1/privacy/report/2026/sign", new { statement = "未见异常" }), HttpStatusCode.Forbidden)).ShouldBe("beyond_own_scope");
    }

    [Fact]
    public async Task Corrections_AreListedMasked_AndOpenedOneByOne_OfAChildWithAnApproval()
    {
        await using var place = await Nursery.Found();
        var id = (await Town.Body(await place.Guardian.PostAsJsonAsync("/api/v1/me/data/corrections", new { name = "沈小方", birthDate = "2017-05-06", person = place.Child }))).GetProperty("correction").GetGuid();
        var listed = await place.Worker.GetStringAsync("/api/v1/privacy/corrections");
        listed.ShouldNotContain("沈小");
        listed.ShouldNotContain("2017");
        JsonDocument.Parse(listed).RootElement[0].GetProperty("ofChild").GetBoolean().ShouldBeTrue();
        (await Town.Problem(await Open(place.Worker, id, "看"), HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        (await Town.Problem(await Open(place.Worker, id, "核对户口簿"), HttpStatusCode.Forbidden)).ShouldBe("child_access_needs_approval");
        await Approve(place, NameAndBirth);
        var shown = await Town.Body(await Open(place.Worker, id, "核对户口簿"));
        (shown.GetProperty("newName").GetString(), shown.GetProperty("newBirth").GetString()).ShouldBe(("沈小方", "2017-05-06"));
        (await Views(place)).ShouldBe([("birthDate name", false), ("birthDate name", true)]);

        await place.Town.Hire("far", Posts.CommunityWorker, FakePlaces.Second);
        (await Town.Problem(await Open(await place.Town.StaffClient("far"), id, "核对户口簿"), HttpStatusCode.NotFound)).ShouldBe("correction_not_found");
        await Town.Body(await place.Worker.PostAsJsonAsync($"/api/v1/privacy/corrections/{id}/decide", new { approve = true, answer = "看过户口簿" }));
        var mine = await place.Guardian.GetStringAsync($"/api/v1/me/data?person={place.Child}");
        mine.ShouldContain("看过户口簿");
    }

    [Fact]
    public async Task TheRegister_MasksAChild_AndItsFamily_UntilAnApprovalCoversThem()
    {
        await using var place = await Nursery.Found();
        await Name(place, "沈桂芳");
        await place.Town.Hire("steward", Posts.GridSteward, FakePlaces.FirstGrid);
        var steward = await place.Town.StaffClient("steward");
        var child = await Person(steward, place.Child);
        (child.GetProperty("name").GetString(), child.GetProperty("age").GetInt32()).ShouldBe(("沈**", 9));
        child.GetProperty("birthDate").ValueKind.ShouldBe(JsonValueKind.Null);
        child.GetProperty("guardians").GetArrayLength().ShouldBe(0);
        child.GetProperty("heldBack").EnumerateArray().Select(f => f.GetString()).ShouldBe(["birthDate", "family", "name"]);

        // Who keeps the register reads back masked what they entered, and can end it.
        var kept = (await Person(place.Worker, place.Child)).GetProperty("guardians")[0];
        kept.GetProperty("name").GetString().ShouldBe("沈**");
        new[] { "person", "to", "evidence" }.ShouldAllBe(f => kept.GetProperty(f).ValueKind == JsonValueKind.Null);
        (await Member(place.Worker)).ShouldBe(("沈**", "沈**"));
        (await Member(steward)).ShouldBe(("沈**", ""));
        (await Views(place)).ShouldBeEmpty();

        await Approve(place, ["name", "family"]);
        (await Member(place.Worker)).ShouldBe(("沈小芳", "沈桂芳"));
        child = await Person(place.Worker, place.Child);
        (child.GetProperty("name").GetString(), child.GetProperty("guardians")[0].GetProperty("name").GetString()).ShouldBe(("沈小芳", "沈桂芳"));
        child.GetProperty("birthDate").ValueKind.ShouldBe(JsonValueKind.Null);
        child.GetProperty("guardians")[0].GetProperty("to").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Member(place.Colleague)).ShouldBe(("沈**", "沈**"));
        (await Views(place)).ShouldBe([("family name", false), ("family name", false)]);
        await Town.Body(await place.Worker.PostAsync($"/api/v1/register/guardianships/{kept.GetProperty("guardianship").GetGuid()}/end", null));

        await ConsentTests.Born(place.Town, place.Child, place.Town.Time.GetUtcNow().AddYears(-15));
        (await Person(steward, place.Child)).GetProperty("name").GetString().ShouldBe("沈小芳");
    }

    [Fact]
    public async Task MyData_HoldAccountsPostsRequestsAndBreaches_AndSayThatANameUnderStaffActsStays()
    {
        await using var place = await Nursery.Found();
        await Approve(place, NameAndBirth);
        await Town.Body(await Breach(place.Officer));
        var child = await place.Guardian.GetStringAsync($"/api/v1/me/data?person={place.Child}");
        foreach (var text in new[] { "家访前核对信息", "确需家访", "一份含姓名电话的表格被误发到群里", "lastSignInAt" })
            child.ShouldContain(text);
        var stays = await place.Guardian.GetStringAsync($"/api/v1/me/data/erasure?person={place.Child}");
        stays.ShouldContain("Requests to see a child");
        stays.ShouldContain("That a breach concerned somebody");
        var staff = await place.Officer.GetStringAsync("/api/v1/me/data");
        staff.ShouldContain("privacy_officer");
        staff.ShouldNotContain("家访前核对信息");
        (await place.Officer.GetStringAsync("/api/v1/me/data/erasure")).ShouldContain("Your name under what you did as staff");
        (await place.Guardian.GetStringAsync("/api/v1/me/data/erasure")).ShouldNotContain("Your name under what you did as staff");
    }

    private static Task<HttpResponseMessage> Breach(HttpClient client) => client.PostAsJsonAsync("/api/v1/privacy/breaches", new
    {
        what = "一份含姓名电话的表格被误发到群里",
        fields = new[] { "phone" },
        harm = "可能接到诈骗电话",
        measures = "已撤回并要求删除",
        place = FakePlaces.First.Value,
    });

    private static Task<HttpResponseMessage> Share(HttpClient client, string? place) => client.PostAsJsonAsync("/api/v1/privacy/sharing", new
    {
        recipient = "和润物业",
        what = "门牌与称呼",
        purpose = "门禁发卡",
        basis = "物业服务合同",
        people = 1200,
        from = "2026-11-01",
        place,
    });

    private static Task<HttpResponseMessage> Open(HttpClient client, Guid id, string reason) =>
        client.PostAsJsonAsync($"/api/v1/privacy/corrections/{id}/open", new { reason });

    private static async Task Approve(Nursery place, string[] fields)
    {
        var asked = await Town.Body(await place.Worker.PostAsJsonAsync("/api/v1/privacy/children/requests", new { child = place.Child, fields, reason = "家访前核对信息" }));
        await Town.Body(await place.Officer.PostAsJsonAsync($"/api/v1/privacy/children/requests/{asked.GetProperty("id").GetGuid()}/decide", new { approve = true, decision = "确需家访", hours = 2 }));
    }

    private static async Task<List<JsonElement>> List(HttpClient client, string what) =>
        [.. (await Town.Body(await client.GetAsync($"/api/v1/privacy/{what}"))).EnumerateArray()];

    private static async Task<(int Breaches, int Sharing)> Tasks(HttpClient client)
    {
        var counts = await Town.Body(await client.GetAsync("/api/v1/privacy"));
        return (counts.GetProperty("breaches").GetInt32(), counts.GetProperty("sharing").GetInt32());
    }

    private static async Task<(int Children, int Requests, int Attempts)> Report(HttpClient client)
    {
        var report = await Town.Body(await client.GetAsync("/api/v1/privacy/report/2026"));
        return (report.GetProperty("children").GetInt32(), report.GetProperty("requests").GetInt32(), report.GetProperty("attempts").GetInt32());
    }

    private static async Task<JsonElement> Person(HttpClient client, Guid person) => await Town.Body(await client.GetAsync($"/api/v1/register/people/{person}"));

    private static async Task<(string? Name, string Guardians)> Member(HttpClient client)
    {
        var home = await Town.Body(await client.GetAsync($"/api/v1/register/homes/{FakePlaces.FirstHome.Id.Value}"));
        var member = home.GetProperty("households")[0].GetProperty("members")[0];
        return (member.GetProperty("name").GetString(), string.Join(' ', member.GetProperty("guardians").EnumerateArray().Select(g => g.GetString())));
    }

    private static async Task<List<(string What, bool Refused)>> Views(Nursery place) => await place.Town.InScope(async s =>
        (await s.GetRequiredService<LinliDb>().Records<View>().Where(v => v.PersonId == place.Child).ToListAsync())
            .ConvertAll(v => (v.What, v.Refused is not null)).OrderBy(v => v.Item2).ToList());

    private static Task<int> Name(Nursery place, string name) => place.Town.InScope(async s =>
    {
        var db = s.GetRequiredService<LinliDb>();
        var guardian = await db.Records<Guardianship>().Where(g => g.ChildId == place.Child).Select(g => g.GuardianId).SingleAsync();
        (await db.Records<Person>().SingleAsync(p => p.Id == guardian)).Name = name;
        return await db.SaveChangesAsync();
    });
}
