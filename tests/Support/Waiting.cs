using Linli.People.Privacy.Erasures;
using Linli.Platform.Data;
using Linli.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Tests;

/// <summary>What waits, done now: for tests that are about what comes afterwards.</summary>
public static class Waiting
{
    /// <summary>Ends the time in which a deletion can be taken back, and carries out those that wait.</summary>
    public static Task<int> CarryOutErasures(this TestTown town) => town.InScope(async s =>
    {
        var (db, now) = (s.GetRequiredService<LinliDb>(), town.Time.GetUtcNow());
        var due = await db.Records<Erasure>().Where(e => e.State == ErasureState.Waiting).ExecuteUpdateAsync(e => e.SetProperty(x => x.DueAt, now));
        await Run<ErasureJob>(s);
        return due;
    });

    private static Task Run<TJob>(IServiceProvider services) where TJob : IJob => ActivatorUtilities.CreateInstance<TJob>(services).Run(CancellationToken.None);
}
