using Linli.People.Accounts;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>Another house says that somebody signed out there (OpenID Connect Back-Channel Logout): every sign-in of theirs here ends.</summary>
internal sealed record EndFromOutside(string Provider, string TokenId, string? Subject, string? Session) : ICommand<Done>;

internal sealed class EndFromOutsideHandler(LinliDb db, FieldCipher cipher, CallerDirectory directory, TimeProvider time) : IHandler<EndFromOutside, Done>
{
    public async Task<Result<Done>> Handle(EndFromOutside request, CancellationToken cancel)
    {
        var token = OutsideHashes.Logout(cipher, request.Provider, request.TokenId);
        await db.LockUntilCommit("people.outside_logout." + token, cancel);
        if (await db.Records<OutsideLogout>().AnyAsync(l => l.TokenHash == token, cancel))
            return Problem.Conflict("logout_token_replayed", "该退出通知已处理过。", "This logout token was taken already.");
        db.Records<OutsideLogout>().Add(new() { TokenHash = token, At = Clock.Now(time) });
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
