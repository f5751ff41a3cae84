using Linli.Ledger;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.PaySimulator;

/// <summary>
/// Stands in for WeChat Pay, so that the demo shows how a wallet is filled and what happens when a payment service misbehaves. It
/// answers in the demo only: elsewhere none of its addresses is there. No money moves.
/// </summary>
public sealed class PaySimulatorModule : IModule
{
    /// <inheritdoc/>
    public string Name => "paysimulator";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<SimulatedPay>().AddSingleton<IPaySimulator>(s => s.GetRequiredService<SimulatedPay>());
        module.Services.AddSingleton<SimulatedNews>();
        module.Routes(PayEndpoint.Map).Pages();
        module.Job<SendLateNews>(TimeSpan.FromSeconds(10));
    }
}
