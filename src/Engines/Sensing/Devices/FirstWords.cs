using Linli.Platform.Data;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Sensing.Devices;

/// <summary>Takes devices into service that were expected and have spoken to this node.</summary>
internal sealed class FirstWords(DeviceMemory memory, IServiceScopeFactory scopes, WriterQueue writers, ILatest? latest = null)
{
    /// <summary>Looks which have spoken since the last look.</summary>
    public async Task Look(CancellationToken cancel)
    {
        if (latest is null)
            return;
        var spoke = memory.All().Where(d => d.State == DeviceState.Expected && latest.Of(d.Id).SeenAt is not null).Select(d => d.Id).ToList();
        if (spoke.Count == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            await scope.ServiceProvider.GetRequiredService<DeviceBook>().Spoke(spoke, cancel);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }
}
