using Linli.Open311.Discover;
using Linli.Open311.Requests;
using Linli.Open311.Services;
using Linli.Open311.Speak;
using Linli.Open311.Updates;
using Linli.Platform.Modules;
using Linli.Platform.UseCases;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Open311;

/// <summary>Open311 GeoReport v2 at <c>/open311/v2/</c>: the city's own apps, and other cities', report and follow cases.</summary>
public sealed class Open311Module : IModule
{
    /// <inheritdoc/>
    public string Name => "open311";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Tables(Open311Model.Map);
        module.Services.AddOptions<Open311Options>().Bind(module.Configuration.GetSection(Open311Options.Section));
        module.Services
            .AddSingleton<Counter>()
            .AddSingleton<DiscoveryDocument>()
            .AddSingleton<Limits>()
            .AddScoped<Jurisdictions>()
            .AddScoped<RequestDocuments>()
            .AddScoped<IHandler<KeepRequest, KeptRequest>, KeepRequestHandler>()
            .AddScoped<IHandler<KeepUpdate, KeptUpdate>, KeepUpdateHandler>();

        module
            .Routes(GetDiscovery.Map)
            .Routes(GetServices.Map)
            .Routes(GetServiceDefinition.Map)
            .Routes(PostRequest.Map)
            .Routes(GetRequests.Map)
            .Routes(GetRequest.Map)
            .Routes(GetToken.Map)
            .Routes(GetUpdates.Map)
            .Routes(PostUpdate.Map)
            .Routes(NoSuchAddress.Map);
    }
}
