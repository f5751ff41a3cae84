using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Linli.Notices.Push;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Security;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Notices.Tests;

/// <summary>Web Push (T16) against a push service over HTTP.</summary>
public class PushTests
{
    private const string Phone = "13800001111";
    private const string Subscriptions = "/api/v1/notices/push/subscriptions";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Notice_WhenItComesIn_RingsTheBrowserWithoutSayingWhatItIsAbout(DatabaseKind kind)
    {
        await using var maker = await PushService.Start();
        await using var town = await Found(kind);
        var (client, account) = await Resident(town);
        var browser = maker.Subscribe();
        (await client.PostAsJsonAsync(Subscriptions, browser.Subscription)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await Send(town);
        maker.Taken.ShouldHaveSingleItem().Json.GetProperty("title").GetString().ShouldBe("Notifications are on");

        var notice = await Tell(town, account);
        await Send(town);
        maker.Taken.Count.ShouldBe(2);
        var push = maker.Taken.Last();
        push.Browser.ShouldBe(browser.Name);
        push.Json.GetProperty("title").GetString().ShouldBe("You have a new message");
        push.Json.GetProperty("text").GetString().ShouldBe("What I reported");
        push.Json.GetProperty("href").GetString().ShouldBe($"/notices/{notice}");
        push.Json.GetProperty("id").GetGuid().ShouldBe(notice);
        push.Text.ShouldNotContain("沈桂芳");
        Encoding.UTF8.GetString(push.Body).ShouldNotContain("message");

        push.Headers["Content-Encoding"].ShouldBe("aes128gcm");
        push.Headers["TTL"].ShouldBe("86400");
        push.Headers["Urgency"].ShouldBe("normal");
        push.Headers["Topic"].Length.ShouldBe(32);
        push.Claims.GetProperty("aud").GetString().ShouldBe(maker.Origin);
        push.Claims.GetProperty("exp").GetInt64().ShouldBe(town.Time.GetUtcNow().AddHours(12).ToUnixTimeSeconds());
        push.Headers["Authorization"].ShouldEndWith("k=" + (await client.GetFromJsonAsync<JsonElement>("/api/v1/notices/push/key")).GetProperty("publicKey").GetString());

        // Once is enough: the relay and the job come round again and again.
        await Send(town);
        maker.Rings.ShouldBe(2);
        (await client.GetFromJsonAsync<JsonElement>(Subscriptions))[0].GetProperty("lastSentAt").GetDateTimeOffset().ShouldBe(town.Time.GetUtcNow());
    }

    [Fact, Trait("Feature", "S03")]
    public async Task Registration_WhenAsked_RingsTheReviewersOfThePlaceUrgently()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (here, there) = (maker.Subscribe(), maker.Subscribe());
        await (await town.StaffClient("worker")).PostAsJsonAsync(Subscriptions, here.Subscription);
        await (await town.StaffClient("worker2")).PostAsJsonAsync(Subscriptions, there.Subscription);
        await town.InScope(async s =>
        {
            s.GetRequiredService<Outbox>().Add(new RegistrationRequested(Guid.CreateVersion7(TestTown.Start), SmallTown.First.Child("hf-1-c").Child("hf-1-c-7")));
            return await s.GetRequiredService<LinliDb>().SaveChangesAsync();
        });
        await Send(town);
        var push = maker.Taken.Where(p => p.Json.GetProperty("id").ValueKind == JsonValueKind.String).ShouldHaveSingleItem();
        push.Browser.ShouldBe(here.Name);
        push.Headers["Urgency"].ShouldBe("high");
        push.Json.GetProperty("text").GetString().ShouldBe("Work to do");
        var opened = await (await town.StaffClient("worker")).GetAsync(push.Json.GetProperty("href").GetString());
        opened.Headers.Location!.OriginalString.ShouldBe("/desk/registrations");
    }

    [Fact]
    public async Task News_OfTheSameThing_TakesThePlaceOfOlderNewsOnly()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (client, account) = await Subscribed(town, maker);
        await Tell(town, account, key: "1", link: "/cases/1");
        await Tell(town, account, key: "2", link: "/cases/1");
        await Tell(town, account, key: "3", link: "/cases/2");
        await Send(town);
        maker.Taken.Select(p => p.Headers["Topic"]).Distinct().Count().ShouldBe(2);
        client.Dispose();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Browser_ThatIsGone_IsForgotten(int status)
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (client, account) = await Subscribed(town, maker);
        maker.Answer = () => status;
        await Tell(town, account);
        await Send(town);
        (await client.GetFromJsonAsync<JsonElement>(Subscriptions)).GetArrayLength().ShouldBe(0);
        (await Waiting(town)).ShouldBe(0);
        await Tell(town, account, key: "later");
        await Send(town);
        maker.Rings.ShouldBe(1);
    }

    [Fact]
    public async Task Service_ThatIsDown_IsTriedAgainWithGrowingPauses()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (_, account) = await Subscribed(town, maker);
        maker.Answer = () => 503;
        await Tell(town, account);
        await Send(town);
        await Send(town); // not due yet
        maker.Rings.ShouldBe(1);
        town.Time.Move(TimeSpan.FromSeconds(10));
        await Send(town);
        maker.Rings.ShouldBe(2);

        (maker.Answer, maker.RetryAfter) = (() => 429, 3600);
        town.Time.Move(TimeSpan.FromSeconds(20));
        await Send(town);
        maker.Rings.ShouldBe(3);
        town.Time.Move(TimeSpan.FromMinutes(59));
        await Send(town);
        maker.Rings.ShouldBe(3);
        maker.Answer = () => 201;
        town.Time.Move(TimeSpan.FromMinutes(1));
        await Send(town);
        maker.Taken.ShouldHaveSingleItem().Headers["TTL"].ShouldBe((86400 - 3630).ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await Waiting(town)).ShouldBe(0);
    }

    [Fact]
    public async Task Service_ThatIsDownForADay_IsGivenUpAndTheBrowserKept()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (_, account) = await Subscribed(town, maker);
        maker.Answer = () => 500;
        await Tell(town, account);
        for (var hours = 0; hours < 30; hours++)
        {
            await Send(town);
            town.Time.Move(TimeSpan.FromHours(1));
        }

        (await Waiting(town)).ShouldBe(0);
        var client = await town.ResidentClient(Phone);
        (await client.GetFromJsonAsync<JsonElement>(Subscriptions)).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Push_ThatIsRefused_IsNotTriedAgain()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (_, account) = await Subscribed(town, maker);
        maker.Answer = () => 413;
        await Tell(town, account);
        await Send(town);
        (await Waiting(town)).ShouldBe(0);
        maker.Rings.ShouldBe(1);
    }

    [Fact]
    public async Task Notice_ReadBeforeItWasSent_DisturbsNobody()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (client, account) = await Subscribed(town, maker);
        var notice = await Tell(town, account);
        await town.DeliverEvents();
        (await client.PostAsync($"/api/v1/notices/{notice}/read", null)).EnsureSuccessStatusCode();
        await Send(town);
        maker.Rings.ShouldBe(0);
        (await Waiting(town)).ShouldBe(0);
    }

    [Fact]
    public async Task Notice_OfATopicNotWanted_RingsNobody()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (client, account) = await Subscribed(town, maker);
        (await client.PutAsync("/api/v1/notices/opt-outs/case", null)).EnsureSuccessStatusCode();
        await Tell(town, account);
        await Tell(town, account, kind: "channel");
        await Send(town);
        maker.Taken.ShouldHaveSingleItem().Json.GetProperty("text").GetString().ShouldBe("Messages between the levels");
    }

    [Fact]
    public async Task Browser_ThatSomebodyElseSignsInOn_RingsForThemAlone()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (first, account) = await Resident(town);
        var browser = maker.Subscribe();
        await first.PostAsJsonAsync(Subscriptions, browser.Subscription);
        await Tell(town, account);
        await town.DeliverEvents();

        var (second, other) = await Resident(town, "13800002222");
        await second.PostAsJsonAsync(Subscriptions, browser.Subscription);
        (await first.GetFromJsonAsync<JsonElement>(Subscriptions)).GetArrayLength().ShouldBe(0);
        await Tell(town, account, key: "for the first");
        var theirs = await Tell(town, other, key: "for the second");
        await Send(town);
        maker.Taken.Select(p => p.Json.GetProperty("id").GetString()).ShouldBe([null, theirs.ToString()], ignoreOrder: true);
    }

    [Fact]
    public async Task Subscribe_Twice_IsOneBrowserAndOneWelcome()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (client, _) = await Resident(town);
        var browser = maker.Subscribe();
        var first = await Json(await client.PostAsJsonAsync(Subscriptions, browser.Subscription));
        var second = await Json(await client.PostAsJsonAsync(Subscriptions, browser.Subscription));
        second.GetProperty("id").GetGuid().ShouldBe(first.GetProperty("id").GetGuid());
        await Send(town);
        maker.Rings.ShouldBe(1);
        var listed = (await client.GetFromJsonAsync<JsonElement>(Subscriptions)).EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("mark").GetString().ShouldBe(ListSubscriptionsHandler.MarkOf(browser.Endpoint));
        listed.ToString().ShouldNotContain(browser.Endpoint);
    }

    [Fact]
    public async Task Subscribe_WithAnEndpointThatMayNotBe_NamesTheField()
    {
        await using var maker = await PushService.Start();
        await using var town = await TestTown.Found();
        var (client, _) = await Resident(town);
        var keys = JsonSerializer.SerializeToElement(maker.Subscribe().Subscription).GetProperty("keys");
        foreach (var (endpoint, code) in new[]
        {
            ("http://push.example.net/x", "push_endpoint"), ("ftp://push.example.net/x", "push_endpoint"), ("", "push_endpoint"),
            ("https://u:p@push.example.net/x", "push_endpoint"), ("https://push.example.net/" + new string('x', 1000), "push_endpoint"),
            ("https://127.0.0.1/x", "push_private_endpoint"), ("https://localhost/x", "push_private_endpoint"),
            ("https://169.254.169.254/latest/meta-data", "push_private_endpoint"), ("https://[fd00::1]/x", "push_private_endpoint"),
        })
            (await ProblemsOf(await client.PostAsJsonAsync(Subscriptions, new { endpoint, keys }))).ShouldBe([("endpoint", code)]);
    }

    [Fact]
    public async Task Subscribe_WithKeysThatAreNone_NamesBothFields()
    {
        await using var town = await TestTown.Found();
        var (client, _) = await Resident(town);
        const string notOnTheCurve = "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";
        foreach (var keys in new object?[] { null, new { p256dh = "x", auth = "x" }, new { p256dh = notOnTheCurve, auth = "AAAA" }, new { p256dh = "%%%", auth = "%%%" } })
            (await ProblemsOf(await client.PostAsJsonAsync(Subscriptions, new { endpoint = "https://push.example.net/x", keys })))
                .ShouldBe([("keys.p256dh", "push_key"), ("keys.auth", "push_auth")], ignoreOrder: true);
    }

    [Fact]
    public async Task Subscribe_WithAnEleventhBrowser_IsRefused()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (client, _) = await Resident(town);
        for (var i = 0; i < PushRules.MostDevices; i++)
            (await client.PostAsJsonAsync(Subscriptions, maker.Subscribe().Subscription)).EnsureSuccessStatusCode();
        (await client.PostAsJsonAsync(Subscriptions, maker.Subscribe().Subscription)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Unsubscribe_AnothersBrowser_IsNotFound_OnesOwn_RingsNoMore()
    {
        await using var maker = await PushService.Start();
        await using var town = await Found();
        var (mine, account) = await Subscribed(town, maker);
        var id = (await mine.GetFromJsonAsync<JsonElement>(Subscriptions))[0].GetProperty("id").GetGuid();
        var (other, _) = await Resident(town, "13800002222");
        (await other.DeleteAsync($"{Subscriptions}/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await Tell(town, account);
        await town.DeliverEvents();
        (await mine.DeleteAsync($"{Subscriptions}/{id}")).EnsureSuccessStatusCode();
        await Send(town);
        maker.Rings.ShouldBe(0);
        (await town.Client().GetAsync(Subscriptions)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Key_IsMadeOnceAndKeptSealed(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        // Two nodes that have never asked before, at the same moment.
        var nodes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => ActivatorUtilities.CreateInstance<PushKeys>(town.Services).Get(default).AsTask())));
        nodes[0].ShouldBe(nodes[1]);
        await town.InScope(async s =>
        {
            var row = await s.GetRequiredService<LinliDb>().Records<PushKey>().SingleAsync();
            row.Public.ShouldBe(nodes[0].Public);
            row.Private.Cipher.ShouldNotContain(nodes[0].Private);
            s.GetRequiredService<FieldCipher>().Open(row.Private).ShouldBe(nodes[0].Private);
            return true;
        });
    }

    private static Task<TestTown> Found(DatabaseKind kind = DatabaseKind.Sqlite) =>
        TestTown.Found(kind, builder => builder.Configuration["Push:AllowPrivate"] = "true");

    private static async Task<(HttpClient Client, Guid Account)> Resident(TestTown town, string phone = Phone)
    {
        var client = await town.ResidentClient(phone);
        return (client, (await client.GetFromJsonAsync<JsonElement>("/api/v1/me")).GetProperty("account").GetGuid());
    }

    /// <summary>A resident with a browser that has shown its welcome.</summary>
    private static async Task<(HttpClient Client, Guid Account)> Subscribed(TestTown town, PushService maker)
    {
        var (client, account) = await Resident(town);
        (await client.PostAsJsonAsync(Subscriptions, maker.Subscribe().Subscription)).EnsureSuccessStatusCode();
        await town.InScope(s => s.GetRequiredService<LinliDb>().Records<PushMessage>().ExecuteDeleteAsync());
        return (client, account);
    }

    private static Task<Guid> Tell(TestTown town, Guid account, string kind = "case.answer", string key = "a", string link = "/cases/1") => town.InScope(async s =>
    {
        await s.GetRequiredService<INotices>().Tell(account, kind, ("沈桂芳", "沈桂芳"), ("沈桂芳", "沈桂芳"), link, key, default);
        var db = s.GetRequiredService<LinliDb>();
        await db.SaveChangesAsync();
        return await db.Records<Inbox.Notice>().Where(n => n.AccountId == account && n.Key == key).Select(n => n.Id).SingleOrDefaultAsync();
    });

    private static async Task Send(TestTown town)
    {
        await town.DeliverEvents();
        await town.InScope(async s =>
        {
            await s.GetRequiredService<SendPushes>().Run(default);
            return true;
        });
    }

    private static Task<int> Waiting(TestTown town) => town.InScope(s => s.GetRequiredService<LinliDb>().Records<PushMessage>().CountAsync());

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<List<(string Field, string Code)>> ProblemsOf(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return [.. body.GetProperty("errors").EnumerateArray().Select(p => (p.GetProperty("field").GetString()!, p.GetProperty("code").GetString()!))];
    }
}
