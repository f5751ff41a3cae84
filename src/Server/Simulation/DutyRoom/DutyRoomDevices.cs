using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Linli.Platform.Time;
using Linli.Sensing;

namespace Linli.Server.Simulation.DutyRoom;

/// <summary>
/// The devices of the demo's public places say what they measure, each over HTTP with its own key as a real one does: cameras and the
/// radar of the lake, gauges and stations, doors that count people, barriers of car parks, and the batteries of what elders have at home. Nothing they say is an alarm.
/// </summary>
internal sealed class DutyRoomDevices : IActor, IDisposable
{
    private const string Address = "/api/v1/sensing/readings";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // How many people and cars pass by the hour of the day, in hundredths of the busiest.
    private static readonly int[] Busy = [2, 1, 1, 1, 2, 6, 18, 46, 62, 55, 58, 72, 80, 66, 58, 60, 74, 92, 100, 88, 64, 40, 18, 6];
    private static readonly string[] Counters = ["hub", "mall", "desk", "library", "sports", "plaza"];
    private static readonly string[] Cameras = ["lake-camera-s", "lake-camera-n", "cam-lake-1", "cam-lake-2"];

    // Of devices at home it is said that they live, and nothing of those who live with them.
    private const string CareKinds = "sos-button,fall-detector,bed-sensor,door-sensor,motion-sensor";
    private const int MostCare = 40;

    private readonly HttpClient http;
    private readonly Dictionary<string, (double In, double Out)> gates = [];
    private readonly bool alsoFire;

    /// <param name="url">Address of the server.</param>
    /// <param name="alsoFire">Whether fire panels speak over HTTP too, because their own port is closed.</param>
    public DutyRoomDevices(string url, bool alsoFire) => (http, this.alsoFire) = (new() { BaseAddress = new(url), Timeout = Patience }, alsoFire);

    // Every ten seconds or so: what the wall shows is never older than a minute.
    public double PerHour(int hour) => 360;

    public async Task Act(SimulatedDay day, CancellationToken cancel)
    {
        var local = LocalTime.ToLocal(day.ServerNow);
        var busy = Busy[local.Hour] / 100.0;
        // The water of the lake rises and falls by a hand's breadth in a day.
        var wave = Math.Sin(local.TimeOfDay.TotalHours / 24 * Math.Tau);
        foreach (var counter in Counters)
            await Say("footfall-" + counter, cancel, ("in", People()), ("out", People()));
        foreach (var camera in Cameras)
            await Say(camera, cancel, ("obscured", 0));
        await Say("radar-lake-1", cancel, ("targets", 0));
        await Say("lake-level-1", cancel, ("level", Round(2.31 + (0.04 * wave) + Noise(0.01), 3)));
        await Say("lake-level-2", cancel, ("level", Round(2.28 + (0.04 * wave) + Noise(0.01), 3)));
        await Say("weather-1", cancel, ("temperature", Round(12 - (5 * wave) + Noise(0.2), 1)), ("humidity", Round(68 + (9 * wave) + Noise(1), 0)), ("wind-speed", Round(2.2 + Noise(0.8), 1)));
        foreach (var air in (string[])["air-1", "air-2"])
            await Say(air, cancel, ("pm25", Round(31 + (8 * busy) + Noise(2), 0)), ("pm10", Round(52 + (12 * busy) + Noise(3), 0)), ("noise", Round(44 + (14 * busy) + Noise(2), 1)));
        await Say("water-1", cancel, ("ph", Round(7.6 + Noise(0.05), 2)), ("dissolved-oxygen", Round(7.9 + Noise(0.2), 2)), ("turbidity", Round(11 + Noise(1), 1)));
        for (var lot = 1; lot <= DemoDevices.CarParks; lot++)
            await Pass($"gate-park-{lot}", local, busy, day, cancel);
        foreach (var care in (await day.Api.Get(day.Town.Officers[0], "care devices", $"/api/v1/sensing/devices?kind={CareKinds}&most={MostCare}", cancel))?.List("devices") ?? [])
            await Say(care.Text("code"), cancel, ("battery", 90));
        if (alsoFire)
            await Fire(day, cancel);

        double Noise(double most) => ((day.Chance() * 2) - 1) * most;

        int People() => (int)(day.Chance() * busy * 7);
    }

    public void Dispose() => http.Dispose();

    // Barriers tell their totals since ever; as many come as go, by and large.
    private async Task Pass(string gate, DateTimeOffset local, double busy, SimulatedDay day, CancellationToken cancel)
    {
        if (!gates.TryGetValue(gate, out var totals))
        {
            var ever = Math.Floor((local - new DateTimeOffset(2026, 1, 1, 0, 0, 0, local.Offset)).TotalMinutes);
            totals = (ever, ever);
        }

        gates[gate] = totals = (totals.In + Cars(), totals.Out + Cars());
        await Say(gate, cancel, ("in", totals.In), ("out", totals.Out));

        int Cars() => day.Chance() < busy * 0.3 ? 1 : 0;
    }

    private async Task Fire(SimulatedDay day, CancellationToken cancel)
    {
        for (var unit = 1; unit <= DemoDevices.FireUnits; unit++)
        {
            await Say(DemoDevices.FireUnit(unit), cancel, ("fault", 0));
            await Say(DemoDevices.FireUnit(unit) + "-water", cancel, ("pressure", Round(0.32 + (day.Chance() * 0.02), 3)));
        }
    }

    // A server that is busy or starts anew hears it the next time.
    private async Task Say(string device, CancellationToken cancel, params (string Measure, double Value)[] values)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = JsonContent.Create(new { values = values.ToDictionary(v => v.Measure, v => v.Value) }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{device}:{DemoDevices.KeyOf(device)}"))));
        try
        {
            using var answer = await http.SendAsync(request, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            // Nothing is kept for it: the next word is ten seconds away.
        }
    }

    private static double Round(double value, int digits) => Math.Round(value, digits);
}
