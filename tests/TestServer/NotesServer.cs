using Linli.Platform.Data;
using Linli.Platform.Installation;
using Linli.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Linli.TestServer;

/// <summary>The server as it is, with one small module instead of the community's.</summary>
public static class NotesServer
{
    /// <summary>Builds it; settings come on top of all others.</summary>
    public static WebApplication Build(
        ServerOptions options, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? adjust = null) =>
        LinliServer.Build(options with { Settings = settings }, [new NotesModule()], builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            adjust?.Invoke(builder);
        });

    /// <summary>Makes the tables without migrations, and founds the installation bare.</summary>
    public static async Task Prepare(WebApplication app)
    {
        await using (var scope = app.Services.CreateAsyncScope())
        {
            Directory.CreateDirectory(scope.ServiceProvider.GetRequiredService<DataFolder>().Path);
            await scope.ServiceProvider.GetRequiredService<LinliDb>().Database.EnsureCreatedAsync();
        }

        await app.Services.GetRequiredService<Founding>().FoundBare(_ => Task.CompletedTask, CancellationToken.None);
    }
}
