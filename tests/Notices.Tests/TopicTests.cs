using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Notices.Tests;

public class TopicTests
{
    private const string Phone = "13800001111";

    [Fact]
    public async Task Topics_AreOfferedToThoseTheyConcern()
    {
        await using var town = await TestTown.Found();
        (await Codes(await town.ResidentClient(Phone))).ShouldBe(["registration", "privacy", "family", "points", "wallet", "insurance", "case", "channel", "booking", "survey", "machine", "market", "visits", "pairings", "gifts", "volunteer", "home", "canteen", "hall", "learning", "library", "garden", "nursery", "elder-care", "desks", "mentors", "talent", "flat"], ignoreOrder: true);
        (await Codes(await town.StaffClient("lamp1"))).ShouldContain("work");
    }

    [Fact]
    public async Task Topic_TurnedOffAndOn_SaysSo()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        (await client.PutAsync("/api/v1/notices/opt-outs/case", null)).EnsureSuccessStatusCode();
        (await Wanted(client, "case")).ShouldBeFalse();
        (await Wanted(client, "channel")).ShouldBeTrue();
        (await client.DeleteAsync("/api/v1/notices/opt-outs/case")).EnsureSuccessStatusCode();
        (await Wanted(client, "case")).ShouldBeTrue();
        (await client.PutAsync("/api/v1/notices/opt-outs/no such kind", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task OneKind_TurnedOff_LeavesTheRestOfItsTopic()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        var account = await Account(client);
        (await client.PutAsync("/api/v1/notices/opt-outs/case.accept", null)).EnsureSuccessStatusCode();
        (await Tell(town, account, "case.accept", "/my")).ShouldBe(default);
        (await Tell(town, account, "case.answer", "/my")).ShouldNotBe(default);
    }

    [Fact]
    public async Task Notice_Opened_IsReadAndLeadsOn()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        var notice = await Tell(town, await Account(client), "case.answer", "/my");
        (await client.GetFromJsonAsync<JsonElement>($"/api/v1/notices/{notice}")).GetProperty("link").GetString().ShouldBe("/my");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/notices/unread")).GetProperty("unread").GetInt32().ShouldBe(1);

        var opened = await client.GetAsync($"/notices/{notice}");
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        opened.Headers.Location!.OriginalString.ShouldBe("/my");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/notices/unread")).GetProperty("unread").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Notice_OfSomebodyElse_IsNotThere()
    {
        await using var town = await TestTown.Found();
        var client = await town.ResidentClient(Phone);
        var notice = await Tell(town, await Account(client), "case.answer", "/my");
        var other = await town.ResidentClient("13800002222");
        (await other.GetAsync($"/api/v1/notices/{notice}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync($"/notices/{notice}")).Headers.Location!.OriginalString.ShouldBe("/notices");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/notices/unread")).GetProperty("unread").GetInt32().ShouldBe(1);
    }

    private static async Task<Guid> Account(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid();

    private static async Task<string[]> Codes(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/notices/topics")).EnumerateArray().Select(t => t.GetProperty("code").GetString()!)];

    private static async Task<bool> Wanted(HttpClient client, string code) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/notices/topics")).EnumerateArray()
            .Single(t => t.GetProperty("code").GetString() == code).GetProperty("wanted").GetBoolean();

    private static Task<Guid> Tell(TestTown town, Guid account, string kind, string link) => town.InScope(async s =>
    {
        await s.GetRequiredService<INotices>().Tell(account, kind, ("标题", "Title"), ("正文", "Body"), link, kind, default);
        var db = s.GetRequiredService<LinliDb>();
        await db.SaveChangesAsync();
        return await db.Records<Inbox.Notice>().Where(n => n.AccountId == account && n.Kind == kind).Select(n => n.Id).SingleOrDefaultAsync();
    });
}
