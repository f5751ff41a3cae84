using System.Globalization;
using System.Security.Claims;
using Linli.People.Accounts;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>What cookies and tokens carry: the account and its stamp, nothing else. What it allows is looked up each time.</summary>
internal static class Principals
{
    /// <summary>Claim with the account's stamp; a new stamp ends all sign-ins made before.</summary>
    public const string Stamp = "stamp";

    public static ClaimsPrincipal Of(Account account, string scheme) =>
        new(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, account.Id.ToString()), new(Stamp, account.SecurityStamp ?? "")], scheme));

    /// <summary>Claims of a refresh token: the sign-in it belongs to, and its number there.</summary>
    public const string SignIn = "sign-in";

    /// <inheritdoc cref="SignIn"/>
    public const string Turn = "turn";

    /// <summary>The same principal for the refresh token of that number.</summary>
    public static ClaimsPrincipal At(this ClaimsPrincipal who, Guid signIn, int turn) =>
        new(new ClaimsIdentity(
            [.. who.Claims.Where(c => c.Type is not (SignIn or Turn)), new(SignIn, signIn.ToString()), new(Turn, turn.ToString(CultureInfo.InvariantCulture))],
            who.Identity?.AuthenticationType));

    /// <summary>The principal of an account that has just shown who it is.</summary>
    public static async Task<ClaimsPrincipal> Of(LinliDb db, Guid account, string scheme, CancellationToken cancel) =>
        Of(await db.Records<Account>().AsNoTracking().SingleAsync(a => a.Id == account, cancel), scheme);
}
