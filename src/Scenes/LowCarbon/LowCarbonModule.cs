using Linli.LowCarbon.Gardens;
using Linli.LowCarbon.Green;
using Linli.LowCarbon.Privacy;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.LowCarbon;

/// <summary>Low carbon (低碳): greenery on walls, roofs and balconies, with its care.</summary>
public sealed class LowCarbonModule : IModule
{
    /// <inheritdoc/>
    public string Name => "lowcarbon";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<IPersonalData, LowCarbonPersonalData>();
        module.Tables(LowCarbonModel.Map).Permissions(LowCarbonPermissions.All).Demo<LowCarbonDemo>(70);
        module.UseCase<KeepGreenAssetHandler>().UseCase<FindGreeneryHandler>().UseCase<CareCalendarHandler>().UseCase<MyGardenHandler>().UseCase<GreenProjectHandler>();
        GardenParts.Declare(module);
        module.Pages(
                new NavigationItem(Workspace.Staff, "/desk/green", ("绿化资产", "Greenery"), "plant-2", LowCarbonPermissions.Green, 340, NavigationSection.Places))
            .Tile(new("/low-carbon", ("低碳", "Low carbon"), ("立体绿化、阳台花园", "Green walls, balcony gardens"), "leaf", 70));
    }
}
