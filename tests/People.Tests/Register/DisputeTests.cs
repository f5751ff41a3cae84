using System.Net;
using System.Net.Http.Json;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.People.Tests.Register;

/// <summary>Two who claim one home, and whoever tries to become somebody else.</summary>
public class DisputeTests
{
    private static readonly string Number = TestIdentity.Of("330108", new(1946, 11, 23), 1);

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Approve_AClaimToAHomeThatIsWhollyOwned_IsRefusedUntilTheOldTieEnds(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        var (_, tie) = await Desk.Add(desk, home, new { relation = "owner", name = "顾长林", share = "1/1" });
        var claim = await Claim(town, "13800003333", "方新业", home);
        (await Desk.Refused(await desk.PostAsync($"/api/v1/registrations/{claim}/approve", null), HttpStatusCode.Conflict)).ShouldBe(("registration_claimed", "share"));
        await Desk.Post(desk, $"/api/v1/register/ties/{tie}/end", new { why = "sold" });
        await Desk.Body(await desk.PostAsync($"/api/v1/registrations/{claim}/approve", null));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Approve_OneOfTwoClaimsWithoutShares_WaitsForTheCertificate(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        var (first, second) = (await Claim(town, "13800003333", "方一一", home), await Claim(town, "13800004444", "方二二", home));
        (await Desk.Refused(await desk.PostAsync($"/api/v1/registrations/{first}/approve", null), HttpStatusCode.Conflict)).Code.ShouldBe("registration_claimed");
        await Desk.Body(await desk.PostAsJsonAsync($"/api/v1/registrations/{second}/reject", new { reason = "产权证上没有您的名字" }));
        await Desk.Body(await desk.PostAsync($"/api/v1/registrations/{first}/approve", null));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Add_TwoOwnersAtTheSameTime_NeverOwnMoreThanTheHome(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            desk.PostAsJsonAsync($"/api/v1/register/homes/{home}/people", new { relation = "owner", name = $"沈甲{"乙丙丁戊"[i]}", share = "60%" })));
        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
        (await Desk.Get(desk, $"/api/v1/register/homes/{home}")).GetProperty("sharesKnown").GetString().ShouldBe("3/5");
    }

    [Fact]
    public async Task Invitation_UnderTheNameOfAMemberWithADocument_GoesToReview()
    {
        await using var town = await TestTown.Found();
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        await Desk.Add(desk, home, new { relation = "owner", name = "许静静", phone = "13800005555", share = "1/1" });
        await Desk.Add(desk, home, new { relation = "family", name = "顾长林", identityNumber = Number });
        var code = await Code(town, "13800005555", "许静静", home, desk);

        var stranger = await town.ResidentClient("13800003333");
        (await Desk.Post(stranger, "/api/v1/registrations", new { code, name = "顾长林" })).GetProperty("state").GetString().ShouldBe("open");
        (await Desk.Get(stranger, "/api/v1/me/family")).GetProperty("homes").GetArrayLength().ShouldBe(0);
        // Who is new in the house comes in at once.
        var newcomer = await town.ResidentClient("13800004444");
        (await Desk.Post(newcomer, "/api/v1/registrations", new { code, name = "顾小小" })).GetProperty("state").GetString().ShouldBe("approved");
        // Who is known under a name does not take another one by the way.
        var other = await Desk.Home(desk, "和一-7-1-102");
        await Desk.Add(desk, other, new { relation = "owner", name = "方业主", phone = "13800007777" });
        var second = await Code(town, "13800007777", "方业主", other, desk);
        (await Desk.Post(newcomer, "/api/v1/registrations", new { code = second, name = "王小二" })).GetProperty("state").GetString().ShouldBe("open");
    }

    [Fact]
    public async Task Correct_ThePhoneSomebodySignsInBy_IsRefused_AndAPassportKeepsTheBirthday()
    {
        await using var town = await TestTown.Found();
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        var (person, _) = await Desk.Add(desk, home, new { relation = "owner", name = "许静静", phone = "13800005555", birthDate = "1989-09-02", sex = "female" });
        await Code(town, "13800005555", "许静静", home, desk);
        (await Desk.Refused(await desk.PatchAsJsonAsync($"/api/v1/register/people/{person}", new { phone = "13800006666" }), HttpStatusCode.Conflict)).ShouldBe(("register.phone_signs_in", "phone"));

        var (child, _) = await Desk.Add(desk, home, new { relation = "family", name = "许小小", birthDate = "2018-05-01", sex = "male" });
        await Desk.Body(await desk.PatchAsJsonAsync($"/api/v1/register/people/{child}", new { identityNumber = "E12345678" }));
        var read = await Desk.Get(desk, $"/api/v1/register/people/{child}");
        (read.GetProperty("age").GetInt32(), read.GetProperty("sex").GetString()).ShouldBe((8, "male"));
    }

    [Fact]
    public async Task Move_WithTheFamilyIntoAHomeThatIsLet_KeepsTheTwoHouseholdsApart()
    {
        await using var town = await TestTown.Found();
        var desk = await town.StaffClient("worker");
        var (from, to) = (await Desk.Home(desk, "和一-7-1-101"), await Desk.Home(desk, "和一-7-1-102"));
        await Desk.Add(desk, to, new { relation = "tenant", name = "陈可可", leaseEnd = "2027-11-22" });
        var (_, tie) = await Desk.Add(desk, from, new { relation = "owner", name = "林涛涛" });
        await Desk.Add(desk, from, new { relation = "family", name = "许静静" });
        await Desk.Post(desk, $"/api/v1/register/ties/{tie}/move", new { home = to, household = true });
        var households = (await Desk.Get(desk, $"/api/v1/register/homes/{to}")).GetProperty("households").EnumerateArray()
            .Select(h => string.Join(' ', h.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("name").GetString()).Order(StringComparer.Ordinal))).ToList();
        households.ShouldBe(["陈可可", "林涛涛 许静静"], ignoreOrder: true);
    }

    [Fact]
    public async Task AddCompany_WithTheCreditCodeOfAnother_IsRefused()
    {
        await using var town = await TestTown.Found();
        var desk = await town.StaffClient("worker");
        var (one, other) = (await Desk.Home(desk, "和一-7-1-101"), await Desk.Home(desk, "和一-7-1-102"));
        await Desk.Post(desk, $"/api/v1/register/homes/{one}/companies", new { name = "和风置业", creditCode = "91330100MA27XXXX1A", developer = true, undelivered = true });
        (await Desk.Refused(await desk.PostAsJsonAsync($"/api/v1/register/homes/{other}/companies", new { name = "另一公司", creditCode = "91330100MA27XXXX1A", developer = false }), HttpStatusCode.Conflict))
            .ShouldBe(("register.company_disagrees", "name"));
    }

    private static async Task<Guid> Claim(TestTown town, string phone, string name, Guid home) =>
        (await Desk.Post(await town.ResidentClient(phone), "/api/v1/registrations", new { home, relation = "owner", name })).GetProperty("id").GetGuid();

    // The owner signs in, is verified, and invites family.
    private static async Task<string> Code(TestTown town, string phone, string name, Guid home, HttpClient desk)
    {
        var owner = await town.ResidentClient(phone);
        var claim = (await Desk.Post(owner, "/api/v1/registrations", new { home, relation = "owner", name })).GetProperty("id").GetGuid();
        await Desk.Body(await desk.PostAsync($"/api/v1/registrations/{claim}/approve", null));
        return (await Desk.Post(owner, $"/api/v1/me/homes/{home}/invitations", new { relation = "family" })).GetProperty("code").GetString()!;
    }
}
