using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Places.Indoor;

/// <summary>What indoor maps bring to the module.</summary>
internal static class IndoorPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<VenueShelf>().AddScoped<IndoorDemo>();
        module.Services.AddSingleton<IndoorPlanMemory>().AddScoped<IIndoorWays, IndoorWays>();
        module
            .Pages(new NavigationItem(Workspace.Staff, "/desk/places/indoor", ("室内地图", "Indoor maps"), "stairs", PlacesPermissions.Ledger, Order: 64, NavigationSection.Places))
            .UseCase<ImportVenueHandler>()
            .UseCase<ExportVenueHandler>()
            .UseCase<FindIndoorWayHandler>()
            .UseCase<ShowVenueHandler>();
    }
}
