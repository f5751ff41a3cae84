using Linli.People;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.CitySimulator;

/// <summary>
/// Stands in for a city's account service and its shared data, so that the demo shows sign-in with a city account and forms
/// that fill themselves. It answers in the demo only: elsewhere none of its addresses is there.
/// </summary>
public sealed class CitySimulatorModule : IModule
{
    /// <inheritdoc/>
    public string Name => "citysimulator";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<SimulatedCity>();
        module.Services.AddSingleton<ICitySimulator>(s => s.GetRequiredService<SimulatedCity>());
        module.Routes(AuthorizeEndpoint.Map).Pages();
        module.Demo<CitySimulatorDemo>(90);
    }
}
