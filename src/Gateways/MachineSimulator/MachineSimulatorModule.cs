using Linli.Platform.Modules;

namespace Linli.MachineSimulator;

/// <summary>
/// Runs simulated machines beside the product, so that the demo's mills and cabinets work without metal. It answers in the demo only:
/// elsewhere none of its addresses is there.
/// </summary>
public sealed class MachineSimulatorModule : IModule
{
    /// <inheritdoc/>
    public string Name => "machinesimulator";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
    }
}
