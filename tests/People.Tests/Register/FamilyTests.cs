using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.People.Tests.Register;

/// <summary>Invitations, claims, and family that acts for family.</summary>
public class FamilyTests
{
    private static readonly string Number = TestIdentity.Of("330108", new(1946, 11, 23), 1);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Invite_FamilyOfTheOwner_IsTiedAtOnce_AndStaffSeesWhoInvited(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (owner, home) = await Owner(town);
        var code = (await Desk.Post(owner, $"/api/v1/me/homes/{home}/invitations", new { relation = "family" })).GetProperty("code").GetString()!;
        var daughter = await town.ResidentClient("13800003333");
        (await Desk.Post(daughter, "/api/v1/invitations/read", new { code = code.ToLowerInvariant() })).GetProperty("atOnce").GetBoolean().ShouldBeTrue();
        (await Desk.Post(daughter, "/api/v1/registrations", new { code, name = "顾晓雯" })).GetProperty("state").GetString().ShouldBe("approved");
        (await Desk.Get(daughter, "/api/v1/me")).GetProperty("homes")[0].GetProperty("relation").GetString().ShouldBe("family");
        (await Desk.Get(owner, "/api/v1/me/family")).GetProperty("homes")[0].GetProperty("members").GetArrayLength().ShouldBe(2);
        var decided = (await Desk.Get(await town.StaffClient("worker"), "/api/v1/registrations?state=approved")).GetProperty("items")[0];
        decided.GetProperty("invitedBy").GetString().ShouldBe("顾**");
        decided.GetProperty("decidedBy").GetString().ShouldBe("顾**");
        // Family invites nobody, and who is no stranger to the house cannot be invited twice.
        (await Desk.Refused(await daughter.PostAsJsonAsync($"/api/v1/me/homes/{home}/invitations", new { relation = "family" }), HttpStatusCode.Forbidden)).Code.ShouldBe("people.invite_family");
        (await Desk.Refused(await daughter.PostAsJsonAsync("/api/v1/registrations", new { code, name = "顾晓雯" }), HttpStatusCode.Conflict)).Code.ShouldBe("registration_verified");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Invite_ATenant_GoesToReview_AndTheCodeIsSpent(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (owner, home) = await Owner(town);
        var code = (await Desk.Post(owner, $"/api/v1/me/homes/{home}/invitations", new { relation = "tenant" })).GetProperty("code").GetString()!;
        var tenant = await town.ResidentClient("13800004444");
        (await Desk.Refused(await tenant.PostAsJsonAsync("/api/v1/registrations", new { code, name = "陈可" }), HttpStatusCode.BadRequest)).ShouldBe(("lease_end_missing", "leaseEnd"));
        (await Desk.Post(tenant, "/api/v1/registrations", new { code, name = "陈可", leaseEnd = "2027-11-22" })).GetProperty("state").GetString().ShouldBe("open");
        (await Desk.Refused(await (await town.ResidentClient("13800005555")).PostAsJsonAsync("/api/v1/registrations", new { code, name = "李四", leaseEnd = "2027-11-22" }), HttpStatusCode.BadRequest)).ShouldBe(("people.code_not_open", "code"));
        (await Desk.Get(await town.StaffClient("worker"), "/api/v1/registrations")).GetProperty("items")[0].GetProperty("invitedBy").GetString().ShouldBe("顾**");
    }

    [Fact]
    public async Task Invite_ExpiredWithdrawnWrongOrTooMany_IsRefused()
    {
        await using var town = await TestTown.Found();
        var (owner, home) = await Owner(town);
        var guest = await town.ResidentClient("13800003333");
        var made = await Desk.Post(owner, $"/api/v1/me/homes/{home}/invitations", new { relation = "family" });
        await Desk.Body(await owner.DeleteAsync($"/api/v1/me/invitations/{made.GetProperty("id").GetGuid()}"));
        await NotOpen(made.GetProperty("code").GetString()!);
        var late = (await Desk.Post(owner, $"/api/v1/me/homes/{home}/invitations", new { relation = "family" })).GetProperty("code").GetString()!;
        town.Time.Move(TimeSpan.FromHours(25));
        guest = await town.ResidentClient("13800003334");
        await NotOpen(late);
        await NotOpen("ABCD-2345");
        await NotOpen("<script>");
        owner = await town.ResidentClient("19900000102");
        (await Desk.Refused(await owner.PostAsJsonAsync($"/api/v1/me/homes/{home}/invitations", new { relation = "owner" }), HttpStatusCode.BadRequest)).ShouldBe(("people.invite_relation", "relation"));
        for (var i = 0; i < 5; i++)
            await Desk.Post(owner, $"/api/v1/me/homes/{home}/invitations", new { relation = "family" });
        (await owner.PostAsJsonAsync($"/api/v1/me/homes/{home}/invitations", new { relation = "family" })).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        async Task NotOpen(string code) =>
            (await Desk.Refused(await guest.PostAsJsonAsync("/api/v1/registrations", new { code, name = "顾晓雯" }), HttpStatusCode.BadRequest)).ShouldBe(("people.code_not_open", "code"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Claim_ByWhoeverHasThePhone_ShowsNothingUntilNameAndDocumentAgree(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        await Desk.Add(desk, home, new { relation = "owner", name = "顾长林", phone = "19900000102", identityNumber = Number });
        var somebody = await town.ResidentClient("19900000102");
        var me = await Desk.Get(somebody, "/api/v1/me");
        me.GetProperty("name").GetString().ShouldBe("199****0102");
        me.GetProperty("homes").GetArrayLength().ShouldBe(0);
        var offer = await Desk.Get(somebody, "/api/v1/me/claim");
        offer.GetProperty("homes")[0].GetString().ShouldBe("和一-***");
        offer.GetProperty("byDocument").GetBoolean().ShouldBeTrue();

        (await Desk.Refused(await somebody.PostAsJsonAsync("/api/v1/me/claim", new { name = "顾长林", lastFour = "12" }), HttpStatusCode.BadRequest)).ShouldBe(("people.claim_four", "lastFour"));
        for (var i = 0; i < 5; i++)
            (await Desk.Refused(await somebody.PostAsJsonAsync("/api/v1/me/claim", new { name = "王五", lastFour = Number[^4..] }), HttpStatusCode.BadRequest)).Code.ShouldBe("people.claim_wrong");
        (await somebody.PostAsJsonAsync("/api/v1/me/claim", new { name = "顾长林", lastFour = Number[^4..] })).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        town.Time.Move(TimeSpan.FromHours(25));
        somebody = await town.ResidentClient("19900000102");
        await Desk.Post(somebody, "/api/v1/me/claim", new { name = "顾长林", lastFour = Number[^4..] });
        me = await Desk.Get(somebody, "/api/v1/me");
        me.GetProperty("name").GetString().ShouldBe("顾长林");
        me.GetProperty("homes")[0].GetProperty("home").GetGuid().ShouldBe(home);
        me.GetProperty("posts")[0].GetProperty("post").GetString().ShouldBe("resident");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Review_OfSomebodyElseWithAPhoneOfTheRegister_LeavesTheRegistersPersonAlone(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var (first, second) = (await Desk.Home(desk, "和一-7-1-101"), await Desk.Home(desk, "和一-7-1-102"));
        var added = await Desk.Add(desk, first, new { relation = "owner", name = "顾长林", phone = "19900000102" });
        var stranger = await town.ResidentClient("19900000102");
        var id = (await Desk.Post(stranger, "/api/v1/registrations", new { home = second, relation = "owner", name = "王五" })).GetProperty("id").GetGuid();
        await Desk.Post(desk, $"/api/v1/registrations/{id}/approve");
        var me = await Desk.Get(stranger, "/api/v1/me");
        me.GetProperty("name").GetString().ShouldBe("王五");
        me.GetProperty("homes")[0].GetProperty("home").GetGuid().ShouldBe(second);
        var person = await Desk.Get(desk, $"/api/v1/register/people/{added.Person}");
        person.GetProperty("name").GetString().ShouldBe("顾长林");
        person.GetProperty("phone").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Review_OfSomebodyTheRegisterKnowsThere_MakesNoSecondPerson(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        var added = await Desk.Add(desk, home, new { relation = "owner", name = "顾长林", identityNumber = Number });
        var resident = await town.ResidentClient("13900001111");
        var id = (await Desk.Post(resident, "/api/v1/registrations", new { home, relation = "owner", name = "顾长林" })).GetProperty("id").GetGuid();
        await Desk.Post(desk, $"/api/v1/registrations/{id}/approve");
        var shown = await Desk.Get(desk, $"/api/v1/register/homes/{home}");
        shown.GetProperty("owners").GetArrayLength().ShouldBe(1);
        shown.GetProperty("owners")[0].GetProperty("person").GetGuid().ShouldBe(added.Person);
        shown.GetProperty("owners")[0].GetProperty("signsIn").GetBoolean().ShouldBeTrue();
        (await Desk.Get(resident, "/api/v1/me")).GetProperty("homes").GetArrayLength().ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Agent_ReportsForTheFather_WhoAgreedSeesItAndEndsIt(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (father, _) = await Owner(town);
        var daughter = await town.VerifiedClient("13800003333");
        var ask = new { name = "顾长林", phone = "19900000102", matters = new[] { "report", "view" } };
        (await Desk.Refused(await daughter.PostAsJsonAsync("/api/v1/me/agencies", new { name = "顾长林", phone = "19900000102", matters = new[] { "marry" } }), HttpStatusCode.BadRequest)).ShouldBe(("people.agency_matters", "matters"));
        (await Desk.Refused(await daughter.PostAsJsonAsync("/api/v1/me/agencies", new { name = "王五", phone = "19900000102", matters = new[] { "view" } }), HttpStatusCode.BadRequest)).ShouldBe(("people.agency_unknown", "name"));
        (await Desk.Refused(await father.PostAsJsonAsync("/api/v1/me/agencies", ask), HttpStatusCode.BadRequest)).ShouldBe(("people.own_agent", "name"));
        var agency = (await Desk.Post(daughter, "/api/v1/me/agencies", ask)).GetProperty("agency").GetGuid();
        (await Desk.Refused(await daughter.PostAsJsonAsync("/api/v1/me/agencies", ask), HttpStatusCode.Conflict)).Code.ShouldBe("people.agency_twice");

        var person = (await Desk.Search(await town.StaffClient("worker"), "顾长林")).GetProperty("people")[0].GetProperty("person").GetGuid();
        (await Desk.Refused(await Report(), HttpStatusCode.BadRequest)).ShouldBe(("people.not_agent", "onBehalfOf"));
        (await Desk.Refused(await daughter.PostAsync($"/api/v1/me/agencies/{agency}/agree", null), HttpStatusCode.NotFound)).Code.ShouldBe("people.agency_not_found");
        await Desk.Post(father, $"/api/v1/me/agencies/{agency}/agree");

        var reported = await Desk.Body(await Report());
        var id = reported.GetProperty("id").GetString();
        var acts = (await Desk.Get(father, "/api/v1/me/family")).GetProperty("acts");
        acts[0].GetProperty("link").GetString().ShouldBe($"/cases/{id}");
        var seen = await Desk.Get(father, $"/api/v1/cases/{id}");
        seen.GetProperty("reader").GetString().ShouldBe("reporter");
        seen.GetProperty("onBehalfOf").GetString().ShouldBe("顾**");
        (await Desk.Get(await town.StaffClient("desk"), $"/api/v1/cases/{id}")).GetProperty("agent").GetString().ShouldNotBeNull();
        // It is in his own list, and he hears of each further move as she does.
        (await Desk.Get(father, "/api/v1/cases/mine")).GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetString()).ShouldBe([id]);
        await Desk.Body(await (await town.StaffClient("desk")).PostAsJsonAsync($"/api/v1/cases/{id}/accept", new { }));
        await town.DeliverEvents();
        foreach (var hears in (HttpClient[])[father, daughter])
            (await Desk.Get(hears, "/api/v1/notices")).GetProperty("items").EnumerateArray().Select(n => n.GetProperty("link").GetString()).ShouldContain($"/cases/{id}");
        (await town.Audit("ActedFor")).Single().Detail!.ShouldContain(person.ToString());

        await Desk.Post(father, $"/api/v1/me/agencies/{agency}/end");
        (await Desk.Refused(await Report(), HttpStatusCode.BadRequest)).Code.ShouldBe("people.not_agent");

        Task<HttpResponseMessage> Report() => daughter.PostAsJsonAsync("/api/v1/cases", new
        {
            channel = "snap",
            category = "other",
            text = "我爸家楼道灯不亮，晚上看不清。",
            longitude = SmallTown.InFirst.Lon,
            latitude = SmallTown.InFirst.Lat,
            onBehalfOf = person,
        });
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Agent_WitnessedAtTheDeskOfTheOwnPlacesOnly(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        await Owner(town);
        var daughter = await town.VerifiedClient("13800003333");
        var agency = (await Desk.Post(daughter, "/api/v1/me/agencies", new { name = "顾长林", identityNumber = Number, matters = new[] { "report" } })).GetProperty("agency").GetGuid();
        (await Desk.Refused(await (await town.StaffClient("worker2")).PostAsync($"/api/v1/register/agencies/{agency}/witness", null), HttpStatusCode.NotFound)).Code.ShouldBe("people.agency_not_found");
        await Desk.Post(await town.StaffClient("worker"), $"/api/v1/register/agencies/{agency}/witness");
        (await Desk.Get(daughter, "/api/v1/me/family")).GetProperty("byMe")[0].GetProperty("agreed").GetBoolean().ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Desk_PicksGuardiansAndAgentsFromTheHousehold_OrByTheSearch(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var (home, next) = (await Desk.Home(desk, "和一-7-1-101"), await Desk.Home(desk, "和一-7-1-102"));
        var mother = (await Desk.Add(desk, home, new { relation = "owner", name = "许静静", birthDate = "1989-09-02" })).Person;
        var child = (await Desk.Add(desk, home, new { relation = "family", name = "林安安", birthDate = "2016-09-10" })).Person;
        var aunt = (await Desk.Add(desk, next, new { relation = "owner", name = "林姑姑", birthDate = "1985-01-01", phone = "19900000188" })).Person;

        (await Offers(child, null)).ShouldBe(("许静静", ""));
        (await Offers(child, "林姑")).ShouldBe(("许静静", "林姑姑"));
        (await Offers(child, "0188")).ShouldBe(("许静静", "林姑姑"));
        (await Offers(child, "和一-7-1-102")).ShouldBe(("许静静", "林姑姑"));
        (await Offers(mother, null)).ShouldBe(("", ""), "a child is nobody's guardian");
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/people/{child}/offers", new { q = "#" }), HttpStatusCode.BadRequest)).Code.ShouldBe("register.search_text");
        (await (await town.StaffClient("worker2")).PostAsJsonAsync($"/api/v1/register/people/{child}/offers", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var agents = $"/api/v1/register/people/{mother}/agents";
        (await Desk.Refused(await desk.PostAsJsonAsync(agents, new { agent = aunt, matters = new[] { "report" }, heard = false }), HttpStatusCode.BadRequest)).ShouldBe(("register.agency_heard", "heard"));
        (await Desk.Refused(await desk.PostAsJsonAsync(agents, new { agent = child, matters = new[] { "report" }, heard = true }), HttpStatusCode.BadRequest)).ShouldBe(("register.agent_other", "agent"));
        (await Desk.Refused(await desk.PostAsJsonAsync(agents, new { agent = Guid.Empty, matters = new[] { "report" }, heard = true }), HttpStatusCode.BadRequest)).ShouldBe(("register.agent_unknown", "agent"));
        await Desk.Post(desk, agents, new { agent = aunt, matters = new[] { "report", "book" }, heard = true });
        (await Desk.Refused(await desk.PostAsJsonAsync(agents, new { agent = aunt, matters = new[] { "report" }, heard = true }), HttpStatusCode.Conflict)).Code.ShouldBe("people.agency_twice");
        var agent = (await Desk.Get(desk, $"/api/v1/register/people/{mother}")).GetProperty("agents")[0];
        (agent.GetProperty("agent").GetString(), agent.GetProperty("witnessed").GetBoolean()).ShouldBe(("林姑姑", true));

        async Task<(string Household, string Found)> Offers(Guid person, string? q)
        {
            var offered = await Desk.Post(desk, $"/api/v1/register/people/{person}/offers", new { q });
            string Names(string part) => string.Join(' ', offered.GetProperty(part).EnumerateArray().Select(p => p.GetProperty("name").GetString()));
            return (Names("household"), Names("found"));
        }
    }

    // 顾长林 of the first home, entered by the desk and claimed on his own phone.
    private static async Task<(HttpClient Owner, Guid Home)> Owner(TestTown town)
    {
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        await Desk.Add(desk, home, new { relation = "owner", name = "顾长林", phone = "19900000102", identityNumber = Number, share = "1" });
        var owner = await town.ResidentClient("19900000102");
        await Desk.Post(owner, "/api/v1/me/claim", new { name = "顾长林", lastFour = Number[^4..] });
        return (owner, home);
    }
}
