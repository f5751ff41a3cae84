using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>Clears away walks to other houses that are over, sessions there that must have ended, shared data that filled their form, and certificates verified too long ago.</summary>
internal sealed class OldOutside(LinliDb db, WriterQueue writers, TimeProvider time) : IJob
{
    public async Task Run(CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var (hourAgo, monthAgo, used) = (now.AddHours(-1), now.AddDays(-30), now - SharedData.Usable);
        var checkedBefore = now - NetworkIdentity.Usable;
        using (await writers.Enter(cancel))
        {
            await db.Records<OutsideVisit>().Where(v => v.At < hourAgo).ExecuteDeleteAsync(cancel);
            await db.Records<OutsideLogout>().Where(l => l.At < hourAgo).ExecuteDeleteAsync(cancel);
            await db.Records<RefreshFamily>().Where(f => f.LastAt < monthAgo).ExecuteDeleteAsync(cancel);
            await db.Records<OutsideSession>().Where(s => s.At < monthAgo).ExecuteDeleteAsync(cancel);
            await db.Records<NetworkCheckRow>().Where(c => c.At < checkedBefore).ExecuteDeleteAsync(cancel);
            await db.Records<SharedDataRequest>().Where(r => r.Answer != null && r.AnsweredAt < used)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Answer, (Platform.Security.Sealed?)null), cancel);
        }
    }
}
