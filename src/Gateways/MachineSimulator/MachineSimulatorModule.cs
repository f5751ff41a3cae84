using Linli.Market;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.MachineSimulator;

/// <summary>
/// Runs simulated machines beside the product, so that the demo's mills and cabinets work without metal. It answers in the demo only:
/// elsewhere none of its addresses is there, and no key is known to it.
/// </summary>
public sealed class MachineSimulatorModule : IModule
{
    /// <inheritdoc/>
    public string Name => "machinesimulator";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<SimulatorHost>().AddHostedService(s => s.GetRequiredService<SimulatorHost>());
        module.Services.AddScoped<IMachineSimulator, Adoption>();
        module.Tables(SimulatorRow.Map).Routes(SimulatorActs.Map).Pages();
    }
}
