using System.CommandLine;
using System.Globalization;
using Linli.Gb26875;
using Linli.Hj212;
using Linli.Jt808;
using Linli.Mqtt;
using Linli.Server.Simulation.Sensors;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary><c>linli simulate-sensors</c>: every sensor of 20,000 households lives its day through the real ways in, with faults, and what was sent is looked up at the end.</summary>
internal sealed class SimulateSensorsVerb : IVerb
{
    private readonly Option<string> url = new("--url")
    {
        Description = "演示服务的地址 · address of a running demo", HelpName = "URL", DefaultValueFactory = _ => ServerOptions.DefaultUrls,
    };

    private readonly Option<string?> date = new("--date") { Description = "哪一天；默认最近一个已过去的上学日 · which day; the latest school day that is over", HelpName = "YYYY-MM-DD" };

    private readonly Option<string> from = new("--from") { Description = "从几点 · from what time", HelpName = "HH:mm", DefaultValueFactory = _ => "00:00" };

    private readonly Option<string?> to = new("--to") { Description = "到几点 · up to what time", HelpName = "HH:mm" };

    private readonly Option<double> speed = new("--speed")
    {
        Description = "倍速：一秒当几秒；0 为服务器能收多快就多快 · simulated seconds in a real one; 0 as fast as the server takes it", DefaultValueFactory = _ => 0,
    };

    private readonly Option<double> scale = new("--scale") { Description = "设备数量的几分之几 · which part of the devices", DefaultValueFactory = _ => 1 };

    private readonly Option<int> seed = new("--seed") { Description = "随机种子 · the same seed, the same day", DefaultValueFactory = _ => 1 };

    private readonly Option<string> faults = new("--faults")
    {
        Description = "故障：all、none 或列表 · what goes wrong: all, none, or a list of " + string.Join(' ', Enum.GetValues<SensorFault>().Select(SensorFaults.NameOf)),
        HelpName = "LIST", DefaultValueFactory = _ => "none",
    };

    private readonly Option<int> mqtt = Port("--mqtt-port", MqttModule.Port);
    private readonly Option<int> jt808 = Port("--jt808-port", Jt808Module.Port);
    private readonly Option<int> gb26875 = Port("--gb26875-port", Gb26875Module.Port);
    private readonly Option<int> hj212 = Port("--hj212-port", Hj212Module.Port);

    public Command Build(GlobalOptions global)
    {
        var command = new Command("simulate-sensors", "让两万户的传感器过一天 · the sensors of 20,000 households live their day through the real ways in")
        {
            url, date, from, to, speed, scale, seed, faults, mqtt, jt808, gb26875, hj212,
        };
        command.Validators.Add(Validate);
        command.SetAction((line, cancel) => Run(Wishes(line), cancel));
        return command;
    }

    private void Validate(System.CommandLine.Parsing.CommandResult result)
    {
        // What was not said has no value yet, and its default is right.
        bool Said(Option option) => result.GetResult(option) is { Implicit: false };
        if (Said(speed) && result.GetValue(speed) is < 0 or > 3600 or double.NaN)
            result.AddError("--speed: 0–3600");
        if (Said(scale) && result.GetValue(scale) is not (> 0 and <= 1))
            result.AddError("--scale: 0.001–1");
        if (Said(seed) && result.GetValue(seed) < 0)
            result.AddError("--seed: 0–");
        if (Said(url) && (!Uri.TryCreate(result.GetValue(url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
            result.AddError("--url: http://…");
        if (result.GetValue(date) is { } day && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            result.AddError($"--date {day}: 2026-11-23");
        foreach (var (name, text) in new[] { ("--from", result.GetValue(from)), ("--to", result.GetValue(to)) })
            if (text is not null && !Time(text, out _))
                result.AddError($"{name} {text}: 16:20");
        if (Said(faults) && SensorFaults.Read(result.GetValue(faults)!) is (_, { } unknown))
            result.AddError($"--faults {unknown}: all、none、{string.Join('、', Enum.GetValues<SensorFault>().Select(SensorFaults.NameOf))}");
        foreach (var port in new[] { mqtt, jt808, gb26875, hj212 })
            if (Said(port) && result.GetValue(port) is < 1 or > 65535)
                result.AddError($"{port.Name}: 1–65535");
    }

    private SensorWishes Wishes(ParseResult line) => new()
    {
        Url = line.GetValue(url)!,
        Ports = new(new Uri(line.GetValue(url)!).Host, line.GetValue(mqtt), line.GetValue(jt808), line.GetValue(gb26875), line.GetValue(hj212)),
        Date = line.GetValue(date) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        From = Time(line.GetValue(from)!, out var begin) ? begin : default,
        To = line.GetValue(to) is { } until && Time(until, out var end) ? end : null,
        Speed = line.GetValue(speed), Scale = line.GetValue(scale), Seed = line.GetValue(seed), Faults = SensorFaults.Read(line.GetValue(faults)!).Faults,
    };

    private static async Task<int> Run(SensorWishes wishes, CancellationToken cancel)
    {
        var samples = Samples.Folder() ?? throw new CommandFailedException("找不到 samples/hefengli。 · samples/hefengli is not beside the program.");
        var simulation = new SensorSimulation(wishes, samples, TimeProvider.System);
        try
        {
            using var ended = new CancellationTokenSource();
            var progress = Progress(simulation, ended.Token);
            var result = await simulation.Run(text => Say.Line($"{text}"), cancel);
            await ended.CancelAsync();
            await progress;
            Show(result);
            return result.Agrees ? 0 : 1;
        }
        catch (CommandFailure e)
        {
            throw new CommandFailedException(e.Message);
        }
    }

    private static async Task Progress(SensorSimulation simulation, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (simulation.Now is { } now && !ended.IsCancellationRequested)
                Say.Line($"[grey]{Platform.Time.LocalTime.ToLocal(now):HH:mm} {Number(simulation.Tally.Sent)}[/]");
        }
    }

    private static void Show(SensorResult result)
    {
        var table = new Table().RoundedBorder().Title(result.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        table.AddColumn("数据流 stream");
        foreach (var column in new[] { "发出 sent", "接收 accepted", "已有 known", "拒绝 refused", "重发 again" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var (stream, line) in result.Tally.Lines)
            table.AddRow(stream, Number(line.Sent), Number(line.Accepted), Number(line.Repeated), Number(line.Refused), Number(line.Again));
        table.AddRow("[bold]Σ[/]", Number(result.Tally.Sent), Number(result.Tally.Accepted), Number(result.Tally.Repeated), Number(result.Tally.Refused), "");
        AnsiConsole.Write(table);
        foreach (var (reason, count) in result.Tally.Reasons)
            Say.Line($"[grey]{reason}: {Number(count)}[/]");
        var checks = new Table().RoundedBorder().AddColumn("核对 check").AddColumn("应为 wanted").AddColumn("实际 found").AddColumn("");
        foreach (var check in result.Lines)
            checks.AddRow(Markup.Escape(check.What), Markup.Escape(check.Wanted), Markup.Escape(check.Found), check.Agrees switch { true => "[green]✓[/]", false => "[red]✗[/]", null => "" });
        AnsiConsole.Write(checks);
        Say.Line($"{result.Took.TotalSeconds:0.0} s，{Number((long)(result.Tally.Sent / Math.Max(0.001, result.Took.TotalSeconds)))}/s");
        AnsiConsole.MarkupLine(result.Agrees ? "[green]✓ 对上了 · it adds up[/]" : "[red]✗ 对不上 · it does not add up[/]");
    }

    private static Option<int> Port(string name, int usual) => new(name) { HelpName = "PORT", DefaultValueFactory = _ => usual };

    private static bool Time(string text, out TimeOnly time) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
