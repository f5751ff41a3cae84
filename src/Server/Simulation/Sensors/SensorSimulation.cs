using System.Diagnostics;
using System.Globalization;
using Linli.Platform.Time;

namespace Linli.Server.Simulation.Sensors;

/// <summary>What is asked for.</summary>
internal sealed record SensorWishes
{
    /// <summary>Address of the running demo.</summary>
    public required string Url { get; init; }

    /// <summary>Where it hears devices.</summary>
    public required LinePorts Ports { get; init; }

    /// <summary>The local day; the latest school day before today when left out.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>From what time of that day.</summary>
    public TimeOnly From { get; init; }

    /// <summary>Up to what time of that day, or the end of it.</summary>
    public TimeOnly? To { get; init; }

    /// <summary>Simulated seconds in a real one; 0 as fast as the server takes it.</summary>
    public double Speed { get; init; }

    /// <summary>Which part of the devices speaks.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The same seed, the same day.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What goes wrong.</summary>
    public IReadOnlyList<SensorFault> Faults { get; init; } = [];
}

/// <summary>How the day ended.</summary>
/// <param name="Date">Which day.</param>
/// <param name="Tally">What was sent and answered.</param>
/// <param name="Lines">What was looked up.</param>
/// <param name="Took">How long the day took in real time.</param>
internal sealed record SensorResult(DateOnly Date, SensorTally Tally, IReadOnlyList<CheckLine> Lines, TimeSpan Took)
{
    /// <summary>Whether everything that is judged adds up.</summary>
    public bool Agrees => Lines.All(l => l.Agrees != false);
}

/// <summary>Lives the sensor day of the town through the server's real ways in, and looks up at its end whether everything is there.</summary>
internal sealed class SensorSimulation(SensorWishes wishes, string samples, TimeProvider time)
{
    private const int Connections = 64;
    private static readonly TimeSpan KeyLives = TimeSpan.FromDays(2);
    private SensorDayRun? run;

    /// <summary>What was sent and answered so far.</summary>
    public SensorTally Tally { get; } = new();

    /// <summary>Up to when the day is lived; <c>null</c> before it begins.</summary>
    public DateTimeOffset? Now => run?.Now;

    /// <summary>Lives it.</summary>
    /// <param name="tell">Hears what is going on.</param>
    /// <param name="cancel">Ends the day early; what was sent is looked up all the same.</param>
    /// <exception cref="CommandFailure">The day could not begin or the server went away.</exception>
    public async Task<SensorResult> Run(Action<string> tell, CancellationToken cancel)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = new(wishes.Url), Timeout = TimeSpan.FromSeconds(60) };
        using var api = new LinliApi(new() { BaseAddress = new(wishes.Url), Timeout = TimeSpan.FromSeconds(120) }, new(), time);
        var town = new SensorTown(api, samples);
        var check = new SensorCheck(api, http, town, time);
        await Reach(http, cancel);
        var date = wishes.Date ?? town.LastSchoolDay(LocalTime.Today(time));
        var (added, there) = await town.Enter(wishes.Scale, cancel);
        tell($"设备 · devices: {added} 新增 · added, {there} 已有 · there");
        var (families, route) = (await town.Families(cancel), SchoolRoute.Read(samples));
        var cards = (await town.Cards(wishes.Scale, cancel)).OrderByDescending(c => families.ContainsKey(SensorFleet.CardOf(c))).ToList();
        tell($"学生卡 · student cards: {cards.Count}");
        await town.Guard(route, cancel);
        var day = new SensorDay(date, wishes.Seed, wishes.Scale, route, cards, town.IsSchoolDay(date));
        var (key, plan) = (await town.GatewayKey(time.GetUtcNow() + KeyLives, cancel), Plan(day));
        await check.Begin(cancel);

        var began = Stopwatch.GetTimestamp();
        var way = new HttpWay(http, key.Key, Tally, time);
        var lines = new List<CheckLine>();
        TimeSpan took;
        await using (var open = new LineWay(wishes.Ports, Tally, time))
        {
            run = new(day, plan, way, open, time) { OfflineGate = wishes.Faults.Contains(SensorFault.OfflineGate) };
            var living = run.Run(cancel);
            var faults = new SensorFaults(way, wishes.Ports, api, town, route, day, time);
            foreach (var fault in wishes.Faults.Where(f => f != SensorFault.OfflineGate))
                lines.Add(await faults.Try(fault, cancel));
            await living;
            took = Stopwatch.GetElapsedTime(began);
            if (run.OfflineGate)
                lines.Add(new("故障 · fault " + SensorFaults.NameOf(SensorFault.OfflineGate), "> 0", run.KeptOffline.ToString(CultureInfo.InvariantCulture) + " 补传 · sent later", run.KeptOffline > 0));

            // Before the lines are cut: panels that go are alarms of their own.
            lines.InsertRange(0, await check.Readings(Tally, CancellationToken.None));
            lines.AddRange(await check.Alarms([.. day.Incidents.Where(i => i.From >= plan.From && i.Until < run.Now)], CancellationToken.None));
            lines.AddRange(await new SensorTold(api, town.Operator, time).Of(check.Exits, families, run.Heard, CancellationToken.None));
        }

        await town.EndKey(key.Id, CancellationToken.None);
        return new(date, Tally, lines, took);
    }

    private SensorPlan Plan(SensorDay day)
    {
        var from = day.Start + wishes.From.ToTimeSpan();
        var to = wishes.To is { } end ? day.Start + end.ToTimeSpan() : day.End;

        // Nothing that lies in the future can be true: as fast as it goes, a day that is not over is lived up to now.
        var now = time.GetUtcNow();
        if (wishes.Speed <= 0 && to > now)
            to = new DateTimeOffset(now.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        return from < to ? new(wishes.Scale, wishes.Speed, from, to)
            : throw new CommandFailure("这段时间还没有到，或没有长度：请改 --date、--from、--to。 · That part of the day has not come yet, or is empty: change --date, --from or --to.");
    }

    private async Task Reach(HttpClient http, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync("/healthz", cancel);
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailure($"{wishes.Url} 没有回答：先运行 linli serve。 · {wishes.Url} does not answer: run linli serve first. {e.Message}");
        }
    }
}
