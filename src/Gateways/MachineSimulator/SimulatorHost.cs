using System.Collections.Concurrent;
using Linli.Market;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linli.MachineSimulator;

/// <summary>A simulated machine that runs.</summary>
internal sealed record RunningMachine(Guid Id, string Code, bool IsMill, Phrase Name, IReadOnlyList<ShelfToSimulate> Shelves, SimulatedMachine Device);

/// <summary>Runs the demo's simulated machines: each speaks to this very server over HTTP, as one of metal would.</summary>
internal sealed class SimulatorHost(IServer server, IServiceScopeFactory scopes, IHostApplicationLifetime life, TimeProvider time, ILogger<SimulatorHost> log) : IHostedService, IDisposable
{
    private const int Wait = 20;
    private const int GramsATick = 40;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, RunningMachine> machines = new(StringComparer.Ordinal);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public IReadOnlyList<RunningMachine> Machines => [.. machines.Values.OrderBy(m => m.Code, StringComparer.Ordinal)];

    public RunningMachine? Find(string code) => machines.GetValueOrDefault(code.Trim().ToLowerInvariant());

    public Task StartAsync(CancellationToken cancellationToken)
    {
        life.ApplicationStarted.Register(() => _ = Begin(life.ApplicationStopping));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var machine in machines.Values)
            machine.Device.Dispose();
        http.Dispose();
    }

    private async Task Begin(CancellationToken stopping)
    {
        // A server of tests listens on nothing.
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address || !Uri.TryCreate(Own(address), UriKind.Absolute, out var own))
            return;
        try
        {
            http.BaseAddress = own;
            await using var scope = scopes.CreateAsyncScope();
            if (!scope.ServiceProvider.GetRequiredService<DemoMode>().IsDemo)
                return;
            var cipher = scope.ServiceProvider.GetRequiredService<FieldCipher>();
            foreach (var row in await scope.ServiceProvider.GetRequiredService<LinliDb>().Records<SimulatorRow>().AsNoTracking().ToListAsync(stopping))
            {
                var machine = new RunningMachine(row.Id, row.Code, row.IsMill, (row.NameZh, row.NameEn), row.ReadShelves(), new(http, cipher.Open(row.Key), time, row.Journal));
                machines[row.Code] = machine;
                _ = Listen(machine, stopping);
                _ = Work(machine, row.Journal, stopping);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            log.LogDebug(e, "No simulated machines.");
        }
    }

    private async Task Listen(RunningMachine machine, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
            try
            {
                if (!await machine.Device.Pull(Wait, stopping))
                    await Task.Delay(TimeSpan.FromSeconds(2), time, stopping);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    // Written to the disk first, told afterwards: a machine that loses its power must not have told what it no longer knows.
    private async Task Work(RunningMachine machine, string written, CancellationToken stopping)
    {
        var wait = Tick;
        while (!stopping.IsCancellationRequested)
            try
            {
                await Task.Delay(wait, time, stopping);
                if (machine.Device.Journal.Milling is not null)
                    machine.Device.Mill(GramsATick);
                var journal = machine.Device.Journal;
                if (journal.Write() is var now && now != written)
                    await Save(machine, written = now, stopping);
                wait = journal.Unsent.Count == 0 || await machine.Device.Post(stopping) || !machine.Device.Online ? Tick : Longer(wait);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
            {
                // The server is stopping, or is not there for a moment: the journal keeps everything.
                wait = Longer(wait);
            }
    }

    // As the protocol asks: 1, 2, 4 … at most 30 seconds.
    private static TimeSpan Longer(TimeSpan wait) => TimeSpan.FromSeconds(Math.Min(30, wait.TotalSeconds * 2));

    private async Task Save(RunningMachine machine, string journal, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        using (await scope.ServiceProvider.GetRequiredService<WriterQueue>().Enter(cancel))
            await scope.ServiceProvider.GetRequiredService<LinliDb>().Records<SimulatorRow>().Where(m => m.Id == machine.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.Journal, journal), cancel);
    }

    // What one listens on is not always what one can call.
    private static string Own(string address) => address
        .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "[::1]", StringComparison.Ordinal)
        .Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal);
}
