using Linli.Platform.Files;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Places.Spaces;

/// <summary>What the space ledger brings to the module.</summary>
internal static class SpacesPart
{
    public static void Declare(ModuleBuilder module)
    {
        module.Services.AddScoped<SpaceLedger>().AddScoped<SpacesDemo>().AddScoped<ISpaceUse, RecordUseHandler>().AddScoped<ISpaces, SpaceNames>().AddScoped<IFileGuard, SpacePhotos>();
        module
            .Pages(
                new NavigationItem(Workspace.Staff, "/desk/places/spaces", ("空间台账", "Space ledger"), "building-warehouse", PlacesPermissions.Ledger, Order: 62, NavigationSection.Places),
                new NavigationItem(Workspace.Staff, "/desk/places/shared", ("共享空间", "Shared spaces"), "arrows-join", PlacesPermissions.Ledger, Order: 63, NavigationSection.Places))
            .UseCase<FindSpacesHandler>()
            .UseCase<SpaceMapHandler>()
            .UseCase<KeepSpaceHandler>()
            .UseCase<SpaceTotalsHandler>()
            .UseCase<RecordUseHandler>()
            .UseCase<SpaceUtilisationHandler>()
            .UseCase<ExportSpacesHandler>()
            .UseCase<ImportSpacesHandler>()
            .UseCase<SpaceHistoryHandler>()
            .UseCase<FindCentresHandler>()
            .UseCase<SetSpacePhotoHandler>();
        module.Services.AddScoped<ILentSpaces, SpacesForOthers>();
    }
}
