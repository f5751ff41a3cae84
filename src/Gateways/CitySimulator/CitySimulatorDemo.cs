using Linli.People;
using Linli.Platform.Demo;

namespace Linli.CitySimulator;

/// <summary>Makes the simulator known as a way to sign in, in the demo community only.</summary>
internal sealed class CitySimulatorDemo(ISimulatorRegistration registration) : IDemoSeeder
{
    public Task Seed(DemoSamples samples, CancellationToken cancel) => registration.Register("city", ("城市账号（模拟）", "City account (simulated)"), SimulatedCity.ClientId, cancel);
}
