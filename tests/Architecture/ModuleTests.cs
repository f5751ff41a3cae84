using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Jobs;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Linli.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Architecture;

public class ModuleTests
{
    private static readonly ServiceCollection Services = new();
    private static readonly Composition House = Services.AddLinli(Modules.All, new ConfigurationBuilder().Build(), new DataFolder(Path.GetTempPath()));
    private static readonly List<Type> Types =
        [.. House.Modules.Select(m => m.GetType().Assembly).Distinct().SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false })];

    [Fact]
    public void EveryModuleOfAProject_IsInTheServersList() =>
        Types.Where(t => typeof(IModule).IsAssignableFrom(t)).Except(House.Modules.Select(m => m.GetType())).ShouldBeEmpty();

    [Fact]
    public void EveryUseCase_IsListedByItsModule() =>
        Types.Where(t => typeof(IUseCase).IsAssignableFrom(t)).Except(House.Api.Select(map => map.Method.DeclaringType!)).ShouldBeEmpty();

    [Fact]
    public void EveryHandler_IsKnownToTheRunner() =>
        Types.Where(t => Contracts(t, typeof(IHandler<,>)).Any(c => !Services.Any(s => s.ServiceType == c && s.ImplementationType == t))).ShouldBeEmpty();

    [Fact]
    public void EveryRequest_HasAHandler()
    {
        var handled = Types.SelectMany(t => Contracts(t, typeof(IHandler<,>))).Select(c => c.GetGenericArguments()[0]).ToHashSet();
        Types.Where(t => Contracts(t, typeof(ICommand<>)).Concat(Contracts(t, typeof(IQuery<>))).Any() && !handled.Contains(t)).ShouldBeEmpty();
    }

    [Fact]
    public void EveryEventHandler_Listens() =>
        Types.SelectMany(t => Contracts(t, typeof(IEventHandler<>)), (t, c) => (Handler: t, Event: c.GetGenericArguments()[0]))
            .Where(pair => !House.Handlers.Any(h => h.HandlerName == pair.Handler.Name && h.EventType == pair.Event)).ShouldBeEmpty();

    [Fact]
    public void EveryJob_ComesRound() =>
        Types.Where(t => typeof(IJob).IsAssignableFrom(t)).Except(House.Jobs.Select(j => j.Type)).ShouldBeEmpty();

    [Fact]
    public void EveryEvent_HasACloudEventsType() =>
        Types.Where(t => typeof(DomainEvent).IsAssignableFrom(t) && !House.Events.Names.Any(n => House.Events.TypeOf(n) == t)).ShouldBeEmpty();

    [Fact]
    public void Permissions_CarryTheirModulesName() =>
        House.Permissions.All.Select(p => p.Name).Where(name => !House.Modules.Any(m => name.StartsWith(m.Name + ".", StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void Permissions_ArePutToPostsThatExist()
    {
        var posts = typeof(People.Posts).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToHashSet();
        House.Permissions.All.SelectMany(p => p.Posts, (p, post) => (p.Name, post)).Where(p => !posts.Contains(p.post)).ShouldBeEmpty();
    }

    [Fact]
    public async Task NavigationAndTiles_LeadToPages_AndAskForTheirPermission()
    {
        var folder = Directory.CreateTempSubdirectory("linli-navigation-").FullName;
        await using (var app = LinliServer.Build(new(folder, "http://127.0.0.1:0")))
        {
            var pages = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
                .Select(e => (Path: "/" + e.RoutePattern.RawText?.Trim('/'), e.Metadata.GetMetadata<NeedsAttribute>()?.Permission)).ToHashSet();
            House.Navigation.Where(item => !pages.Contains((item.Path, item.Permission)))
                .Select(item => $"{item.Path} with {item.Permission}").ShouldBeEmpty();
            House.Tiles.Select(tile => tile.Path?.Split('?')[0]).Where(path => path is not null && !pages.Any(p => p.Path == path)).ShouldBeEmpty();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<Type> Contracts(Type type, Type contract) =>
        type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == contract);
}
