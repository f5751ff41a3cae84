using System.CommandLine;
using Linli.Places.Walking.Import;
using Linli.Platform.UseCases;

namespace Linli.Server.Commands;

/// <summary><c>linli import walking FILE</c>: a walking network from OpenStreetMap XML or GeoJSON.</summary>
internal static class ImportWalkingCommand
{
    public static Command Build(GlobalOptions global)
    {
        var file = new Argument<FileInfo>("FILE") { Description = ".osm、.osm.gz 或 .geojson · .osm, .osm.gz or .geojson" };
        var source = new Option<string?>("--source") { Description = "来源名称，同名替换，默认文件名 · name of the source, replaced when it comes again; the file's name by default" };
        var crs = new Option<string?>("--crs") { Description = "wgs84、cgcs2000、gcj02、bd09，默认自动判断 · detected when left out" };
        var tolerance = new Option<double>("--tolerance") { Description = "线端点吸附距离（米）· metres within which ends of lines are joined", DefaultValueFactory = _ => 1 };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不写入 · check only" };
        var command = new Command("walking", "导入步行网络，可重复运行 · a walking network; safe to repeat") { file, source, crs, tolerance, dryRun };
        command.SetAction(async (line, cancel) =>
        {
            var input = line.GetValue(file)!;
            if (!input.Exists)
                throw new CommandFailedException($"没有这个文件 · there is no such file: {input.FullName}");
            await using var content = input.OpenRead();
            var read = WalkingFile.Read(content, line.GetValue(tolerance));
            if (!read.Ok)
                throw new CommandFailedException($"{read.Problem.Message.Zh} · {read.Problem.Message.En}");
            await using var session = await CommandSession.Open(line, global, cancel);
            var name = line.GetValue(source) ?? input.Name.Split('.')[0];
            var result = await session.Services.GetRequiredService<UseCaseRunner>().Run(
                new ImportWalking(read.Value, name, line.GetValue(crs), line.GetValue(dryRun)), cancel);
            if (!result.Ok)
                throw new CommandFailedException(string.Join('\n', result.Problems.Select(p => $"{p.Message.Zh} · {p.Message.En}")));
            return Print(result.Value);
        });
        return command;
    }

    private static int Print(ImportedWalking report)
    {
        Say.Line($"[green]✓[/] {(report.DryRun ? "可导入 · would import" : "已导入 · imported")} {report.Source} ({report.Format}, {report.Crs})：{report.Edges} 段 · edges，{report.Nodes} 个节点 · nodes，{report.Metres / 1000:0.0} km");
        foreach (var note in report.Notes)
            Say.Line($"[yellow]![/] {note.Zh} · {note.En}");
        if (report.Unreachable > 0)
            Say.Line($"[yellow]![/] {report.Parts.Count} 片互不相通，{report.Unreachable} 个节点在最大一片之外 · parts that do not meet; {report.Unreachable} nodes lie outside the largest");
        foreach (var refused in report.Refused.Take(20))
            Say.Line($"[red]✗[/] {refused.Ref}：{refused.Reason.Zh} · {refused.Reason.En}");
        if (report.RefusedCount > 20)
            Say.Line($"共拒绝 · refused altogether: {report.RefusedCount}");
        return 0;
    }
}
