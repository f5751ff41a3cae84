using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Linli.Platform.Jobs;

/// <summary>
/// Does one thing after the other for a job, each in its own transaction: what somebody changed meanwhile, or what went wrong with one, waits
/// for the next turn and holds nobody else up.
/// </summary>
public sealed class EachByItself(LinliDb db, WriterQueue writers, ILogger<EachByItself> log)
{
    /// <summary>Does it for each.</summary>
    /// <param name="things">Ids, or whatever else says in a log line which one it was: nothing personal.</param>
    /// <param name="act">What is done; it loads what it changes, and saves nothing.</param>
    /// <param name="cancel">Stops between two, and within one.</param>
    public async Task Do<T>(IEnumerable<T> things, Func<T, Task> act, CancellationToken cancel)
    {
        foreach (var thing in things)
        {
            try
            {
                using (await writers.Enter(cancel))
                {
                    await using var transaction = await db.BeginTransaction(cancel);
                    await act(thing);
                    await db.SaveChangesAsync(cancel);
                    await transaction.CommitAsync(CancellationToken.None);
                }
            }
            catch (DbUpdateConcurrencyException e)
            {
                log.LogInformation(e, "{Thing} was changed meanwhile and waits for the next turn.", thing);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogError(e, "{Thing} could not be done and waits for the next turn; the others go on.", thing);
            }
            finally
            {
                db.Forget();
            }
        }
    }
}
