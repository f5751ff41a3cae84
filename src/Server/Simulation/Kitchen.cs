using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Linli.Platform.Time;

namespace Linli.Server.Simulation;

/// <summary>A village of the demo with the clerk who orders and receives for it.</summary>
internal sealed record SimulatedVillage(string Code, Player Clerk);

/// <summary>What the simulated kitchen did, to be held against what the API says of it.</summary>
internal sealed class KitchenDiary
{
    /// <summary>Head counts that were accepted last, by village and day.</summary>
    public ConcurrentDictionary<(string Village, string Day), int> Ordered { get; } = new();

    /// <summary>Boxes handed over, by village.</summary>
    public ConcurrentDictionary<string, int> Handed { get; } = new();
}

/// <summary>Clerks of villages order for a day whose orders are open, and change their minds (村社订餐).</summary>
internal sealed class VillageOrders(double actsAnHour) : IActor
{
    public double PerHour(int hour) => hour is >= 7 and < 20 ? actsAnHour : 0;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var village = day.Of(day.Town.Villages);
        if (!await village.Clerk.Turn.WaitAsync(0, cancel))
            return;
        try
        {
            // The clock of the server counts: the day after tomorrow is open whatever time it is there.
            var date = Iso(LocalTime.DateOf(day.ServerNow).AddDays(2));
            if (await day.Api.Get(village.Clerk, "village", $"/api/v1/kitchen/villages/{village.Code}/days/{date}", cancel) is not { } seen || seen.Flag("closed") || !seen.Flag("hasMenu"))
                return;
            var lines = seen.List("heads").Select(h => new { set = h.Text("set"), diet = h.Text("diet"), age = h.Text("age"), count = Math.Max(0, (int)h.Number("count") + (day.Chance() < 0.5 ? 1 : -1)) }).ToList();
            if (lines.Count == 0)
                return;
            var placed = await day.Api.Put(village.Clerk, "village order", $"/api/v1/kitchen/villages/{village.Code}/orders/{date}", new { lines, idempotencyKey = string.Create(CultureInfo.InvariantCulture, $"sim-{village.Code}-{day.Now.Ticks}-{day.Chance()}") }, cancel);
            if (placed is { } order)
                day.Kitchen.Ordered[(village.Code, date)] = (int)order.Number("heads");
        }
        finally
        {
            village.Clerk.Turn.Release();
        }
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>
/// The kitchen's day, one step at a time as the board stands (中央厨房): samples, loading plan, departures; drivers hand over village by
/// village and the clerks count what came.
/// </summary>
internal sealed class KitchenShift(double actsAnHour) : IActor
{
    private static readonly string[] Flexible = ["V4", "V5"];

    public double PerHour(int hour) => actsAnHour;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var cook = day.Town.Cook;
        if (!await cook.Turn.WaitAsync(0, cancel))
            return;
        try
        {
            var date = VillageOrders.Iso(LocalTime.DateOf(day.ServerNow));
            if (await day.Api.Get(cook, "kitchen board", $"/api/v1/kitchen/days/{date}", cancel) is { } board)
                await (board.Text("stage") switch
                {
                    "production" => Produce(day, cook, date, cancel),
                    "loading" or "underWay" => Drive(day, cook, board, date, cancel),
                    _ => Task.CompletedTask,
                });
        }
        finally
        {
            cook.Turn.Release();
        }
    }

    private static async Task Produce(SimulatedDay day, Player cook, string date, CancellationToken cancel)
    {
        if (await Sampled(day, cook, date, cancel))
            await day.Api.Put(cook, "loading plan", $"/api/v1/kitchen/days/{date}/loading", new { flexible = Flexible }, cancel);
    }

    private static async Task<bool> Sampled(SimulatedDay day, Player cook, string date, CancellationToken cancel)
    {
        if (await day.Api.Get(cook, "sheet", $"/api/v1/kitchen/sheets/{date}", cancel) is not { } sheet)
            return false;
        var kept = sheet.List("samples").Select(s => s.Text("dish")).ToHashSet(StringComparer.Ordinal);
        foreach (var dish in sheet.List("dishes").Select(d => d.Text("code")).Where(d => !kept.Contains(d)))
            await day.Api.Post(cook, "sample", $"/api/v1/kitchen/days/{date}/samples/{dish}", new { grams = 126 + (int)(day.Chance() * 12), place = "留样柜 2 层" }, cancel);
        return true;
    }

    // One thing of one van: it leaves, or its next village gets its boxes.
    private static async Task Drive(SimulatedDay day, Player cook, JsonElement board, string date, CancellationToken cancel)
    {
        var runs = board.List("runs").Where(r => r.Text("state") is "planned" or "underWay" && r.List("stops").Any()).ToList();
        if (runs.Count == 0)
            return;
        var run = day.Of(runs);
        if (run.Text("state") == "planned")
        {
            await Sampled(day, cook, date, cancel);
            var loaded = run.List("stops").Select(s => new { village = s.Text("village"), boxes = s.Number("boxes") }).ToList();
            await day.Api.Post(cook, "depart", $"/api/v1/kitchen/runs/{run.Text("id")}/depart", new { temperature = 70, loaded }, cancel);
            return;
        }

        if (run.List("stops").FirstOrDefault(s => s.Text("handedAt").Length == 0) is { ValueKind: JsonValueKind.Object } stop)
            await HandOver(day, day.Town.Drivers.FirstOrDefault(d => d.Name == run.Text("driver")) ?? cook, run, stop, cancel);
    }

    private static async Task HandOver(SimulatedDay day, Player driver, JsonElement run, JsonElement stop, CancellationToken cancel)
    {
        var (id, boxes, village) = (stop.Text("id"), (int)stop.Number("boxes"), stop.Text("village"));
        await day.Api.Post(driver, "arrive", $"/api/v1/kitchen/stops/{id}/arrive", new { }, cancel);

        // Whoever plays the day at another time than noon comes after the time on the label, and says what was done.
        var late = DateTimeOffset.TryParse(run.Text("eatBy"), CultureInfo.InvariantCulture, out var eatBy) && day.ServerNow > eatBy;
        var handed = await day.Api.Post(driver, "hand-over", $"/api/v1/kitchen/stops/{id}/hand-over", new
        {
            boxes,
            temperature = 61 + (int)(day.Chance() * 8),
            remedy = late ? "村里蒸箱加热到 75 ℃ 后分餐" : null,
            idempotencyKey = $"sim-{id}",
        }, cancel);
        if (handed is null)
            return;
        day.Kitchen.Handed[village] = boxes;
        if (day.Town.Villages.FirstOrDefault(v => v.Code == village) is { } known)
            await day.Api.Post(known.Clerk, "confirm boxes", $"/api/v1/kitchen/stops/{id}/confirm", new { boxes }, cancel);
    }
}

/// <summary>
/// Whether the kitchen's numbers agree: every village has on the sheet what is on the board, no van carries more than it takes, nobody
/// got more than was loaded, and what was ordered and handed over in this run is what the API says of it.
/// </summary>
internal sealed class KitchenCheck(LinliApi api, SimulatedTown town, TimeProvider time)
{
    public async Task<(bool Agrees, string Line)> End(KitchenDiary diary, CancellationToken cancel)
    {
        var date = VillageOrders.Iso(LocalTime.Today(time));
        if (await api.Get(town.Cook, "count", $"/api/v1/kitchen/days/{date}", cancel) is not { } board)
            return (diary.Handed.IsEmpty && diary.Ordered.IsEmpty, "厨房看板没有回答 · the kitchen's board did not answer");
        var faults = new List<string>();
        var stops = board.List("runs").SelectMany(r => r.List("stops")).ToList();
        if (board.Number("boxes") != board.List("villages").Sum(v => v.Number("boxes")))
            faults.Add("boxes ≠ Σ villages");
        if (await api.Get(town.Cook, "count", $"/api/v1/kitchen/sheets/{date}", cancel) is { } sheet && sheet.Number("boxes") != board.Number("boxes"))
            faults.Add("sheet ≠ board");
        faults.AddRange(board.List("runs").Where(r => r.List("stops").Sum(s => s.Number("boxes")) > r.Number("capacity")).Select(r => $"{r.Text("van")} overloaded"));
        faults.AddRange(stops.Where(s => s.Number("handedBoxes") > s.Number("boxes")).Select(s => $"{s.Text("village")} got more than was loaded"));
        if (board.Number("handed") != stops.Sum(s => s.Number("handedBoxes")))
            faults.Add("handed ≠ Σ stops");
        faults.AddRange(diary.Handed.Where(h => stops.FirstOrDefault(s => s.Text("village") == h.Key) is var s && (s.ValueKind != JsonValueKind.Object || s.Number("handedBoxes") != h.Value)).Select(h => $"{h.Key}: {h.Value} handed over"));
        foreach (var ((village, day), heads) in diary.Ordered)
            if (await api.Get(town.Villages.First(v => v.Code == village).Clerk, "count", $"/api/v1/kitchen/villages/{village}/days/{day}", cancel) is not { } seen || seen.List("heads").Sum(h => h.Number("count")) != heads)
                faults.Add($"{village} {day}: {heads} ordered");
        var line = string.Create(CultureInfo.InvariantCulture, $"厨房 kitchen: {board.Number("boxes")} 份 boxes, {board.Number("handed")} 份交接 handed over, 本次 in this run {diary.Ordered.Count} 单 orders, {diary.Handed.Count} 村 villages");
        return (faults.Count == 0, faults.Count == 0 ? line : $"{line} ✗ {string.Join("; ", faults)}");
    }
}
