using Linli.Hj212.Talk;
using Linli.Platform.Modules;
using Linli.Sensing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Hj212;

/// <summary>HJ 212-2017 over TCP, port 2120 unless configured, and 2005 where stations still speak it: water and air stations report what they measure.</summary>
public sealed class Hj212Module : IModule
{
    /// <summary>Port unless configured.</summary>
    public const int Port = 2120;

    /// <inheritdoc/>
    public string Name => "hj212";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        var section = module.Configuration.GetSection(Hj212Options.Section);
        module.Services
            .AddSingleton(_ => section.Get<Hj212Options>() ?? new())
            .AddSingleton<ILineProtocol>(s => new Hj212Protocol(Options(section), () => Needed(s)));
    }

    private static Hj212Services Needed(IServiceProvider services) => new(
        services.GetRequiredService<IReadings>(), services.GetRequiredService<IDevices>(), services.GetRequiredService<IDeviceLines>(),
        services.GetServices<DeviceKind>().DistinctBy(k => k.Code).ToDictionary(k => k.Code),
        services.GetRequiredService<Hj212Options>(), services.GetRequiredService<TimeProvider>());

    private static LineOptions Options(IConfiguration section)
    {
        // Stations that report hours only are silent for longer than others.
        var options = new LineOptions { Port = Port, IdleAfter = TimeSpan.FromHours(2), LongestFrame = HjPacket.LongestSegment + 12 };
        section.Bind(options);
        return options;
    }
}
