using System.Globalization;
using System.Text;
using Linli.Platform.Time;
using Linli.Sensing;

namespace Linli.Server.Simulation.Sensors;

/// <summary>
/// The demo's own devices speak while somebody watches: each as seldom as its kind may, so that nothing is taken for silent, with its own
/// key through the HTTP intake. It asks the server which devices there are; whoever was entered since is heard within a quarter of an hour.
/// </summary>
/// <param name="http">Of the server.</param>
/// <param name="api">The same, for asking which devices there are.</param>
/// <param name="samples">Folder of the samples.</param>
/// <param name="time">The server's clock.</param>
/// <param name="elsewhere">Kinds that speak for themselves by another way.</param>
internal sealed class DemoSensors(HttpClient http, LinliApi api, string samples, TimeProvider time, IReadOnlyCollection<string> elsewhere)
{
    private const string Path = "/api/v1/sensing/readings";
    private const int Page = 500;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstRound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // Doors of the way to school: a card is silent outside of them, and nobody listens to it.
    private static readonly TimeSpan[] Windows = [new(7, 20, 0), new(16, 20, 0)];
    private static readonly TimeSpan Walk = TimeSpan.FromMinutes(45);

    /// <summary>How a kind speaks: how often, and what. A kind that is not here stays silent, such as what only speaks when somebody is in need.</summary>
    private static readonly Dictionary<string, (TimeSpan Every, Func<Moment, IEnumerable<(string Measure, double Value)>> Says)> Kinds = new(StringComparer.Ordinal)
    {
        ["footfall-counter"] = (TimeSpan.FromMinutes(1), m => [("in", Math.Round(m.Busy * 9 * m.Chance(1))), ("out", Math.Round(m.Busy * 9 * m.Chance(2)))]),
        ["water-level"] = (TimeSpan.FromMinutes(1), m => [("level", Math.Round(2.3 + (0.04 * Math.Sin(m.Hour / 12 * Math.PI)) + (0.01 * m.Chance(1)), 3))]),
        ["weather-station"] = (TimeSpan.FromMinutes(5), m => [("temperature", Math.Round(9 + (m.Busy * 6) + m.Chance(1), 1)), ("humidity", Math.Round(78 - (m.Busy * 20) + m.Chance(2))), ("wind-speed", Math.Round(1 + (3 * m.Chance(3)), 1))]),
        ["air-station"] = (TimeSpan.FromMinutes(5), m => [("pm25", Math.Round(18 + (m.Busy * 12) + (4 * m.Chance(1)))), ("pm10", Math.Round(36 + (m.Busy * 18) + (6 * m.Chance(2)))), ("noise", Math.Round(42 + (m.Busy * 12) + (3 * m.Chance(3))))]),
        ["surface-water-station"] = (TimeSpan.FromHours(1), m => [("ph", Math.Round(7.4 + (0.2 * m.Chance(1)), 2)), ("dissolved-oxygen", Math.Round(7.8 + (0.6 * m.Chance(2)), 2)), ("turbidity", Math.Round(9 + (4 * m.Chance(3)), 1))]),
        ["parking-gate"] = (TimeSpan.FromMinutes(2), m => m.Passed),
        ["bay-detector"] = (TimeSpan.FromMinutes(50), m => [("occupied", m.Chance(1) < 0.25 + (0.6 * m.Busy) ? 1 : 0)]),
        ["traffic-counter"] = (TimeSpan.FromMinutes(5), m => [("vehicles", Math.Round(6 + (m.Busy * 60 * m.Chance(1)))), ("speed", Math.Round(38 - (m.Busy * 10) + (3 * m.Chance(2)), 1))]),
        ["smoke-detector"] = (TimeSpan.FromHours(12), m => [("battery", 70 + Math.Floor(m.Fixed * 30))]),
        ["fire-panel"] = (TimeSpan.FromMinutes(4), _ => [("battery", 100)]),
        ["water-pressure"] = (TimeSpan.FromHours(1), m => [("pressure", Math.Round(0.42 + (0.04 * m.Chance(1)), 3))]),
        ["lift"] = (TimeSpan.FromMinutes(8), m => [("floor", 1 + Math.Floor(m.Chance(1) * 16))]),
        ["camera"] = (TimeSpan.FromMinutes(8), _ => [("obscured", 0)]),
        ["radar"] = (TimeSpan.FromMinutes(8), _ => [("targets", 0)]),
        ["water-radar"] = (TimeSpan.FromMinutes(4), _ => [("targets", 0)]),
        ["bed-sensor"] = (TimeSpan.FromMinutes(2), m => [("in-bed", m.Hour is < 6.5 or > 21.5 ? 1 : 0)]),
        ["fall-detector"] = (TimeSpan.FromMinutes(2), m => [("motion", m.Hour is < 6 or > 22 ? 0 : 1)]),
        ["motion-sensor"] = (TimeSpan.FromMinutes(2), m => [("motion", m.Hour is < 6 or > 22 ? 0 : 1)]),
        ["door-sensor"] = (TimeSpan.FromHours(12), _ => [("open", 0)]),
        ["sos-button"] = (TimeSpan.FromHours(12), m => [("battery", 60 + Math.Floor(m.Fixed * 40))]),
        ["gps-vehicle"] = (TimeSpan.FromMinutes(8), _ => []),
        ["student-card"] = (TimeSpan.FromSeconds(30), _ => []),
    };

    private readonly PriorityQueue<(string Code, string Kind), DateTimeOffset> line = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly SchoolRoute route = SchoolRoute.Read(samples);
    private readonly Player keeper = new("operator", "operator", null);

    /// <summary>Kinds of device that speak.</summary>
    public static IEnumerable<string> SpeakingKinds => Kinds.Keys;

    /// <summary>Speaks until it is stopped.</summary>
    public async Task Run(CancellationToken stopping)
    {
        for (var look = time.GetUtcNow(); !stopping.IsCancellationRequested;)
        {
            var now = time.GetUtcNow();
            if (now >= look)
            {
                await Look(now, stopping);
                look = now + (known.Count > 0 ? LookAgain : FirstRound);
            }

            while (line.TryPeek(out var next, out var due) && due <= now && !stopping.IsCancellationRequested)
            {
                line.Dequeue();
                if (await Speak(next.Code, next.Kind, stopping))
                    line.Enqueue(next, now + Kinds[next.Kind].Every);
            }

            var wait = line.TryPeek(out _, out var first) && first - now < Pause ? first - now : Pause;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(20), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What a device of a kind says at an instant; nothing when it has nothing to say.</summary>
    internal byte[]? Words(string code, string kind, DateTimeOffset at)
    {
        var moment = new Moment(code, at);
        var stamp = at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (kind is "student-card" or "gps-vehicle")
            return PlaceOf(kind, moment) is { } point
                ? Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"at":"{{stamp}}","latitude":{{point.Latitude:0.000000}},"longitude":{{point.Longitude:0.000000}},"accuracy":8}""")) : null;
        var values = string.Join(',', Kinds[kind].Says(moment).Select(v => string.Create(CultureInfo.InvariantCulture, $"\"{v.Measure}\":{v.Value}")));
        return Encoding.UTF8.GetBytes($$"""{"at":"{{stamp}}","values":{ {{values}} } }""");
    }

    private async Task Look(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var kind in Kinds.Keys.Except(elsewhere))
            for (var after = ""; after is not null;)
            {
                var found = await api.Get(keeper, "devices", $"/api/v1/sensing/devices?kind={kind}&most={Page}&after={Uri.EscapeDataString(after)}", cancel);
                if (found is not { } page)
                    return;
                foreach (var device in page.List("devices").Select(d => d.Text("code")).Where(c => !SensorFleet.IsEntered(c) && known.Add(c)))
                {
                    var round = Kinds[kind].Every < FirstRound ? Kinds[kind].Every : FirstRound;
                    line.Enqueue((device, kind), now + (round * new Moment(device, now).Fixed));
                }

                after = page.Text("next") is { Length: > 0 } next ? next : null;
            }
    }

    // Whoever has another key than the demo's is not ours to speak for, and is left alone.
    private async Task<bool> Speak(string code, string kind, CancellationToken cancel)
    {
        if (Words(code, kind, time.GetUtcNow()) is not { } body)
            return true;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{code}:{DemoDevices.KeyOf(code)}")));
            using var answer = await http.SendAsync(request, cancel);
            return answer.StatusCode != System.Net.HttpStatusCode.Unauthorized;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // A device that is not heard tries again in its time.
            return true;
        }
    }

    private Platform.Geo.GeoPoint? PlaceOf(string kind, Moment moment)
    {
        if (kind == "gps-vehicle")
            return moment.Hour is >= 6 and < 13 ? route.At(Math.Abs((moment.Hour * 2 % 2) - 1), 0) : null;
        foreach (var window in Windows)
            if (moment.Time - window is { Ticks: >= 0 } since && since < Walk)
            {
                var (home, school) = (0.35 + (0.3 * moment.Fixed), moment.Fixed < 0.5 ? 0.06 : 0.94);
                var share = since / Walk;
                return route.At(window == Windows[0] ? home + ((school - home) * share) : school + ((home - school) * share), (moment.Chance(1) * 6) - 3);
            }

        return null;
    }

    /// <summary>A device at an instant: what it says looks like chance, and is the same whenever it is asked.</summary>
    internal readonly record struct Moment(string Code, DateTimeOffset At)
    {
        private const double Cars = 120;

        /// <summary>Local time of day.</summary>
        public TimeSpan Time => LocalTime.ToLocal(At).TimeOfDay;

        /// <summary>Local hour of day with its fraction.</summary>
        public double Hour => Time.TotalHours;

        /// <summary>How much goes on outside, 0 to 1.</summary>
        public double Busy => Math.Max(0, Math.Sin((Hour - 6) / 16 * Math.PI));

        /// <summary>A share that belongs to the device, 0 to 1.</summary>
        public double Fixed => Share(0);

        /// <summary>A share that belongs to the device and the minute, 0 to 1.</summary>
        public double Chance(int what) => Share((At.ToUnixTimeSeconds() / 60) + (what * 7_919));

        /// <summary>
        /// Cars that ever came in and went out: they grow with the day and never fall, whenever the demo was started; at visitors' lots people
        /// come in the morning, at home they leave then.
        /// </summary>
        public IEnumerable<(string Measure, double Value)> Passed
        {
            get
            {
                var day = LocalTime.DateOf(At).DayNumber;
                var (early, late) = (Part(5, 15), Part(9, 22));
                var isHome = !Code.StartsWith("gate-park", StringComparison.Ordinal);
                return [("in", Math.Floor(Cars * (day + (isHome ? late : early)))), ("out", Math.Floor(Cars * (day + (isHome ? early : late))))];
            }
        }

        private double Part(double from, double to) => Math.Clamp((Hour - from) / (to - from), 0, 1);

        private double Share(long what)
        {
            var x = 14_695_981_039_346_656_037UL;
            foreach (var c in Code)
                x = unchecked((x ^ c) * 1_099_511_628_211UL);
            x = unchecked((x ^ (ulong)what) * 0xBF58476D1CE4E5B9UL);
            x ^= x >> 29;
            return unchecked(x * 0x94D049BB133111EBUL) / (double)ulong.MaxValue;
        }
    }
}
