using System.Net.Sockets;
using System.Text;
using Linli.Platform.Geo;
using Linli.Sensing;

namespace Linli.Server.Simulation.Sensors;

/// <summary>Does what goes wrong, and looks whether the server took it as it should.</summary>
internal sealed partial class SensorFaults(HttpWay http, LinePorts ports, LinliApi api, SensorTown town, SchoolRoute route, SensorDay day, TimeProvider time)
{
    private const int Flood = 21_000;
    private const int FloodBatch = 3_000;
    private const int Most = 20_000;
    private readonly SimulatedDevice[] devices = [.. SensorFleet.Of(SensorFleet.Fault, 1)];

    /// <summary>Reads a list such as <c>clock,flood</c>; <c>all</c> and <c>none</c> are words of their own.</summary>
    /// <returns>The faults, or the word that is none.</returns>
    public static (IReadOnlyList<SensorFault> Faults, string? Unknown) Read(string text)
    {
        if (text is "all")
            return (Enum.GetValues<SensorFault>(), null);
        if (text is "none")
            return ([], null);
        var faults = new List<SensorFault>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (Enum.GetValues<SensorFault>().Cast<SensorFault?>().FirstOrDefault(f => NameOf(f!.Value) == word) is { } fault)
                faults.Add(fault);
            else
                return ([], word);
        return faults.Count == 0 ? ([], text) : (faults, null);
    }

    /// <summary>What a fault is called on the command line.</summary>
    public static string NameOf(SensorFault fault) => fault switch
    {
        SensorFault.HalfFrames => "half-frames",
        SensorFault.TwinId => "two-with-one-id",
        SensorFault.StolenKey => "stolen-key",
        SensorFault.RandomBytes => "random-bytes",
        SensorFault.CutFrames => "cut-frames",
        SensorFault.OfflineGate => "offline-gate",
        SensorFault.Disorder => "out-of-order",
        _ => fault.ToString().ToLowerInvariant(),
    };

    /// <summary>Carries out one fault; the offline gate is part of the day itself.</summary>
    public async Task<CheckLine> Try(SensorFault fault, CancellationToken cancel)
    {
        try
        {
            var (wanted, found, agrees) = fault switch
            {
                SensorFault.Clock => await Clock(cancel),
                SensorFault.Gcj02 => await Gcj02(cancel),
                SensorFault.Duplicate => await Duplicate(cancel),
                SensorFault.Disorder => await Disorder(cancel),
                SensorFault.HalfFrames => await HalfFrames(cancel),
                SensorFault.Flood => await FloodIt(cancel),
                SensorFault.TwinId => await TwinId(cancel),
                SensorFault.StolenKey => await StolenKey(cancel),
                SensorFault.RandomBytes => await RandomBytes(cancel),
                SensorFault.CutFrames => await CutFrames(cancel),
                _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "It is part of the day."),
            };
            return new("故障 · fault " + NameOf(fault), wanted, found, agrees);
        }
        catch (Exception e) when (e is IOException or SocketException or HttpRequestException or TimeoutException)
        {
            return new("故障 · fault " + NameOf(fault), "", e.Message, false);
        }
    }

    private DateTimeOffset Base => new(time.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static SensorReading Speed(SimulatedDevice device, DateTimeOffset at, double value = 30) => new(device, at, "speed", value);

    private async Task<(string, string, bool)> Clock(CancellationToken cancel)
    {
        var answer = await http.Post(HttpWay.Plain([Speed(devices[0], Base.AddHours(8))]), devices[0].Code, devices[0].Key, cancel);
        return ("sensing.clock_eight_hours_ahead", string.Join(' ', answer.Refused), answer is { Accepted: 0, Refused: ["sensing.clock_eight_hours_ahead"] });
    }

    // It drives along the school path, whose fences the server knows; the degrees are shifted as a phone's map shows them.
    private async Task<(string, string, bool)> Gcj02(CancellationToken cancel)
    {
        var from = Base.AddMinutes(-10);
        var readings = Enumerable.Range(0, 40).Select(i => new SensorReading(
            devices[1], from.AddSeconds(i * 10), Reading.Position, 20, Shifted(route.At(0.3 + (i * 0.01), 0)))).ToList();
        var answer = await http.Post(HttpWay.Plain(readings), devices[1].Code, devices[1].Key, cancel);
        return ("40 收下、不挪动，体检页提示 · taken and not moved; doctor names it", $"{answer.Accepted + answer.Repeated}", answer.Accepted + answer.Repeated == 40);
    }

    private static GeoPoint Shifted(GeoPoint point)
    {
        var (latitude, longitude) = ChinaCoordinates.FromWgs84(point, CoordinateSystem.Gcj02);
        return new(latitude, longitude);
    }

    private async Task<(string, string, bool)> Duplicate(CancellationToken cancel)
    {
        var body = HttpWay.Events([.. Enumerable.Range(0, 50).Select(i => Speed(devices[2], Base.AddSeconds(-100 + i)))]);
        var first = await http.PostEvents(body, cancel);
        var again = await http.PostEvents(body, cancel);
        return ("50 + 0", $"{first.Accepted} + {again.Accepted}（已有 · known {again.Repeated}）", first.Accepted == 50 && again is { Accepted: 0, Repeated: 50 });
    }

    // The newest comes first; what comes after it is history, and the device stays where it was last.
    private async Task<(string, string, bool)> Disorder(CancellationToken cancel)
    {
        var from = Base.AddMinutes(-4);
        var readings = Enumerable.Range(0, 40).Select(i => Speed(devices[3], from.AddSeconds((39 - i) * 5), 39 - i)).ToList();
        var answer = await http.Post(HttpWay.Plain(readings), devices[3].Code, devices[3].Key, cancel);
        var sheet = await api.Get(town.Operator, "device", "/api/v1/sensing/devices/" + devices[3].Code, cancel);
        var latest = sheet?.List("values").FirstOrDefault(v => v.Text("measure") == "speed") is { ValueKind: System.Text.Json.JsonValueKind.Object } value ? value.GetProperty("value").GetDouble() : double.NaN;
        return ("40，最新值 · latest 39", $"{answer.Accepted}，{latest}", answer.Accepted == 40 && latest == 39);
    }

    private async Task<(string, string, bool)> FloodIt(CancellationToken cancel)
    {
        var (accepted, refused, code) = (0, 0, "");
        for (var sent = 0; sent < Flood + FloodBatch; sent += FloodBatch)
        {
            // One each millisecond: all of one minute, none twice.
            var from = Base.AddMinutes(-2);
            var answer = await http.Post(Fast(devices[4], from.AddMilliseconds(sent), FloodBatch), devices[4].Code, devices[4].Key, cancel);
            accepted += answer.Accepted;
            refused += FloodBatch - answer.Accepted - answer.Repeated;
            code = answer.Refused.Count > 0 ? answer.Refused[^1] : code;
        }

        return ($"≤ {Most:N0} + 100/s，其余 · the rest sensing.flood", $"{accepted:N0}；{refused:N0} {code}", refused > 0 && code == "sensing.flood" && accepted + refused == Flood + FloodBatch);
    }

    private static byte[] Fast(SimulatedDevice device, DateTimeOffset from, int count) => Encoding.UTF8.GetBytes(
        "[" + string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"device":"{{device.Code}}","measure":"speed","value":1,"at":"{{from.AddMilliseconds(i):yyyy-MM-ddTHH:mm:ss.fffZ}}"}""")) + "]");

    private async Task<(string, string, bool)> StolenKey(CancellationToken cancel)
    {
        var device = devices[5];
        var body = HttpWay.Plain([Speed(device, Base.AddSeconds(-5))]);
        async Task<string> Renewed() => (await api.Post(town.Operator, "renew key", $"/api/v1/sensing/devices/{device.Code}/key", new { }, cancel))?.Text("key") ?? "";
        var stolen = await Renewed();
        var before = await http.Post(body, device.Code, stolen, cancel);
        var renewed = await Renewed();
        var after = await http.Post(HttpWay.Plain([Speed(device, Base.AddSeconds(-4))]), device.Code, stolen, cancel);
        var own = await http.Post(HttpWay.Plain([Speed(device, Base.AddSeconds(-3))]), device.Code, renewed, cancel);
        return ("200, 401, 200", $"{(int)before.Status}, {(int)after.Status}, {(int)own.Status}", ((int)before.Status, (int)after.Status, (int)own.Status) == (200, 401, 200));
    }
}
