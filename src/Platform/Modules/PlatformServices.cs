using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Events;
using Linli.Platform.Installation;
using Linli.Platform.Jobs;
using Linli.Platform.Live;
using Linli.Platform.Operations;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Platform.Verification;
using Linli.Platform.Webhooks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Linli.Platform.Modules;

/// <summary>Puts the platform and the modules on it into an application's services.</summary>
public static class PlatformServices
{
    /// <summary>Everything but the web edge: enough for the command line, jobs and tests.</summary>
    public static Composition AddLinli(
        this IServiceCollection services, IReadOnlyList<IModule> modules, IConfiguration configuration, DataFolder folder)
    {
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new();
        if (database.Kind == DatabaseKind.Sqlite && string.IsNullOrEmpty(database.ConnectionString))
            database.ConnectionString = $"Data Source={folder.At("linli.db")}";

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(folder);
        services.AddSingleton(database);
        services.AddSingleton(new WriterQueue(database.Kind));
        services.AddSingleton<Counters>();
        services.AddSingleton(_ => KeyRing.Open(folder));
        services.AddSingleton<FieldCipher>();
        services.AddSingleton<ChainSeal>();
        services.AddSingleton<RowSeals>();
        services.AddSingleton<RelaySignal>();
        services.AddSingleton<Relay>();
        services.AddSingleton<LiveHub>();
        services.AddSingleton<NodeLock>();
        services.AddSingleton<ThisInstallation>();
        services.AddSingleton<Founding>();
        services.AddSingleton(provider => new DemoMode(provider.GetRequiredService<ThisInstallation>().IsDemo));
        services.AddScoped<DatabaseStarter>();
        services.AddScoped<CurrentCaller>();
        services.AddScoped<AuditTrail>();
        services.AddScoped<Outbox>();
        services.AddScoped<GatheredWrites>();
        services.AddScoped<RefusalLog>();
        services.AddScoped<IPersonalData, PlatformPersonalData>();
        services.AddScoped<UseCaseRunner>();
        services.AddScoped<EachByItself>();
        services.AddScoped<AuditSealer>();
        services.AddScoped<IAuditChain, AuditChainReader>();
        services.AddScoped<IVerification, AuditVerification>();
        services.AddScoped<IHealthFinding, DiskFinding>();
        services.AddScoped<IHealthFinding, DatabaseFinding>();
        services.AddScoped<IHealthFinding, CalendarFinding>();
        services.AddScoped<IHealthFinding, SmsFinding>();
        services.AddScoped<IAuthorizationHandler, PermissionRequirementHandler>();
        services.AddDbContextPool<LinliDb>(options => Configure(options, database));

        var composition = Composition.Of(modules, services, configuration);
        composition.Jobs.Add(new(nameof(AuditSealer), typeof(AuditSealer), TimeSpan.FromSeconds(5)));
        services.AddSingleton(composition);
        return composition;
    }

    /// <summary>The work that goes on in the background of a serving node.</summary>
    public static IServiceCollection AddLinliBackground(this IServiceCollection services)
    {
        services.AddHostedService<RelayService>();
        services.AddHostedService<JobService>();
        services.AddHostedService<WebhookService>();
        return services;
    }

    /// <summary>Points EF Core at the chosen database and its migrations.</summary>
    public static void Configure(DbContextOptionsBuilder options, DatabaseOptions database)
    {
        options.AddInterceptors(CommitWatch.Instance, SealRows.Instance).ReplaceService<IModelCacheKeyFactory, ModelPerComposition>();
        if (database.FollowModel)
            options.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        if (database.Kind == DatabaseKind.Sqlite)
        {
            options.UseSqlite(database.ConnectionString, o => o.MigrationsAssembly("Linli.Migrations.Sqlite"));
            options.AddInterceptors(database.PageLimit == 0 ? SqlitePragmas.Unlimited : new(database.PageLimit));
        }
        else
        {
            options.UseNpgsql(PreparedByItself(database.ConnectionString), o => o.MigrationsAssembly("Linli.Migrations.Postgres"));
        }
    }

    // Planning a list over a large table costs PostgreSQL more than answering it; statements that come again are planned once.
    // Nothing here changes a session beyond its transaction, so that a connection comes back as it went: it need not be reset by
    // seven statements each time.
    private static string PreparedByItself(string? connectionString)
    {
        const int Statements = 200;
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Max Auto Prepare"))
            builder.MaxAutoPrepare = Statements;
        if (!builder.ShouldSerialize("No Reset On Close"))
            builder.NoResetOnClose = true;
        return builder.ConnectionString;
    }
}
