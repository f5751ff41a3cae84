using Linli.Notices;
using Linli.People;
using Linli.Platform.Modules;

namespace Linli.Server;

/// <summary>The one list of what Linli consists of; web, command line, migrations and tests all use it.</summary>
public static class Modules
{
    /// <summary>Lower floors first.</summary>
    public static IReadOnlyList<IModule> All { get; } =
    [
        new PeopleModule(),
        new NoticesModule(),
    ];
}
