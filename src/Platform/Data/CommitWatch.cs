using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Linli.Platform.Data;

/// <summary>Runs what <see cref="LinliDb.AfterCommit"/> collected, whoever commits: a use case, an event handler, the demo.</summary>
internal sealed class CommitWatch : DbTransactionInterceptor
{
    public static readonly CommitWatch Instance = new();

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) =>
        (eventData.Context as LinliDb)?.Committed();

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        (eventData.Context as LinliDb)?.Committed();
        return Task.CompletedTask;
    }
}
