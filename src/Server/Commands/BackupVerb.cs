using System.CommandLine;
using Linli.Platform.Data;
using Linli.Server.Backups;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary><c>linli backup FILE</c>: one archive with database, files and keys; the server may go on serving.</summary>
internal sealed class BackupVerb : IVerb
{
    public Command Build(GlobalOptions global)
    {
        var file = new Argument<string>("FILE") { Description = "备份文件 · the archive to write, such as linli-2026-11-22.zip" };
        var command = new Command("backup", "备份（不必停机） · back up database, files and keys, while serving") { file };
        command.SetAction(async (line, cancel) =>
        {
            await using var session = await CommandSession.Open(line, global, cancel);
            var target = Path.GetFullPath(line.GetRequiredValue(file));
            var writer = new BackupWriter(session.Folder, session.Services.GetRequiredService<DatabaseOptions>(), TimeProvider.System);
            var manifest = await AnsiConsole.Status().StartAsync("…", status => writer.Write(target, path => status.Status(Markup.Escape(path)), cancel));
            Say.Line($"[green]✓[/] {target}: {manifest.Entries.Count} files, {manifest.Entries.Sum(e => e.Size):N0} bytes");
            if (!manifest.Entries.Any(e => e.Path is BackupWriter.DatabaseFile or BackupWriter.DatabaseDump))
            {
                AnsiConsole.MarkupLine("[yellow]找不到 pg_dump：数据库未包含在内。 · pg_dump is not installed here: the database itself is NOT in this backup.[/]");
                return 1;
            }

            AnsiConsole.MarkupLine("[grey]内含密钥，请妥善保管。 · It holds the field keys: keep it where only operators can read it.[/]");
            return 0;
        });
        return command;
    }
}
