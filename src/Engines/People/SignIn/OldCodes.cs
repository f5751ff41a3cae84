using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn;

/// <summary>Throws codes away once they no longer count for anything, not even for the daily limit.</summary>
internal sealed class OldCodes(LinliDb db, WriterQueue writers, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var limit = Clock.Now(time).AddDays(-1);
        using (await writers.Enter(cancel))
            await db.Records<SignInCode>().Where(c => c.At < limit).ExecuteDeleteAsync(cancel);
    }
}
