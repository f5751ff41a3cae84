using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.Platform.Outside;
using Linli.Platform.Security;
using Linli.Platform.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Server.Tests;

public class WebhookTests
{
    [Fact]
    public async Task Send_WhenSomethingHappened_PostsASignedCloudEvent()
    {
        await using var receiver = await Receiver.Start();
        await using var bed = await Bed.Start(("Webhooks:AllowPrivate", "true"));
        var (me, secret, _) = await Register(bed, receiver, "linli.note.*");
        await bed.Write(me, "lamp", "/c/a/");
        await Deliver(bed);

        var (headers, body) = receiver.Taken.ShouldHaveSingleItem();
        headers["Content-Type"].ShouldStartWith("application/cloudevents+json");
        var e = JsonDocument.Parse(body).RootElement;
        e.GetProperty("specversion").GetString().ShouldBe("1.0");
        e.GetProperty("type").GetString().ShouldBe("linli.note.written");
        e.GetProperty("subject").GetString().ShouldBe("lamp");
        e.GetProperty("source").GetString()!.ShouldStartWith("urn:linli:");
        e.GetProperty("data").GetProperty("text").GetString().ShouldBe("lamp");
        var parts = headers["Linli-Signature"].Split(',').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(parts["t"] + "." + body));
        parts["v1"].ShouldBe(Convert.ToHexStringLower(mac));
    }

    [Fact]
    public async Task Send_WhenTheReceiverFails_KeepsTheOrderOfTheSubjectAndLetsOthersPass()
    {
        await using var receiver = await Receiver.Start();
        await using var bed = await Bed.Start(("Webhooks:AllowPrivate", "true"));
        var (me, _, _) = await Register(bed, receiver, "*");
        receiver.Answer = body => body.Contains("\"lamp\"", StringComparison.Ordinal) ? 500 : 200;
        await bed.Write(me, "lamp", "/c/a/");
        await bed.Write(me, "lamp", "/c/b/");
        await bed.Write(me, "tree", "/c/a/");
        await Deliver(bed);
        receiver.Scopes("lamp").ShouldBe(["/c/a/"]);
        receiver.Scopes("tree").ShouldBe(["/c/a/"]);

        receiver.Answer = _ => 200;
        await Deliver(bed); // not due yet
        receiver.Scopes("lamp").Count.ShouldBe(1);
        bed.Time.Pass(TimeSpan.FromSeconds(11));
        await Deliver(bed);
        receiver.Scopes("lamp").ShouldBe(["/c/a/", "/c/a/", "/c/b/"]);
    }

    [Fact]
    public async Task Send_WhenTheReceiverFailsForADay_GivesUpWithTheReasonAndReplaysOnRequest()
    {
        await using var receiver = await Receiver.Start();
        await using var bed = await Bed.Start(("Webhooks:AllowPrivate", "true"));
        var (me, _, id) = await Register(bed, receiver, "*");
        receiver.Answer = _ => 503;
        await bed.Write(me, "lamp", "/c/a/");
        await Deliver(bed);
        for (var hours = 0; hours < 30; hours++)
        {
            bed.Time.Pass(TimeSpan.FromHours(1));
            await Deliver(bed);
        }

        using var client = bed.As(me);
        var line = (await client.GetFromJsonAsync<JsonElement[]>($"/api/v1/webhooks/{id}/deliveries"))!.ShouldHaveSingleItem();
        line.GetProperty("status").GetString().ShouldBe("dead");
        line.GetProperty("lastError").GetString()!.ShouldContain("503");

        receiver.Answer = _ => 200;
        (await client.PostAsync($"/api/v1/webhooks/{id}/deliveries/{line.GetProperty("id").GetString()}/replay", null)).EnsureSuccessStatusCode();
        await Deliver(bed);
        (await client.GetFromJsonAsync<JsonElement[]>($"/api/v1/webhooks/{id}/deliveries?status=delivered"))!.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Create_WhenTheAddressIsInside_IsRefusedUnlessTheOperatorAllowsIt()
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(bed.Accounts.Add("/", PlatformPermissions.Webhooks));
        foreach (var url in (string[])["https://127.0.0.1/x", "https://localhost/x", "http://example.org/x", "https://[::1]/", "https://u:p@example.org/"])
            (await client.PostAsJsonAsync("/api/v1/webhooks", new { url, types = new[] { "*" }, scope = "/" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("64:ff9b::a00:1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("2400:3200::1", false)]
    public void IsPrivate_TellsInsideFromOutside(string address, bool inside) =>
        OutsideAddresses.IsPrivate(IPAddress.Parse(address)).ShouldBe(inside);

    [Fact]
    public void NextTry_WhenADayHasPassed_IsNever()
    {
        var since = new DateTimeOffset(2026, 11, 16, 0, 0, 0, TimeSpan.Zero);
        Backoff.NextTry(since, since, 1, WebhookRules.GiveUpAfter).ShouldBe(since.AddSeconds(10));
        Backoff.NextTry(since, since.AddHours(1), 5, WebhookRules.GiveUpAfter).ShouldBe(since.AddHours(1).AddSeconds(160));
        Backoff.NextTry(since, since.AddHours(23), 12, WebhookRules.GiveUpAfter).ShouldBeNull();
    }

    private static async Task<(Guid Account, string Secret, string Id)> Register(Bed bed, Receiver receiver, string types)
    {
        var me = bed.Accounts.Add("/", PlatformPermissions.Webhooks);
        using var client = bed.As(me);
        using var answer = await client.PostAsJsonAsync("/api/v1/webhooks", new { url = receiver.Url, types = new[] { types }, scope = "/" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (me, made.GetProperty("secret").GetString()!, made.GetProperty("id").GetString()!);
    }

    // The background sender may hold its turn at this moment: then it is the one that sends.
    private static async Task Deliver(Bed bed)
    {
        await bed.Relay();
        var sender = bed.Services.GetRequiredService<WebhookSender>();
        await Bed.Until(() => sender.SendDue(CancellationToken.None));
    }

    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<(Dictionary<string, string> Headers, string Body)> Taken { get; } = new();

        public Func<string, int> Answer { get; set; } = _ => 200;

        public string Url => app.Urls.First() + "/hook";

        public static async Task<Receiver> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var receiver = new Receiver(app);
            app.MapPost("/hook", async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var body = await reader.ReadToEndAsync();
                receiver.Taken.Enqueue((context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
                return Results.StatusCode(receiver.Answer(body));
            });
            await app.StartAsync();
            return receiver;
        }

        public List<string> Scopes(string subject) => [.. Taken.Select(t => JsonDocument.Parse(t.Body).RootElement)
            .Where(e => e.GetProperty("subject").GetString() == subject).Select(e => e.GetProperty("scope").GetString()!)];

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
