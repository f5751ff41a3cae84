using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Linli.People.Keys;

/// <summary>A machine's key in <c>X-Api-Key: …</c> or <c>Authorization: ApiKey …</c> or <c>Authorization: Bearer linli_…</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiKey";
    public const string Header = "X-Api-Key";
    public const string Prefix = "ApiKey ";

    /// <summary>Clients that know only bearer tokens, as SCIM's do, send a key as one; tokens of people never begin like that.</summary>
    public const string BearerPrefix = "Bearer linli_";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = Request.Headers[Header].ToString();
        if (key.Length == 0)
            key = Request.Headers.Authorization.ToString() is var value && value.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? value[(blank + 1)..].Trim() : "";
        if (await keys.Find(key, Context.RequestAborted) is not { Account: { } account })
            return AuthenticateResult.Fail("The key is wrong, expired or withdrawn.");
        // A key has no stamp; withdrawing it is enough.
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, account.ToString())], Scheme);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme));
    }
}
