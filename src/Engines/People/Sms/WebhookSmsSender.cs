using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.Platform;
using Linli.Platform.Results;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Linli.People.Sms;

/// <summary>Where text messages are posted to: configuration section <c>Sms:Webhook</c>.</summary>
internal sealed class SmsWebhookOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Sms:Webhook";

    /// <summary>Address that takes the messages; empty for none.</summary>
    public Uri? Url { get; set; }

    /// <summary>Shared secret that signs them.</summary>
    public string Secret { get; set; } = "";
}

/// <summary>
/// Posts each message as JSON <c>{"phone":"+86…","text":"…"}</c> to any gateway that speaks HTTP. The header
/// <c>X-Linli-Signature: t=SECONDS,v1=HEX</c> carries HMAC-SHA256 over <c>SECONDS.BODY</c> with the shared secret.
/// </summary>
internal sealed class WebhookSmsSender(
    HttpClient http, IOptions<SmsWebhookOptions> options, TimeProvider time, ILogger<WebhookSmsSender> log) : ISmsSender
{
    public Problem? NotReady => null;

    public async Task<Problem?> Send(string phone, string text, CancellationToken cancel)
    {
        var body = JsonSerializer.Serialize(new { Phone = "+86" + phone, Text = text }, Json.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Url);
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("X-Linli-Signature", Signature(options.Value.Secret, time.GetUtcNow(), body));
        try
        {
            using var answer = await http.SendAsync(request, cancel);
            if (answer.IsSuccessStatusCode)
                return null;
            log.LogError("The SMS gateway answered {Status}.", (int)answer.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            log.LogError("The SMS gateway cannot be reached: {Reason}", e.Message);
        }

        return new("sms_failed", ("短信没有发出去，请稍后再试。", "The message could not be sent: please try again later."), ProblemKind.Conflict);
    }

    internal static string Signature(string secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(seconds + "." + body));
        return $"t={seconds},v1={Convert.ToHexStringLower(hash)}";
    }
}
