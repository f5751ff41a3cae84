using System.CommandLine;
using Linli.Places;
using Linli.Places.Import;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;

namespace Linli.Server.Commands;

/// <summary><c>linli import places FILE</c>: buildings and homes with area and use from CSV or XLSX.</summary>
internal static class ImportPlacesCommand
{
    public static Command Build(GlobalOptions global)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV 或 XLSX · CSV or XLSX" };
        var map = new Option<string[]>("--map") { Description = "字段=表头，可多次 · field=Header, may be repeated" };
        var compound = new Option<string?>("--compound") { Description = "没有小区的行所属小区的代码 · code of the compound of rows that name none" };
        var buildings = new Option<bool>("--buildings") { Description = "没有的楼幢一并建立 · found buildings that are not there" };
        var decide = new Option<string[]>("--on-conflict")
        {
            Description = "与登记不一致时：keep、replace 或 skip，或 类别=…（area use housecode）；默认面积和用途以文件为准 · where list and register differ: keep, replace or skip, or kind=…; areas and uses of the list win by default",
        };
        var crs = new Option<string?>("--crs") { Description = "经纬度的坐标系 wgs84、gcj02、bd09、cgcs2000 · system of the degrees; wgs84 when left out" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不写入 · check only" };
        var command = new Command("places", "导入楼幢和房屋，可重复运行 · buildings and homes; safe to repeat") { file, map, compound, buildings, crs, decide, dryRun };
        command.SetAction(async (line, cancel) => await Import(
            line, global, ImportPeopleCommand.Existing(line.GetValue(file)!), ImportPeopleCommand.Choices(line.GetValue(map) ?? []),
            new ImportHomes([], line.GetValue(compound), line.GetValue(buildings), line.GetValue(dryRun)) { Decisions = Decisions(line.GetValue(decide) ?? []), Crs = line.GetValue(crs) }, cancel));
        return command;
    }

    private static HomeDecisions Decisions(string[] texts)
    {
        if (texts.Length == 0)
            return HomeDecisions.FileWins;
        var verdicts = new Dictionary<string, HomeVerdict>(HomeDecisions.FileWins.Verdicts);
        foreach (var text in texts)
        {
            var (kind, word) = text.Split('=') is [var left, var right] ? (left, right) : (null, text);
            if (!Enum.TryParse<HomeVerdict>(word, ignoreCase: true, out var verdict) || (kind is not null && !Enum.TryParse<HomeConflictKind>(kind, ignoreCase: true, out _)))
                throw new CommandFailedException($"--on-conflict {text}: keep、replace、skip，或 area=… use=… housecode=… · keep, replace, skip, or area=… use=… housecode=…");
            foreach (var one in Enum.GetNames<HomeConflictKind>().Where(k => kind is null || k.Equals(kind, StringComparison.OrdinalIgnoreCase)))
                verdicts[one] = verdict;
        }

        return new(verdicts);
    }

    private static async Task<int> Import(
        ParseResult line, GlobalOptions global, FileInfo input, Dictionary<string, string> choices, ImportHomes request, CancellationToken cancel)
    {
        await using var file = input.OpenRead();
        var (headers, rows) = Read(file, choices);
        await using var session = await CommandSession.Open(line, global, cancel);
        var result = await session.Services.GetRequiredService<UseCaseRunner>().Run(request with { Rows = [.. rows.Select(r => r.Home)] }, cancel);
        if (!result.Ok)
            throw ImportPeopleCommand.Failed(result.Problems);
        var done = result.Value;
        if (done.Undecided > 0 && !request.DryRun)
            throw new CommandFailedException($"与登记的房屋不一致，没有写入：{done.Undecided} 处 · The list contradicts the register of homes and nothing was written: decide with --on-conflict.");
        Say.Line($"[green]✓[/] {(request.DryRun ? "可导入 · would add" : "新增 · added")} {done.Added} 套 · homes，{done.BuildingsAdded} 幢 · buildings；补全 · completed {done.Changed}；已有 · already there {done.Unchanged}；拒绝 · refused {done.Refused.Count}");
        if (done.Refused.Count > 0)
            await ImportPeopleCommand.WriteRefused(input, await RefusedHomes.Workbook(headers, rows.ToDictionary(r => r.Home.Row, r => r.Cells), done.Refused, cancel), cancel);
        return done.Refused.Count == 0 ? 0 : 1;
    }

    // The whole file before anything is written: one that is broken further down is refused whole.
    private static (IReadOnlyList<string> Headers, List<(ImportedHome Home, IReadOnlyList<string> Cells)> Rows) Read(Stream file, Dictionary<string, string> choices)
    {
        try
        {
            using var list = HomeListFile.Open(file, choices);
            if (list.Problems.Count > 0)
                throw new CommandFailedException($"{string.Join("；", list.Problems)}。表头 · headers: {string.Join(", ", list.Headers)}。用 --map 字段=表头 指定 · name them with --map field=Header.");
            return (list.Headers, [.. list.Rows()]);
        }
        catch (InvalidTableException e)
        {
            throw new CommandFailedException($"无法读取，没有导入任何一行 · cannot be read, nothing was imported: {e.Message}");
        }
    }
}
