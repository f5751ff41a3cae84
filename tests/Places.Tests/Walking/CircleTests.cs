using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Linli.Places.Circles;
using Linli.Places.Walking;
using Linli.Places.Walking.Entrances;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Places.Tests.Walking;

/// <summary>Circles by the network (R22–R24), against the plainest way of finding them.</summary>
public class CircleTests
{
    [Fact, Trait("Feature", "S77")]
    public void Reach_FromAnyHome_IsWhatTheWayThereTakes() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var graph = RandomNetwork.Town(seed);
            var (net, distances) = (new ProfileNet(graph, RandomNetwork.Profile("elder")), new ProfileNet(graph, WalkProfile.Distance));
            var homes = new Reach.Attached([.. Enumerable.Range(0, 12).Select(i => Home(i, random))], Doors.None);
            List<Goal> goals = [.. Enumerable.Range(0, 3).Select(i => new Goal("f" + i, "clinic", 120.2 + (random.NextDouble() * 0.0096), 30.2 + (random.NextDouble() * 0.0084)))];

            var found = Reach.ToNearest(net, distances, homes, goals);

            for (var h = 0; h < homes.Count; h++)
            {
                var ways = goals.Select(g => Way(net, homes.Homes[h], g)).ToList();
                if (ways.All(w => w is null))
                    found[h].Minutes.ShouldBeNull();
                else
                    found[h].Deciseconds.ShouldBe(ways.Min(w => w ?? WalkCost.None));
                if (found[h].Goal >= 0)
                    ways[found[h].Goal].ShouldBe(found[h].Deciseconds);
                var metres = goals.Select(g => Way(distances, homes.Homes[h], g)).Min(w => w ?? WalkCost.None);
                found[h].Decimetres.ShouldBe(metres);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Category_WithMetres_IsJudgedByTheWayAndNotTheMinutes()
    {
        var rule = ShippedRules.Categories.Single(c => c.Code == "kindergarten");
        rule.Metres.ShouldBe(300, "R24: kindergarten 300 m");
        CircleAnalysis.Within(rule, new(9000, 0, 3000)).ShouldBeTrue();
        CircleAnalysis.Within(rule, new(100, 0, 3010)).ShouldBeFalse();
        CircleAnalysis.Within(rule, Nearness.Nothing).ShouldBeFalse();
    }

    [Fact]
    public void Levels_AreThoseOfTheStandard() =>
        ShippedRules.Levels.Select(l => (l.Minutes, l.MetresFrom, l.MetresTo, l.PeopleFrom, l.PeopleTo, l.HomesFrom, l.HomesTo)).ShouldBe(
            [(5, 300, 300, 5_000, 12_000, 1_500, 4_000), (10, 500, 500, 15_000, 25_000, 5_000, 8_000), (15, 800, 1_000, 50_000, 100_000, 17_000, 32_000)]);

    private static int? Way(ProfileNet net, HomesAt home, Goal goal)
    {
        var (index, ground) = (net.Graph.Index, net.Graph.Ground);
        return index.Nearest(ground.X(home.Longitude), ground.Y(home.Latitude), net) is { } start && index.Nearest(ground.X(goal.Longitude), ground.Y(goal.Latitude), net) is { } end
            ? RouteFinder.Find(net, start, end)?.Deciseconds
            : null;
    }

    private static HomesAt Home(int i, Random random) => new(
        new(ScopePath.Root.Child("b" + i), PlaceKind.Building, ("楼", "Block"), ""), 120.2 + (random.NextDouble() * 0.0096), 30.2 + (random.NextDouble() * 0.0084), 10);
}
