using System.Net;
using System.Text.RegularExpressions;

namespace Linli.People.Tests;

/// <summary>A browser without script: keeps cookies, sends the page's antiforgery token with its forms.</summary>
public sealed partial class Browser(Town town)
{
    private readonly HttpClient client = town.Client();
    private readonly CookieContainer cookies = new();
    private readonly Uri home = new("http://localhost/");

    /// <summary>What it keeps, by name.</summary>
    public IReadOnlyDictionary<string, string> Cookies => cookies.GetCookies(home).ToDictionary(c => c.Name, c => Uri.UnescapeDataString(c.Value));

    /// <summary>Signs a member of staff in.</summary>
    public Task<HttpResponseMessage> SignIn(string login) =>
        Post("/sign-in/staff", "staff", new() { ["Login"] = login, ["Password"] = Town.Password });

    public Task<HttpResponseMessage> Get(string path, string? from = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (from is not null)
            request.Headers.Add("Sec-Fetch-Site", from);
        return Send(request);
    }

    public async Task<HttpResponseMessage> Post(string path, string? form, Dictionary<string, string> fields, string? to = null)
    {
        var page = await (await Get(path)).Content.ReadAsStringAsync();
        fields["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value;
        if (form is not null)
            fields["_handler"] = form;
        return await Send(new(HttpMethod.Post, to ?? path) { Content = new FormUrlEncodedContent(fields) });
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        var address = new Uri(home, request.RequestUri!);
        if (cookies.GetCookieHeader(address) is { Length: > 0 } kept)
            request.Headers.Add("Cookie", kept);
        var answer = await client.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set)
                cookies.SetCookies(address, cookie);
        return answer;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
