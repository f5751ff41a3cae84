using Linli.Platform.Demo;

namespace Linli.People;

/// <summary>Staff and residents of the demo community, with sign-ins everybody may know.</summary>
internal sealed class PeopleDemo : IDemoSeeder
{
    public Task Seed(DemoSamples samples, CancellationToken cancel) => Task.CompletedTask;
}
