using System.CommandLine;
using Linli.Platform.UseCases;
using Linli.Sensing.Devices.Import;

namespace Linli.Server.Commands;

/// <summary><c>linli import devices FILE</c>: devices from CSV or XLSX.</summary>
internal static class ImportDevicesCommand
{
    public static Command Build(GlobalOptions global)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV 或 XLSX · CSV or XLSX" };
        var map = new Option<string[]>("--map") { Description = "字段=表头，可多次 · field=Header, may be repeated" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不写入 · check only" };
        var command = new Command("devices", "导入物联设备，可重复运行 · devices; safe to repeat") { file, map, dryRun };
        command.SetAction(async (line, cancel) =>
        {
            var input = ImportPeopleCommand.Existing(line.GetValue(file)!);
            await using var content = input.OpenRead();
            await using var session = await CommandSession.Open(line, global, cancel);
            var result = await session.Services.GetRequiredService<UseCaseRunner>().Run(
                new ImportDevices(content, input.Name, line.GetValue(dryRun), ImportPeopleCommand.Choices(line.GetValue(map) ?? [])), cancel);
            return result.Ok ? await Print(input, result.Value, cancel) : throw ImportPeopleCommand.Failed(result.Problems);
        });
        return command;
    }

    private static async Task<int> Print(FileInfo input, DevicesImported done, CancellationToken cancel)
    {
        Say.Line($"[green]✓[/] {(done.DryRun ? "可导入 · would add" : "新增 · added")} {done.Added} 台 · devices；更新 · changed {done.Changed}；已有 · already there {done.Same}；拒绝 · refused {done.Refused.Count}");
        if (done.Refused.Count == 0)
            return 0;
        await ImportPeopleCommand.WriteRefused(input, await done.RefusedRows(cancel), cancel);
        return 1;
    }
}
