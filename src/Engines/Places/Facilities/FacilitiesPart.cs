using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Places.Facilities;

/// <summary>What facilities bring to the module.</summary>
internal static class FacilitiesPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<FacilityBook>();
        module
            .Pages(new NavigationItem(Workspace.Staff, "/desk/places/facilities", ("地图设施", "Facilities"), "map-pins", PlacesPermissions.Ledger, Order: 61, NavigationSection.Places))
            .UseCase<KeepFacilityHandler>()
            .UseCase<ImportFacilitiesHandler>();
    }
}
