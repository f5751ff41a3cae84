using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Modules;

namespace Linli.Server;

/// <summary>Builds the web application from the modules.</summary>
public static class LinliServer
{
    /// <summary>
    /// An application that is ready to be started; its database is not touched yet: open it with
    /// <see cref="Platform.Installation.Founding"/> first.
    /// </summary>
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
        Configure(builder.Configuration, options);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(builder.Configuration["Urls"] ?? ServerOptions.DefaultUrls);
        builder.Services.AddLinli(modules ?? Modules.All, builder.Configuration, new DataFolder(options.DataFolder));
        builder.Services.AddLinliBackground();
        builder.Services.AddLinliEdge(builder.Configuration);
        builder.Services.AddRazorComponents();
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseLinliEdge();
        app.MapLinli();
        return app;
    }

    /// <summary>Later sources win: appsettings.json, the data folder's own, the environment, the command line.</summary>
    internal static void Configure(ConfigurationManager configuration, ServerOptions options)
    {
        configuration.AddJsonFile(Path.Combine(options.DataFolder, "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables("LINLI__");
        configuration.AddInMemoryCollection(options.Settings());
    }
}
