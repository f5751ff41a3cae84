using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Installation;

/// <summary>
/// Opens the database for a serving node or a verb of the command line, and on an empty one founds the installation: with
/// the demo community in one transaction, or bare.
/// </summary>
public sealed class Founding(
    IServiceScopeFactory scopes,
    Composition composition,
    ThisInstallation installation,
    WriterQueue writers,
    NodeLock locks,
    RelaySignal relay,
    TimeProvider time)
{
    /// <summary>Migrates, and reads which installation this is.</summary>
    /// <returns>False when the database is empty: it then wants <see cref="Found"/>.</returns>
    /// <exception cref="DatabaseUnavailableException">The database did not answer in time.</exception>
    public async Task<bool> Open(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseStarter>().Start(cancel);
        return await Recognise(scope.ServiceProvider.GetRequiredService<LinliDb>(), cancel);
    }

    /// <summary>Founds the installation as the demo community, unless another node was faster.</summary>
    /// <param name="samples">Folder of the demo community.</param>
    /// <param name="progress">Hears the name of each seeder before it runs.</param>
    /// <param name="cancel">Stops; nothing is kept then.</param>
    /// <returns>Whether this call founded it.</returns>
    public Task<bool> FoundDemo(string samples, Action<string>? progress, CancellationToken cancel) =>
        Found(isDemo: true, (services, now) => Seed(services, new(samples, now), progress, cancel), cancel);

    /// <summary>Founds the installation without the demo, unless another node was faster.</summary>
    /// <param name="fill">What must be there from the start; when it throws, nothing is kept.</param>
    /// <param name="cancel">Stops; nothing is kept then.</param>
    /// <returns>Whether this call founded it.</returns>
    public Task<bool> FoundBare(Func<IServiceProvider, Task> fill, CancellationToken cancel) =>
        Found(isDemo: false, (services, _) => fill(services), cancel);

    private async Task<bool> Found(bool isDemo, Func<IServiceProvider, DateTimeOffset, Task> fill, CancellationToken cancel)
    {
        await using var turn = await WaitForTurn(cancel);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = Caller.System;
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        if (await Recognise(db, cancel))
            return false;

        var now = Clock.Now(time);
        var id = Guid.CreateVersion7(now);
        installation.Learn(id, isDemo);
        using (await writers.Enter(cancel))
        {
            await using var transaction = await db.BeginTransaction(cancel);
            db.Records<Setting>().Add(new() { Name = Setting.InstallationId, Value = id.ToString() });
            if (isDemo)
                db.Records<Setting>().Add(new()
                {
                    Name = Setting.Demo,
                    Value = LocalTime.DateOf(now).ToString("O", CultureInfo.InvariantCulture),
                });
            await fill(scope.ServiceProvider, now);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
        }

        relay.Raise();
        return true;
    }

    private async Task Seed(IServiceProvider services, DemoSamples samples, Action<string>? progress, CancellationToken cancel)
    {
        var db = services.GetRequiredService<LinliDb>();
        foreach (var plan in composition.Seeders.OrderBy(s => s.Order))
        {
            progress?.Invoke(plan.Type.Name);
            await ((IDemoSeeder)services.GetRequiredService(plan.Type)).Seed(samples, cancel);
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }

    private async Task<bool> Recognise(LinliDb db, CancellationToken cancel)
    {
        var settings = await db.Records<Setting>().AsNoTracking().ToDictionaryAsync(s => s.Name, s => s.Value, cancel);
        if (!settings.TryGetValue(Setting.InstallationId, out var id))
            return false;
        installation.Learn(Guid.Parse(id), settings.ContainsKey(Setting.Demo));
        return true;
    }

    private async Task<IAsyncDisposable> WaitForTurn(CancellationToken cancel)
    {
        while (true)
        {
            if (await locks.TryTake("founding", cancel) is { } turn)
                return turn;
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancel);
        }
    }
}
