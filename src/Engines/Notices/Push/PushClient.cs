using System.Globalization;
using System.Net.Http.Headers;
using Linli.Platform.Data;
using Linli.Platform.Outside;
using Linli.Platform.Security;
using Microsoft.Extensions.Options;

namespace Linli.Notices.Push;

/// <summary>What a push service said.</summary>
/// <param name="Fate">What becomes of the push.</param>
/// <param name="Error">What went wrong, if anything; without the address, which is a secret of the browser.</param>
/// <param name="Wait">How long it asked us to wait.</param>
internal sealed record PushAnswer(PushFate Fate, string? Error = null, TimeSpan? Wait = null);

/// <summary>Hands pushes to the services of the browsers' makers (RFC 8030).</summary>
internal sealed class PushClient(PushKeys keys, FieldCipher cipher, IOptions<PushOptions> options, TimeProvider time) : IDisposable
{
    private readonly HttpClient http = OutsideConnections.Client(() => options.Value.AllowPrivate, "Push:AllowPrivate");

    /// <summary>Sends one push to one browser.</summary>
    /// <param name="to">The browser.</param>
    /// <param name="text">What it shows.</param>
    /// <param name="at">When it came about: what is older than a day is not kept for a phone that is off.</param>
    /// <param name="urgent">Whether it should wake a phone that saves its battery.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<PushAnswer> Post(PushSubscription to, PushText text, DateTimeOffset at, bool urgent, CancellationToken cancel)
    {
        try
        {
            using var request = await Request(to, text, at, urgent, cancel);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var fate = PushRules.Of((int)answer.StatusCode);
            return fate == PushFate.Taken ? new(fate) : new(fate, $"The push service answered {(int)answer.StatusCode}.", answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception e) when (OutsideConnections.IsUnreachable(e, cancel))
        {
            return new(PushFate.Later, OutsideConnections.Describe(e));
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpRequestMessage> Request(PushSubscription to, PushText text, DateTimeOffset at, bool urgent, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var endpoint = new Uri(cipher.Open(to.Endpoint));
        P256.TryDecode(to.Key, out var browserKey);
        P256.TryDecode(cipher.Open(to.Auth), out var auth);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new ByteArrayContent(PushEncryption.Seal(text.Bytes(), browserKey!, auth!)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", (await keys.Get(cancel)).Authorization(endpoint, options.Value.Contact, now));
        var left = PushRules.Fresh - (now - at);
        request.Headers.Add("TTL", ((long)Math.Max(0, left.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Urgency", urgent ? "high" : "normal");
        request.Headers.Add("Topic", text.Tag);
        return request;
    }
}
