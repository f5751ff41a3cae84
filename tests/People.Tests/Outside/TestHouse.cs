using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.Tests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Linli.People.Tests.Outside;

/// <summary>An OpenID provider, an OAuth server and a portal of tickets that a test bends as it likes.</summary>
internal sealed class TestHouse(FakeTime time) : HttpMessageHandler
{
    public const string Issuer = "https://city.example";
    public const string ClientId = "linli";
    public const string Secret = "a-secret-of-the-city";

    private readonly Dictionary<string, (string Nonce, string Challenge, string RedirectUri)> codes = [];
    private int number;
    private RSA key = RSA.Create(2048);
    private string keyId = "k1";

    public string Subject { get; set; } = "u-1";

    public Dictionary<string, object> Claims { get; } = new() { ["name"] = "李明" };

    /// <summary>Bends the id token before it is signed.</summary>
    public Action<SecurityTokenDescriptor>? Bend { get; set; }

    /// <summary>Makes the token in another way altogether.</summary>
    public Func<SecurityTokenDescriptor, string>? Forge { get; set; }

    public object? UserInfo { get; set; }

    public bool Down { get; set; }

    public List<string> Asked { get; } = [];

    public RsaSecurityKey Key => new(key) { KeyId = keyId };

    /// <summary>New keys; the old ones are gone from the list.</summary>
    public void Rotate() => (key, keyId) = (RSA.Create(2048), "k" + ++number);

    /// <summary>What the browser brings back after the person agreed.</summary>
    public string Agree(Uri authorize)
    {
        var query = QueryHelpers.ParseQuery(authorize.Query);
        query["code_challenge_method"].ToString().ShouldBe("S256");
        var code = "code-" + ++number;
        codes[code] = (query.TryGetValue("nonce", out var nonce) ? nonce.ToString() : "", query["code_challenge"].ToString(), query["redirect_uri"].ToString());
        return $"{new Uri(query["redirect_uri"].ToString()).AbsolutePath}?code={code}&state={query["state"]}";
    }

    public string Token(Dictionary<string, object> claims, string? audience = null, string? type = null) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer, Audience = audience ?? ClientId, IssuedAt = time.GetUtcNow().UtcDateTime, NotBefore = time.GetUtcNow().UtcDateTime,
        Expires = time.GetUtcNow().UtcDateTime.AddMinutes(5), Claims = claims, TokenType = type,
        SigningCredentials = new(Key, SecurityAlgorithms.RsaSha256),
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!.ToString());
        if (Down)
            throw new HttpRequestException("The house is down.");
        var form = request.Content is null ? [] : QueryHelpers.ParseQuery(await request.Content.ReadAsStringAsync(cancellationToken)).ToDictionary(p => p.Key, p => p.Value.ToString());
        return request.RequestUri.AbsolutePath switch
        {
            "/.well-known/openid-configuration" => Answer(new
            {
                issuer = Issuer,
                authorization_endpoint = Issuer + "/authorize",
                token_endpoint = Issuer + "/token",
                jwks_uri = Issuer + "/jwks",
                response_types_supported = new[] { "code" },
                subject_types_supported = new[] { "public" },
                id_token_signing_alg_values_supported = new[] { "RS256" },
            }),
            "/jwks" => Answer(new { keys = new[] { JsonWebKeyConverter.ConvertFromRSASecurityKey(new(key.ExportParameters(false)) { KeyId = keyId }) }.Select(k => new { k.Kty, k.N, k.E, k.Kid, use = "sig" }) }),
            "/token" => Exchange(request, form),
            "/userinfo" => request.Headers.Authorization?.Parameter == "at" ? Answer(UserInfo!) : new(HttpStatusCode.Unauthorized),
            "/ticket" => Ticket(form),
            _ => new(HttpStatusCode.NotFound),
        };
    }

    private HttpResponseMessage Exchange(HttpRequestMessage request, Dictionary<string, string> form)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Secret}"));
        if (request.Headers.Authorization?.Parameter != pair || !codes.Remove(form["code"], out var known) || known.RedirectUri != form["redirect_uri"]
            || WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))) != known.Challenge)
            return Answer(new { error = "invalid_grant" }, HttpStatusCode.BadRequest);
        var now = time.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = ClientId, IssuedAt = now, NotBefore = now, Expires = now.AddMinutes(5),
            SigningCredentials = new(Key, SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>(Claims) { ["sub"] = Subject, ["nonce"] = known.Nonce, ["sid"] = "s-1" },
        };
        Bend?.Invoke(descriptor);
        var token = Forge?.Invoke(descriptor) ?? new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        return Answer(new { id_token = token, access_token = "at", token_type = "Bearer" });
    }

    private HttpResponseMessage Ticket(Dictionary<string, string> form)
    {
        var sign = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(form["client_id"] + form["timestamp"] + form["ticket"])));
        return form["sign"] == sign && form["ticket"] == "T-1" ? Answer(UserInfo!) : new(HttpStatusCode.Forbidden);
    }

    private static HttpResponseMessage Answer(object body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = JsonContent.Create(body, options: new JsonSerializerOptions(JsonSerializerDefaults.Web)) };
}
