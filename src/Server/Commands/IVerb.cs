using System.CommandLine;

namespace Linli.Server.Commands;

/// <summary>One verb of the command line, one file. Listed in <see cref="CommandLine.Verbs"/>.</summary>
internal interface IVerb
{
    /// <summary>The command with its own options and its action; <paramref name="global"/> reads the common ones.</summary>
    Command Build(GlobalOptions global);
}
