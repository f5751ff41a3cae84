using System.CommandLine;
using System.Globalization;
using Linli.People;
using Linli.Platform.Results;
using Linli.Platform.Tables;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary><c>linli import people FILE</c>: the register from CSV or XLSX.</summary>
internal static class ImportPeopleCommand
{
    public static Command Build(GlobalOptions global)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV 或 XLSX · CSV or XLSX" };
        var map = new Option<string[]>("--map") { Description = "字段=表头，可多次 · field=Header, may be repeated" };
        var compound = new Option<string?>("--compound") { Description = "没有小区的行所属小区的代码 · code of the compound of rows that name none" };
        var decide = new Option<string[]>("--on-conflict")
        {
            Description = "与名册不一致时：keep、replace 或 skip，或 类别=…（name phone birth owner relation） · where file and register differ: keep, replace or skip, or kind=…",
        };
        var leases = new Option<string>("--no-lease-end")
        {
            Description = "没有租期的租户：skip（默认，不导入）、unknown（先登记，列入待核实）或截止日 2027-08-31 · tenants without a lease end: skip (default), unknown (entered, to be asked), or a last day",
            DefaultValueFactory = _ => "skip",
        };
        var heads = new Option<HeadsOfHouseholds>("--heads")
        {
            Description = "没有写明的户主：owner 业主（默认）、family 只登记为住户、leaveout 不导入 · heads of households of whom nothing is said: owner (default), family, leaveout",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "只检查，不写入 · check only" };
        var command = new Command("people", "导入居民名册，可重复运行 · the register of residents; safe to repeat") { file, map, compound, decide, leases, heads, dryRun };
        command.SetAction(async (line, cancel) => await Import(
            line, global, Existing(line.GetValue(file)!),
            new RegisterImportOptions
            {
                Columns = Choices(line.GetValue(map) ?? []),
                Compound = line.GetValue(compound),
                Decisions = Decisions(line.GetValue(decide) ?? []),
                LeasesUnknown = line.GetValue(leases) == "unknown",
                LeasesUntil = LeasesUntil(line.GetValue(leases)!),
                Heads = line.GetValue(heads),
                DryRun = line.GetValue(dryRun),
            },
            cancel));
        return command;
    }

    /// <summary>The file, which must be there.</summary>
    public static FileInfo Existing(FileInfo input) => input.Exists
        ? input
        : throw new CommandFailedException($"没有这个文件 · there is no such file: {input.FullName}");

    /// <summary>Columns as they were chosen with <c>--map</c>.</summary>
    public static Dictionary<string, string> Choices(string[] texts)
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (!ColumnMap.TryParseChoice(text, out var choice))
                throw new CommandFailedException($"--map {text}: 应为 字段=表头 · must be field=Header");
            chosen[choice.Key] = choice.Value;
        }

        return chosen;
    }

    /// <summary>Why it could not be done, in both languages.</summary>
    public static CommandFailedException Failed(IEnumerable<Problem> problems) =>
        new(string.Join(Environment.NewLine, problems.Select(p => $"{p.Message.Zh} · {p.Message.En}")));

    /// <summary>Keeps the rows that were left out beside the file.</summary>
    public static async Task WriteRefused(FileInfo input, byte[]? refused, CancellationToken cancel)
    {
        if (refused is null)
            return;
        var path = Path.ChangeExtension(input.FullName, ".refused.xlsx");
        await File.WriteAllBytesAsync(path, refused, cancel);
        Say.Line($"拒绝的行见 · refused rows are in {path}");
    }

    private static DateOnly? LeasesUntil(string text) => text is "skip" or "unknown" ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new CommandFailedException($"--no-lease-end {text}: skip、unknown 或 2027-08-31 · skip, unknown or 2027-08-31");

    private static Dictionary<string, string> Decisions(string[] texts)
    {
        var decisions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts)
            if (text.Split('=') is [var kind, var verdict])
                decisions[kind] = verdict;
            else
                foreach (var all in (string[])["name", "phone", "birth", "owner", "relation"])
                    decisions.TryAdd(all, text);
        return decisions;
    }

    private static async Task<int> Import(ParseResult line, GlobalOptions global, FileInfo input, RegisterImportOptions options, CancellationToken cancel)
    {
        await using var session = await CommandSession.Open(line, global, cancel);
        var import = session.Services.GetRequiredService<IRegisterImport>();
        await using var file = input.OpenRead();
        var result = await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new SpinnerColumn(), new ElapsedTimeColumn()).StartAsync(progress =>
        {
            var bar = progress.AddTask("读取 · reading").IsIndeterminate();
            return import.Import(file, options, rows => bar.Description = $"读取 · reading {rows}", cancel);
        });
        if (!result.Ok)
            throw Failed(result.Problems);
        var done = result.Value;
        if (done.Undecided.Count > 0 && !options.DryRun)
            throw new CommandFailedException(
                $"与名册不一致，没有写入：{Counted(done)}。用 --on-conflict 决定。 · The file contradicts the register and nothing was written: decide with --on-conflict.");
        Say.Line($"[green]✓[/] {(options.DryRun ? "可导入 · would add" : "新增 · added")} {done.NewPeople} 人 · people，{done.NewTies} 条住房关系 · ties；补全 · completed {done.ChangedPeople}");
        Say.Line($"已有 · already there {done.Unchanged}；重复 · repeated {done.Repeated}；拒绝 · refused {done.Refused}");
        if (done.OpenLeases > 0)
            Say.Line($"没有租期的租户 · tenants without a lease end: {done.OpenLeases}（--no-lease-end）");
        if (done.Heads > 0)
            Say.Line($"没有写明是否业主的户主 · heads of whom it is not said whether they own the home: {done.Heads}（--heads {options.Heads.ToString().ToLowerInvariant()}）");
        if (done.Undecided.Count > 0)
            Say.Line($"与名册不一致 · contradicts the register: {Counted(done)}");
        await WriteRefused(input, done.RefusedFile, cancel);
        return done.Refused == 0 ? 0 : 1;
    }

    private static string Counted(RegisterImported done) => string.Join(", ", done.Undecided.Select(c => $"{c.Key} {c.Value}"));
}
