using Linli.Jt808.Talk;
using Linli.Platform.Modules;
using Linli.Platform.UseCases;
using Linli.Sensing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Jt808;

/// <summary>
/// JT/T 808-2013 and -2019 over TCP, port 6808 unless configured: vehicles, cards and trackers sign in with their number and key,
/// report where they are, and are asked and told things.
/// </summary>
public sealed class Jt808Module : IModule
{
    /// <summary>Port unless configured.</summary>
    public const int Port = 6808;

    /// <inheritdoc/>
    public string Name => "jt808";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        var section = module.Configuration.GetSection(Jt808Options.Section);
        module.Tables(Jt808Model.Map);
        module.Services
            .AddSingleton(_ =>
            {
                var options = section.Get<Jt808Options>() ?? new();
                options.Read();
                return options;
            })
            .AddScoped<IHandler<RegisterTerminal, TerminalKey>, RegisterTerminalHandler>()
            .AddSingleton<ILineProtocol>(s => new Jt808Protocol(Options(section), () => Needed(s)));
    }

    private static Jt808Services Needed(IServiceProvider services)
    {
        var registrations = ActivatorUtilities.CreateInstance<Registrations>(services);
        return new(
            services.GetRequiredService<IReadings>(), services.GetRequiredService<IDevices>(), services.GetRequiredService<IDeviceLines>(),
            services.GetServices<DeviceKind>().DistinctBy(k => k.Code).ToDictionary(k => k.Code), services.GetRequiredService<IDeviceReports>(),
            registrations.Register, services.GetRequiredService<Jt808Options>(), services.GetRequiredService<TimeProvider>());
    }

    private static LineOptions Options(IConfiguration section)
    {
        var options = new LineOptions { Port = Port, LongestFrame = JtFrame.Longest };
        section.Bind(options);
        return options;
    }
}
