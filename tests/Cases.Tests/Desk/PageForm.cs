using System.Text.RegularExpressions;

namespace Linli.Cases.Tests.Desk;

/// <summary>A page whose form is posted as a browser would: with its token and the cookie that goes with it.</summary>
internal sealed partial class PageForm(HttpClient client, string path)
{
    private readonly Lazy<Task<(string Cookie, string Token)>> opened = new(() => Open(client, path));

    public async Task<HttpResponseMessage> Post(params (string Name, string Value)[] fields)
    {
        var (cookie, token) = await opened.Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]),
        };
        request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request);
    }

    /// <summary>Posts a photo along, as a browser with a file field does.</summary>
    public async Task<HttpResponseMessage> PostPhoto(string field, byte[] photo, params (string Name, string Value)[] fields)
    {
        var (cookie, token) = await opened.Value;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(photo), field, "photo.jpg" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Add("Cookie", cookie);
        return await client.SendAsync(request);
    }

    private static async Task<(string Cookie, string Token)> Open(HttpClient client, string path)
    {
        var page = await client.GetAsync(new Uri(path, UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();
        return (string.Join("; ", page.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])), TokenField().Match(html).Groups[1].Value);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
