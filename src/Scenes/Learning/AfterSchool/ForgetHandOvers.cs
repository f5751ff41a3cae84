using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.AfterSchool;

/// <summary>
/// Where a child was, and with whom, is nobody's business for ever (R37, R38): hand-overs go a year after they were made, and so do the names
/// of collectors that older versions kept after their end.
/// </summary>
internal sealed class ForgetHandOvers(LinliDb db, WriterQueue writers, TimeProvider time) : IJob
{
    private const int KeptDays = 366;

    public async Task Run(CancellationToken cancel)
    {
        var since = Clock.Now(time).AddDays(-KeptDays);
        using (await writers.Enter(cancel))
        {
            // For the whole installation.
            await db.Unfiltered<HandedOver>().Where(h => h.At < since).ExecuteDeleteAsync(cancel);
            await db.Records<Collector>().Where(c => c.EndedAt != null).ExecuteDeleteAsync(cancel);
        }
    }
}
