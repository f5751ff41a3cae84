using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Linli.Bench.Walking;
using Linli.Places;
using Linli.Places.Circles;
using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;

// The walking network: reach, reach with its shape, minutes to the nearest of many, all homes against all categories; beside
// pgRouting on the same network in the same run where a connection string is given.
const int Repeats = 400;
var postgres = Array.IndexOf(args, "--postgres") is var at and >= 0 ? args[at + 1] : null;
var report = Array.IndexOf(args, "--report") is var to and >= 0 ? args[to + 1] : null;
var (nodes, edges) = Town.Build(317, 7);
var started = Stopwatch.GetTimestamp();
var graph = WalkGraph.Build(nodes, edges);
var adult = WalkProfile.Defaults.First(p => p.Code == "adult");
var net = new ProfileNet(graph, adult);
var built = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
var random = new Random(11);
var search = new WalkSearch();
var shape = new ReachShape();
// Starts in the middle of the town, so that no reach is cut off by its rim.
var starts = Enumerable.Range(0, 64).Select(_ => graph.Index.Nearest((float)((random.NextDouble() - 0.5) * 18000), (float)((random.NextDouble() - 0.5) * 18000), net)!.Value).ToArray();

var text = new StringBuilder();
Line($"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; {graph.Nodes:N0} nodes, {graph.Edges:N0} edges, put together with its costs and index in {built:N0} ms.");
Line($"");
Line($"| Work | Median ms | Least ms | Allocated a query, bytes |");
Line($"|---|--:|--:|--:|");
var reached = new List<int>(Repeats * 2);
var reach = Measure("15 minutes on foot", Repeats, i => { search.Begin(net, starts[i % 64]); search.Spread(9000); reached.Add(search.Settled.Length); });
var drawn = Measure("the same with its polygon", Repeats, i => { search.Begin(net, starts[i % 64]); search.Spread(9000); shape.Draw(search, starts[i % 64]); });
Measure("a point put on the network", Repeats * 10, i => _ = graph.Index.Nearest((i % 100) * 90f - 4500, (i % 77) * 90f - 3400, net));
var goals = Enumerable.Range(0, 40).Select(g => graph.Index.Nearest((float)((random.NextDouble() - 0.5) * 20000), (float)((random.NextDouble() - 0.5) * 20000), net)!.Value).ToArray();
var pass = new NearestPass();
Measure("minutes to the nearest of 40 facilities for every node", 60, _ =>
{
    pass.Begin(net);
    for (var g = 0; g < goals.Length; g++)
        pass.Seed(goals[g], 0, g);
    pass.Run();
});
Measure("a way between two points 3 km apart, with its line", 200, i => _ = RouteFinder.Find(net, starts[i % 64], graph.Index.Nearest(starts[i % 64].X - MathF.CopySign(2100, starts[i % 64].X), starts[i % 64].Y - MathF.CopySign(2100, starts[i % 64].Y), net)!.Value));
Homes();
if (postgres is not null)
    await Beside();
Console.WriteLine(text);
if (report is not null)
{
    const string Begin = "<!-- walking: begin -->", End = "<!-- walking: end -->";
    var page = await File.ReadAllTextAsync(report);
    var (from, until) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
    await File.WriteAllTextAsync(report, $"{page[..(from + Begin.Length)]}\n\n{text}\n{page[until..]}");
}

void Homes()
{
    var homes = Enumerable.Range(0, 20_000).Select(h => new HomesAt(
        new(ScopePath.Root.Child("b" + h), PlaceKind.Building, ("楼", "Block"), ""), Town.Longitude + 0.08 + (random.NextDouble() * 0.05), Town.Latitude + 0.08 + (random.NextDouble() * 0.04), 1)).ToList();
    var facilities = ShippedRules.Categories.SelectMany(c => Enumerable.Range(0, 8).Select(f => new Goal(
        $"{c.Code}-{f}", c.Kinds[0], Town.Longitude + 0.08 + (random.NextDouble() * 0.05), Town.Latitude + 0.08 + (random.NextDouble() * 0.04)))).ToList();
    var nets = WalkProfile.Defaults.ToDictionary(p => p.Code, p => new ProfileNet(graph, p));
    var distances = new ProfileNet(graph, WalkProfile.Distance);
    Measure($"20,000 homes, {ShippedRules.Categories.Count} categories, time and distance, each home put on the network", 7, _ => CircleBook.Reckon(ShippedRules.Categories, new Reach.Attached(homes, Doors.None), facilities, code => (nets[code], distances)));
}

async Task Beside()
{
    await using var other = await PgRouting.Open(postgres, net);
    if (other is null)
        return;
    // pgRouting starts at nodes; so does Linli here, that both do the same.
    var at = starts.Select(s => graph.From[s.Edge]).ToArray();
    var mine = at.Select(n => { search.Begin(net, 0); search.Seed(n, 0, 0); search.Spread(9000); return search.Settled.Length; }).ToArray();
    foreach (var (name, box, hull, times, beside) in new[] { ("pgr_drivingDistance, edges limited to a box", 1000.0, false, 64, reach), ("the same with ST_ConcaveHull", 1000.0, true, 64, drawn), ("pgr_drivingDistance, all edges", double.PositiveInfinity, false, 8, reach) })
    {
        var took = new List<double>();
        for (var i = -4; i < times; i++)
        {
            var (milliseconds, found) = await other.Reach(net, at[(i + 64) % 64], 900, box, hull);
            if (Math.Abs(found - mine[(i + 64) % 64]) > 1)
                throw new InvalidOperationException($"pgRouting reached {found} nodes, Linli {mine[(i + 64) % 64]}.");
            if (i >= 0)
                took.Add(milliseconds);
        }

        took.Sort();
        Line($"| {name} | {took[took.Count / 2]:0.00} ({took[took.Count / 2] / beside:0} times) | {took[0]:0.00} | |");
    }

    Line($"");
    Line($"Both reach the same {reached.Average():0} nodes on average; the run stops where they differ.");
}

double Measure(string name, int times, Action<int> work)
{
    for (var i = 0; i < Math.Max(3, times / 4); i++)
        work(i);
    var took = new double[times];
    var before = GC.GetAllocatedBytesForCurrentThread();
    for (var i = 0; i < times; i++)
    {
        var begin = Stopwatch.GetTimestamp();
        work(i);
        took[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / times;
    Array.Sort(took);
    Line($"| {name} | {took[times / 2]:0.000} | {took[0]:0.000} | {bytes:N0} |");
    return took[times / 2];
}

void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
