using FsCheck;
using FsCheck.Fluent;
using Linli.Hall.Queue;

namespace Linli.Hall.Tests;

/// <summary>Nobody starves, whoever comes (R45).</summary>
[Trait("Feature", "S92")]
public sealed class CallOrderTests
{
    [Fact]
    public void Calls_OfRandomArrivals_ReachEverybodyWithinTheBound()
    {
        var shares = from p in Gen.Choose(1, 5) from a in Gen.Choose(1, 5) from w in Gen.Choose(1, 5) select (p, a, w);
        var days = from s in shares from arrivals in Gen.Choose(0, 3).Select(lane => lane).ListOf() select (s, arrivals);
        Prop.ForAll(days.ToArbitrary(), day => Starves(day.s, [.. day.arrivals]) is null).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Calls_WhilePriorityNeverEnds_StillReachWalkInsAndAppointments()
    {
        // A hundred people with priority come before each single walk-in.
        var arrivals = Enumerable.Range(0, 300).Select(i => i % 100 == 99 ? 2 : i % 50 == 49 ? 1 : 0).ToList();
        Starves((2, 1, 1), arrivals).ShouldBeNull();
        Starves((9, 1, 1), arrivals).ShouldBeNull();
    }

    [Fact]
    public void Calls_ShareTheCountersByRatio()
    {
        var waiting = Enumerable.Range(0, 120).Select(i => (Lane: (Lane)(i % 3), Rank: (long)i)).ToList();
        var first = CallOrder.InOrder(waiting, t => t.Lane, t => t.Rank, l => l == Lane.Priority ? 2 : 1, _ => 0).Take(40).ToList();
        first.Count(t => t.Lane == Lane.Priority).ShouldBeInRange(18, 22);
        first.Count(t => t.Lane == Lane.WalkIn).ShouldBeInRange(8, 12);
        foreach (var lane in CallOrder.Lanes)
            first.Where(t => t.Lane == lane).Select(t => t.Rank).ShouldBeInOrder();
    }

    [Theory]
    [InlineData(new long[] { 10, 20, 30, 40, 50 }, 3, 99, 35)]
    [InlineData(new long[] { 10, 20 }, 3, 99, 99)]
    [InlineData(new long[] { }, 3, 99, 99)]
    public void ComingBack_IsBehindExactlySoMany(long[] ranks, int behind, long last, long expected) => TicketRules.RankBehind(ranks, behind, last).ShouldBe(expected);

    // One arrives, one is called, until all are served; says who waited longer than their place allows.
    private static string? Starves((int P, int A, int W) share, List<int> arrivals)
    {
        int Share(Lane lane) => lane switch { Lane.Priority => share.P, Lane.Appointment => share.A, _ => share.W };
        var round = CallOrder.Lanes.Sum(Share);
        var passed = CallOrder.Lanes.ToDictionary(l => l, _ => 0);
        var lanes = CallOrder.Lanes.ToDictionary(l => l, _ => new Queue<(int Bound, int At)>());
        var (call, next) = (0, 0);
        while (next < arrivals.Count || lanes.Values.Any(l => l.Count > 0))
        {
            // Sometimes two arrive for one call, sometimes none (3).
            foreach (var arrived in arrivals.Skip(next).Take(2))
                if (arrived < 3)
                    lanes[(Lane)arrived].Enqueue((CallOrder.AtMost(lanes[(Lane)arrived].Count + 1, round), call));
            next += 2;
            if (CallOrder.Next(l => lanes[l].Count > 0, Share, l => passed[l]) is not { } lane)
                continue;
            call++;
            var (bound, at) = lanes[lane].Dequeue();
            if (call - at > bound)
                return $"{lane} waited {call - at} calls, at most {bound}";
            foreach (var other in CallOrder.Lanes)
                passed[other] = CallOrder.Passed(other, lane, lanes[other].Count > 0, passed[other]);
        }

        return null;
    }
}
