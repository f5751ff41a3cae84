using Linli.Places.Circles;
using Linli.Places.Facilities;
using Linli.Places.Features;
using Linli.Places.Grids;
using Linli.Places.Grids.Teams;
using Linli.Places.Homes;
using Linli.Places.Import;
using Linli.Places.Indoor;
using Linli.Places.Map;
using Linli.Places.Scopes;
using Linli.Places.Spaces;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Platform.Modules;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linli.Places;

/// <summary>The ground everything happens on: the scope tree, buildings and homes, grids with their stewards, facilities, the map.</summary>
public sealed class PlacesModule : IModule
{
    /// <inheritdoc/>
    public string Name => "places";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton<PlacesMemory>();
        module.Services.AddSingleton<IScopeTree>(s => s.GetRequiredService<PlacesMemory>());
        module.Services.AddSingleton<IGridMap>(s => s.GetRequiredService<PlacesMemory>());
        module.Services.AddSingleton<WalkingMemory>().AddSingleton<IWalkingTimes, WalkingTimes>();
        module.Services.AddSingleton<CircleMemory>();
        module.Services.AddScoped<CircleBook>();
        module.Services.TryAddScoped<IPopulation, NoPopulation>();
        module.Services.AddScoped<IHomes, HomesOf>();
        module.Services.AddScoped<IGridStewards, GridStewards>().AddScoped<IGridTeams, Grids.Teams.GridTeams>();
        module.Services.TryAddScoped<IStewardRoster, NoRoster>();
        module.Services.AddScoped<IFeatureSource, FacilityFeatures>().AddScoped<IFeatureSource, SpaceFeatures>().AddScoped<IFeatureSource, GridFeatures>();

        module
            .Tables(PlacesModel.Map)
            .Permissions(PlacesPermissions.All)
            .Publishes<GridStewardChanged>("linli.grid.steward_changed")
            .Publishes<GridLeftAlone>("linli.grid.left_alone")
            .Publishes<HomesMoved>("linli.homes.moved")
            .Job<WatchStewards>(TimeSpan.FromMinutes(1))
            .Pages(
                new NavigationItem(Workspace.Resident, "/map", ("地图", "Map"), "map-2", Access.Public, Order: 950),
                new NavigationItem(Workspace.Staff, "/places/grids", ("网格", "Grids"), "layout-grid", PlacesPermissions.Grids, Order: 60, NavigationSection.Places),
                new NavigationItem(Workspace.Resident, "/circle", ("生活圈", "Circle"), "current-location", Access.Public, Order: 955),
                new NavigationItem(Workspace.Staff, "/desk/places/gaps", ("生活圈缺口", "Living circle gaps"), "map-search", PlacesPermissions.Circles, Order: 62, NavigationSection.Places))
            .Demo<PlacesDemo>(order: 10)
            .Demo<WalkingDemo>(order: 12);

        module
            .UseCase<GetScopesHandler>()
            .UseCase<GetCommunitiesHandler>()
            .UseCase<GetBuildingsHandler>()
            .UseCase<CreatePlaceHandler>()
            .UseCase<RenamePlaceHandler>()
            .UseCase<GetHomesHandler>()
            .UseCase<SearchHomesHandler>()
            .UseCase<AddHomesHandler>()
            .UseCase<SetHomeFactsHandler>()
            .UseCase<FindGridAtHandler>()
            .UseCase<GetCoverageHandler>()
            .UseCase<SetGridStewardHandler>().UseCase<GetGridBorderHandler>().UseCase<SetBuildingPointHandler>()
            .UseCase<ImportGridsHandler>()
            .UseCase<GridTeamHandler>()
            .UseCase<KeepMicroGridHandler>()
            .UseCase<HandOverGridHandler>()
            .UseCase<NoteLoneGridHandler>()
            .UseCase<GetMapHandler>()
            .UseCase<GetFacilitiesHandler>();
        HomesImportPart.Declare(module);
        SpacesPart.Declare(module);
        FacilitiesPart.Declare(module);
        IndoorPart.Declare(module);
        module
            .UseCase<ImportWalkingHandler>()
            .UseCase<RemoveWalkingHandler>()
            .UseCase<GetIsochroneHandler>()
            .UseCase<FindRouteHandler>()
            .UseCase<GetWalkingHandler>()
            .UseCase<GetWaysHandler>()
            .UseCase<AddWalkProfileHandler>()
            .UseCase<CircleRulesHandler>()
            .UseCase<AddCircleCategoryHandler>()
            .UseCase<AddCircleLevelHandler>()
            .UseCase<GetAroundHandler>()
            .UseCase<GetHomeCircleHandler>()
            .UseCase<GetGapsHandler>()
            .UseCase<WhatIfHandler>();
    }
}
