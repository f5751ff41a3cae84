using System.Reflection;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Modules;

/// <summary>Everything the modules declared, folded into one; fixed once the application is built.</summary>
public sealed class Composition
{
    private string? names;

    private Composition()
    {
    }

    /// <summary>The platform's own part, then the modules in the order of the server's list.</summary>
    public IReadOnlyList<IModule> Modules { get; private init; } = [];

    /// <summary>All permissions, each once.</summary>
    public PermissionBook Permissions { get; } = new();

    /// <summary>CloudEvents types of the published events.</summary>
    public EventTypes Events { get; } = new();

    /// <summary>Assemblies with Razor pages.</summary>
    public HashSet<Assembly> PageAssemblies { get; } = [];

    /// <summary>Pages in the navigation of the workspaces.</summary>
    public List<NavigationItem> Navigation { get; } = [];

    /// <summary>The scenes on the home screen.</summary>
    public List<HomeTile> Tiles { get; } = [];

    /// <summary>What personal data are used for, by code.</summary>
    public SortedDictionary<string, Purpose> Purposes { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the modules in one line.</summary>
    internal string Names => names ??= string.Join(' ', Modules.Select(m => m.Name));

    internal HashSet<Assembly> Assemblies { get; } = [];

    internal List<Action<ModelBuilder, DatabaseKind>> Tables { get; } = [];

    internal List<Action<IEndpointRouteBuilder>> Api { get; } = [];

    internal List<Action<IEndpointRouteBuilder>> Routes { get; } = [];

    internal List<EventSubscription> Handlers { get; } = [];

    internal List<JobPlan> Jobs { get; } = [];

    internal List<SeederPlan> Seeders { get; } = [];

    /// <summary>Lets every module declare itself.</summary>
    /// <exception cref="InvalidOperationException">Two modules share a name, or a permission is declared twice.</exception>
    public static Composition Of(IReadOnlyList<IModule> modules, IServiceCollection services, IConfiguration configuration)
    {
        modules = [new PlatformModule(), .. modules];
        var twice = modules.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new InvalidOperationException($"Two modules are called '{twice.Key}'.");

        var composition = new Composition { Modules = modules };
        foreach (var module in modules)
            module.Declare(new ModuleBuilder(module, composition, services, configuration));
        return composition;
    }
}
