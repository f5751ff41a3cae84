using System.CommandLine;
using Linli.Platform.Data;
using Linli.Server.Backups;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary><c>linli restore FILE</c>: puts a backup into an empty data folder after checking every hash.</summary>
internal sealed class RestoreVerb : IVerb
{
    public Command Build(GlobalOptions global)
    {
        var file = new Argument<string>("FILE") { Description = "备份文件 · the archive to read" };
        var command = new Command("restore", "从备份恢复到空文件夹 · put a backup into an empty data folder") { file };
        command.SetAction(async (line, cancel) =>
        {
            var folder = new DataFolder(global.Read(line).DataFolder);
            try
            {
                var archive = Path.GetFullPath(line.GetRequiredValue(file));
                var manifest = await AnsiConsole.Status().StartAsync("…", status =>
                    new BackupReader(folder).Restore(archive, path => status.Status(Markup.Escape(path)), cancel));
                Say.Line($"[green]✓[/] {folder.Path}: {manifest.Entries.Count} files of {manifest.Made:u}");
                if (manifest.Entries.Any(e => e.Path == BackupWriter.DatabaseDump))
                    Say.Line($"再装入数据库 · then fill the database: pg_restore --clean --if-exists --no-owner -d DATABASE {folder.At(BackupWriter.DatabaseDump)}");
                return 0;
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                throw new CommandFailedException(e.Message);
            }
        });
        return command;
    }
}
