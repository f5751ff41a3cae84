using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Market.Orders;

/// <summary>Does one thing after the other for a job, each in its own transaction: what somebody changed meanwhile waits for the next turn, and holds nobody else up.</summary>
internal sealed class EachByItself(LinliDb db, WriterQueue writers, ILogger<EachByItself> log)
{
    public async Task Do<T>(IEnumerable<T> ids, Func<T, Task> act, CancellationToken cancel)
    {
        foreach (var id in ids)
            using (await writers.Enter(cancel))
            {
                await using var transaction = await db.BeginTransaction(cancel);
                try
                {
                    await act(id);
                    await db.SaveChangesAsync(cancel);
                    await transaction.CommitAsync(CancellationToken.None);
                }
                catch (DbUpdateConcurrencyException e)
                {
                    log.LogInformation(e, "{Thing} was changed meanwhile and waits for the next turn.", id);
                }

                db.ChangeTracker.Clear();
            }
    }
}
