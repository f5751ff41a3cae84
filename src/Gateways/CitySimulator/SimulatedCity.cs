using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.People;
using Linli.Platform.Data;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Linli.CitySimulator;

/// <summary>An OpenID provider and an office of shared data in memory; what it issues is forgotten with the process.</summary>
internal sealed class SimulatedCity(TimeProvider time) : ICitySimulator, IDisposable
{
    public const string ClientId = "linli-demo";
    private const string Issuer = "https://simulator.invalid";
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, Grant> codes = new(StringComparer.Ordinal);
    private readonly JsonWebTokenHandler tokens = new();

    public Uri Address { get; } = new(Issuer);

    public IReadOnlyList<string> Certificates { get; } = [.. Citizens.All.Select(c => c.Certificate), Citizens.OldCertificate];

    /// <summary>Whether the data office is "down", as visitors of the demo may set it to see what happens then.</summary>
    public bool IsDown { get; set; }

    /// <summary>A code for somebody who pressed the button, good for one exchange within a minute.</summary>
    public string Issue(Citizen citizen, string redirectUri, string nonce, string challenge)
    {
        var code = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        codes[code] = new(citizen, redirectUri, nonce, challenge, Clock.Now(time).AddMinutes(1));
        return code;
    }

    public async Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancel) => request.RequestUri!.AbsolutePath switch
    {
        "/.well-known/openid-configuration" => Json(new
        {
            issuer = Issuer,
            authorization_endpoint = AuthorizeEndpoint.Page,
            token_endpoint = Issuer + "/token",
            jwks_uri = Issuer + "/jwks",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "pairwise" },
            id_token_signing_alg_values_supported = new[] { "ES256" },
            code_challenge_methods_supported = new[] { "S256" },
            authorization_response_iss_parameter_supported = true,
        }),
        "/jwks" => Json(new { keys = new[] { JsonWebKeyConverter.ConvertFromECDsaSecurityKey(PublicKey()) }.Select(k => new { k.Kty, k.Crv, k.X, k.Y, k.Kid, use = "sig", alg = "ES256" }) }),
        "/token" => Exchange(await Form(request, cancel)),
        "/shared" => IsDown ? new(HttpStatusCode.ServiceUnavailable) : Share(await Form(request, cancel)),
        "/certificate" => IsDown ? new(HttpStatusCode.ServiceUnavailable) : Verify(await Form(request, cancel)),
        _ => new(HttpStatusCode.NotFound),
    };

    public void Dispose() => key.Dispose();

    private HttpResponseMessage Exchange(Dictionary<string, string> form)
    {
        if (!codes.TryRemove(form.GetValueOrDefault("code", ""), out var grant) || grant.Until < Clock.Now(time)
            || form.GetValueOrDefault("redirect_uri") != grant.RedirectUri
            || WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form.GetValueOrDefault("code_verifier", "")))) != grant.Challenge)
            return Json(new { error = "invalid_grant" }, HttpStatusCode.BadRequest);
        var now = Clock.Now(time).UtcDateTime;
        var token = tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = ClientId, IssuedAt = now, NotBefore = now, Expires = now.AddMinutes(5),
            SigningCredentials = new(new ECDsaSecurityKey(key) { KeyId = "simulator" }, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = grant.Citizen.Id, ["nonce"] = grant.Nonce, ["name"] = grant.Citizen.Name,
                ["phone_number"] = grant.Citizen.Phone, ["phone_number_verified"] = true,
            },
        });
        return Json(new { id_token = token, access_token = "simulated", token_type = "Bearer", expires_in = 60 });
    }

    private static HttpResponseMessage Share(Dictionary<string, string> form) =>
        Citizens.All.FirstOrDefault(c => c.Id == form.GetValueOrDefault("subject")) is { } citizen && form.GetValueOrDefault("purpose") is { Length: > 0 }
            ? Json(new
            {
                fields = form.GetValueOrDefault("fields", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(citizen.Data.ContainsKey).Select(f => new
                {
                    code = f,
                    value = citizen.Data[f].Value,
                    source_zh = citizen.Data[f].SourceZh,
                    source_en = citizen.Data[f].SourceEn,
                    as_of = citizen.Data[f].AsOf,
                }),
            })
            : Json(new { error = "unknown_subject" }, HttpStatusCode.NotFound);

    // The result and a pseudonym, never a name or number (R43).
    private static HttpResponseMessage Verify(Dictionary<string, string> form)
    {
        var shown = form.GetValueOrDefault("certificate", "");
        return Citizens.All.FirstOrDefault(c => c.Certificate == shown) is { } citizen ? Json(new { verified = true, subject = citizen.Id })
            : Json(new { verified = false, reason = shown == Citizens.OldCertificate ? "expired" : "unknown" });
    }

    private ECDsaSecurityKey PublicKey() => new(ECDsa.Create(key.ExportParameters(false))) { KeyId = "simulator" };

    private static async Task<Dictionary<string, string>> Form(HttpRequestMessage request, CancellationToken cancel) =>
        QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancel)).ToDictionary(p => p.Key, p => p.Value.ToString());

    private static HttpResponseMessage Json(object body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = JsonContent.Create(body, options: new JsonSerializerOptions(JsonSerializerDefaults.Web)) };

    private sealed record Grant(Citizen Citizen, string RedirectUri, string Nonce, string Challenge, DateTimeOffset Until);
}
