using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Modules;
using Microsoft.AspNetCore.HttpOverrides;

namespace Linli.Server;

/// <summary>Builds the web application from the modules.</summary>
public static class LinliServer
{
    /// <summary>An application that is ready to be started; its database is not touched yet.</summary>
    /// <param name="options">Where the data is and what to listen on.</param>
    /// <param name="modules">What it consists of; everything when <c>null</c>.</param>
    /// <param name="adjust">Last changes to the builder, for tests.</param>
    public static WebApplication Build(
        ServerOptions options, IReadOnlyList<IModule>? modules = null, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(LinliServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddEnvironmentVariables("LINLI__");
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        builder.Services.AddLinli(modules ?? Modules.All, builder.Configuration, new DataFolder(options.DataFolder));
        builder.Services.AddLinliEdge();
        builder.Services.AddRazorComponents();
        builder.Services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseForwardedHeaders();
        // Before the errors: their words are in the reader's language too.
        app.UseRequestLocalization();
        app.UseLinliErrors();
        app.UseAuthentication();
        app.UseCaller();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapLinli();
        return app;
    }
}

/// <summary>What the command line decides about the server.</summary>
/// <param name="DataFolder">Absolute path of the data folder.</param>
/// <param name="Urls">Addresses to listen on.</param>
public sealed record ServerOptions(string DataFolder, string Urls = "http://localhost:5080");
