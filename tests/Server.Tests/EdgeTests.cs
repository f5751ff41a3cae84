using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Platform.Http;
using Linli.Platform.Security;
using Linli.TestServer;
using Linli.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Server.Tests;

public class EdgeTests
{
    [Fact]
    public async Task EveryEndpoint_OfTheWholeServer_NamesAPermissionThatIsDeclared()
    {
        var folder = Directory.CreateTempSubdirectory("linli-walk-").FullName;
        await using var app = LinliServer.Build(new(folder, "http://127.0.0.1:0"));
        var book = app.Services.GetRequiredService<Platform.Modules.Composition>().Permissions;
        var faults = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<NeedsAttribute>()?.Permission is not { } needs
                || !(needs is Access.Public or Access.SignedIn || book.TryGet(needs, out _)))
            .Select(e => $"{e.DisplayName} {e.RoutePattern.RawText}: {e.Metadata.GetMetadata<NeedsAttribute>()?.Permission ?? "nothing"}");
        faults.ShouldBeEmpty();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/no-such-page")]
    [InlineData("/api/v1/nothing")]
    public async Task Headers_OnEveryAnswer_TellBrowsersToBeCareful(string path)
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(null);
        using var answer = await client.GetAsync(path);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe([SecurityHeaders.ContentSecurityPolicy]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.Contains("Referrer-Policy").ShouldBeTrue();
        answer.Headers.Contains("Permissions-Policy").ShouldBeTrue();
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public void ContentSecurityPolicy_IsTheOneThePagesWereMadeFor() =>
        SecurityHeaders.ContentSecurityPolicy.ShouldBe(LinliWeb.ContentSecurityPolicy);

    [Theory]
    [InlineData("/api/v1/nothing", 404, "no_such_address")]
    [InlineData("/api/v1/notes", 401, "not_signed_in")]
    public async Task Refusals_UnderApi_AreProblemsInBothLanguages(string path, int status, string code)
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(null);
        using var answer = await client.GetAsync(path);
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors")[0].GetProperty("zh").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("errors")[0].GetProperty("en").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Refusals_ForbiddenAndWrongMethod_AreProblems()
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(bed.Accounts.Add("/c/"));
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/notes", HttpStatusCode.Forbidden)).GetProperty("code").GetString().ShouldBe("not_allowed");
        using var answer = await client.PatchAsync("/api/v1/notes", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("method_not_taken");
    }

    [Fact]
    public async Task AnUnknownPage_ShowsAFriendlyPageWithAWayHome()
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(null);
        using var answer = await client.GetAsync("/no-such-page");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("没有这个页面");
        page.ShouldContain("href=\"/\"");
    }

    [Fact]
    public async Task RateLimit_WhenAnAccountWritesTooMuch_IsAProblemThatSaysWhenToComeBack()
    {
        await using var bed = await Bed.Start(("RateLimits:WritesPerMinute", "3"));
        var me = bed.Accounts.Add("/", NotesModule.Read);
        for (var i = 0; i < 3; i++)
            await bed.Write(me, "note", "/c/");
        using var client = bed.As(me);
        using var answer = await client.PostAsJsonAsync("/api/v1/notes", new { text = "one too many", place = "/c/" });
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeGreaterThan(0);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("too_many_requests");
        (await client.GetAsync("/api/v1/notes")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task RateLimit_WhenTurnedOff_LetsEverythingThrough()
    {
        await using var bed = await Bed.Start(("RateLimits:Enabled", "false"), ("RateLimits:WritesPerMinute", "1"));
        var me = bed.Accounts.Add("/");
        for (var i = 0; i < 5; i++)
            await bed.Write(me, "note", "/c/");
    }

    [Fact]
    public async Task OpenApi_IsVersion31_NamesEveryOperationOnce_AndLinksOnlyToWhatIsThere()
    {
        await using var bed = await Bed.Start();
        using var client = bed.As(null);
        var text = await client.GetStringAsync("/openapi/v1.json");
        var document = JsonDocument.Parse(text).RootElement;
        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        document.GetProperty("webhooks").GetProperty("linli.note.written").GetProperty("post").GetProperty("requestBody").ValueKind.ShouldBe(JsonValueKind.Object);
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject())
            .Select(o => o.Value.TryGetProperty("operationId", out var id) ? id.GetString() : "unnamed: " + o.Value.GetRawText()).ToList();
        operations.ShouldContain("writeNote");
        operations.ShouldBeUnique();
        operations.ShouldAllBe(id => !id!.StartsWith("unnamed"));
        document.GetProperty("paths").GetProperty("/api/v1/notes").GetProperty("post").GetProperty("summary").GetString().ShouldBe("Writes a note.");
        var schemas = document.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("WriteNote").GetProperty("properties").GetProperty("text").GetProperty("description").GetString()!.ShouldStartWith("What it says");
        foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(text, "\"#/components/schemas/([^\"]+)\""))
            schemas.TryGetProperty(link.Groups[1].Value, out _).ShouldBeTrue(link.Value);
    }

    [Fact]
    public async Task Metrics_AfterSomeRequests_CountThemInPrometheusText()
    {
        await using var bed = await Bed.Start();
        await bed.Write(bed.Accounts.Add("/"), "note", "/c/");
        using var client = bed.As(null);
        var text = await client.GetStringAsync("/metrics");
        text.ShouldContain("linli_usecase_duration_seconds_count{usecase=\"WriteNote\",outcome=\"ok\"}");
        text.ShouldContain("http_server_request_duration_seconds_bucket");
        text.ShouldContain("linli_outbox_lag_seconds");
        text.ShouldContain("linli_writer_wait_seconds_count");
        text.ShouldContain("dotnet_process_memory_working_set");
    }

    [Fact]
    public async Task AFullDisk_IsAProblemAndNothingIsHalfWritten()
    {
        await using var bed = await Bed.Start(("Database:PageLimit", "400"));
        var me = bed.Accounts.Add("/", NotesModule.Read);
        using var client = bed.As(me);
        var text = new string('x', 50_000);
        HttpResponseMessage answer;
        var written = 0;
        do
        {
            answer = await client.PostAsJsonAsync("/api/v1/notes", new { text, place = "/c/" });
            written += answer.IsSuccessStatusCode ? 1 : 0;
        }
        while (answer.IsSuccessStatusCode && written < 200);

        ((int)answer.StatusCode).ShouldBe(507);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("disk_full");
        (await client.GetFromJsonAsync<string[]>("/api/v1/notes"))!.Length.ShouldBe(written);
    }
}

internal static class HttpReading
{
    public static async Task<T> GetFromJsonAsync<T>(this HttpClient client, string path, HttpStatusCode expected)
    {
        using var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(expected);
        return (await answer.Content.ReadFromJsonAsync<T>())!;
    }
}
