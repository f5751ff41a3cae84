using Linli.Platform.Data;
using Linli.Platform.Operations;
using Linli.Platform.Security;
using Linli.Sensing.Devices;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing.Cluster;

/// <summary>The way of the readings through a broker, for several nodes.</summary>
internal static class ClusterPart
{
    public static void Declare(IServiceCollection services)
    {
        services.AddSingleton<IQueueStore>(s => (ReadingStore)s.GetRequiredService<IReadingStore>());
        services.AddSingleton<TwinBook>().AddSingleton<ClusterIntake>().AddSingleton(Parts);
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<ClusterNode>(s, Broker(s)));
        services.AddSingleton<IReadings>(s => s.GetRequiredService<ClusterIntake>());
        services.AddSingleton<IHeard>(s => s.GetRequiredService<ClusterIntake>());
        services.AddSingleton<ILatest>(s => s.GetRequiredService<TwinBook>());
        services.AddHostedService<ClusterHost>();
        services.AddScoped<IHealthFinding, ClusterFinding>();
    }

    private static IReadingBroker Broker(IServiceProvider services)
    {
        // SQLite belongs to one process.
        if (services.GetRequiredService<DatabaseOptions>().Kind != DatabaseKind.Postgres)
            throw ClusterOptions.Wrong(nameof(ClusterOptions.Broker), "is for several nodes, which share PostgreSQL: set Database:Kind to Postgres, or leave it empty on one node");
        return services.GetRequiredService<IReadingBroker>();
    }

    private static KeeperParts Parts(IServiceProvider s) => new(
        s.GetRequiredService<IDevices>(), s.GetRequiredService<DeviceKinds>(), s.GetService<IRuleLanes>(), s.GetRequiredService<IQueueStore>(), s.GetRequiredService<FiringDesk>(),
        s.GetRequiredService<CoordinateWatch>(), s.GetRequiredService<Figures>(), s.GetRequiredService<PipelineOptions>(), s.GetRequiredService<FieldCipher>(),
        s.GetRequiredService<TimeProvider>(), s.GetService<DeviceMemory>() is { } memory ? memory.Look : null, s.GetRequiredService<ILogger<QueueKeeper>>());
}
