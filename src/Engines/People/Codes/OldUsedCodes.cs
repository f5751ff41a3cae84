using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Codes;

/// <summary>Forgets which codes were read, once they are good for nothing anyway.</summary>
internal sealed class OldUsedCodes(LinliDb db, WriterQueue writers, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        using (await writers.Enter(cancel))
            await db.Records<UsedCode>().Where(c => c.Until < now).ExecuteDeleteAsync(cancel);
    }
}
