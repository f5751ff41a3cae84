using Linli.Platform.Geo;
using Linli.Services.Kitchen;

namespace Linli.Meals.Tests.Kitchen;

/// <summary>Which van goes where (S36): every village once, nobody over capacity, no needless detours.</summary>
public sealed class RoutePlanTests
{
    private static readonly GeoPoint Home = new(30.2, 120.2);

    private static List<Drop> Villages(int seed, int count)
    {
#pragma warning disable CA5394 // no secret depends on it
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Drop($"v{i:00}", new(30.2 + ((random.NextDouble() - 0.5) / 5), 120.2 + ((random.NextDouble() - 0.5) / 5)), 10 + random.Next(35)))];
#pragma warning restore CA5394
    }

    [Fact]
    public void Order_OfVillagesOnALine_GoesAlongTheLine()
    {
        var drops = new[] { 3, 1, 4, 2 }.Select(i => new Drop("v" + i, new(30.2, 120.2 + (i * 0.01)), 1)).ToList();

        RoutePlan.Order(Home, drops).Select(d => d.Village).ShouldBe(["v1", "v2", "v3", "v4"]);
        RoutePlan.Metres(Home, []).ShouldBe(0);
    }

    [Fact]
    public void Order_IsNeverLongerThanGoingToTheNearestEachTime_AndIsTheSameWheneverItIsAsked()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var drops = Villages(seed, 9);
            var (rest, nearest, here) = (drops.ToList(), new List<Drop>(), Home);
            while (rest.Count > 0)
            {
                nearest.Add(rest.MinBy(d => here.DistanceTo(d.At))!);
                rest.Remove(nearest[^1]);
                here = nearest[^1].At;
            }

            var route = RoutePlan.Order(Home, drops);
            route.Select(d => d.Village).Order().ShouldBe(drops.Select(d => d.Village));
            RoutePlan.Metres(Home, route).ShouldBeLessThanOrEqualTo(RoutePlan.Metres(Home, nearest) + 0.001);
            RoutePlan.Order(Home, Enumerable.Reverse(drops)).ShouldBe(route);
        }
    }

    [Fact]
    public void Proposal_PlacesEveryVillageOnceWithinCapacity_OrSaysThatItCannot()
    {
        (string, int)[] vans = [("V1", 100), ("V2", 100), ("V3", 100), ("V4", 90), ("V5", 90)];
        var found = 0;
        for (var seed = 0; seed < 120; seed++)
        {
            var drops = Villages(seed, 14);
            if (RoutePlan.Propose(Home, drops, vans) is not { } plan)
            {
                drops.Sum(d => d.Boxes).ShouldBeGreaterThan(380, "a plan is only given up when the vans are nearly full");
                continue;
            }

            found++;
            plan.Values.SelectMany(r => r).Select(d => d.Village).Order().ShouldBe(drops.Select(d => d.Village));
            foreach (var (van, capacity) in vans)
                plan[van].Sum(d => d.Boxes).ShouldBeLessThanOrEqualTo(capacity);
        }

        found.ShouldBeGreaterThan(80);
        RoutePlan.Propose(Home, [new("v", Home, 101)], vans).ShouldBeNull();
        RoutePlan.Propose(Home, [], [])!.ShouldBeEmpty();
    }
}
