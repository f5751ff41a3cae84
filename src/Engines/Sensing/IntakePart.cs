using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Platform.Operations;
using Linli.Sensing.Cluster;
using Linli.Sensing.Devices;
using Linli.Sensing.History;
using Linli.Sensing.Pipeline;
using Linli.Sensing.Rules;
using Linli.Sensing.Send;
using Linli.Sensing.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.Sensing;

/// <summary>The way of the readings: in over HTTP, through journal and lanes to the database, and what is read of them later.</summary>
internal static class IntakePart
{
    public static void Declare(ModuleBuilder module)
    {
        module
            .UseCase<RaiseFiringsHandler>()
            .UseCase<SendReadingsEndpoint>()
            .UseCase<ReadHistoryHandler>()
            .Job<ReckonHours>(TimeSpan.FromMinutes(1))
            .Job<DeleteOldReadings>(TimeSpan.FromHours(1));
        var services = module.Services;
        services.AddSingleton(module.Configuration.GetSection(PipelineOptions.Section).Get<PipelineOptions>() ?? new());
        services.AddSingleton<Door>().AddSingleton<Figures>().AddSingleton<FiringDesk>().AddSingleton<CoordinateWatch>();
        services.AddSingleton<IReadingStore, ReadingStore>();
        var cluster = ClusterOptions.From(module.Configuration);
        services.AddSingleton(cluster);
        if (cluster.IsOn)
            ClusterPart.Declare(services);
        else
            DeclareOneNode(services);
        services.AddScoped<IStoredReadings, StoredReadings>().AddScoped<ITracks, Tracks>().AddScoped<IHourly, Hourly>();
    }

    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        StorageModel.Map(model, kind);
        ClusterModel.Map(model);
    }

    // One node at a time takes all readings; no broker is needed.
    private static void DeclareOneNode(IServiceCollection services)
    {
        services.AddSingleton(Pipeline).AddSingleton<Salvage>();
        services.AddSingleton<IReadings>(s => s.GetRequiredService<ReadingPipeline>());
        services.AddSingleton<ILatest>(s => s.GetRequiredService<ReadingPipeline>());
        services.AddSingleton<IHeard>(s => s.GetRequiredService<ReadingPipeline>());
        services.AddHostedService<PipelineHost>();
        services.AddScoped<IHealthFinding, IntakeFinding>();
    }

    // Lanes without rules keep readings and states all the same.
    private static ReadingPipeline Pipeline(IServiceProvider s) => new(
        s.GetRequiredService<Door>(), s.GetRequiredService<IDevices>(), s.GetRequiredService<DeviceKinds>(), s.GetService<IRuleLanes>(), s.GetRequiredService<IReadingStore>(),
        s.GetRequiredService<FiringDesk>(), s.GetRequiredService<CoordinateWatch>(), s.GetRequiredService<Figures>(), s.GetRequiredService<PipelineOptions>(),
        s.GetRequiredService<DataFolder>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ReadingPipeline>>());
}
