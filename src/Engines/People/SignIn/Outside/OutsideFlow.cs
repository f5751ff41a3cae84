using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linli.Platform.Security;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Linli.People.SignIn.Outside;

/// <summary>The way to another house and back: authorization code with PKCE (RFC 6749, 7636, 9700), or a portal's ticket.</summary>
internal sealed class OutsideFlow(ProviderMetadata metadata, OutsideTokens tokens, OutsideChannel channel, FieldCipher cipher, TimeProvider time)
{
    /// <summary>Where the browser goes.</summary>
    /// <exception cref="OutsideException">The house cannot be reached.</exception>
    public async Task<string> AddressOf(OutsideProvider provider, string redirectUri, string state, string nonce, string verifier, CancellationToken cancel)
    {
        var known = await metadata.Of(provider, cancel);
        if (provider.Kind == ProviderKind.Ticket)
            return QueryHelpers.AddQueryString(known.AuthorizationUrl, new Dictionary<string, string?>
            {
                ["client_id"] = provider.ClientId,
                ["redirect_uri"] = QueryHelpers.AddQueryString(redirectUri, "state", state), // portals give back nothing but the ticket
            });
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = provider.Scopes.Length > 0 ? provider.Scopes : provider.Kind == ProviderKind.Oidc ? "openid" : null,
            ["state"] = state,
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
            ["nonce"] = provider.Kind == ProviderKind.Oidc ? nonce : null,
        };
        return QueryHelpers.AddQueryString(known.AuthorizationUrl, query.Where(p => p.Value is not null).ToDictionary());
    }

    /// <summary>Who came back. Tokens are used here and kept nowhere.</summary>
    /// <exception cref="OutsideException">The answer cannot be believed.</exception>
    public async Task<OutsideIdentity> Identity(OutsideProvider provider, OutsideVisit visit, OutsideReply reply, CancellationToken cancel)
    {
        var known = await Issuer(provider, reply, cancel);
        return provider.Kind switch
        {
            ProviderKind.Ticket => OutsideIdentity.Of(provider, await Exchange(provider, known, reply.Ticket, cancel)),
            ProviderKind.Oidc => await ByIdToken(provider, known, visit, reply, cancel),
            _ => OutsideIdentity.Of(provider, await UserData(provider, known, await Exchange(provider, known, visit, reply.Code, cancel), cancel)),
        };
    }

    /// <summary>Believes an answer, an error as well, only when it comes from the house it was asked of (RFC 9207).</summary>
    /// <exception cref="OutsideException">It comes from another issuer, or does not say.</exception>
    public async Task<Metadata> Issuer(OutsideProvider provider, OutsideReply reply, CancellationToken cancel)
    {
        var known = await metadata.Of(provider, cancel);
        if ((known.SaysIssuer && reply.Issuer is null) || (known.Issuer is not null && reply.Issuer is { } said && said != known.Issuer))
            throw new OutsideException("The answer comes from another issuer.");
        return known;
    }

    private async Task<OutsideIdentity> ByIdToken(OutsideProvider provider, Metadata known, OutsideVisit visit, OutsideReply reply, CancellationToken cancel)
    {
        var answer = await Exchange(provider, known, visit, reply.Code, cancel);
        var claims = await tokens.IdToken(provider, Text(answer, "id_token"), visit.Nonce, Text(answer, "access_token"), cancel);
        var identity = OutsideIdentity.Of(provider, claims);
        if (provider.ResultOnly || identity.Phone is not null || known.UserInfoUrl is null || Text(answer, "access_token") is null)
            return identity;
        var more = await UserData(provider, known, answer, cancel);
        if (Text(more, "sub") != Text(claims, "sub"))
            throw new OutsideException("The user data are somebody else's.");
        return OutsideIdentity.Of(provider, more) with { Session = identity.Session };
    }

    private Task<JsonElement> Exchange(OutsideProvider provider, Metadata known, OutsideVisit visit, string? code, CancellationToken cancel)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code ?? throw new OutsideException("The code is missing."),
            ["redirect_uri"] = visit.RedirectUri,
            ["code_verifier"] = cipher.Open(visit.Verifier),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, known.TokenUrl);
        Authenticate(provider, known.PostsSecret, form, request);
        request.Content = new FormUrlEncodedContent(form);
        return channel.Send(provider, request, cancel);
    }

    private void Authenticate(OutsideProvider provider, bool postsSecret, Dictionary<string, string> form, HttpRequestMessage request)
    {
        if (provider.ClientSecret is { } secret && !postsSecret)
        {
            var pair = Uri.EscapeDataString(provider.ClientId) + ":" + Uri.EscapeDataString(cipher.Open(secret));
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
            return;
        }

        form["client_id"] = provider.ClientId;
        if (provider.ClientSecret is { } posted)
            form["client_secret"] = cipher.Open(posted);
    }

    // The ticket goes back with our id, the time and a keyed hash of the three: the portal's secret itself stays here.
    private Task<JsonElement> Exchange(OutsideProvider provider, Metadata known, string? ticket, CancellationToken cancel)
    {
        if (ticket is not { Length: > 0 and <= 2000 } || provider.ClientSecret is not { } secret)
            throw new OutsideException("The ticket or the secret is missing.");
        var at = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(cipher.Open(secret)), Encoding.UTF8.GetBytes(provider.ClientId + at + ticket));
        return channel.Send(provider, new(HttpMethod.Post, known.TokenUrl)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["client_id"] = provider.ClientId, ["ticket"] = ticket, ["timestamp"] = at, ["sign"] = Convert.ToHexStringLower(signature),
            }),
        }, cancel);
    }

    private Task<JsonElement> UserData(OutsideProvider provider, Metadata known, JsonElement answer, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, known.UserInfoUrl ?? throw new OutsideException("There is no address for user data."));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Text(answer, "access_token") ?? throw new OutsideException("The access token is missing."));
        return channel.Send(provider, request, cancel);
    }

    private static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What a browser brings back.</summary>
/// <param name="State">Names the walk.</param>
/// <param name="Code">Authorization code.</param>
/// <param name="Ticket">Ticket of a portal.</param>
/// <param name="Issuer">Whose answer it is (RFC 9207).</param>
/// <param name="Error">Why there is none.</param>
internal sealed record OutsideReply(string? State, string? Code, string? Ticket, string? Issuer, string? Error);
