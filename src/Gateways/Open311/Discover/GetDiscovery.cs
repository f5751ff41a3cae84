using Linli.Open311.Speak;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Linli.Open311.Discover;

/// <summary>Service discovery: where this endpoint is and what it speaks.</summary>
internal static class GetDiscovery
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var document = app.ServiceProvider.GetRequiredService<DiscoveryDocument>(); // made now, so that it dates from start-up
        Counter.Get(app, "/discovery", "Service discovery 服务发现", ask => Task.FromResult<Result<Document>>(document.For(ask)));
    }
}

/// <summary>The discovery document. Its services change with the program at the latest, so it counts as changed at start-up.</summary>
internal sealed class DiscoveryDocument(IOptions<Open311Options> options, TimeProvider time)
{
    private const string Specification = "http://wiki.open311.org/GeoReport_v2";

    private readonly string changed = Moments.Of(Clock.Now(time));

    public Document For(Ask ask) => new("discovery", new Fields(
        ("changeset", changed),
        ("contact", options.Value.Contact),
        ("key_service", options.Value.KeyService),
        ("endpoints", new Items("endpoint",
        [
            new Fields(
                ("specification", Specification),
                ("url", ask.Absolute(Counter.Root)),
                ("changeset", changed),
                ("type", "production"),
                ("formats", new Items("format", ["text/xml", "application/json"]))),
        ]))));
}
