using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Server.App;
using Linli.Web;
using Microsoft.AspNetCore.Components.Endpoints;

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
        AddPages(builder.Services);
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseLinliEdge();
        app.MapLinli();
        MapPages(app);
        return app;
    }

    private static readonly NavigationItem Home = new(Workspace.Resident, "/", ("首页", "Home"), "home", Access.Public, 100);

    private static void AddPages(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        services.AddLinliWeb();
        services.AddScoped<PageCaller>();
        services.AddScoped<IPageCaller>(provider => provider.GetRequiredService<PageCaller>());
        services.AddSingleton<IEnumerable<NavigationItem>>(provider =>
            [Home, .. provider.GetRequiredService<Composition>().Navigation]);
        services.AddSingleton<IEnumerable<HomeTile>>(provider => provider.GetRequiredService<Composition>().Tiles);
    }

    private static void MapPages(WebApplication app)
    {
        app.MapStaticAssets().Needs(Access.Public);
        PreferencesEndpoint.Map(app);
        app.MapRazorComponents<App.App>()
            .AddAdditionalAssemblies([.. app.Services.GetRequiredService<Composition>().PageAssemblies])
            .Add(endpoint =>
            {
                // Helpers of the framework itself; a page without a permission of its own fails a test.
                if (!endpoint.Metadata.OfType<ComponentTypeMetadata>().Any())
                    endpoint.Metadata.Add(new NeedsAttribute(Access.Public));
            });
    }

    /// <summary>Later sources win: appsettings.json, the data folder's own, the environment, the command line.</summary>
    internal static void Configure(ConfigurationManager configuration, ServerOptions options)
    {
        configuration.AddJsonFile(Path.Combine(options.DataFolder, "appsettings.json"), optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables("LINLI__");
        configuration.AddInMemoryCollection(options.ToConfiguration());
    }
}
