using Linli.Platform.Modules;
using Linli.SensorThings.Speak;
using Linli.SensorThings.Things;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.SensorThings;

/// <summary>
/// OGC SensorThings API 1.1 at <c>/sensorthings/v1.1</c> (T04): other people's programs read devices and what they measured, and send
/// observations. What stands for a person is never here.
/// </summary>
public sealed class SensorThingsModule : IModule
{
    /// <inheritdoc/>
    public string Name => "sensorthings";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddOptions<SensorThingsOptions>().Bind(module.Configuration.GetSection(SensorThingsOptions.Section));
        module.Services.AddScoped<Catalogue>().AddScoped<Past>().AddScoped<Reader>().AddScoped<CreateObservations>();
        module.Routes(Addresses.Map);
    }
}
