using FsCheck;
using FsCheck.Fluent;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;

namespace Linli.Places.Tests.Walking;

public class WalkSearchTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Theory, InlineData("adult"), InlineData("child"), InlineData("elder"), InlineData("wheelchair")]
    public void Spread_OnAnyNetwork_CostsWhatTheBookSays(string profile) =>
        Prop.ForAll(Seeds, seed =>
        {
            var net = new ProfileNet(RandomNetwork.Town(seed), RandomNetwork.Profile(profile));
            var random = new Random(seed);
            var seeds = Enumerable.Range(0, 3).Select(_ => (Node: random.Next(net.Graph.Nodes), Cost: random.Next(500))).ToList();
            var reverse = random.Next(2) == 0;
            var naive = RandomNetwork.Naive(net, seeds, reverse);
            using var lease = SearchPool<WalkSearch>.Take();
            lease.Search.Begin(net, 500);
            foreach (var (node, cost) in seeds)
                lease.Search.Seed(node, cost, node);
            lease.Search.Spread(4000, reverse);

            for (var node = 0; node < net.Graph.Nodes; node++)
                lease.Search.Cost(node).ShouldBe(naive[node] <= 4000 ? naive[node] : WalkCost.None);
            lease.Search.Settled.Length.ShouldBe(naive.Count(c => c <= 4000));
            lease.Search.Settled.ToArray().Select(n => naive[n]).ShouldBeInOrder();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spread_WithOwners_TellsTheNearestSeed() =>
        Prop.ForAll(Seeds, seed =>
        {
            var net = new ProfileNet(RandomNetwork.Town(seed), RandomNetwork.Profile("adult"));
            var random = new Random(seed);
            int[] goals = [random.Next(net.Graph.Nodes), random.Next(net.Graph.Nodes)];
            var each = goals.Select(g => RandomNetwork.Naive(net, [(g, 0)], reverse: true)).ToList();
            using var lease = SearchPool<WalkSearch>.Take();
            lease.Search.Begin(net, 0);
            for (var g = 0; g < goals.Length; g++)
                lease.Search.Seed(goals[g], 0, g);
            lease.Search.Spread(Walks.NoLimit, reverse: true);

            for (var node = 0; node < net.Graph.Nodes; node++)
            {
                var nearest = Math.Min(each[0][node], each[1][node]);
                lease.Search.Cost(node).ShouldBe(nearest);
                if (nearest != WalkCost.None)
                    each[lease.Search.From(node)][node].ShouldBe(nearest);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reverse_OnANetworkWithoutOneWays_IsTheSameAsForward() =>
        Prop.ForAll(Seeds, seed =>
        {
            var net = new ProfileNet(RandomNetwork.Town(seed, oneWays: false), RandomNetwork.Profile("elder"));
            var start = new Random(seed).Next(net.Graph.Nodes);
            using var forward = SearchPool<WalkSearch>.Take();
            using var backward = SearchPool<WalkSearch>.Take();
            forward.Search.Begin(net, 0);
            forward.Search.Seed(start, 0, 0);
            forward.Search.Spread(Walks.NoLimit);
            backward.Search.Begin(net, 0);
            backward.Search.Seed(start, 0, 0);
            backward.Search.Spread(Walks.NoLimit, reverse: true);
            for (var node = 0; node < net.Graph.Nodes; node++)
                forward.Search.Cost(node).ShouldBe(backward.Search.Cost(node));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Distances_ObeyTheTriangle() =>
        Prop.ForAll(Seeds, seed =>
        {
            var net = new ProfileNet(RandomNetwork.Town(seed), RandomNetwork.Profile("adult"));
            var random = new Random(seed);
            var (a, b) = (random.Next(net.Graph.Nodes), random.Next(net.Graph.Nodes));
            var (fromA, fromB) = (RandomNetwork.Naive(net, [(a, 0)]), RandomNetwork.Naive(net, [(b, 0)]));
            using var lease = SearchPool<WalkSearch>.Take();
            lease.Search.Begin(net, 0);
            lease.Search.Seed(a, 0, 0);
            lease.Search.Spread(Walks.NoLimit);
            for (var c = 0; c < net.Graph.Nodes; c++)
                if (fromA[b] != WalkCost.None && fromB[c] != WalkCost.None)
                    lease.Search.Cost(c).ShouldBeLessThanOrEqualTo(fromA[b] + fromB[c]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spread_UsedAgain_RemembersNothing()
    {
        var (small, large) = (new ProfileNet(RandomNetwork.Town(1, 5), WalkProfile.Distance), new ProfileNet(RandomNetwork.Town(2, 20), WalkProfile.Distance));
        var search = new WalkSearch();
        foreach (var net in new[] { large, small, large, small })
        {
            search.Begin(net, 0);
            search.Seed(3, 0, 0);
            search.Spread(900);
            var naive = RandomNetwork.Naive(net, [(3, 0)]);
            Enumerable.Range(0, net.Graph.Nodes).Select(search.Cost).ShouldBe(naive.Select(c => c <= 900 ? c : WalkCost.None));
        }
    }

    [Fact]
    public void Spread_TheSecondTime_AllocatesNothing()
    {
        var net = new ProfileNet(RandomNetwork.Town(3, 40), RandomNetwork.Profile("adult"));
        var shape = new ReachShape();
        Search();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            Search();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64);

        void Search()
        {
            using var lease = SearchPool<WalkSearch>.Take();
            var start = net.Graph.Index.Nearest(10, 20, net)!.Value;
            lease.Search.Begin(net, start);
            lease.Search.Spread(6000);
            shape.Draw(lease.Search, start);
        }
    }

    [Fact]
    public void Route_BetweenAnyPoints_CostsWhatItsLegsCostAndNoLessThanTheBookSays() =>
        Prop.ForAll(Seeds, seed =>
        {
            var net = new ProfileNet(RandomNetwork.Town(seed), RandomNetwork.Profile("adult"));
            var random = new Random(seed);
            var (start, end) = (AnySnap(net, random), AnySnap(net, random));
            var naive = Naive(net, start, end);
            var found = RouteFinder.Find(net, start, end);
            (found is null).ShouldBe(naive is null);
            if (found is null)
                return;
            found.Deciseconds.ShouldBe(naive!.Value);
            var walked = Walks.ToTheWay(start, net) + Walks.ToTheWay(end, net)
                + found.Legs.Sum(l => (l.Forward ? net.Forward(l.Edge) : net.Backward(l.Edge)) * (double)(l.To - l.From));
            walked.ShouldBe(found.Deciseconds, 2);
            for (var i = 0; i + 1 < found.Legs.Count; i++)
                End(net.Graph, found.Legs[i]).ShouldBe(Begin(net.Graph, found.Legs[i + 1]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nearest_IsNoFartherThanAnyWaySays() =>
        Prop.ForAll(Seeds, seed =>
        {
            var graph = RandomNetwork.Town(seed);
            var net = new ProfileNet(graph, RandomNetwork.Profile("wheelchair"));
            var random = new Random(seed);
            for (var i = 0; i < 20; i++)
            {
                var (x, y) = ((float)((random.NextDouble() - 0.5) * 1200), (float)((random.NextDouble() - 0.5) * 1200));
                var all = Enumerable.Range(0, graph.Edges).Where(net.Passable).Select(e => graph.Index.OnEdge(e, x, y)).OrderBy(s => s.Metres).ToList();
                var found = graph.Index.Nearest(x, y, net);
                if (all[0].Metres > EdgeIndex.Farthest)
                    found.ShouldBeNull();
                else
                    found!.Value.Metres.ShouldBeLessThanOrEqualTo(all[0].Metres + 30.01f);
                // Nothing of the main part is nearer than what was found, unless a piece apart was taken.
                if (found is { } taken && net.InMainPart(taken.Edge))
                    taken.Metres.ShouldBe(all.First(s => net.InMainPart(s.Edge)).Metres, 0.01f);
            }
        }).QuickCheckThrowOnFailure();

    private static Snap AnySnap(ProfileNet net, Random random)
    {
        while (true)
            if (net.Graph.Index.Nearest((float)((random.NextDouble() - 0.5) * 700), (float)((random.NextDouble() - 0.5) * 700), net) is { } snap)
                return snap;
    }

    private static int? Naive(ProfileNet net, Snap start, Snap end)
    {
        var away = Walks.ToTheWay(start, net);
        var seeds = new List<(int, int)>();
        if (net.Forward(start.Edge) != WalkCost.None)
            seeds.Add((net.Graph.To[start.Edge], away + (int)MathF.Round(net.Forward(start.Edge) * (1 - start.Share))));
        if (net.Backward(start.Edge) != WalkCost.None)
            seeds.Add((net.Graph.From[start.Edge], away + (int)MathF.Round(net.Backward(start.Edge) * start.Share)));
        var cost = RandomNetwork.Naive(net, seeds);
        var ways = new List<long>();
        if (net.Forward(end.Edge) != WalkCost.None && cost[net.Graph.From[end.Edge]] != WalkCost.None)
            ways.Add(cost[net.Graph.From[end.Edge]] + (int)MathF.Round(net.Forward(end.Edge) * end.Share));
        if (net.Backward(end.Edge) != WalkCost.None && cost[net.Graph.To[end.Edge]] != WalkCost.None)
            ways.Add(cost[net.Graph.To[end.Edge]] + (int)MathF.Round(net.Backward(end.Edge) * (1 - end.Share)));
        if (Walks.Along(net, start, end) is var along and not WalkCost.None)
            ways.Add(away + along);
        return ways.Count == 0 ? null : (int)ways.Min() + Walks.ToTheWay(end, net);
    }

    private static int Begin(WalkGraph graph, Leg leg) => leg.Forward ? graph.From[leg.Edge] : graph.To[leg.Edge];

    private static int End(WalkGraph graph, Leg leg) => leg.Forward ? graph.To[leg.Edge] : graph.From[leg.Edge];
}
