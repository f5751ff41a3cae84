using System.Text.Json;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Server;
using Linli.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.OgcFeatures.Tests;

/// <summary>A server with the places of the demo community and this gateway.</summary>
public sealed class OgcServer : IAsyncLifetime
{
    public const string Root = "/ogc/features/v1";

    private readonly string folder = Directory.CreateTempSubdirectory("linli-ogc-").FullName;
    private WebApplication? app;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        app = LinliServer.Build(new ServerOptions(folder), [new PlacesModule(), new OgcFeaturesModule()], builder =>
        {
            builder.Logging.ClearProviders();
            builder.WebHost.UseTestServer();
            builder.Services.AddSingleton<TimeProvider>(new FakeTime(TestTown.Start));
        });
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LinliDb>().Database.EnsureCreatedAsync();
        var samples = Path.Combine(AppContext.BaseDirectory, "../../../../../samples/hefengli");
        await ActivatorUtilities.CreateInstance<PlacesDemo>(scope.ServiceProvider).Seed(new DemoSamples(samples, TestTown.Start), CancellationToken.None);
        await app.StartAsync();
        Client = app.GetTestClient();
        Client.DefaultRequestHeaders.Add("Accept-Language", "en");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app!.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A resource as JSON.</summary>
    public async Task<JsonElement> Json(string path)
    {
        using var response = await Client.GetAsync(path.StartsWith("http", StringComparison.Ordinal) ? path : Root + path);
        response.EnsureSuccessStatusCode();
        return (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync())).RootElement;
    }

    /// <summary>The ids of the features that match.</summary>
    public async Task<string[]> Ids(string query, string collection = "facilities") =>
        [.. (await Json($"/collections/{collection}/items?limit=10000&{query}")).GetProperty("features").EnumerateArray().Select(f => f.GetProperty("id").GetString()!)];
}
