using System.Globalization;
using System.Text.Json;

namespace Linli.Server.Simulation.Sensors;

/// <summary>
/// Looks up who was told of each child that left the path: the school, each guardian who has an account, and those beside the path; each
/// once, and within ten seconds of the acknowledged fix that confirmed it.
/// </summary>
internal sealed class SensorTold(LinliApi api, Player @operator, TimeProvider time)
{
    private const int Notices = 100;
    private const int PostsAsked = 3;
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    // The words that guardians and schools are told with, and what the timeline of an alarm says of those called out.
    private const string Notice = "school.off_path";
    private static readonly string[] Asked = ["called_out", "nobody_free"];

    private readonly Player[] schools = [new("schoola", "schoola", null), new("schoolb", "schoolb", null)];
    private IReadOnlyDictionary<SensorIncident, DateTimeOffset> heard = new Dictionary<SensorIncident, DateTimeOffset>();

    /// <summary>Compares exits with what people were told.</summary>
    /// <param name="exits">Incidents with their alarms.</param>
    /// <param name="families">Guardians with an account, by the code of the card.</param>
    /// <param name="acknowledged">When the server had what confirms the exit; nothing for what it knew before.</param>
    /// <param name="cancel">Ends the looking.</param>
    public async Task<IReadOnlyList<CheckLine>> Of(
        IReadOnlyList<(SensorIncident Incident, AlarmFound Alarm)> exits, IReadOnlyDictionary<string, IReadOnlyList<Player>> families,
        IReadOnlyDictionary<SensorIncident, DateTimeOffset> acknowledged, CancellationToken cancel)
    {
        if (exits.Count == 0)
            return [];
        heard = acknowledged;
        return [await Schools(exits, cancel), .. await Guardians(exits, families, cancel), await Responders(exits, cancel)];
    }

    private async Task<CheckLine> Schools(IReadOnlyList<(SensorIncident Incident, AlarmFound Alarm)> exits, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var alerts = new List<JsonElement>();
            foreach (var school in schools)
                alerts.AddRange((await api.Get(school, "board", "/api/v1/mobility/school-path/board", cancel))?.List("alerts") ?? []);
            var told = exits.Select(e => Told(e.Incident, e.Alarm, alerts)).ToList();

            // More of them may have left at one instant: as many alerts as exits, and one for each.
            var one = told.TrueForAll(t => t is not null) && alerts.Count(a => IsExit(a) && exits.Any(e => e.Alarm.At.Contains(At(a, "causeAt")))) == exits.Count;
            if (one || time.GetElapsedTime(began) > Patience)
                return Line("学校 · school told", exits.Count, told.Count(t => t is not null), told, one);
            await Task.Delay(Look, time, cancel);
        }
    }

    private async Task<IEnumerable<CheckLine>> Guardians(IReadOnlyList<(SensorIncident Incident, AlarmFound Alarm)> exits, IReadOnlyDictionary<string, IReadOnlyList<Player>> families, CancellationToken cancel)
    {
        var told = new List<TimeSpan?>();
        var (wanted, notices) = (0, 0);
        foreach (var guardian in exits.SelectMany(e => families.GetValueOrDefault(e.Incident.Device.Code) ?? []).Distinct())
        {
            var children = (await api.Get(guardian, "pupils", SensorTown.Mine, cancel))?.List("children").ToList() ?? [];
            foreach (var (incident, alarm) in exits.Where(e => children.Exists(c => c.Text("card") == e.Incident.Device.Code)))
                told.Add(Told(incident, alarm, children.First(c => c.Text("card") == incident.Device.Code).List("alerts")));
            wanted += children.Sum(c => c.List("alerts").Count(IsExit));
            notices += (await api.Get(guardian, "notices", string.Create(CultureInfo.InvariantCulture, $"/api/v1/notices?take={Notices}"), cancel))?.List("items").Count(n => n.Text("kind") == Notice) ?? 0;
        }

        return
        [
            Line("家长 · guardians told", told.Count, told.Count(t => t is not null), told, told.TrueForAll(t => t is not null)),
            new("家长的通知，每次一条 · notices to guardians, one each", Text(wanted), Text(notices), wanted == notices),
        ];
    }

    // Of each kind of post the nearest is called, or the duty room is told that nobody is free.
    private async Task<CheckLine> Responders(IReadOnlyList<(SensorIncident Incident, AlarmFound Alarm)> exits, CancellationToken cancel)
    {
        var asked = new List<TimeSpan?>();
        var called = new List<string>();
        foreach (var (incident, alarm) in exits)
        {
            var sheet = await api.Get(@operator, "alarm", "/api/v1/sensing/alarms/" + alarm.Sheet.GetProperty("alarm").Text("id"), cancel) ?? alarm.Sheet;
            var steps = sheet.List("lines").Where(l => Asked.Contains(l.Text("what"))).Take(PostsAsked).ToList();
            asked.Add(steps.Count == PostsAsked ? Delay(incident, At(steps[^1], "at")) : null);
            called.AddRange(sheet.List("calls").Select(c => c.Text("kind")));
        }

        return Line("护学点、保安、巡查：已呼叫或说明无人 · keepers, guards, patrol: called, or nobody free", exits.Count, asked.Count(t => t is not null), asked,
            asked.TrueForAll(t => t is not null) && called.Contains("merchant") && called.Contains("patrol"), string.Join("，", called.CountBy(c => c).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}")));
    }

    private TimeSpan? Told(SensorIncident incident, AlarmFound alarm, IEnumerable<JsonElement> alerts) =>
        alerts.Where(a => IsExit(a) && alarm.At.Contains(At(a, "causeAt"))).Select(a => (TimeSpan?)Delay(incident, At(a, "toldAt"))).FirstOrDefault();

    private TimeSpan Delay(SensorIncident incident, DateTimeOffset told) => heard.TryGetValue(incident, out var at) && told > at ? told - at : TimeSpan.Zero;

    private static CheckLine Line(string what, int wanted, int found, List<TimeSpan?> delays, bool all, string more = "")
    {
        var longest = delays.Max() ?? TimeSpan.Zero;
        return new($"离开通学路 · off the path: {what}", $"{Text(wanted)}，≤ 10 s", string.Create(CultureInfo.InvariantCulture, $"{found:N0}，{longest.TotalSeconds:0.0} s") + (more.Length > 0 ? "；" + more : ""), all && longest <= InTime);
    }

    private static bool IsExit(JsonElement alert) => alert.Text("kind") == "offPath";

    private static DateTimeOffset At(JsonElement item, string name) => item.GetProperty(name).GetDateTimeOffset();

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
