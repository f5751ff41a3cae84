using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Linli.Bench.Fences;
using Linli.Sensing;
using Linli.Sensing.Fences;
using Linli.Sensing.Rules;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Index.Strtree;

// Positions through 1,000 fences with full state on one core; beside an STRtree with prepared geometries of NetTopologySuite and,
// where a connection string is given, PostGIS, all on the same points in the same run.
const int Points = 1_000_000, Walkers = 10_000;
var postgres = Array.IndexOf(args, "--postgres") is var at and >= 0 ? args[at + 1] : null;
var report = Array.IndexOf(args, "--report") is var to and >= 0 ? args[to + 1] : null;
var text = new StringBuilder();
var fences = Town.Fences(1000, 7);
var devices = Town.Devices(Walkers);
var started = Stopwatch.GetTimestamp();
var index = FenceIndex.Build([.. fences.Select(f => f.Area)]);
var built = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
var (walk, walkers) = Town.Walk(devices, Points, 11, 0.02, 0.01, r => 3 + (r.NextSingle() * 20));
var points = Array.ConvertAll(walk, r => (X: r.Fix.Longitude, Y: r.Fix.Latitude));
var found = new int[index.MostAtOnce];

Line($"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; 1,000 fences of 20 to 60 corners, {Points:N0} positions of {Walkers:N0} devices (2 % repeated, 1 % late), one thread. Index worked out in {built:N0} ms.");
Line($"");
Line($"| Work | Positions a second of its own processor time | Positions a second by the clock | Beside Linli's full state, by the clock |");
Line($"|---|--:|--:|--:|");
var full = Best(5, Lane);
var bare = Best(5, () => { foreach (var (x, y) in points) index.Containing(x, y, found); return Points; });
Line($"| **Linli: late-drop, de-duplication, two-fix debounce, enter and exit of 1,000 rules** ({fired:N0} firings, each with its explanation) | **{full.Cpu:N0}** | {full.Clock:N0} | 1 |");
Line($"| Linli: which fences contain it | {bare.Cpu:N0} | {bare.Clock:N0} | {bare.Clock / full.Clock:0.00} |");
var tree = new STRtree<int>();
for (var n = 0; n < fences.Length; n++)
    tree.Insert(fences[n].Area.EnvelopeInternal, n);
tree.Build();
var prepared = Array.ConvertAll(fences, f => PreparedGeometryFactory.Prepare(f.Area));
var theirs = Best(2, () => { foreach (var (x, y) in points) Covering(x, y); return Points; });
Line($"| NetTopologySuite: STRtree and prepared geometries, no state | {theirs.Cpu:N0} | {theirs.Clock:N0} | {theirs.Clock / full.Clock:0.000} |");
if (postgres is not null)
    await Beside();
Line($"");
Mismatches();
Console.WriteLine(text);
if (report is not null)
{
    const string Begin = "<!-- fences: begin -->", End = "<!-- fences: end -->";
    var page = await File.ReadAllTextAsync(report);
    var (from, until) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
    await File.WriteAllTextAsync(report, $"{page[..(from + Begin.Length)]}\n\n{text}\n{page[until..]}");
}

int Lane()
{
    var (lane, firings) = (Judges(2, 5, 30), new List<Firing>(100_000));
    // The devices are known before the clock runs, as they are in a running server.
    foreach (var device in devices)
        lane.Heard(device, walk[0].At.AddHours(-1), firings);
    Start();
    for (var i = 0; i < walk.Length; i++)
        lane.Judge(devices[walkers[i]], walk[i], false, walk[i].At, firings);
    fired = firings.Count;
    return walk.Length;
}

RuleLane Judges(int fixes, double band, double accuracy)
{
    var rules = Array.ConvertAll(fences, f => new SensingRule
    {
        Code = "r-" + f.Code, Name = ("规则", "Rule"), Scope = Town.Place, Kind = RuleKind.ZoneEnter, Severity = AlarmSeverity.Notice, Fence = f.Code, Fixes = fixes, Band = band, MostAccuracy = accuracy,
    });
    var set = new RuleSet(rules, fences, new Dictionary<DeviceId, string[]>(), [Town.Card]);
    return new(() => set);
}

List<int> Covering(double x, double y)
{
    var point = new Point(x, y);
    var hits = new List<int>();
    foreach (var n in tree.Query(new Envelope(x, x, y, y)))
        if (prepared[n].Covers(point))
            hits.Add(n);
    return hits;
}

void Mismatches()
{
    // Half of the points random, half corners, points on edges and their neighbours by one bit.
    var random = new Random(5);
    var (wrong, hits) = (0, 0);
    for (var i = 0; i < Points; i++)
    {
        var (x, y) = points[i];
        if (i % 2 == 1)
        {
            var corners = fences[random.Next(fences.Length)].Area.Coordinates;
            var n = random.Next(corners.Length - 1);
            var share = random.Next(3) switch { 0 => 0, 1 => 0.5, _ => random.NextDouble() };
            (x, y) = (corners[n].X + (share * (corners[n + 1].X - corners[n].X)), corners[n].Y + (share * (corners[n + 1].Y - corners[n].Y)));
            x = random.Next(3) switch { 0 => Math.BitIncrement(x), 1 => Math.BitDecrement(x), _ => x };
        }

        var count = index.Containing(x, y, found);
        var other = Covering(x, y);
        hits += other.Count;
        other.Sort();
        Array.Sort(found, 0, count);
        if (!found.AsSpan(0, count).SequenceEqual(CollectionsMarshal.AsSpan(other)))
            wrong++;
    }

    Line($"Beside NetTopologySuite on {Points:N0} points, half of them corners, points on edges and their neighbours by one bit: **{wrong:N0} mismatches** ({hits:N0} hits).");
}

async Task Beside()
{
    await using var postgis = await PostGis.Open(postgres!, fences);
    var few = points[..20_000];
    await postgis.OneByOne(few[..500]);
    var single = Best(1, () => { postgis.OneByOne(few).GetAwaiter().GetResult(); return few.Length; });
    Line($"| PostGIS: prepared ST_Covers, a query a point | | {single.Clock:N0} | {single.Clock / full.Clock:0.0000} |");
    var (random, of) = Town.Walk(devices[..1000], 200_000, 23, 0, 0, _ => 0);
    var places = Array.ConvertAll(random, r => (r.Fix.Longitude, r.Fix.Latitude));
    List<int>?[] members = [];
    var batches = Best(1, () => { members = postgis.Batches(places).GetAwaiter().GetResult(); return places.Length; });
    Line($"| PostGIS: batches of 1,000 points | | {batches.Clock:N0} | {batches.Clock / full.Clock:0.000} |");
    Line($"");
    foreach (var fixes in new[] { 1, 2 })
    {
        var (lane, firings) = (Judges(fixes, 0, 500), new List<Firing>());
        for (var i = 0; i < random.Length; i++)
            lane.Judge(devices[of[i]], random[i], false, random[i].At, firings);
        var ours = firings.ConvertAll(f => $"{f.Rule} {f.Device.Value} {f.Raised} {f.At.UtcTicks}");
        var expected = Crossings.Of(random, of, members, fixes, n => "r-" + fences[n].Code, d => devices[d].Id.Value);
        ours.Sort(StringComparer.Ordinal);
        expected.Sort(StringComparer.Ordinal);
        Line($"Enter and exit events of a random walk ({random.Length:N0} positions of 1,000 devices), {fixes} position(s) in a row: {ours.Count:N0}, of PostGIS on the same points {expected.Count:N0}, **{(ours.SequenceEqual(expected) ? "the same" : "NOT the same")}**.");
        Line($"");
    }
}

(double Cpu, double Clock) Best(int runs, Func<int> work)
{
    var (cpu, byClock) = (0.0, 0.0);
    for (var run = 0; run < runs; run++)
    {
        Start();
        var done = work();
        byClock = Math.Max(byClock, done / Stopwatch.GetElapsedTime(clock).TotalSeconds);
        cpu = Math.Max(cpu, done / (Environment.CpuUsage.TotalTime - spent).TotalSeconds);
    }

    return (cpu, byClock);
}

void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

internal static partial class Program
{
    private static long clock;
    private static TimeSpan spent;
    private static int fired;

    // The processor time is that of the whole process, its garbage collector included.
    private static void Start() => (clock, spent) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
}
