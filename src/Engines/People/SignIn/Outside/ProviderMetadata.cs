using System.Collections.Concurrent;
using System.Text.Json;
using Linli.Platform.Data;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Linli.People.SignIn.Outside;

/// <summary>What a provider says about itself: addresses and signing keys, kept for an hour.</summary>
/// <param name="Issuer">Whose tokens they are.</param>
/// <param name="AuthorizationUrl">Where browsers go.</param>
/// <param name="TokenUrl">Where codes are exchanged.</param>
/// <param name="UserInfoUrl">Where user data lies.</param>
/// <param name="Keys">Keys that sign.</param>
/// <param name="SaysIssuer">Whether its answers name the issuer (RFC 9207).</param>
/// <param name="PostsSecret">Whether the secret goes into the form, as the house does not take it in the header.</param>
/// <param name="ReadAt">When it was read.</param>
internal sealed record Metadata(
    string? Issuer, string AuthorizationUrl, string TokenUrl, string? UserInfoUrl, IReadOnlyList<SecurityKey> Keys, bool SaysIssuer, bool PostsSecret, DateTimeOffset ReadAt);

internal sealed class ProviderMetadata(OutsideChannel channel, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    // New keys are looked for at once when a token names one that is not known, but not for every forged token.
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(30);
    private static readonly string[] SecretInForm = ["client_secret_post"];
    private readonly ConcurrentDictionary<string, Metadata> known = new(StringComparer.Ordinal);

    /// <exception cref="OutsideException">The house cannot be reached, or speaks of another issuer.</exception>
    public async Task<Metadata> Of(OutsideProvider provider, CancellationToken cancel, bool again = false)
    {
        var now = Clock.Now(time);
        if (known.TryGetValue(KeyOf(provider), out var metadata) && now < metadata.ReadAt + (again ? AgainAfter : Fresh))
            return metadata;
        return known[KeyOf(provider)] = provider.Kind == ProviderKind.Oidc
            ? await Discover(provider, now, cancel)
            : new(null, Need(provider.AuthorizationUrl), Need(provider.TokenUrl), provider.UserInfoUrl, [], false, false, now);
    }

    // A changed provider is another one.
    private static string KeyOf(OutsideProvider provider) => $"{provider.Code}\n{provider.Kind}\n{provider.Authority}\n{provider.AuthorizationUrl}\n{provider.TokenUrl}\n{provider.UserInfoUrl}";

    private async Task<Metadata> Discover(OutsideProvider provider, DateTimeOffset now, CancellationToken cancel)
    {
        var authority = Need(provider.Authority).TrimEnd('/');
        var document = await channel.GetJson(provider, authority + "/.well-known/openid-configuration", cancel);
        var said = OpenIdConnectConfiguration.Create(document.GetRawText());
        if (said.Issuer?.TrimEnd('/') != authority)
            throw new OutsideException("The discovery document names another issuer.");
        var keys = JsonWebKeySet.Create((await channel.GetJson(provider, Checked(provider, said.JwksUri), cancel)).GetRawText());
        var ways = said.TokenEndpointAuthMethodsSupported;
        return new(
            said.Issuer, Need(said.AuthorizationEndpoint), Checked(provider, said.TokenEndpoint),
            string.IsNullOrEmpty(said.UserInfoEndpoint) ? null : Checked(provider, said.UserInfoEndpoint),
            [.. keys.GetSigningKeys()], Says(document, "authorization_response_iss_parameter_supported"),
            ways.Count > 0 && !ways.Contains("client_secret_basic") && ways.Any(SecretInForm.Contains), now);
    }

    private static bool Says(JsonElement document, string name) => document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    // The document is somebody else's: an address in it passes the same guard as one that an administrator typed.
    private string Checked(OutsideProvider provider, string? url) =>
        provider.IsSimulator || channel.MayKeep(Need(url)) ? url! : throw new OutsideException("The discovery document names an address that is not allowed.");

    private static string Need(string? url) => string.IsNullOrWhiteSpace(url) ? throw new OutsideException("An address of the provider is missing.") : url;
}
