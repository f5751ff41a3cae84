using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Linli.People;
using Linli.Platform;

namespace Linli.Server.Simulation;

/// <summary>Somebody of the demo who signs in: staff by login and password, residents by telephone.</summary>
internal sealed class Player(string name, string? login, string? phone)
{
    public string Name => name;

    public string? Login => login;

    public string? Phone => phone;

    /// <summary>Date of birth of a resident.</summary>
    public DateOnly? Born { get; init; }

    public string? Token { get; set; }

    /// <summary>One step at a time, as people do.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>One sign-in at a time.</summary>
    public SemaphoreSlim Door { get; } = new(1, 1);
}

/// <summary>The public API as a mini-program would use it: bearer tokens, JSON, problems as answers.</summary>
internal sealed class LinliApi(HttpClient http, Tally tally, TimeProvider time) : IDisposable
{
    private const int Tries = 5;

    private DateTimeOffset signInsFrom;

    /// <summary>Asks for something.</summary>
    public Task<JsonElement?> Get(Player? who, string step, string path, CancellationToken cancel) =>
        Send(who, step, () => new(HttpMethod.Get, path), cancel);

    /// <summary>Does something.</summary>
    public Task<JsonElement?> Post(Player? who, string step, string path, object body, CancellationToken cancel) =>
        Send(who, step, () => new(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json.Options) }, cancel);

    /// <summary>Writes something that stands in place of what was there.</summary>
    public Task<JsonElement?> Put(Player? who, string step, string path, object body, CancellationToken cancel) =>
        Send(who, step, () => new(HttpMethod.Put, path) { Content = JsonContent.Create(body, options: Json.Options) }, cancel);

    /// <summary>Takes something away.</summary>
    public Task<JsonElement?> Delete(Player? who, string step, string path, CancellationToken cancel) =>
        Send(who, step, () => new(HttpMethod.Delete, path), cancel);

    /// <summary>Sends a file.</summary>
    public Task<JsonElement?> File(Player who, string step, string path, string name, byte[] content, CancellationToken cancel) =>
        Send(who, step, () => new(HttpMethod.Post, path) { Content = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } } }, cancel);

    /// <summary>Uploads a photo; <c>null</c> when it was refused.</summary>
    public async Task<string?> Photo(Player who, byte[] png, CancellationToken cancel)
    {
        var stored = await Send(who, "photo", () =>
        {
            var file = new ByteArrayContent(png);
            file.Headers.ContentType = new("image/png");
            return new(HttpMethod.Post, "/api/v1/files?purpose=photo") { Content = new MultipartFormDataContent { { file, "file", "photo.png" } } };
        }, cancel);
        return stored?.GetProperty("id").GetString();
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement?> Send(Player? who, string step, Func<HttpRequestMessage> make, CancellationToken cancel)
    {
        if (who is { Token: null } && !await SignIn(who, cancel))
            return null;
        var (status, answer) = await Try(who, step, make, cancel);
        if (status == HttpStatusCode.Unauthorized && who is not null)
        {
            who.Token = null; // the token has run out
            if (await SignIn(who, cancel))
                (_, answer) = await Try(who, step, make, cancel);
        }

        return answer;
    }

    private async Task<(HttpStatusCode Status, JsonElement? Answer)> Try(Player? who, string step, Func<HttpRequestMessage> make, CancellationToken cancel)
    {
        using var request = make();
        if (who?.Token is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.AcceptLanguage.ParseAdd("zh");
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request, cancel);
            var text = await response.Content.ReadAsStringAsync(cancel);
            tally.Add(step, Stopwatch.GetElapsedTime(began), (int)response.StatusCode);
            if (response.IsSuccessStatusCode)
                return (response.StatusCode, text.Length == 0 ? null : JsonDocument.Parse(text).RootElement);
            if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict))
                tally.Fault($"{step} {(int)response.StatusCode} {who?.Name}: {Shortened(text)}");
            return (response.StatusCode, null);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            tally.Add(step, Stopwatch.GetElapsedTime(began), 599);
            tally.Fault($"{step} {who?.Name}: {e.Message}");
            return (default, null);
        }
    }

    private async Task<bool> SignIn(Player who, CancellationToken cancel)
    {
        // So many people do not sign in from one address at once; when the server says so, they come back a little later.
        await who.Door.WaitAsync(cancel);
        try
        {
            for (var tries = 0; tries < Tries && who.Token is null; tries++)
            {
                if (signInsFrom - time.GetUtcNow() is { Ticks: > 0 } wait)
                    await Task.Delay(wait, time, cancel);
                var answer = who.Login is { } login
                    ? (await Try(null, "sign in", () => Form("/api/v1/sign-in/staff", new { login, password = DemoSignIns.Password }), cancel)).Answer
                    : await ByPhone(who.Phone!, cancel);
                who.Token = answer?.GetProperty("accessToken").GetString();
                if (who.Token is null)
                    signInsFrom = time.GetUtcNow().AddSeconds(3);
            }

            return who.Token is not null;
        }
        finally
        {
            who.Door.Release();
        }
    }

    private async Task<JsonElement?> ByPhone(string phone, CancellationToken cancel)
    {
        var sent = (await Try(null, "sign in", () => Form("/api/v1/sign-in/code", new { phone }), cancel)).Answer;
        return sent?.GetProperty("demoCode").GetString() is { } code
            ? (await Try(null, "sign in", () => Form("/api/v1/sign-in/phone", new { phone, code }), cancel)).Answer
            : null;
    }

    private static HttpRequestMessage Form(string path, object body) => new(HttpMethod.Post, path) { Content = JsonContent.Create(body) };

    private static string Shortened(string text) => text.Length <= 160 ? text : text[..160] + "…";
}
