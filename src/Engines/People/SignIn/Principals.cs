using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>What cookies and tokens carry: the account and its stamp, nothing else. What it allows is looked up each time.</summary>
internal static class Principals
{
    /// <summary>Claim with the account's stamp; a new stamp ends all sign-ins made before.</summary>
    public const string Stamp = "stamp";

    /// <summary>Claim with the family of refresh tokens, and which of it: <c>id:number</c>. Bearer tokens only.</summary>
    public const string Family = "family";

    /// <summary>The first token of a new family.</summary>
    public static ClaimsPrincipal First(ClaimsPrincipal principal) => With(principal, $"{new Guid(RandomNumberGenerator.GetBytes(16)):N}:0");

    /// <summary>The next one of the same family.</summary>
    public static ClaimsPrincipal Next(ClaimsPrincipal principal, int serial) =>
        With(principal, string.Create(CultureInfo.InvariantCulture, $"{FamilyOf(principal)!.Value.Id:N}:{serial}"));

    /// <summary>The family of a token; <c>null</c> where it has none.</summary>
    public static (Guid Id, int Serial)? FamilyOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue(Family)?.Split(':') is [var id, var number] && Guid.TryParse(id, out var family)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) ? (family, serial) : null;

    private static ClaimsPrincipal With(ClaimsPrincipal principal, string family)
    {
        var identity = (ClaimsIdentity)principal.Identity!;
        return new(new ClaimsIdentity([.. identity.Claims.Where(c => c.Type != Family), new Claim(Family, family)], identity.AuthenticationType));
    }

    public static ClaimsPrincipal Of(Account account, string scheme) =>
        new(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, account.Id.ToString()), new(Stamp, account.SecurityStamp ?? "")], scheme));

    /// <summary>The principal of an account that has just shown who it is.</summary>
    public static async Task<ClaimsPrincipal> Of(LinliDb db, Guid account, string scheme, CancellationToken cancel) =>
        Of(await db.Records<Account>().AsNoTracking().SingleAsync(a => a.Id == account, cancel), scheme);
}
