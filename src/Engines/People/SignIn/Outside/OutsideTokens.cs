using System.Text.Json;
using Linli.Platform.Data;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Linli.People.SignIn.Outside;

/// <summary>Reads id tokens (OpenID Connect Core § 3.1.3.7) and logout tokens (Back-Channel Logout § 2.6) and believes only what is signed for us.</summary>
internal sealed class OutsideTokens(ProviderMetadata metadata, TimeProvider time)
{
    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    // Signed by a key pair: a shared secret would let anybody sign who has read our configuration, and "none" anybody at all.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 64 << 10 };

    /// <summary>The claims of an id token.</summary>
    /// <exception cref="OutsideException">It is not signed by the house, not for us, not for this walk, or too old.</exception>
    public async Task<JsonElement> IdToken(OutsideProvider provider, string? token, string nonce, string? accessToken, CancellationToken cancel)
    {
        var read = await Read(provider, token, cancel);
        var claims = Claims(read);
        if (Text(claims, "nonce") != nonce)
            throw new OutsideException("The id token has another nonce.");
        if (read.Audiences.Count() > 1 && Text(claims, "azp") is null)
            throw new OutsideException("The id token is for several and names no authorized party.");
        if (Text(claims, "azp") is { } party && party != provider.ClientId)
            throw new OutsideException("The id token was issued to somebody else.");
        if (Text(claims, "at_hash") is { } half && (accessToken is null || half != HalfHash(read.Alg, accessToken)))
            throw new OutsideException("The access token is not the one the id token speaks of.");
        return claims;
    }

    /// <summary>Whom a logout token speaks of.</summary>
    /// <exception cref="OutsideException">It is no logout token for us.</exception>
    public async Task<(string Id, string? Subject, string? Session)> LogoutToken(OutsideProvider provider, string? token, CancellationToken cancel)
    {
        var claims = Claims(await Read(provider, token, cancel));
        if (claims.TryGetProperty("nonce", out _))
            throw new OutsideException("A logout token has no nonce: this is an id token.");
        if (!claims.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Object
            || !events.TryGetProperty(LogoutEvent, out var happened) || happened.ValueKind != JsonValueKind.Object || Text(claims, "jti") is not { Length: > 0 and <= 500 } id)
            throw new OutsideException("The token says nothing of a logout.");
        var (subject, session) = (Text(claims, "sub"), Text(claims, "sid"));
        return subject is null && session is null ? throw new OutsideException("The logout token names nobody.") : (id, subject, session);
    }

    // OpenID Connect Core § 3.1.3.6: the left half of the hash that goes with the signature.
    private static string HalfHash(string algorithm, string accessToken)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(accessToken);
        var hash = algorithm[^3..] switch
        {
            "384" => System.Security.Cryptography.SHA384.HashData(bytes),
            "512" => System.Security.Cryptography.SHA512.HashData(bytes),
            _ => System.Security.Cryptography.SHA256.HashData(bytes),
        };
        return Base64UrlEncoder.Encode(hash.AsSpan(0, hash.Length / 2).ToArray());
    }

    private async Task<JsonWebToken> Read(OutsideProvider provider, string? token, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(token))
            throw new OutsideException("The token is missing.");
        var known = await metadata.Of(provider, cancel);
        var result = await handler.ValidateTokenAsync(token, Rules(provider, known));
        if (!result.IsValid && result.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException)
            result = await handler.ValidateTokenAsync(token, Rules(provider, await metadata.Of(provider, cancel, again: true)));
        if (!result.IsValid)
            throw new OutsideException(result.Exception.GetType().Name + ": the token cannot be believed.");
        var read = (JsonWebToken)result.SecurityToken;
        var now = Clock.Now(time);
        if (!read.TryGetPayloadValue<long>("iat", out var issued) || DateTimeOffset.FromUnixTimeSeconds(issued) > now + Skew
            || DateTimeOffset.FromUnixTimeSeconds(issued) < now - TimeSpan.FromMinutes(10))
            throw new OutsideException("The token was not issued just now.");
        return read;
    }

    private TokenValidationParameters Rules(OutsideProvider provider, Metadata known) => new()
    {
        ValidIssuer = known.Issuer,
        ValidAudience = provider.ClientId,
        IssuerSigningKeys = known.Keys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, to, _, _) => time.GetUtcNow() is var now && to is { } end && now < end + Skew && !(from is { } begin && now < begin - Skew),
    };

    private static JsonElement Claims(JsonWebToken token) =>
        JsonDocument.Parse(Base64UrlEncoder.Decode(token.EncodedPayload)).RootElement;

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
