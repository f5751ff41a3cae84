using System.CommandLine;
using System.Globalization;
using Linli.Cases.Import;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Spectre.Console;
using TableColumn = Linli.Platform.Tables.TableColumn;
using TableRow = Linli.Platform.Tables.TableRow;

namespace Linli.Server.Commands;

/// <summary><c>linli import cases FILE</c>: cases from CSV or XLSX.</summary>
internal static class ImportCasesCommand
{
    private const int Batch = 200;

    private static readonly TableColumn[] Columns =
    [
        new("id", true, "id", "编号", "工单号", "留言编号"),
        new("text", true, "text", "description", "内容", "留言详情", "诉求内容", "描述"),
        new("received_at", true, "received_at", "requested_datetime", "受理时间", "留言时间", "来电时间", "提交时间"),
        new("title", false, "title", "subject", "标题", "主题", "留言主题"),
        new("user", false, "user", "reporter", "留言用户", "诉求人", "姓名"),
        new("answered_at", false, "answered_at", "答复时间", "办结时间"),
        new("answer", false, "answer", "答复", "答复意见", "办理结果"),
        new("category", false, "category", "service_code", "分类", "类别", "一级标签"),
        new("community", false, "community", "社区"),
        new("place", false, "place", "address", "地点", "地址"),
        new("lon", false, "lon", "long", "longitude", "经度"),
        new("lat", false, "lat", "latitude", "纬度"),
        new("rating", false, "rating", "评价", "满意度"),
    ];

    public static Command Build(GlobalOptions global)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV 或 XLSX · CSV or XLSX" };
        var map = new Option<string[]>("--map") { Description = "字段=表头，可多次 · field=Header, may be repeated" };
        var source = new Option<string?>("--source") { Description = "来源名称，默认文件名 · name of the other system; the file's name by default" };
        var community = new Option<string?>("--community") { Description = "没有位置的行归属的社区 · community of rows without a place" };
        var isPublic = new Option<bool>("--public") { Description = "邻居可见 · neighbours may see them" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不写入 · check only" };
        var command = new Command("cases", "导入事项，可重复运行 · cases; safe to repeat") { file, map, source, community, isPublic, dryRun };
        command.SetAction(async (line, cancel) =>
        {
            var input = line.GetValue(file)!;
            if (!input.Exists)
                throw new CommandFailedException($"没有这个文件 · there is no such file: {input.FullName}");
            var request = new ImportCases
            {
                Source = line.GetValue(source) ?? Path.GetFileNameWithoutExtension(input.Name),
                Community = line.GetValue(community),
                Public = line.GetValue(isPublic),
                DryRun = line.GetValue(dryRun),
            };
            return await Import(line, global, input, line.GetValue(map) ?? [], request, cancel);
        });
        return command;
    }

    private static async Task<int> Import(
        ParseResult line, GlobalOptions global, FileInfo input, string[] choices, ImportCases request, CancellationToken cancel)
    {
        using var table = Open(input);
        var map = MapColumns(table, choices);
        await using var session = await CommandSession.Open(line, global, cancel);
        var runner = session.Services.GetRequiredService<UseCaseRunner>();
        var refused = new List<RefusedRow>();
        var (added, known) = (0, 0);
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()).StartAsync(async progress =>
        {
            var rows = table.Rows().Select(r => Read(r, map, refused)).Where(r => r is not null).Select(r => r!).ToList();
            var bar = progress.AddTask(request.DryRun ? "检查 · checking" : "导入 · importing", maxValue: Math.Max(1, rows.Count));
            foreach (var batch in rows.Chunk(Batch))
            {
                var result = await runner.Run(request with { Rows = batch }, cancel);
                if (!result.Ok)
                    throw new CommandFailedException($"{result.Problem.Message.Zh} · {result.Problem.Message.En}");
                added += result.Value.Added;
                known += result.Value.AlreadyThere;
                refused.AddRange(result.Value.Refused);
                bar.Increment(batch.Length);
            }
        });

        Say.Line($"[green]✓[/] {(request.DryRun ? "可导入 · would add" : "新增 · added")} {added}，已有 · already there {known}，拒绝 · refused {refused.Count}");
        if (refused.Count > 0)
            Say.Line($"拒绝的行见 · refused rows are in {await WriteRefused(input, refused, cancel)}");
        return refused.Count == 0 ? 0 : 1;
    }

    private static TableReader Open(FileInfo input)
    {
        try
        {
            return TableReader.Open(input.OpenRead(), [.. Columns.SelectMany(c => c.Names)]);
        }
        catch (InvalidTableException e)
        {
            throw new CommandFailedException($"无法读取 · cannot be read: {e.Message}");
        }
    }

    private static ColumnMap MapColumns(TableReader table, string[] choices)
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in choices)
        {
            if (!ColumnMap.TryParseChoice(text, out var choice))
                throw new CommandFailedException($"--map {text}: 应为 字段=表头 · must be field=Header");
            chosen[choice.Key] = choice.Value;
        }

        var map = ColumnMap.Match(table.Headers, Columns, chosen);
        if (map.IsUsable)
            return map;
        var faults = map.Missing.Select(f => $"缺少列 · no column for '{f}'")
            .Concat(map.Ambiguous.Select(a => $"多列对应 · several columns for '{a.Key}': {string.Join(", ", a.Value)}"))
            .Concat(map.WrongChoices.Select(w => $"--map {w}: 没有这个字段或表头 · no such field or header"));
        throw new CommandFailedException(
            $"{string.Join("；", faults)}。表头 · headers: {string.Join(", ", table.Headers)}。用 --map 字段=表头 指定 · name them with --map field=Header.");
    }

    private static ImportedCase? Read(TableRow row, ColumnMap map, List<RefusedRow> refused)
    {
        var id = map.Get(row, "id").Trim();
        string? wrong = null;
        var received = Time(map, row, "received_at", ref wrong);
        var answered = Time(map, row, "answered_at", ref wrong);
        var lon = Number(map, row, "lon", ref wrong);
        var lat = Number(map, row, "lat", ref wrong);
        var rating = Number(map, row, "rating", ref wrong);
        if (wrong is not null)
        {
            refused.Add(new(row.Number, id, wrong, ($"“{wrong}”无法识别。", $"“{wrong}” cannot be read.")));
            return null;
        }

        return new(
            row.Number, id, map.Get(row, "text"), received, Optional(map, row, "title"), Optional(map, row, "user"), answered,
            Optional(map, row, "answer"), Optional(map, row, "category"), Optional(map, row, "community"), Optional(map, row, "place"),
            lon, lat, (int?)rating);
    }

    private static string? Optional(ColumnMap map, TableRow row, string field) =>
        map.TryGet(row, field, out var text) && !string.IsNullOrWhiteSpace(text) ? text : null;

    // Times without an offset are local times of Asia/Shanghai.
    private static DateTimeOffset? Time(ColumnMap map, TableRow row, string field, ref string? wrong)
    {
        if (Optional(map, row, field) is not { } text)
            return null;
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces, out var local)
            && local.Kind == DateTimeKind.Unspecified)
            return new DateTimeOffset(local, LocalTime.Offset);
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var instant))
            return instant;
        wrong = field;
        return null;
    }

    private static double? Number(ColumnMap map, TableRow row, string field, ref string? wrong)
    {
        if (Optional(map, row, field) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        wrong = field;
        return null;
    }

    private static async Task<string> WriteRefused(FileInfo input, List<RefusedRow> refused, CancellationToken cancel)
    {
        var path = Path.ChangeExtension(input.FullName, ".refused.csv");
        await using var file = File.Create(path);
        await using var writer = TableWriter.Csv(file);
        await writer.WriteHeaderAsync(["row", "id", "field", "原因", "reason"], cancel);
        foreach (var row in refused.OrderBy(r => r.Row))
            await writer.WriteRowAsync([row.Row, row.Id, row.Field, row.Reason.Zh, row.Reason.En], cancel);
        await writer.CompleteAsync(cancel);
        return path;
    }
}
