using Linli.Gb26875.Talk;
using Linli.Platform.Installation;
using Linli.Platform.Modules;
using Linli.Sensing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Gb26875;

/// <summary>
/// GB 26875.3-2011 over TCP, port 26875 unless configured: fire units report their panels, whose detectors and buttons are devices
/// of their own, and are asked who is on duty.
/// </summary>
public sealed class Gb26875Module : IModule
{
    /// <summary>Port unless configured.</summary>
    public const int Port = 26875;

    /// <inheritdoc/>
    public string Name => "gb26875";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        var section = module.Configuration.GetSection(Gb26875Options.Section);
        module.Services
            .AddSingleton(_ => section.Get<Gb26875Options>() ?? new())
            .AddSingleton<UnitFacts>()
            .AddSingleton<ILineProtocol>(s => new Gb26875Protocol(Options(section), () => Needed(s)))
            .AddSingleton(GbKinds.CallPoint)
            .AddSingleton(GbKinds.Detector)
            .AddSingleton(GbKinds.Equipment);
        module.UseCase<ListPartsHandler>();
    }

    private static Gb26875Services Needed(IServiceProvider services) => new(
        services.GetRequiredService<IReadings>(), services.GetRequiredService<IDevices>(), services.GetRequiredService<ILatest>(), services.GetRequiredService<IDeviceLines>(),
        services.GetServices<DeviceKind>().ToDictionary(k => k.Code), services.GetRequiredService<UnitFacts>(),
        services.GetRequiredService<Gb26875Options>(), services.GetRequiredService<TimeProvider>())
    {
        IsDemo = services.GetRequiredService<ThisInstallation>().IsDemo,
    };

    private static LineOptions Options(IConfiguration section)
    {
        // Units say they are alive every 20 to 30 seconds.
        var options = new LineOptions { Port = Port, IdleAfter = TimeSpan.FromMinutes(3), LongestFrame = GbFrame.Around + GbFrame.LongestData };
        section.Bind(options);
        return options;
    }
}
