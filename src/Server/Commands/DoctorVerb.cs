using System.CommandLine;
using Linli.Platform.Operations;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary><c>linli doctor</c>: looks at everything that commonly goes wrong and says what to do about it.</summary>
internal sealed class DoctorVerb : IVerb
{
    public Command Build(GlobalOptions global)
    {
        var command = new Command("doctor", "体检 · check the installation and say what to do");
        command.SetAction(async (line, cancel) =>
        {
            await using var session = CommandSession.Prepare(line, global);
            var findings = new List<Finding> { SamplesThere() };
            foreach (var check in session.Services.GetServices<IHealthFinding>())
                findings.AddRange(await Examine(check, cancel));

            var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
            foreach (var finding in findings)
                table.AddRow(Mark(finding.Verdict), Markup.Escape($"{finding.What.Zh} · {finding.What.En}"), Markup.Escape(finding.Detail));
            AnsiConsole.Write(table);
            return findings.Any(f => f.Verdict == Verdict.Fault) ? 1 : 0;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> Examine(IHealthFinding check, CancellationToken cancel)
    {
        try
        {
            return await check.Look(cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [new(Verdict.Fault, (check.GetType().Name, check.GetType().Name), e.Message)];
        }
    }

    private static Finding SamplesThere() => Samples.Folder() is { } folder
        ? new(Verdict.Good, ("演示数据", "demo samples"), folder)
        : new(Verdict.Note, ("演示数据", "demo samples"), "samples/hefengli is not beside the program; only --no-demo can start an empty folder");

    private static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Good => "[green]✓[/]",
        Verdict.Note => "[yellow]![/]",
        _ => "[red]✗[/]",
    };
}
