using System.Security.Claims;
using System.Text.Encodings.Web;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Http;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Tests;
using Linli.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Linli.Places.Tests;

/// <summary>A server with nothing but places, filled with the demo community.</summary>
public sealed class PlacesApi : IAsyncLifetime
{
    /// <summary>A request with this header comes from a member of staff who works everywhere.</summary>
    public const string StaffHeader = "X-Test-Staff";

    private readonly string folder = Path.Combine(Path.GetTempPath(), "linli-places-api-" + Guid.CreateVersion7(FakeTime.Start));
    private WebApplication? app;

    public HttpClient Client { get; private set; } = null!;

    public HttpClient Staff { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddLinli([new PlacesModule()], builder.Configuration, new DataFolder(folder));
        builder.Services.AddLinliEdge(builder.Configuration);
        builder.Services.AddRazorComponents();
        builder.Services.AddLinliWeb();
        builder.Services.AddScoped<IPageCaller, PageCaller>();
        builder.Services.AddScoped<ICallerDirectory, StaffDirectory>();
        builder.Services.AddSingleton<IEnumerable<NavigationItem>>(s => s.GetRequiredService<Composition>().Navigation);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, SignIn>("test", null);
        app = builder.Build();
        app.UseLinliEdge();
        app.MapLinli();
        app.MapRazorComponents<Root>().AddAdditionalAssemblies(typeof(PlacesModule).Assembly);
        await app.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LinliDb>().Database.EnsureCreatedAsync();
        await scope.ServiceProvider.GetRequiredService<PlacesDemo>().Seed(new DemoSamples(DemoFolder.Path, FakeTime.Start), CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<Linli.Places.Walking.WalkingDemo>().Seed(new DemoSamples(DemoFolder.Path, FakeTime.Start), CancellationToken.None);
        Client = app.GetTestClient();
        Staff = app.GetTestClient();
        Staff.DefaultRequestHeaders.Add(StaffHeader, "yes");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Staff.Dispose();
        await app!.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class SignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.ContainsKey(StaffHeader)
                ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, PlacesBed.Steward.ToString())], "test")), "test"))
                : AuthenticateResult.NoResult());
    }

    private sealed class StaffDirectory : ICallerDirectory
    {
        public ValueTask<Caller?> Find(Guid account, CancellationToken cancel) => new(PlacesBed.StaffAt("/"));
    }

    private sealed class PageCaller(CurrentCaller caller) : IPageCaller
    {
        public bool IsSignedIn => caller.Value.IsSignedIn;

        public string DisplayName => caller.Value.Name;

        public string Key => "";

        public IReadOnlyList<Workspace> Workspaces => [Workspace.Staff];

        public int Unread => 0;

        public bool ElderMode => false;

        public bool Dark => false;

        public bool May(string permission) => caller.Value.May(permission);
    }

    private sealed class Root : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<Router>(0);
            builder.AddAttribute(1, nameof(Router.AppAssembly), typeof(PlacesModule).Assembly);
            builder.AddAttribute(2, nameof(Router.Found), (RenderFragment<RouteData>)(route => page =>
            {
                page.OpenComponent<RouteView>(0);
                page.AddAttribute(1, nameof(RouteView.RouteData), route);
                page.CloseComponent();
            }));
            builder.CloseComponent();
        }
    }
}
