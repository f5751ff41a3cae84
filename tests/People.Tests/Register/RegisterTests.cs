using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests.Register;

/// <summary>The register as the desk keeps it, on both databases.</summary>
public class RegisterTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Search_ByNamePinyinInitialsPhoneDocumentAndDoor_FindsThePersonInOnesOwnPlacesOnly(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var number = TestIdentity.Of("330108", new(1950, 3, 8), 2);
        var desk = await town.StaffClient("worker");
        await Desk.Add(desk, await Desk.Home(desk, "和一-7-1-101"), new { relation = "owner", name = "沈桂芳", identityNumber = number, phone = "19900000101", share = "1/1" });

        foreach (var q in new[] { "沈", "沈桂芳", "shengui", "Shen Gui", "sgf", "0101", "199 0000 0101", number, number.ToLowerInvariant() })
            (await Desk.Found(desk, q)).ShouldBe(["沈桂芳"], q);
        (await Desk.Search(desk, "和一-7-1-101")).GetProperty("homes")[0].GetProperty("people").GetInt32().ShouldBe(1);

        (await Desk.Found(await town.StaffClient("steward"), "sgf")).ShouldBe(["沈桂芳"]);
        foreach (var elsewhere in new[] { "worker2", "steward2" })
            foreach (var q in new[] { "sgf", "沈", "0101", "19900000101", number })
                (await Desk.Found(await town.StaffClient(elsewhere), q)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_ThatMeetsAChild_ShowsTheNameOnlyToWhomTypedIt()
    {
        await using var town = await TestTown.Found();
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        await Desk.Add(desk, home, new { relation = "owner", name = "沈桂芳", phone = "19900000101", share = "1/1" });
        await Desk.Add(desk, home, new { relation = "family", name = "沈小芳", birthDate = "2016-09-10" });
        (await Desk.Found(desk, "沈")).ShouldBe(["沈**", "沈桂芳"], ignoreOrder: true);
        (await Desk.Found(desk, "sxf")).ShouldBe(["沈**"]);
        (await Desk.Found(desk, "沈小芳")).ShouldBe(["沈小芳"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("#!")]
    [InlineData("330108195003081")]
    [InlineData("330108195003080029")]
    public async Task Search_ForWhatIsNothing_SaysWhatMayBeTyped(string q)
    {
        await using var town = await TestTown.Found();
        var answer = await (await town.StaffClient("worker")).PostAsJsonAsync("/api/v1/register/search", new { q });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Add_SharesAboveTheWhole_IsRefused(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        await Desk.Add(desk, home, new { relation = "owner", name = "林涛", share = "60%" });
        (await Desk.Refused(desk, home, new { relation = "owner", name = "许静", share = "1/2" }, HttpStatusCode.Conflict)).ShouldBe(("register.share_exceeds", "share"));
        await Desk.Add(desk, home, new { relation = "owner", name = "许静", share = "2/5" });
        var shown = await Desk.Get(desk, $"/api/v1/register/homes/{home}");
        shown.GetProperty("sharesKnown").GetString().ShouldBe("1/1");
        shown.GetProperty("owners").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("tenant", "2026-11-22", null, null, "register.lease_over", "leaseEnd")]
    [InlineData("tenant", null, null, null, "lease_end_missing", "leaseEnd")]
    [InlineData("owner", "2027-11-22", null, null, "lease_end_unneeded", "leaseEnd")]
    [InlineData("family", null, "1/2", null, "register.share_unneeded", "share")]
    [InlineData("owner", null, "3/2", null, "register.share_invalid", "share")]
    [InlineData("owner", null, null, "330108195003081", "register.identity_invalid", "identityNumber")]
    [InlineData("owner", null, null, "330108195003080029", "register.identity_invalid", "identityNumber")]
    [InlineData(null, null, null, null, "relation_missing", "relation")]
    public async Task Add_WithBadInput_NamesTheField(string? relation, string? leaseEnd, string? share, string? identityNumber, string code, string field)
    {
        await using var town = await TestTown.Found();
        var desk = await town.StaffClient("worker");
        var home = await Desk.Home(desk, "和一-7-1-101");
        (await Desk.Refused(desk, home, new { relation, name = "陈可", leaseEnd, share, identityNumber }, HttpStatusCode.BadRequest)).ShouldBe((code, field));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Add_SomebodyWithAKnownDocument_IsRefusedUntilItIsSaidToBeThatPerson(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var number = TestIdentity.Of("330108", new(1950, 3, 8), 2);
        var first = await Desk.Add(desk, await Desk.Home(desk, "和一-7-1-101"), new { relation = "owner", name = "沈桂芳", identityNumber = number });
        var second = await Desk.Home(desk, "和一-7-1-102");
        (await Desk.Refused(desk, second, new { relation = "owner", name = "沈桂芳", identityNumber = number }, HttpStatusCode.Conflict)).ShouldBe(("register.identity_known", "identityNumber"));
        (await Desk.Refused(desk, second, new { relation = "owner", name = "沈阿芳", identityNumber = number, useKnown = true }, HttpStatusCode.Conflict)).ShouldBe(("register.name_disagrees", "name"));
        (await Desk.Add(desk, second, new { relation = "owner", name = "沈桂芳", identityNumber = number, useKnown = true })).Person.ShouldBe(first.Person);
        (await Desk.Refused(desk, second, new { relation = "owner", name = "沈桂芳", identityNumber = number, useKnown = true }, HttpStatusCode.Conflict)).ShouldBe(("register.tied_already", "person"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Show_OutsideOnesPlaces_IsRefusedAndLogged_WithinIsSeenByThePerson(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.StaffClient("worker");
        var number = TestIdentity.Of("330108", new(1950, 3, 8), 2);
        var added = await Desk.Add(desk, await Desk.Home(desk, "和一-7-1-101"), new { relation = "owner", name = "沈桂芳", identityNumber = number, phone = "19900000101" });
        (await Desk.Get(desk, $"/api/v1/register/people/{added.Person}")).GetProperty("identityMask").GetString().ShouldBe(number[..4] + "**********" + number[^4..]);

        var show = $"/api/v1/register/people/{added.Person}/show";
        var far = await (await town.StaffClient("worker2")).PostAsJsonAsync(show, new { what = "identity", reason = "看看是谁" });
        far.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await town.StaffClient("worker2")).GetAsync($"/api/v1/register/people/{added.Person}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // A steward rings people but sees no documents.
        (await (await town.StaffClient("steward")).PostAsJsonAsync(show, new { what = "identity", reason = "看看是谁" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await desk.PostAsJsonAsync(show, new { what = "identity", reason = "核对低保材料" })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("text").GetString().ShouldBe(number);

        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            var views = await db.Records<Contact.View>().ToListAsync();
            views.Select(v => (v.PersonId, v.What, v.Reason)).ShouldBe([(added.Person, "identity", "核对低保材料")]);
            return true;
        });
        var refused = await town.Audit("ShowPersonal.refused");
        refused.Count.ShouldBe(2);
        refused.ShouldAllBe(a => a.Subject == added.Person.ToString() && a.Detail == "Identity");
        (await (await desk.PostAsJsonAsync(show, new { what = "identity", reason = "x" })).Content.ReadAsStringAsync()).ShouldContain("reason_missing");
    }
}

/// <summary>The register's endpoints as a test speaks to them.</summary>
internal static class Desk
{
    public static async Task<Guid> Home(HttpClient desk, string label) =>
        (await Search(desk, label)).GetProperty("homes").EnumerateArray().Single(h => h.GetProperty("label").GetString() == label).GetProperty("home").GetGuid();

    public static async Task<JsonElement> Search(HttpClient desk, string q) => await Body(await desk.PostAsJsonAsync("/api/v1/register/search", new { q }));

    public static async Task<string[]> Found(HttpClient desk, string q) =>
        [.. (await Search(desk, q)).GetProperty("people").EnumerateArray().Select(p => p.GetProperty("name").GetString()!)];

    public static async Task<(Guid Person, Guid Tie)> Add(HttpClient desk, Guid home, object person)
    {
        var added = await Body(await desk.PostAsJsonAsync($"/api/v1/register/homes/{home}/people", person));
        return (added.GetProperty("person").GetGuid(), added.GetProperty("tie").GetGuid());
    }

    public static async Task<(string Code, string Field)> Refused(HttpClient desk, Guid home, object person, HttpStatusCode status) =>
        await Refused(await desk.PostAsJsonAsync($"/api/v1/register/homes/{home}/people", person), status);

    public static async Task<(string Code, string Field)> Refused(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        var problem = JsonDocument.Parse(text).RootElement;
        var errors = problem.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : problem;
        return (problem.GetProperty("code").GetString()!, errors.TryGetProperty("field", out var field) ? field.GetString() ?? "" : "");
    }

    public static async Task<JsonElement> Get(HttpClient client, string path) => await Body(await client.GetAsync(path));

    public static async Task<JsonElement> Post(HttpClient client, string path, object? body = null) => await Body(await client.PostAsJsonAsync(path, body ?? new { }));

    public static async Task<JsonElement> Body(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
