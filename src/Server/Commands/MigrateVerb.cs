using System.CommandLine;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Server.Commands;

/// <summary><c>linli migrate</c>: brings the database to this version's schema and ends; <c>serve</c> does the same by itself.</summary>
internal sealed class MigrateVerb : IVerb
{
    public Command Build(GlobalOptions global)
    {
        var command = new Command("migrate", "升级数据库结构 · bring the database to this version's schema");
        command.SetAction(async (line, cancel) =>
        {
            await using var session = CommandSession.Prepare(line, global);
            await session.Services.GetRequiredService<DatabaseStarter>().Start(cancel);
            var applied = (await session.Services.GetRequiredService<LinliDb>().Database.GetAppliedMigrationsAsync(cancel)).ToList();
            Say.Line($"[green]✓[/] {applied.LastOrDefault() ?? "–"}");
            return 0;
        });
        return command;
    }
}
