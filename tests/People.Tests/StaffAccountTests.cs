using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Tests;

namespace Linli.People.Tests;

/// <summary>Accounts of staff and keys of machines, as an administrator keeps them.</summary>
public class StaffAccountTests
{
    [Fact]
    public async Task ResetPassword_EndsEverySignInAndLetsTheNewOneIn()
    {
        await using var town = await TestTown.Found();
        var (admin, worker) = (await town.StaffClient("admin"), await town.StaffClient("worker"));
        var account = await town.Staff("worker");
        (await Code(admin.PostAsJsonAsync($"/api/v1/people/{account}/password", new { password = "short" }), HttpStatusCode.BadRequest)).ShouldBe("password_length");
        (await Code(admin.PostAsJsonAsync($"/api/v1/people/{account}/password", new { password = "worker-worker" }), HttpStatusCode.BadRequest)).ShouldBe("password_weak");
        (await admin.PostAsJsonAsync($"/api/v1/people/{account}/password", new { password = "the-new-pass-2026" })).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await worker.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignIn(town, "worker", TestTown.Password)).ShouldBe(HttpStatusCode.Unauthorized);
        (await SignIn(town, "worker", "the-new-pass-2026")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ResetPassword_OfOneselfOrByWhoMayNot_IsRefused()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        (await Code(admin.PostAsJsonAsync($"/api/v1/people/{await town.Staff("admin")}/password", new { password = "the-new-pass-2026" }), HttpStatusCode.Conflict)).ShouldBe("own_account");
        (await Code(admin.PostAsJsonAsync($"/api/v1/people/{await town.Resident("13800000001")}/password", new { password = "the-new-pass-2026" }), HttpStatusCode.NotFound)).ShouldBe("account_not_found");
        var answer = await (await town.StaffClient("worker")).PostAsJsonAsync($"/api/v1/people/{await town.Staff("desk")}/password", new { password = "the-new-pass-2026" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Staff_ListsAccountsWithTheirPosts_AndThoseWithoutAny()
    {
        await using var town = await TestTown.Found();
        var admin = await town.StaffClient("admin");
        (await admin.PostAsJsonAsync("/api/v1/staff", new { login = "fresh", name = "新来的", password = "a-first-pass-2026" })).StatusCode.ShouldBe(HttpStatusCode.Created);
        var found = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/staff?search=fresh")).GetProperty("items")[0];
        found.GetProperty("posts").GetArrayLength().ShouldBe(0);
        (await admin.GetFromJsonAsync<JsonElement>("/api/v1/staff?search=lamp1")).GetProperty("items")[0].GetProperty("posts")[0].GetProperty("team").GetString().ShouldBe("lighting");
        (await Code(admin.GetAsync(new Uri("/api/v1/staff?take=0", UriKind.Relative)), HttpStatusCode.BadRequest)).ShouldBe("take_range");
    }

    [Theory]
    [InlineData("/desk/people/staff")]
    [InlineData("/desk/people/keys")]
    public async Task Page_OpensForTheAdministratorOnly(string path)
    {
        await using var town = await TestTown.Found();
        (await (await town.StaffClient("admin")).GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await (await town.StaffClient("secretary")).GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<HttpStatusCode> SignIn(TestTown town, string login, string password) =>
        (await town.Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login, password })).StatusCode;

    private static async Task<string?> Code(Task<HttpResponseMessage> answer, HttpStatusCode status)
    {
        var text = await (await answer).Content.ReadAsStringAsync();
        (await answer).StatusCode.ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString();
    }
}
