using System.CommandLine;
using Linli.Platform.Audit;
using Linli.Platform.Verification;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary><c>linli verify</c>: recomputes whatever can be recomputed and reports what does not agree.</summary>
internal sealed class VerifyVerb : IVerb
{
    private const int ShownFaults = 50;

    public Command Build(GlobalOptions global)
    {
        var command = new Command("verify", "核对审计链等 · check the audit chain and everything else that can be recomputed");
        command.SetAction(async (line, cancel) =>
        {
            await using var session = await CommandSession.Open(line, global, cancel);
            await session.Services.GetRequiredService<IAuditChain>().Seal(cancel);
            var faults = 0;
            foreach (var check in session.Services.GetServices<IVerification>())
            {
                var report = await check.Check(cancel);
                faults += report.Faults.Count;
                Print(check.Name, report);
            }

            var head = await session.Services.GetRequiredService<IAuditChain>().Head(cancel);
            Console.WriteLine($"audit chain head: {head.Link} {head.Hash}"); // whole on one line, to be kept elsewhere
            return faults == 0 ? 0 : 1;
        });
        return command;
    }

    private static void Print(string name, VerificationReport report)
    {
        var mark = report.Faults.Count == 0 ? "[green]✓[/]" : "[red]✗[/]";
        AnsiConsole.MarkupLine($"{mark} {Markup.Escape(name)}: {report.Checked} checked, {report.Faults.Count} faults");
        foreach (var fault in report.Faults.Take(ShownFaults))
            Say.Line($"  [red]{fault}[/]");
        if (report.Faults.Count > ShownFaults)
            AnsiConsole.WriteLine($"  … {report.Faults.Count - ShownFaults} more");
    }
}
