using System.Globalization;
using System.Text.Json;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Sensing;

namespace Linli.Server.Simulation.Sensors;

/// <summary>What is set up before the day, through the public ways: devices from a table, a key for the gateway, people on duty at the way to school.</summary>
internal sealed class SensorTown(LinliApi api, string samples)
{
    private const int Page = 500;

    /// <summary>Where a guardian reads of the way of the children.</summary>
    public const string Mine = "/api/v1/mobility/school-path/mine";

    /// <summary>Who keeps the devices and watches the alarms.</summary>
    public Player Operator { get; } = new("operator", "operator", null);

    private Player Administrator { get; } = new("admin", "admin", null);

    /// <summary>Enters the devices that are not there yet.</summary>
    /// <returns>How many were added and how many were there already.</returns>
    /// <exception cref="CommandFailure">They could not be entered.</exception>
    public async Task<(long Added, long There)> Enter(double scale, CancellationToken cancel)
    {
        if (await api.File(Operator, "devices", "/api/v1/sensing/devices/import", "sensor-day.csv", SensorFleet.Table(scale), cancel) is not { } done)
            throw new CommandFailure("设备没有登记成功。 · The devices could not be entered.");
        if (done.List("refused").FirstOrDefault() is { ValueKind: JsonValueKind.Object } refused)
            throw new CommandFailure($"设备 {refused.Text("code")} 没有登记成功。 · Device {refused.Text("code")} was refused: {refused.GetProperty("reason")}");
        return (done.Number("added"), done.Number("changed") + done.Number("same"));
    }

    /// <summary>Makes the key that the gateways send with; it ends with the day.</summary>
    /// <exception cref="CommandFailure">It was refused.</exception>
    public async Task<(string Id, string Key)> GatewayKey(DateTimeOffset until, CancellationToken cancel) =>
        await api.Post(Administrator, "gateway key", "/api/v1/api-keys", new { name = "传感日模拟网关", scope = ScopeOfGroup(), permissions = new[] { SensingPermissions.Send }, expiresAt = until }, cancel) is { } made
            ? (made.Text("id"), made.Text("key")) : throw new CommandFailure("网关密钥没有发放成功。 · No key was made for the gateway.");

    /// <summary>Ends the key of the gateways.</summary>
    public Task EndKey(string id, CancellationToken cancel) => api.Delete(Administrator, "gateway key", "/api/v1/api-keys/" + id, cancel);

    /// <summary>Numbers of the cards that the demo's pupils carry.</summary>
    public async Task<IReadOnlyList<int>> Cards(double scale, CancellationToken cancel)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        for (var after = ""; after is not null;)
        {
            if (await api.Get(Operator, "devices", $"/api/v1/sensing/devices?kind={SensorFleet.Cards.Kind}&most={Page}&after={Uri.EscapeDataString(after)}", cancel) is not { } page)
                throw new CommandFailure("读不到学生卡。 · The student cards could not be read.");
            there.UnionWith(page.List("devices").Select(d => d.Text("code")));
            after = page.Text("next") is { Length: > 0 } next ? next : null;
        }

        return [.. SensorFleet.Of(SensorFleet.Cards, scale).Where(c => there.Contains(c.Code)).Select(c => c.Number)];
    }

    /// <summary>Guardians of the story by the code of their child's card; the families that fill the demo's other homes have no account to ask with.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Player>>> Families(CancellationToken cancel)
    {
        var found = new List<(string Card, Player Guardian)>();
        foreach (var guardian in Guardians().Select(phone => new Player(phone, null, phone)))
            if (await api.Get(guardian, "pupils", Mine, cancel) is { } mine)
                found.AddRange(mine.List("children").Select(c => c.Text("card")).Where(c => c.Length > 0).Select(c => (c, guardian)));
        return found.GroupBy(f => f.Card, f => f.Guardian, StringComparer.Ordinal).ToDictionary(f => f.Key, f => (IReadOnlyList<Player>)[.. f], StringComparer.Ordinal);
    }

    /// <summary>The keeper of the seventh guard point and two of the patrol go on duty beside the path; guards of the demo are.</summary>
    public async Task Guard(SchoolRoute route, CancellationToken cancel)
    {
        await api.Post(new("merchant", "merchant", null), "guard duty", "/api/v1/mobility/guard-points/g7/duty", new { }, cancel);
        foreach (var (patrol, part) in new[] { ("patrol1", 0.3), ("patrol2", 0.7) })
        {
            var point = route.At(part, 20);
            await api.Post(new(patrol, patrol, null), "duty", "/api/v1/sensing/duty", new { latitude = point.Latitude, longitude = point.Longitude, post = "patrol", hours = 12 }, cancel);
        }
    }

    /// <summary>The latest school day before today, by the calendar of the samples.</summary>
    public DateOnly LastSchoolDay(DateOnly today)
    {
        var rows = Rows("school_calendar.csv");
        for (var date = today.AddDays(-1); date > today.AddDays(-7); date = date.AddDays(-1))
            if (IsSchoolDay(rows, date))
                return date;
        return today.AddDays(-1);
    }

    /// <summary>Whether the schools teach on a date.</summary>
    public bool IsSchoolDay(DateOnly date) => IsSchoolDay(Rows("school_calendar.csv"), date);

    private static bool IsSchoolDay(List<TableRow> rows, DateOnly date)
    {
        bool Holds(TableRow row) => Day(row["from"]) <= date && date <= Day(row["to"]);
        return rows.FirstOrDefault(r => r["kind"] == "day" && Holds(r)) is { } listed
            ? listed["school_day"] == "yes" : rows.Any(r => r["kind"] == "term" && Holds(r)) && WorkingDayCalendar.China.IsWorkingDay(date);
    }

    private IEnumerable<string> Guardians()
    {
        var residents = Rows("residents.csv").ToDictionary(r => r["phone"], r => r["birth_date"], StringComparer.Ordinal);
        return Rows("family.csv").Where(r => r["kind"] == "guardian" && residents.TryGetValue(r["of"], out var born) && string.CompareOrdinal(born, "2014") > 0 && string.CompareOrdinal(born, "2021") < 0)
            .Select(r => r["person"]).Distinct(StringComparer.Ordinal);
    }

    private string ScopeOfGroup()
    {
        var parents = Rows("scopes.csv").ToDictionary(r => r["code"], r => r["parent"], StringComparer.Ordinal);
        var path = "/";
        for (var code = SimulatedTown.Group; code.Length > 0; code = parents[code])
            path = $"/{code}{path}";
        return path;
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private List<TableRow> Rows(string file)
    {
        using var stream = File.OpenRead(Path.Combine(samples, file));
        using var table = TableReader.Open(stream);
        return [.. table.Rows()];
    }
}
