using Linli.Cases;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Neighbours;

/// <summary>Neighbours (邻里): the residents' parlour, and mediation when talking alone did not help.</summary>
public sealed class NeighboursModule : IModule
{
    /// <inheritdoc/>
    public string Name => "neighbours";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(new CaseType("mediation", ("邻里调解", "Mediation")) { Confidential = true });
        module.Pages().Tile(new("/neighbours", ("邻里", "Neighbours"), ("身边事、邻里调解", "Around me, mediation"), "users-group", 10));
    }
}
