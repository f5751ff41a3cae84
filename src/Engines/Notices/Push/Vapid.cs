using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Linli.Notices.Push;

/// <summary>
/// By which push services know this installation (T16: VAPID, RFC 8292): a browser subscribes for the public half, and only
/// whoever holds the private half may then ring it.
/// </summary>
/// <param name="Public">65 bytes, base64url; browsers take it as <c>applicationServerKey</c>.</param>
/// <param name="Private">PKCS #8, base64.</param>
internal sealed record VapidKey(string Public, string Private)
{
    /// <summary>A token lives this long; RFC 8292 allows a day.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    private static readonly string Header = Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8);

    public static VapidKey New()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(Base64Url.EncodeToString(P256.Write(pair.ExportParameters(false).Q)), Convert.ToBase64String(pair.ExportPkcs8PrivateKey()));
    }

    /// <summary>Value of the header <c>Authorization</c> for one push.</summary>
    /// <param name="endpoint">Where it goes; the token is good for that push service only.</param>
    /// <param name="contact">How the push service reaches the operator, <c>mailto:</c> or https; left out when <c>null</c>.</param>
    /// <param name="now">The token begins to count.</param>
    public string Authorization(Uri endpoint, string? contact, DateTimeOffset now)
    {
        var claims = new Dictionary<string, object>
        {
            ["aud"] = endpoint.GetLeftPart(UriPartial.Authority),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
        };
        if (contact is not null)
            claims["sub"] = contact;
        var signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        using var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(Convert.FromBase64String(Private), out _);
        var signature = Base64Url.EncodeToString(pair.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256));
        return $"vapid t={signed}.{signature}, k={Public}";
    }
}
