using System.Reflection;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Platform.Verification;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Platform.Modules;

/// <summary>What a module says about itself while it declares.</summary>
public sealed class ModuleBuilder
{
    private readonly Composition composition;

    internal ModuleBuilder(IModule module, Composition composition, IServiceCollection services, IConfiguration configuration)
    {
        this.composition = composition;
        Name = module.Name;
        Assembly = module.GetType().Assembly;
        Services = services;
        Configuration = configuration;
    }

    /// <summary>The module's name.</summary>
    public string Name { get; }

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The application's configuration.</summary>
    public IConfiguration Configuration { get; }

    private Assembly Assembly { get; }

    /// <summary>The module's tables; names carry the module's name as prefix.</summary>
    public ModuleBuilder Tables(Action<ModelBuilder, DatabaseKind> map)
    {
        composition.Tables.Add(map);
        composition.Assemblies.Add(Assembly);
        return this;
    }

    /// <summary>The permissions the module asks for, with the posts that hold them unless a community says otherwise.</summary>
    public ModuleBuilder Permissions(params IEnumerable<Permission> permissions)
    {
        composition.Permissions.AddRange(permissions);
        return this;
    }

    /// <summary>A use case: its handler becomes a service, its endpoint is mapped under <c>/api/v1</c>.</summary>
    public ModuleBuilder UseCase<THandler>() where THandler : class, IUseCase
    {
        foreach (var contract in typeof(THandler).GetInterfaces().Where(IsHandler))
            Services.AddScoped(contract, typeof(THandler));
        composition.Api.Add(THandler.Map);
        return this;
    }

    /// <summary>A command whose wishes are decided together where they come at the same time.</summary>
    public ModuleBuilder DecidedTogether<TCommand, TAnswer, TDecider>()
        where TCommand : ICommand<TAnswer>
        where TDecider : class, IDecidesTogether<TCommand, TAnswer>
    {
        Services.AddScoped<IDecidesTogether<TCommand, TAnswer>, TDecider>().AddSingleton<CommandLane<TCommand, TAnswer>>();
        return this;
    }

    /// <summary>Endpoints outside <c>/api/v1</c>: other people's protocols and sign-in addresses.</summary>
    public ModuleBuilder Routes(Action<IEndpointRouteBuilder> map)
    {
        composition.Routes.Add(map);
        return this;
    }

    /// <summary>The module has Razor pages.</summary>
    public ModuleBuilder Pages(params IEnumerable<NavigationItem> navigation)
    {
        composition.PageAssemblies.Add(Assembly);
        composition.Navigation.AddRange(navigation);
        return this;
    }

    /// <summary>A tile on the resident's home screen.</summary>
    public ModuleBuilder Tile(HomeTile tile)
    {
        composition.Tiles.Add(tile);
        return this;
    }

    /// <summary>An event the module publishes, under its CloudEvents type.</summary>
    public ModuleBuilder Publishes<TEvent>(string type) where TEvent : DomainEvent
    {
        composition.Events.Add(typeof(TEvent), type);
        return this;
    }

    /// <summary>Does something after an event, in a transaction of its own, exactly once for what it writes.</summary>
    public ModuleBuilder After<TEvent, THandler>()
        where TEvent : DomainEvent
        where THandler : class, IEventHandler<TEvent>
    {
        Services.AddScoped<THandler>();
        composition.Handlers.Add(EventSubscription.For<TEvent, THandler>());
        return this;
    }

    /// <summary>Runs a job again and again, on one node at a time.</summary>
    public ModuleBuilder Job<TJob>(TimeSpan every) where TJob : class, IJob
    {
        Services.AddScoped<TJob>();
        composition.Jobs.Add(new(typeof(TJob).Name, typeof(TJob), every));
        return this;
    }

    /// <summary>Fills the demo community; seeders run in order, in one go, on an empty database only.</summary>
    public ModuleBuilder Demo<TSeeder>(int order) where TSeeder : class, IDemoSeeder
    {
        Services.AddScoped<TSeeder>();
        composition.Seeders.Add(new(order, typeof(TSeeder)));
        return this;
    }

    /// <summary>A check of <c>linli verify</c>.</summary>
    public ModuleBuilder Verifies<TCheck>() where TCheck : class, IVerification
    {
        Services.AddScoped<IVerification, TCheck>();
        return this;
    }

    /// <summary>What the module uses personal data for; people read it, and agree to it where the basis is consent.</summary>
    public ModuleBuilder Purpose(Purpose purpose)
    {
        if (!composition.Purposes.TryAdd(purpose.Code, purpose))
            throw new InvalidOperationException($"Purpose '{purpose.Code}' is declared twice.");
        return this;
    }

    private static bool IsHandler(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IHandler<,>);
}
