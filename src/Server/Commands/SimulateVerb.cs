using System.CommandLine;
using System.Globalization;
using Linli.Server.Simulation;
using Spectre.Console;

namespace Linli.Server.Commands;

/// <summary><c>linli simulate</c>: residents, the desk, crews and stewards live the day of the demo through the public API.</summary>
internal sealed class SimulateVerb : IVerb
{
    private readonly Option<string> url = new("--url")
    {
        Description = "演示服务的地址 · address of a running demo", HelpName = "URL", DefaultValueFactory = _ => ServerOptions.DefaultUrls,
    };

    private readonly Option<double> speed = new("--speed")
    {
        Description = "倍速：一秒当几秒 · virtual seconds in a real one", DefaultValueFactory = _ => 30,
    };

    private readonly Option<double> hours = new("--hours") { Description = "模拟几小时 · virtual hours to live", DefaultValueFactory = _ => 4 };

    private readonly Option<int> seed = new("--seed") { Description = "随机种子 · the same seed, the same chances", DefaultValueFactory = _ => 1 };

    public Command Build(GlobalOptions global)
    {
        var command = new Command("simulate", "让演示社区动起来 · bring a running demo to life through its public API") { url, speed, hours, seed };
        command.Validators.Add(result =>
        {
            if (result.GetValue(speed) is < 1 or > 3600)
                result.AddError("--speed: 1–3600");
            if (result.GetValue(seed) < 0)
                result.AddError("--seed: 0–");
            if (result.GetValue(hours) is <= 0 or > 168)
                result.AddError("--hours: 0–168");
            if (!Uri.TryCreate(result.GetValue(url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                result.AddError("--url: http://…");
        });
        command.SetAction((line, cancel) => Run(
            line.GetValue(url)!, new(line.GetValue(speed), line.GetValue(hours), line.GetValue(seed)), cancel));
        return command;
    }

    private static async Task<int> Run(string url, SimulationPlan plan, CancellationToken cancel)
    {
        var samples = Samples.Folder() ?? throw new CommandFailedException("找不到 samples/hefengli。 · samples/hefengli is not beside the program.");
        var town = SimulatedTown.Read(samples, plan.Seed);
        var time = TimeProvider.System;
        var tally = new Tally();
        using var api = new LinliApi(new() { BaseAddress = new(url), Timeout = TimeSpan.FromSeconds(30) }, tally, time);
        var day = new SimulatedDay(api, town, plan.Seed, time.GetUtcNow(), time);
        var reconciliation = new Reconciliation(api, town, time);
        await reconciliation.Begin(cancel);
        if (tally.Broken > 0)
            throw new CommandFailedException($"{url} 没有回答：先运行 linli serve。 · {url} does not answer: run linli serve first. {Why(tally)}");
        if (town.Dispatchers[0].Token is null)
            throw new CommandFailedException($"{url} 不是演示社区，演示账号登录不了。 · {url} is not the demo: its accounts cannot sign in. {Why(tally)}");

        var kindness = new Kindness(api, town);
        await kindness.Begin(cancel);
        var meals = new MealReckoning(api, town, time);
        await meals.Begin(cancel);
        var simulator = new Simulator(plan, day, [.. Actors, new Volunteers(stepsAnHour: 40, kindness, time), new WishGranters(claimsADay: 60, kindness)]);
        await Show(simulator, day, tally, simulator.Run(cancel));
        var (agrees, lines) = await reconciliation.End(day.Reported, CancellationToken.None);
        var (kind, kindLines) = await kindness.End(CancellationToken.None);
        var (paid, deals) = await new DealReckoning(api).Check(day.Deals, CancellationToken.None);
        agrees = agrees && kind && paid;
        foreach (var text in lines.Concat(kindLines).Concat(deals))
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{text}");
        var (eaten, mealLine) = await meals.End(day.Deals, CancellationToken.None);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{mealLine}");
        var (kitchen, line) = await new KitchenCheck(api, town, time).End(day.Kitchen, CancellationToken.None);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{line}");
        agrees = agrees && eaten && kitchen;
        AnsiConsole.MarkupLine(agrees ? "[green]✓ 对上了 · it adds up[/]" : "[red]✗ 对不上 · it does not add up[/]");
        return agrees && tally.Broken == 0 ? 0 : 1;
    }

    private static string Why(Tally tally) => tally.Faults is [var first, ..] ? first : "";

    private static readonly IReadOnlyList<IActor> Actors =
    [
        new Reporters(reportsADay: 60), new Judges(answersAnHour: 20), new DeskClerks(actsAnHour: 40),
        new Handlers(actsAnHour: 60, t => t.Crews), new Handlers(actsAnHour: 20, t => t.Stewards),
        new Diners(mealsADay: 760), new MachineBuyers(purchasesADay: 430), new Shoppers(ordersADay: 300), new PointsSpenders(redemptionsADay: 220), new PointsEarners(actsADay: 300),
        new VillageOrders(actsAnHour: 20), new KitchenShift(actsAnHour: 30),
    ];

    // A screen that can be redrawn shows the table all the time, anything else once, at the end.
    private static async Task Show(Simulator simulator, SimulatedDay day, Tally tally, Task life)
    {
        if (AnsiConsole.Profile.Capabilities.Ansi && AnsiConsole.Profile.Out.IsTerminal)
            await AnsiConsole.Live(Draw(simulator, day, tally)).StartAsync(async screen =>
            {
                while (await Task.WhenAny(life, Task.Delay(500)) != life)
                    screen.UpdateTarget(Draw(simulator, day, tally));
            });
        await life;
        AnsiConsole.Write(Draw(simulator, day, tally));
        foreach (var fault in tally.Faults)
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{fault}[/]");
    }

    private static Table Draw(Simulator simulator, SimulatedDay day, Tally tally)
    {
        var table = new Table().RoundedBorder()
            .Title(string.Create(CultureInfo.InvariantCulture, $"{Platform.Time.LocalTime.ToLocal(day.Now):ddd HH:mm}  +{simulator.Passed:h\\:mm}"))
            .AddColumn("步骤 step").AddColumn(new TableColumn("成功 done").RightAligned()).AddColumn(new TableColumn("拒绝 refused").RightAligned())
            .AddColumn(new TableColumn("失败 failed").RightAligned()).AddColumn(new TableColumn("p50 ms").RightAligned()).AddColumn(new TableColumn("p95 ms").RightAligned());
        foreach (var (step, line) in tally.Lines)
            table.AddRow(Markup.Escape(step), Number(line.Done), Number(line.Refused), line.Failed == 0 ? "0" : $"[red]{line.Failed}[/]",
                line.Percentile(0.5).ToString("0.0", CultureInfo.InvariantCulture), line.Percentile(0.95).ToString("0.0", CultureInfo.InvariantCulture));
        return table;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
