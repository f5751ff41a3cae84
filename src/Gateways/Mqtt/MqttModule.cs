using Linli.Mqtt.Connections;
using Linli.Mqtt.Messages;
using Linli.Platform.Modules;
using Linli.Sensing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Linli.Mqtt;

/// <summary>
/// MQTT 3.1.1 and 5 for devices (T05), port 1883 unless configured, and 8883 with TLS: they publish readings to their own topics
/// and hear their own commands. Not a general broker, and it says so to whoever connects.
/// </summary>
public sealed class MqttModule : IModule
{
    /// <summary>Port without encryption unless configured.</summary>
    public const int Port = 1883;

    /// <inheritdoc/>
    public string Name => "mqtt";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        var section = module.Configuration.GetSection(MqttOptions.Section);
        module.Services.AddOptions<MqttOptions>().Bind(section);
        module.Services
            .AddSingleton<MeasureNames>()
            .AddSingleton<Decoder>()
            .AddSingleton<Tools>()
            .AddSingleton<TlsCertificate>()
            .AddSingleton(s => new Sessions(s.GetRequiredService<Tools>()) { MostPacketSize = Lines(section).LongestFrame })
            .AddSingleton<ILineProtocol>(s => new MqttProtocol(DeviceProtocols.Mqtt, Lines(section), new(s.GetRequiredService<Sessions>), null))
            .AddSingleton<ILineProtocol>(s => new MqttProtocol(MqttProtocol.TlsName, Encrypted(section, s), new(s.GetRequiredService<Sessions>), s.GetRequiredService<TlsCertificate>()));
    }

    private static LineOptions Lines(IConfiguration section, string? portSetting = null)
    {
        // Above the devices that may sign in: the next ones are told that the server is busy, and not just cut off.
        var options = new LineOptions { Port = Port, PortSetting = portSetting, MostConnections = 20_500, SignInWithin = TimeSpan.FromSeconds(10), LongestFrame = MqttProtocol.LongestPacket };
        section.Bind(options);
        return options;
    }

    private static LineOptions Encrypted(IConfiguration section, IServiceProvider services)
    {
        var options = Lines(section, $"{MqttOptions.Section}__{nameof(MqttOptions.TlsPort)}");
        options.Port = services.GetRequiredService<TlsCertificate>().IsThere() ? services.GetRequiredService<IOptions<MqttOptions>>().Value.TlsPort : -1;
        return options;
    }
}
