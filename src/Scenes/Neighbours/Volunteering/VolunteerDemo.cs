using Linli.Platform.Demo;

namespace Linli.Neighbours.Volunteering;

internal sealed class VolunteerDemo : IDemoSeeder
{
    public Task Seed(DemoSamples samples, CancellationToken cancel) => Task.CompletedTask;
}
