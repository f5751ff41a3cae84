using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linli.People.SignIn;

/// <summary>Throws away codes that no longer count for anything, not even for the daily limit, and sign-ins whose last refresh token has run out.</summary>
internal sealed class OldCodes(LinliDb db, WriterQueue writers, IOptions<PeopleOptions> options, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var (codes, tokens) = (now.AddDays(-1), now - options.Value.RefreshTokenLife);
        using (await writers.Enter(cancel))
        {
            await db.Records<SignInCode>().Where(c => c.At < codes).ExecuteDeleteAsync(cancel);
            await db.Records<TokenSignIn>().Where(s => s.TurnedAt < tokens).ExecuteDeleteAsync(cancel);
        }
    }
}
