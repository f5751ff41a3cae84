using Linli.Platform.Text;

namespace Linli.People;

/// <summary>
/// Stands in for a city's account service in the demo, where no city is. Reached within the process: an address that leads
/// back to this machine is otherwise refused. Registered by nobody but the simulator, and used in the demo only.
/// </summary>
public interface ICitySimulator
{
    /// <summary>The address under which it answers, such as <c>https://simulator.invalid</c>.</summary>
    Uri Address { get; }

    /// <summary>Certificates of the network identity that visitors of the demo may show.</summary>
    IReadOnlyList<string> Certificates { get; }

    /// <summary>Answers one request.</summary>
    Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken cancel);
}

/// <summary>Makes the simulator known as a way to sign in, while the demo community is founded.</summary>
public interface ISimulatorRegistration
{
    /// <summary>Registers it.</summary>
    /// <param name="code">Part of addresses.</param>
    /// <param name="name">What people read; it says that it is a simulator.</param>
    /// <param name="clientId">Our id there.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task Register(string code, Phrase name, string clientId, CancellationToken cancel);
}
