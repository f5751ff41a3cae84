using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>Another house says that somebody signed out there (OpenID Connect Back-Channel Logout): every sign-in of theirs here ends.</summary>
internal sealed record EndFromOutside(string Provider, string? Subject, string? Session) : ICommand<Done>;

internal sealed class EndFromOutsideHandler(LinliDb db, FieldCipher cipher, CallerDirectory directory, TimeProvider time) : IHandler<EndFromOutside, Done>
{
    public async Task<Result<Done>> Handle(EndFromOutside request, CancellationToken cancel)
    {
        var links = db.Records<OutsideLink>().Where(l => l.Provider == request.Provider);
        if (request.Subject is { } subject)
        {
            var hash = OutsideHashes.Subject(cipher, request.Provider, subject);
            links = links.Where(l => l.SubjectHash == hash);
        }

        if (request.Session is { } session)
        {
            var hash = OutsideHashes.Session(cipher, request.Provider, session);
            // A session that never led here is nothing to end; where both are named, both must agree.
            links = links.Where(l => db.Records<OutsideSession>().Any(s => s.LinkId == l.Id && s.SidHash == hash));
        }

        var accounts = await links.Select(l => l.AccountId).ToListAsync(cancel);
        foreach (var account in await db.Records<Account>().Where(a => accounts.Contains(a.Id)).ToListAsync(cancel))
        {
            account.EndSignIns(time);
            db.AfterCommit(() => directory.Forget(account.Id));
        }

        return Done.It;
    }
}
