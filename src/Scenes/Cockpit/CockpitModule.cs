using Linli.Cases;
using Linli.Cockpit.Fire;
using Linli.Cockpit.Lake;
using Linli.Cockpit.Perimeter;
using Linli.Cockpit.Roster;
using Linli.Cockpit.Wall;
using Linli.Platform.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cockpit;

/// <summary>
/// The duty room (驾驶舱, 智慧运营中心): eight live modules on one wall, the watch with its signed hand-over, and the zones that it watches.
/// </summary>
public sealed class CockpitModule : IModule
{
    /// <summary>Type of the cases that alarms open.</summary>
    internal const string AlarmCase = "alarm";

    /// <inheritdoc/>
    public string Name => "cockpit";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Tables(RosterModel.Map).Permissions(CockpitPermissions.All);
        module.Services.AddSingleton(new CaseType(AlarmCase, ("感知告警", "Sensor alarm")) { Channels = [CaseChannel.Sensor], ForResidents = false });
        WallPart.Declare(module);
        RosterPart.Declare(module);
        LakePart.Declare(module);
        PerimeterPart.Declare(module);
        FirePart.Declare(module);
        module.Pages(
            new NavigationItem(Workspace.Staff, "/cockpit", ("驾驶舱", "Duty room"), "device-desktop-analytics", CockpitPermissions.Wall, 11),
            new NavigationItem(Workspace.Staff, "/desk/duty", ("值守交接班", "The watch"), "clock-24", CockpitPermissions.Wall, 13));
    }
}
