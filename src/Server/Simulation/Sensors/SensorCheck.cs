using System.Globalization;
using System.Text.Json;

namespace Linli.Server.Simulation.Sensors;

/// <summary>A line of what was looked up at the end.</summary>
/// <param name="What">What was compared.</param>
/// <param name="Wanted">What it should be.</param>
/// <param name="Found">What it is.</param>
/// <param name="Agrees">Whether it adds up; <c>null</c> for what is told and not judged.</param>
internal sealed record CheckLine(string What, string Wanted, string Found, bool? Agrees);

/// <summary>An alarm as it was looked up.</summary>
/// <param name="Device">Name of its device.</param>
/// <param name="At">Each time its cause came true by the device's clock, UTC: what nobody has closed comes back as the same alarm.</param>
/// <param name="Sheet">All that is known of it.</param>
internal sealed record AlarmFound(string Device, IReadOnlyList<DateTimeOffset> At, JsonElement Sheet);

/// <summary>
/// Looks up whether the day adds up: whatever was sent was accepted, known or refused with a reason; whatever was accepted was stored; each
/// incident became one alarm, or the return of one that nobody has closed.
/// </summary>
internal sealed class SensorCheck(LinliApi api, HttpClient http, SensorTown town, TimeProvider time)
{
    private const int Page = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly List<(SensorIncident Incident, AlarmFound Alarm)> exits = [];
    private Dictionary<string, double> before = [];

    /// <summary>The children that left the path, with the alarm of each, once alarms were compared.</summary>
    public IReadOnlyList<(SensorIncident Incident, AlarmFound Alarm)> Exits => exits;

    /// <summary>Notes where the server's own counters stand.</summary>
    /// <exception cref="CommandFailure">They cannot be read from here.</exception>
    public async Task Begin(CancellationToken cancel)
    {
        await Settled(cancel);
        before = await Metrics(cancel);
    }

    /// <summary>Compares what was sent with what the server answered and stored.</summary>
    public async Task<IReadOnlyList<CheckLine>> Readings(SensorTally tally, CancellationToken cancel)
    {
        var answered = tally.Accepted + tally.Repeated + tally.Refused;
        var lines = new List<CheckLine> { new("发出 = 接收 + 已有 + 拒绝 · sent = accepted + known + refused", Text(tally.Sent), Text(answered), tally.Sent == answered) };
        await Settled(cancel);
        var now = await Metrics(cancel);
        double Grew(string name) => now.GetValueOrDefault(name) - before.GetValueOrDefault(name);
        if (before.Any(b => b.Key.EndsWith("_total", StringComparison.Ordinal) && now.GetValueOrDefault(b.Key) < b.Value))
        {
            lines.Add(new("接收 = 入库 · accepted = stored", "", "服务器重启过，计数从头开始 · the server was started anew, and its counters with it", null));
            return lines;
        }

        var (accepted, stored) = (Grew("linli_sensing_accepted_total"), Grew("linli_sensing_stored_total"));
        lines.Add(new("接收 = 入库 · accepted = stored", Text(accepted), Text(stored), accepted == stored));
        lines.Add(new("晚到（已存） · late, stored", "", Text(Grew("linli_sensing_late_total")), null));
        lines.Add(new("未持久前退回（已重发） · turned away, sent again", "", Text(Grew("linli_sensing_busy_total")), null));
        return lines;
    }

    /// <summary>Compares incidents with alarms: none lost, none doubled.</summary>
    public async Task<IReadOnlyList<CheckLine>> Alarms(IReadOnlyCollection<SensorIncident> incidents, CancellationToken cancel)
    {
        var lines = new List<CheckLine>();
        foreach (var rule in incidents.GroupBy(i => i.Rule))
        {
            foreach (var device in rule.Select(i => i.Device).Where(d => !names.ContainsKey(d.Code)))
                names[device.Code] = (await api.Get(town.Operator, "device", "/api/v1/sensing/devices/" + device.Code, cancel))?.GetProperty("device").Text("name") ?? device.Name;
            var alarms = await Until(rule.Key, [.. rule], cancel);
            if (rule.Key == SensorIncidents.OffPath)
                exits.AddRange(rule.SelectMany(i => alarms.Where(a => Times(i, a) > 0).Select(a => (i, a))));
            var counts = rule.Select(i => alarms.Sum(a => Times(i, a))).ToList();
            lines.Add(new(
                $"告警 · alarms {rule.Key}", Text(counts.Count), $"{Text(counts.Sum())}（漏 · lost {Text(counts.Count(c => c == 0))}，重 · doubled {Text(counts.Sum(c => Math.Max(0, c - 1)))}）", counts.TrueForAll(c => c == 1)));
        }

        return lines;
    }

    // Alarms are raised a moment after their readings: look again until all are there, or for long enough.
    private async Task<List<AlarmFound>> Until(string rule, List<SensorIncident> incidents, CancellationToken cancel)
    {
        var known = new Dictionary<string, AlarmFound>(StringComparer.Ordinal);
        var began = time.GetTimestamp();
        while (true)
        {
            await Read(rule, known, cancel);
            var missing = incidents.Exists(i => !known.Values.Any(a => Times(i, a) > 0));
            if (!missing || time.GetElapsedTime(began) > TimeSpan.FromSeconds(20))
                return [.. known.Values];
            await Task.Delay(Look, time, cancel);
        }
    }

    private int Times(SensorIncident incident, AlarmFound alarm) =>
        alarm.Device == names[incident.Device.Code] ? alarm.At.Count(at => at >= incident.From && at <= incident.Until) : 0;

    private async Task Read(string rule, Dictionary<string, AlarmFound> known, CancellationToken cancel)
    {
        for (var skip = 0; ; skip += Page)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/sensing/alarms?rule={rule}&skip={skip}&take={Page}");
            if (await api.Get(town.Operator, "alarms", path, cancel) is not { } page)
                return;
            foreach (var alarm in page.List("items").Select(a => a.Text("id")).Where(id => !known.ContainsKey(id)))
                if (await api.Get(town.Operator, "alarm", "/api/v1/sensing/alarms/" + alarm, cancel) is { } sheet)
                    known[alarm] = new(sheet.Text("deviceName"), CausesOf(sheet), sheet);
            if (skip + Page >= page.Number("total"))
                return;
        }
    }

    private static DateTimeOffset[] CausesOf(JsonElement sheet) =>
    [
        sheet.GetProperty("causeAt").GetDateTimeOffset(),
        .. sheet.List("lines").Where(l => l.TryGetProperty("causeAt", out var again) && again.ValueKind == JsonValueKind.String).Select(l => l.GetProperty("causeAt").GetDateTimeOffset()),
    ];

    /// <summary>Waits until nothing waits for the database.</summary>
    private async Task Settled(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        for (var calm = 0; calm < 2 && time.GetElapsedTime(began) < Patience;)
        {
            calm = (await Metrics(cancel)).GetValueOrDefault("linli_sensing_waiting") <= 0 ? calm + 1 : 0;
            if (calm < 2)
                await Task.Delay(Look, time, cancel);
        }
    }

    private async Task<Dictionary<string, double>> Metrics(CancellationToken cancel)
    {
        using var answer = await http.GetAsync("/metrics", cancel);
        if (!answer.IsSuccessStatusCode)
            throw new CommandFailure("/metrics 只能在服务器本机查看：请在服务器上运行模拟。 · /metrics is read on the server's own machine only: run the simulation there.");
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in (await answer.Content.ReadAsStringAsync(cancel)).Split('\n'))
            if (line.StartsWith("linli_sensing_", StringComparison.Ordinal) && line.Split(' ') is [var name, var value] && double.TryParse(value, CultureInfo.InvariantCulture, out var number))
                found[name.Split('{')[0]] = found.GetValueOrDefault(name.Split('{')[0]) + number;
        return found;
    }

    private static string Text(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
