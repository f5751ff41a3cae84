using System.Net;
using System.Net.Http.Json;
using Linli.Notices;
using Linli.Platform.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.People.Tests;

public class InboxTests
{
    private const string Phone = "13800001111";

    [Fact]
    public async Task Tell_TheSameKeyTwice_IsOneNotice()
    {
        await using var town = await Town.Found();
        var (client, account) = await Resident(town);
        await Tell(town, account, "case.answered", "case:1");
        await Tell(town, account, "case.answered", "case:1");
        await Tell(town, account, "case.answered", "case:2");
        (await Town.Body(await client.GetAsync("/api/v1/notices/unread"))).GetProperty("unread").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Read_OneThenAll_CountsDown()
    {
        await using var town = await Town.Found();
        var (client, account) = await Resident(town);
        foreach (var key in new[] { "a", "b", "c" })
            await Tell(town, account, "case.answered", key);
        var id = (await Town.Body(await client.GetAsync("/api/v1/notices?take=1"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        (await Town.Body(await client.PostAsync($"/api/v1/notices/{id}/read", null))).GetProperty("unread").GetInt32().ShouldBe(2);
        (await Town.Body(await client.PostAsync("/api/v1/notices/read-all", null))).GetProperty("unread").GetInt32().ShouldBe(0);
        (await Town.Body(await client.GetAsync("/api/v1/notices?unreadOnly=true"))).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Read_AnothersNotice_IsNotFound()
    {
        await using var town = await Town.Found();
        var (mine, account) = await Resident(town);
        await Tell(town, account, "case.answered", "a");
        var id = (await Town.Body(await mine.GetAsync("/api/v1/notices"))).GetProperty("items")[0].GetProperty("id").GetGuid();
        var (other, _) = await Resident(town, "13800002222");
        (await Town.Problem(await other.PostAsync($"/api/v1/notices/{id}/read", null), HttpStatusCode.NotFound)).ShouldBe("notice_not_found");
        (await Town.Body(await other.GetAsync("/api/v1/notices"))).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task OptOut_OfAKind_KeepsItAwayUntilItIsWantedAgain()
    {
        await using var town = await Town.Found();
        var (client, account) = await Resident(town);
        await Town.Body(await client.PutAsync("/api/v1/notices/opt-outs/club.news", null));
        await Tell(town, account, "club.news", "a");
        await Tell(town, account, "case.answered", "b");
        (await Town.Body(await client.GetAsync("/api/v1/notices"))).GetProperty("total").GetInt32().ShouldBe(1);
        await Town.Body(await client.DeleteAsync("/api/v1/notices/opt-outs/club.news"));
        await Tell(town, account, "club.news", "c");
        (await Town.Body(await client.GetAsync("/api/v1/notices"))).GetProperty("total").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("take=0", "take_range")]
    [InlineData("take=101", "take_range")]
    [InlineData("skip=-1", "skip_range")]
    public async Task List_WithAPageThatIsNone_IsRefused(string query, string code)
    {
        await using var town = await Town.Found();
        var (client, _) = await Resident(town);
        (await Town.Problem(await client.GetAsync("/api/v1/notices?" + query), HttpStatusCode.BadRequest)).ShouldBe(code);
    }

    [Fact]
    public async Task Tell_WithALinkToAnotherHost_IsABug()
    {
        await using var town = await Town.Found();
        var (_, account) = await Resident(town);
        await Should.ThrowAsync<ArgumentException>(() => Tell(town, account, "case.answered", "a", "//evil.example"));
    }

    private static async Task<(HttpClient Client, Guid Account)> Resident(Town town, string phone = Phone)
    {
        var client = await town.ResidentClient(phone);
        return (client, (await Town.Body(await client.GetAsync("/api/v1/me"))).GetProperty("account").GetGuid());
    }

    private static Task<int> Tell(Town town, Guid account, string kind, string key, string link = "/inbox") => town.InScope(async s =>
    {
        await s.GetRequiredService<INotices>().Tell(account, kind, ("标题", "Title"), ("正文", "Body"), link, key, CancellationToken.None);
        return await s.GetRequiredService<LinliDb>().SaveChangesAsync();
    });
}
