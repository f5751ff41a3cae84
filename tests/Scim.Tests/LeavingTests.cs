using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Places;
using Linli.Places.Grids;
using Linli.Platform.Data;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scim.Tests;

/// <summary>Who leaves is out at once (T15).</summary>
public sealed class LeavingTests
{
    private static readonly Uri Me = new("/api/v1/me", UriKind.Relative);

    [Theory, MemberData(nameof(Ways))]
    public async Task Leaving_EndsSignInsTokensAndPostsAtOnce_AndTheGridIsWithoutASteward(DatabaseKind kind, string way)
    {
        await using var employer = await Employer.Found(kind);
        var account = await employer.Town.Staff("steward");
        await employer.Town.InScope(s => s.GetRequiredService<UseCaseRunner>().Run(new SetGridSteward("hf-1-g01", account), CancellationToken.None));
        var (token, refresh) = await SignIn(employer.Town, "steward");
        var steward = employer.Town.Client(token);
        (await steward.GetAsync(Me)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var live = await steward.GetAsync(new Uri("/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var stream = new StreamReader(await live.Content.ReadAsStreamAsync());
        (await stream.ReadLineAsync()).ShouldBe("retry: 3000");

        var gone = way switch
        {
            "entra" => await employer.Patch($"/Users/{account}", new { op = "Replace", path = "active", value = "False" }),
            "okta" => await employer.Patch($"/Users/{account}", new { op = "replace", value = new { active = false } }),
            _ => await employer.Send("DELETE", $"/Users/{account}"),
        };
        gone.Status.ShouldBe(way == "delete" ? 204 : 200, gone.Text);

        (await steward.GetAsync(Me)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        // What was open ends, at once and not with the next heartbeat: the clock stands still here.
        (await stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20))).ShouldNotContain("data:");
        (await employer.Town.Client().PostAsJsonAsync("/api/v1/sign-in/refresh", new { refreshToken = refresh })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        ((int)(await employer.Town.Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login = "steward", password = TestTown.Password })).StatusCode).ShouldBeOneOf(401, 403);
        (await employer.Town.InScope(s => Task.FromResult(s.GetRequiredService<IGridStewards>().StewardOf(SmallTown.First.Child("hf-1-g01"))))).ShouldBeNull();
        var coverage = await (await employer.Town.StaffClient("secretary")).GetFromJsonAsync<JsonElement>("/api/v1/places/grids/coverage");
        coverage.GetProperty("grids").EnumerateArray().Single(g => g.GetProperty("code").GetString() == "hf-1-g01").GetProperty("steward").ValueKind.ShouldBe(JsonValueKind.Null);
        (await employer.Get("/Groups?filter=displayName%20co%20%22grid_steward%40hf-1-g01%22")).Text.ShouldNotContain(account.ToString());
    }

    public static TheoryData<DatabaseKind, string> Ways => new()
    {
        { DatabaseKind.Sqlite, "entra" }, { DatabaseKind.Sqlite, "okta" }, { DatabaseKind.Sqlite, "delete" },
        { DatabaseKind.Postgres, "entra" }, { DatabaseKind.Postgres, "okta" }, { DatabaseKind.Postgres, "delete" },
    };

    [Fact]
    public async Task ComingBack_LetsThePersonInAgain_WithThePostsTheDirectoryGives()
    {
        await using var employer = await Employer.Found();
        var id = await employer.Hire();
        var group = await employer.MakeGroup("社工 community_worker@hf-1", id);
        await employer.Patch($"/Users/{id}", new { op = "Replace", path = "active", value = false });
        (await employer.Get($"/Users/{id}")).Json.GetProperty("active").GetBoolean().ShouldBeFalse();
        var back = await employer.Patch($"/Users/{id}", new { op = "Replace", path = "active", value = true });
        back.Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        back.Json.TryGetProperty("groups", out _).ShouldBeFalse();
        (await employer.Patch($"/Groups/{group}", new { op = "Add", path = "members", value = new[] { new { value = id } } })).Status.ShouldBe(204);
        var self = await (await employer.Town.StaffClient("li.na@heyi.example")).GetFromJsonAsync<JsonElement>(Me);
        self.GetProperty("posts")[0].GetProperty("post").GetString().ShouldBe("community_worker");
    }

    [Fact]
    public async Task TheLastAdministrator_CannotBeLockedOut()
    {
        await using var employer = await Employer.Found(place: ScopePath.Root);
        var admin = await employer.Town.Staff("admin");
        (await employer.Send("DELETE", $"/Users/{admin}")).ShouldBeError(409, null);
        (await employer.Patch($"/Users/{admin}", new { op = "Replace", path = "active", value = false })).ShouldBeError(409, null);
        (await employer.Town.StaffClient("admin")).ShouldNotBeNull();
    }

    [Fact]
    public async Task AnAdministrator_EndsAServiceByHandToo()
    {
        await using var employer = await Employer.Found();
        var account = await employer.Town.Staff("worker");
        var worker = await employer.Town.StaffClient("worker");
        var admin = await employer.Town.StaffClient("admin");
        (await admin.PostAsync(new Uri($"/api/v1/people/{account}/end-service", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await worker.GetAsync(Me)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var own = await employer.Town.Staff("admin");
        (await admin.PostAsync(new Uri($"/api/v1/people/{own}/end-service", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await (await employer.Town.StaffClient("desk")).PostAsync(new Uri($"/api/v1/people/{own}/end-service", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<(string Token, string Refresh)> SignIn(TestTown town, string login)
    {
        var answer = await town.Client().PostAsJsonAsync("/api/v1/sign-in/staff", new { login, password = TestTown.Password });
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (tokens.GetProperty("accessToken").GetString()!, tokens.GetProperty("refreshToken").GetString()!);
    }
}
