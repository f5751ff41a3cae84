using Linli.Bookings;
using Linli.Mobility.Parking;
using Linli.Mobility.SchoolPath;
using Linli.Mobility.SlowWays;
using Linli.Places;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Mobility;

/// <summary>
/// Mobility (交通): the school path with its cards and guard points, parking and the way back to the car, the slow-traffic
/// network (慢行系统) with its lane, its routes and what is in the way.
/// </summary>
public sealed class MobilityModule : IModule
{
    /// <summary>慢行活动: walks, runs and rides together, led by somebody who knows the way.</summary>
    internal static readonly OfferingKind Outing = new("slow-outing", ("慢行活动", "Walks and runs together"), Scene.Mobility, "walk")
    {
        Terms = new() { OpensDaysBefore = 30, MostParty = 4, CancelHours = 1 },
    };

    /// <inheritdoc/>
    public string Name => "mobility";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Tables(MobilityModel.Map).Permissions(MobilityPermissions.All).Demo<MobilityDemo>(70);
        module.Services.AddSingleton(Outing);
        ParkingParts.Declare(module);
        SchoolParts.Declare(module);
        module.UseCase<GetSlowWaysHandler>().UseCase<SaveSlowRouteHandler>().UseCase<RemoveSlowRouteHandler>();
        module.Pages(
            new NavigationItem(Workspace.Staff, "/desk/slow-ways", ("慢行系统", "Slow-traffic network"), "walk", MobilityPermissions.SlowWays, 64, NavigationSection.Places))
            .Tile(new("/slow-ways", ("交通", "Mobility"), ("慢行道、步行和慢跑路线", "Slow lanes, walks and runs"), "walk", 60));
    }
}
