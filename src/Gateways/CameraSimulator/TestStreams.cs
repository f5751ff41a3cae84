using Linli.Platform.Data;
using Linli.Platform.Installation;
using Linli.Sensing;

namespace Linli.CameraSimulator;

/// <summary>Test pictures in place of a video platform, in the demo only.</summary>
internal sealed class TestStreams(ThisInstallation here, TimeProvider time) : ICameraStreams
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public ValueTask<CameraStream?> Open(Device camera, CancellationToken cancel) =>
        ValueTask.FromResult(here.IsDemo ? new CameraStream($"{TestPicture.Address}/{camera.Id.Value}.svg", Test: true, Clock.Now(time) + Life) : null);
}
