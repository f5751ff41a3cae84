using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Scenes.Tests;

/// <summary>The operator's announcements (S02 公告): read by the residents of the chosen place only, from and until its time.</summary>
[Trait("Feature", "S02")]
public class AnnouncementTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Announcement_OfOneCommunity_IsReadThereOnly(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var (near, far) = (await town.VerifiedClient("13800000001"), await town.VerifiedClient("13800000002", SmallTown.Second));
        var operators = await town.StaffClient("operator");
        var id = await Write(operators, SmallTown.First);
        (await Titles(near)).ShouldBeEmpty("a draft is nobody's to read");
        await Ok(operators, $"/announcements/{id}/publish");

        (await Titles(near)).ShouldBe(["停水通知"]);
        (await near.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("停水通知");
        (await near.GetStringAsync(new Uri($"/announcements/{id}", UriKind.Relative))).ShouldContain("请提前储水");
        (await Titles(far)).ShouldBeEmpty();
        (await Titles(town.Client())).ShouldBeEmpty();
        (await far.GetAsync(new Uri($"/api/v1/announcements/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await far.GetAsync(new Uri($"/announcements/{id}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await far.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldNotContain("停水通知");

        await Ok(operators, $"/announcements/{id}/withdraw");
        (await Titles(near)).ShouldBeEmpty();
        (await Code(operators.PostAsync($"/api/v1/announcements/{id}/publish", null), HttpStatusCode.Conflict)).ShouldBe("announcement_not_a_draft");
    }

    [Fact]
    public async Task Announcement_OfTheGroup_IsReadInEveryJoinedCommunityAndByVisitors()
    {
        await using var town = await TestTown.Found();
        var operators = await town.StaffClient("operator");
        await Ok(operators, $"/announcements/{await Write(operators, SmallTown.Group)}/publish");
        (await Titles(await town.VerifiedClient("13800000002", SmallTown.Second))).ShouldBe(["停水通知"]);
        (await Titles(town.Client())).ShouldBe(["停水通知"]);
    }

    [Fact]
    public async Task Announcement_IsShownFromItsFirstToItsLastMoment()
    {
        await using var town = await TestTown.Found();
        var operators = await town.StaffClient("operator");
        var id = await Write(operators, SmallTown.First, from: TestTown.Start.AddMinutes(30), until: TestTown.Start.AddMinutes(50));
        await Ok(operators, $"/announcements/{id}/publish");
        var near = await town.VerifiedClient("13800000001");
        (await Titles(near)).ShouldBeEmpty();
        town.Time.Move(TimeSpan.FromMinutes(30));
        (await Titles(near)).ShouldBe(["停水通知"]);
        town.Time.Move(TimeSpan.FromMinutes(20));
        (await Titles(near)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Correction_OfAPublishedAnnouncement_SaysSo_AndAnOldVersionIsRefused()
    {
        await using var town = await TestTown.Found();
        var operators = await town.StaffClient("operator");
        var id = await Write(operators, SmallTown.First);
        await Ok(operators, $"/announcements/{id}/publish");
        var changed = Body(SmallTown.First) with { TitleZh = "停水通知（改到周五）", Version = 2 };
        (await operators.PutAsJsonAsync($"/api/v1/announcements/{id}", changed)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Code(operators.PutAsJsonAsync($"/api/v1/announcements/{id}", changed), HttpStatusCode.Conflict)).ShouldBe("changed_meanwhile");
        var read = await (await town.VerifiedClient("13800000001")).GetFromJsonAsync<JsonElement>($"/api/v1/announcements/{id}");
        read.GetProperty("correctedAt").ValueKind.ShouldNotBe(JsonValueKind.Null);
        read.GetProperty("title").ToString().ShouldContain("改到周五");
    }

    [Theory]
    [InlineData("worker2", "titleZh:停水通知", HttpStatusCode.Forbidden, "beyond_own_scope")]
    [InlineData("desk", "titleZh:停水通知", HttpStatusCode.Forbidden, "not_allowed")]
    [InlineData("operator", "titleZh:水", HttpStatusCode.BadRequest, "announcement_title")]
    [InlineData("operator", "textZh:", HttpStatusCode.BadRequest, "announcement_text")]
    [InlineData("operator", "titleEn:Water off", HttpStatusCode.BadRequest, "announcement_english")]
    [InlineData("operator", "scope:/zj/ys/hf/hf-1/hf-1-g01/", HttpStatusCode.BadRequest, "scope_unknown")]
    [InlineData("operator", "scope:/zj/ys/hf/nowhere/", HttpStatusCode.BadRequest, "scope_unknown")]
    [InlineData("operator", "until:2026-11-22T00:00:00Z", HttpStatusCode.BadRequest, "announcement_over")]
    public async Task Write_BeyondOnesPlacesOrIncomplete_IsRefused(string login, string change, HttpStatusCode status, string code)
    {
        await using var town = await TestTown.Found();
        var body = JsonSerializer.SerializeToNode(Body(SmallTown.First), JsonSerializerOptions.Web)!;
        var (field, value) = (change.Split(':', 2)[0], change.Split(':', 2)[1]);
        body[field] = value;
        (await Code((await town.StaffClient(login)).PostAsJsonAsync("/api/v1/announcements", body), status)).ShouldBe(code);
    }

    [Fact]
    public async Task Manage_ShowsDraftsOfOnesOwnPlacesOnly()
    {
        await using var town = await TestTown.Found();
        var operators = await town.StaffClient("operator");
        await Write(operators, SmallTown.First);
        (await operators.GetFromJsonAsync<JsonElement>("/api/v1/announcements/managed")).GetProperty("total").GetInt32().ShouldBe(1);
        (await (await town.StaffClient("worker2")).GetFromJsonAsync<JsonElement>("/api/v1/announcements/managed")).GetProperty("total").GetInt32().ShouldBe(0);
        (await operators.GetStringAsync(new Uri("/desk/announcements", UriKind.Relative))).ShouldContain("停水通知");
    }

    private static Announced Body(ScopePath place) => new(place.Value, "停水通知", "周四 8:30–11:30 清洗水箱，请提前储水。");

    private static async Task<Guid> Write(HttpClient client, ScopePath place, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var answer = await client.PostAsJsonAsync("/api/v1/announcements", Body(place) with { From = from, Until = until });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private static async Task<string[]> Titles(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/announcements")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetProperty("zh").GetString()!)];

    private static async Task Ok(HttpClient client, string path) =>
        (await client.PostAsync("/api/v1" + path, null)).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static async Task<string?> Code(Task<HttpResponseMessage> answer, HttpStatusCode status)
    {
        var text = await (await answer).Content.ReadAsStringAsync();
        (await answer).StatusCode.ShouldBe(status, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString();
    }

    private sealed record Announced(
        string Scope, string TitleZh, string TextZh, string? TitleEn = null, string? TextEn = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, int? Version = null);
}
