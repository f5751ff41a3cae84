using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.People.SignIn.Outside;

/// <summary>How an account of another house shows who somebody is.</summary>
internal enum ProviderKind
{
    /// <summary>OpenID Connect: a signed id token says who.</summary>
    Oidc,

    /// <summary>OAuth 2.0: the address for user data says who.</summary>
    OAuth,

    /// <summary>A portal's ticket (票据): exchanged for user data, signed with the portal's secret.</summary>
    Ticket,
}

/// <summary>Another house whose accounts open Linli's door (外部账号), such as a city's.</summary>
internal sealed class OutsideProvider
{
    /// <summary>Part of addresses: small letters, digits, hyphens.</summary>
    public required string Code { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required ProviderKind Kind { get; set; }

    /// <summary>Issuer of id tokens; the discovery document lies below it.</summary>
    public string? Authority { get; set; }

    public string? AuthorizationUrl { get; set; }

    /// <summary>Where codes or tickets are exchanged.</summary>
    public string? TokenUrl { get; set; }

    public string? UserInfoUrl { get; set; }

    public required string ClientId { get; set; }

    public Sealed? ClientSecret { get; set; }

    public string Scopes { get; set; } = "";

    /// <summary>Names of the claims, dots leading into objects: <c>data.user.id</c>.</summary>
    public string SubjectClaim { get; set; } = "sub";

    public string NameClaim { get; set; } = "name";

    public string PhoneClaim { get; set; } = "phone_number";

    public string PhoneVerifiedClaim { get; set; } = "phone_number_verified";

    /// <summary>
    /// Whether only the result counts, as with the national network identity (R43): a pseudonym and "this person was
    /// verified". Name and number are not read even if they are sent.
    /// </summary>
    public bool ResultOnly { get; set; }

    /// <summary>Whether a phone it calls verified opens a new account without a code of ours. Never one that is there already.</summary>
    public bool TrustsPhone { get; set; }

    /// <summary>Whether it asks for a second factor itself, so that staff may come in by it.</summary>
    public bool ForStaff { get; set; }

    /// <summary>Where it shares data for forms (S05); <c>null</c> where it does not.</summary>
    public string? SharedDataUrl { get; set; }

    /// <summary>Where it verifies a certificate of the network identity that somebody shows (R43); <c>null</c> where it does not.</summary>
    public string? VerifyUrl { get; set; }

    /// <summary>Whether it is the simulator of the demo, which is reached within this process.</summary>
    public bool IsSimulator { get; set; }

    public bool Active { get; set; } = true;

    public required DateTimeOffset At { get; init; }

    public Phrase Name => (NameZh, NameEn);
}
