using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Linli.Platform.Outside;

namespace Linli.WeChatPay;

/// <summary>One answer of WeChat Pay.</summary>
/// <param name="Status">HTTP status; 0 when none came that can be believed.</param>
/// <param name="Body">What it says; undefined when there was nothing.</param>
internal readonly record struct WeChatAnswer(int Status, JsonElement Body)
{
    public static readonly WeChatAnswer None;

    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Too busy, broken, or silent: what was asked may have been done or not.</summary>
    public bool SaysNothing => Status is 0 or 429 or >= 500;

    /// <summary>The code of a refusal, such as <c>ORDER_NOT_EXIST</c>.</summary>
    public string? Code => Text("code");

    public string? Text(string name) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Where the requests go: signed on the way out, checked on the way back.</summary>
internal sealed record WeChatPayChannel(HttpClient Client, Uri Base)
{
    public async Task<WeChatAnswer> Send(WeChatPaySecurity security, TimeProvider time, HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        var text = body is null ? "" : JsonSerializer.Serialize(body);
        try
        {
            using var answer = await Send(security, time, method, new Uri(Base, path), text, cancel);
            var said = await answer.Content.ReadAsStringAsync(cancel);
            var headers = answer.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(',', h.Value), StringComparer.Ordinal);
            if (answer.IsSuccessStatusCode && !security.IsGenuine(headers, said, time.GetUtcNow()))
                return WeChatAnswer.None;
            return new((int)answer.StatusCode, said.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(said));
        }
        catch (Exception e) when (e is JsonException || OutsideConnections.IsUnreachable(e, cancel))
        {
            return WeChatAnswer.None;
        }
    }

    /// <summary>A file whose address an answer gave.</summary>
    public async Task<byte[]?> Download(WeChatPaySecurity security, TimeProvider time, string url, CancellationToken cancel)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host != Base.Host)
            return null;
        try
        {
            using var answer = await Send(security, time, HttpMethod.Get, address, "", cancel);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(cancel) : null;
        }
        catch (Exception e) when (OutsideConnections.IsUnreachable(e, cancel))
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage> Send(WeChatPaySecurity security, TimeProvider time, HttpMethod method, Uri address, string body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("WECHATPAY2-SHA256-RSA2048", security.Authorize(method.Method, address.PathAndQuery, body, time.GetUtcNow()));
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("Linli");
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Client.SendAsync(request, cancel);
    }
}
