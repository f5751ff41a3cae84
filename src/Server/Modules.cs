using Linli.Cases;
using Linli.Governance;
using Linli.LowCarbon;
using Linli.Neighbours;
using Linli.Open311;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Modules;
using Linli.Services;

namespace Linli.Server;

/// <summary>The one list of what Linli consists of; web, command line, migrations and tests all use it.</summary>
public static class Modules
{
    /// <summary>Lower floors first.</summary>
    public static IReadOnlyList<IModule> All { get; } =
    [
        new PlacesModule(),
        new PeopleModule(),
        new NoticesModule(),
        new CasesModule(),
        new GovernanceModule(),
        new NeighboursModule(),
        new ServicesModule(),
        new LowCarbonModule(),
        new Open311Module(),
    ];
}
