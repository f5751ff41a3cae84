using Linli.Platform.Modules;
using Linli.Sensing;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.CameraSimulator;

/// <summary>
/// Hands out a test picture for every camera of the demo, so that the way to it can be shown without a camera. It says on the picture
/// that it shows nothing real, and answers in the demo only.
/// </summary>
public sealed class CameraSimulatorModule : IModule
{
    /// <inheritdoc/>
    public string Name => "camerasimulator";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<ICameraStreams, TestStreams>().AddSingleton<ICameraSnapshots, TestSnapshots>();
        module.Routes(TestPicture.Map);
    }
}
