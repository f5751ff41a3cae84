using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Linli.Tests;

/// <summary>
/// Simulator of what a browser's maker runs: a push service (RFC 8030) over real HTTP, and the browsers that subscribed
/// with it. It checks who rings (RFC 8292) and reads what was sent as the browser would (RFC 8291).
/// </summary>
public sealed class PushService : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Browser> browsers = new();
    private readonly WebApplication app;

    private PushService(WebApplication app) => this.app = app;

    /// <summary>Everything that was taken, oldest first.</summary>
    public ConcurrentQueue<Push> Taken { get; } = new();

    /// <summary>What is answered to each push; 201 by itself.</summary>
    public Func<int> Answer { get; set; } = () => StatusCodes.Status201Created;

    /// <summary>Seconds it asks to wait when it answers no.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>How often it was rung, refused tries included.</summary>
    public int Rings { get; private set; }

    public string Origin => app.Urls.First();

    public static async Task<PushService> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var service = new PushService(app);
        app.MapPost("/send/{browser}", service.Take);
        await app.StartAsync();
        return service;
    }

    /// <summary>A browser that subscribes, with keys of its own.</summary>
    public Browser Subscribe()
    {
        var browser = new Browser(Origin);
        browsers[browser.Name] = browser;
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var browser in browsers.Values)
            browser.Dispose();
    }

    private async Task<IResult> Take(string browser, HttpContext context)
    {
        Rings++;
        var answer = Answer();
        if (answer >= 300)
        {
            if (RetryAfter is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Results.StatusCode(answer);
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var bytes = body.ToArray();
        Taken.Enqueue(new(browser, headers, bytes, browsers[browser].Read(bytes), Vapid(headers["Authorization"])));
        return Results.StatusCode(answer);
    }

    private static JsonElement Vapid(string authorization)
    {
        var parts = authorization["vapid ".Length..].Split(',', StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        var key = Base64Url.DecodeFromChars(parts["k"]);
        using var sender = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = key[1..33], Y = key[33..] } });
        var token = parts["t"];
        var signed = token[..token.LastIndexOf('.')];
        if (!sender.VerifyData(Encoding.ASCII.GetBytes(signed), Base64Url.DecodeFromChars(token.AsSpan(signed.Length + 1)), HashAlgorithmName.SHA256))
            throw new InvalidOperationException("The token was not signed by the key it names.");
        return JsonDocument.Parse(Base64Url.DecodeFromChars(signed.Split('.')[1])).RootElement;
    }

    /// <summary>A push as it arrived.</summary>
    /// <param name="Browser">Which browser it was for.</param>
    /// <param name="Headers">Its headers.</param>
    /// <param name="Body">As it travelled.</param>
    /// <param name="Text">As the browser reads it.</param>
    /// <param name="Claims">Of the token it came with.</param>
    public sealed record Push(string Browser, IReadOnlyDictionary<string, string> Headers, byte[] Body, string Text, JsonElement Claims)
    {
        /// <summary>The text, which is JSON.</summary>
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    }

    /// <summary>A browser with a subscription.</summary>
    public sealed class Browser(string origin) : IDisposable
    {
        private readonly ECDiffieHellman pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        private readonly byte[] auth = RandomNumberGenerator.GetBytes(16);

        public string Name { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

        public string Endpoint => $"{origin}/send/{Name}";

        /// <summary>What <c>PushSubscription.toJSON()</c> gives.</summary>
        public object Subscription => new { endpoint = Endpoint, expirationTime = (long?)null, keys = new { p256dh = Base64Url.EncodeToString(Key), auth = Base64Url.EncodeToString(auth) } };

        private byte[] Key
        {
            get
            {
                var q = pair.ExportParameters(false).Q;
                return [4, .. q.X!, .. q.Y!];
            }
        }

        public void Dispose() => pair.Dispose();

        /// <summary>Opens the one record of a message as RFC 8188 and RFC 8291 say the receiver does.</summary>
        internal string Read(byte[] body)
        {
            var salt = body[..16];
            var record = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(16, 4));
            var length = body[20];
            var sender = body[21..(21 + length)];
            var cipher = body[(21 + length)..];
            if (cipher.Length > record)
                throw new InvalidOperationException("A push is one record.");
            using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = sender[1..33], Y = sender[33..] } });
            var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, pair.DeriveRawSecretAgreement(theirs.PublicKey), 32, auth, [.. "WebPush: info\0"u8, .. Key, .. sender]);
            using var aes = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray()), 16);
            var plain = new byte[cipher.Length - 16];
            aes.Decrypt(HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, "Content-Encoding: nonce\0"u8.ToArray()), cipher.AsSpan(..^16), cipher.AsSpan(^16..), plain);
            var end = plain.AsSpan().TrimEnd((byte)0).Length - 1;
            if (plain[end] != 2)
                throw new InvalidOperationException("The last record ends with 2.");
            return Encoding.UTF8.GetString(plain, 0, end);
        }
    }
}
