using System.CommandLine;

namespace Linli.Server.Commands;

/// <summary><c>linli import</c>: takes over data from files, each kind a command of its own.</summary>
internal sealed class ImportVerb : IVerb
{
    public Command Build(GlobalOptions global) =>
        new("import", "导入数据 · take over data from files")
        {
            ImportCasesCommand.Build(global), ImportDevicesCommand.Build(global), ImportPeopleCommand.Build(global), ImportPlacesCommand.Build(global), ImportWalkingCommand.Build(global),
        };
}
