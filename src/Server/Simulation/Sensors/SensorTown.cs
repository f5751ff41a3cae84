using System.Globalization;
using System.Text.Json;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Sensing;

namespace Linli.Server.Simulation.Sensors;

/// <summary>What is set up before the day, through the public ways: devices from a table, a key for the gateway, pupils by their guardians.</summary>
internal sealed class SensorTown(LinliApi api, string samples)
{
    private const string CardPrefix = "sim-card-";

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

    /// <summary>Has guardians of the story enrol their children with simulated cards, until there are enough or nobody else is found.</summary>
    /// <returns>Numbers of the enrolled cards.</returns>
    public async Task<IReadOnlyList<int>> Enrol(int wanted, double scale, CancellationToken cancel)
    {
        var most = Math.Min(wanted, SensorFleet.Cards.At(scale));
        var numbers = new SortedSet<int>();
        foreach (var phone in Guardians())
        {
            if (numbers.Count >= most)
                break;
            var guardian = new Player(phone, null, phone);
            if (await api.Get(guardian, "pupils", "/api/v1/mobility/school-path/mine", cancel) is not { } mine)
                continue;
            var schools = mine.List("schools").Select(s => s.Text("code")).ToList();
            if (schools.Count == 0 || !mine.TryGetProperty("text", out var text))
                continue;
            foreach (var child in mine.List("children").Where(_ => numbers.Count < most))
                if (child.Text("card") is { Length: > 0 } has)
                {
                    if (has.StartsWith(CardPrefix, StringComparison.Ordinal) && int.Parse(has.AsSpan(CardPrefix.Length), CultureInfo.InvariantCulture) - 1 is var known && known < most)
                        numbers.Add(known);
                }
                else if (await Enrol(guardian, child.Text("person"), schools[0], text.Number("version"), Enumerable.Range(0, most).Except(numbers).Take(3), cancel) is { } number)
                    numbers.Add(number);
        }

        return [.. numbers];
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

    private async Task<int?> Enrol(Player guardian, string child, string school, long version, IEnumerable<int> numbers, CancellationToken cancel)
    {
        foreach (var number in numbers)
            if (await api.Post(guardian, "enrol pupil", "/api/v1/mobility/school-path/pupils", new
            {
                child,
                school,
                card = string.Create(CultureInfo.InvariantCulture, $"{CardPrefix}{number + 1:0000}"),
                leaves = Array.Empty<string>(),
                version,
                agree = true,
            }, cancel) is not null)
                return number;
        return null;
    }

    // Those of the story: the families that fill the demo's other homes have no account, and nobody makes one in their name.
    private IEnumerable<string> Guardians()
    {
        var residents = Rows("residents.csv").ToDictionary(r => r["phone"], r => r["birth_date"], StringComparer.Ordinal);
        return Rows("family.csv").Where(r => r["kind"] == "guardian" && residents.TryGetValue(r["of"], out var born) && string.CompareOrdinal(born, "2014") > 0 && string.CompareOrdinal(born, "2021") < 0)
            .DistinctBy(r => r["of"]).Select(r => r["person"]);
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
