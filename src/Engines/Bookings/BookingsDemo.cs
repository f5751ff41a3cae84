using Linli.Platform.Demo;

namespace Linli.Bookings;

internal sealed class BookingsDemo : IDemoSeeder
{
    public Task Seed(DemoSamples samples, CancellationToken cancel) => Task.CompletedTask;
}
