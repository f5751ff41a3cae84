using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.People.SignIn;

/// <summary>How strongly people must show who they are before their posts count.</summary>
internal sealed class SignInRules(IOptions<PeopleOptions> options, DemoMode demo)
{
    /// <summary>Whether staff need a second factor.</summary>
    public bool RequireTotp => options.Value.RequireTotp ?? !demo.IsDemo;

    /// <summary>
    /// Whether the posts of an account count: always for residents, for staff once a second factor is set up where the
    /// installation asks for one. Until then they can sign in to set it up, and do nothing else.
    /// </summary>
    public async ValueTask<bool> IsStrong(LinliDb db, Account account, CancellationToken cancel) =>
        account.Kind == AccountKind.Resident || !RequireTotp || account.TotpKey is not null || await HasPasskey(db, account.Id, cancel);

    /// <summary>Whether the account has a passkey.</summary>
    public static Task<bool> HasPasskey(LinliDb db, Guid account, CancellationToken cancel) =>
        db.Records<IdentityUserPasskey<Guid>>().AnyAsync(p => p.UserId == account, cancel);
}
