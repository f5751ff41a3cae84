using System.CommandLine;
using Linli.Platform.Data;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary>The command line <c>linli</c>.</summary>
internal static class CommandLine
{
    /// <summary>All verbs; the first is what happens when none is named.</summary>
    public static readonly IReadOnlyList<IVerb> Verbs =
    [
        new ServeVerb(), new MigrateVerb(), new VerifyVerb(), new DoctorVerb(), new BackupVerb(), new RestoreVerb(), new RotateKeysVerb(),
        new ImportVerb(), new ExportVerb(), new SimulateVerb(), new SimulateGateVerb(), new SimulateMachineVerb(), new SimulateSensorsVerb(),
    ];

    /// <summary>Carries out what was asked.</summary>
    /// <returns>0 when it was done, 1 when it could not be done or a check failed, 2 when it was not understood.</returns>
#pragma warning disable CA1031 // the last stop before the shell: a crash with a memory dump helps nobody
    public static async Task<int> Run(string[] args)
    {
        var line = Root().Parse(args);
        if (line.Errors.Count > 0)
        {
            foreach (var error in line.Errors)
                Say.Line($"[red]{error.Message}[/]");
            AnsiConsole.MarkupLine("linli --help");
            return 2;
        }

        try
        {
            // The host itself answers Ctrl+C and SIGTERM, and drains.
            return await line.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is DatabaseUnavailableException or CommandFailedException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync("程序出错，未完成。 · That failed, and is a fault in the program or its data:" + Environment.NewLine + e);
            return 1;
        }
    }
#pragma warning restore CA1031

    private static RootCommand Root()
    {
        var global = new GlobalOptions();
        var root = new RootCommand("邻里 Linli · 社区的一天 · the day of a community");
        global.AddTo(root);
        var commands = Verbs.Select(v => v.Build(global)).ToList();
        commands.ForEach(root.Subcommands.Add);
        foreach (var option in commands[0].Options)
            root.Options.Add(option);
        root.Action = commands[0].Action;
        return root;
    }
}

/// <summary>A verb could not do its work; the message is for the person at the keyboard.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
