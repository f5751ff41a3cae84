using System.Diagnostics;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Sensing;
using Linli.Server.Simulation.Sensors;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Server.Tests.Simulation;

/// <summary>The demo on real ports, with a clock that begins on the same Monday each time and goes on from there.</summary>
internal sealed class SensorBed(TestTown town) : IAsyncDisposable
{
    public TestTown Town => town;

    public string Url => town.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public TimeProvider Time => town.Services.GetRequiredService<TimeProvider>();

    public LinePorts Ports => new("127.0.0.1", PortOf(DeviceProtocols.Mqtt), PortOf(DeviceProtocols.Jt808), PortOf(DeviceProtocols.Gb26875), PortOf(DeviceProtocols.Hj212));

    public static async Task<SensorBed> Open(DatabaseKind kind) => new(await TestTown.FoundDemo(kind, builder =>
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Lines:Enabled"] = "true", ["Mqtt:Port"] = "0", ["Mqtt:TlsPort"] = "-1", ["Jt808:Port"] = "0", ["Gb26875:Port"] = "0", ["Hj212:Port"] = "0",
        });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(new GoingTime());

        // Whoever is told of an alarm is told by events.
        builder.Services.AddHostedService<RelayService>();
    }));

    /// <summary>Lives a day here.</summary>
    public Task<SensorResult> Live(SensorWishes wishes) => new SensorSimulation(wishes, DemoFolder.Path, Time).Run(_ => { }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => town.DisposeAsync();

    private int PortOf(string protocol) => town.Services.GetRequiredService<ILines>().EndPointOf(protocol)!.Port;

    private sealed class GoingTime : TimeProvider
    {
        private readonly Stopwatch since = Stopwatch.StartNew();

        public override DateTimeOffset GetUtcNow() => TestTown.Start + since.Elapsed;
    }
}
