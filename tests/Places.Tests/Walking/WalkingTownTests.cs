using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Linli.Places.Circles;
using Linli.Places.Walking;
using Linli.Places.Walking.Import;
using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Places.Tests.Walking;

/// <summary>The demo town's network and circles, on both databases.</summary>
public class WalkingTownTests
{
    public static TheoryData<DatabaseKind> Both => PlacesBed.Both;

    private static readonly Caller Planner = new(PlacesBed.Steward, "周", [new Grant("operator", ScopePath.Root, null, new HashSet<string> { PlacesPermissions.Circles, PlacesPermissions.Manage })]);

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S77"), Trait("Feature", "S74")]
    public async Task Town_ItsNetworkAndCircles_AreThere(DatabaseKind kind)
    {
        await using var bed = await Town(kind);
        var summary = await bed.Answer(new GetWalking());
        // S74: the slow lane measures 1.3 km on the ground.
        summary.SlowLaneMetres.ShouldBe(1300, 2);
        summary.Edges.ShouldBeGreaterThan(1100);
        summary.Parts[0].ShouldBeGreaterThan((int)(summary.Nodes * 0.99));
        var slow = await bed.Answer(new GetWays(Slow: true));
        slow.ShouldAllBe(w => w.WidthMetres == 1.5 && w.CarriagewayMetres == 5.5);

        var report = await bed.Answer(new GetGaps(), Planner);
        report.Homes.ShouldBe(20_000);
        report.Categories.Select(c => c.Category.Code).ShouldBe(ShippedRules.Categories.Select(c => c.Code));
        report.Categories.ShouldAllBe(c => c.Served + c.Lacking == 20_000);
        report.Categories.Single(c => c.Category.Code == "junior").Served.ShouldBe(0, "there is no junior school in the town");
        report.Rows.Select(r => r.Lacks.Count).ShouldBeInOrder(SortDirection.Descending);

        var before = report.Categories.Single(c => c.Category.Code == "junior");
        var answer = await bed.Answer(new WhatIf("junior", "120.2175", "30.2055"), Planner);
        answer.ServedBefore.ShouldBe(before.Served);
        answer.ServedAfter.ShouldBeGreaterThan(5_000);
        answer.Gains.Sum(g => g.Homes).ShouldBe(answer.ServedAfter - answer.ServedBefore);
        answer.MinutesBefore.ShouldBeNull("nobody had a way to one");
        answer.People.ShouldBeNull("no register is loaded here");
        (await bed.Answer(new WhatIf("junior", "120.4", "30.4"), Planner)).OnTheNetwork.ShouldBeFalse();
    }

    [Fact, Trait("Feature", "S74")]
    public async Task Route_OverTheFootbridge_GoesAroundForWheelchairs()
    {
        await using var bed = await Town();
        // On both sides of Daoxiang Road at the footbridge that has steps only.
        var (from, to) = ("30.198784,120.220046", "30.198630,120.220018");
        var adult = await bed.Answer(new FindRoute(from, to));
        adult.Found.ShouldBeTrue();
        adult.HasSteps.ShouldBeTrue();
        adult.Steps.ShouldContain(s => s.Text.Zh.Contains('桥'));
        adult.StepFree!.Found.ShouldBeTrue();
        var wheels = await bed.Answer(new FindRoute(from, to, "wheelchair"));
        wheels.HasSteps.ShouldBeFalse();
        wheels.Metres.ShouldBeGreaterThan(adult.Metres * 2);
        wheels.Metres.ShouldBe(adult.StepFree.Metres);
        // The other bridge has lifts: from its deck to the street.
        var lift = await bed.Answer(new FindRoute("30.204440,120.217154", "30.204412,120.217370", "wheelchair", FromLevel: 1, ToLevel: 0));
        lift.Steps.ShouldContain(s => s.Kind == WayKind.Lift);
    }

    [Fact]
    public async Task Route_BadInput_NamesTheField()
    {
        await using var bed = await Town();
        (await bed.Ask(new FindRoute("120.21,30.2", "30.2,120.21"))).Problem.Field.ShouldBe("from");
        (await bed.Ask(new FindRoute("120.21,30.2", "30.2,120.21"))).Problem.Code.ShouldBe("places.swapped");
        (await bed.Ask(new FindRoute("30.2", "f-mall"))).Problem.Field.ShouldBe("from");
        (await bed.Ask(new FindRoute("30.2,120.21", null))).Problem.Field.ShouldBe("to");
        (await bed.Ask(new FindRoute("30.2,120.21", "f-mall", "horse"))).Problem.Field.ShouldBe("profile");
        (await bed.Ask(new FindRoute("30.2,120.21", "f-mall", Crs: "mars"))).Problem.Field.ShouldBe("crs");
        var nowhere = await bed.Answer(new FindRoute("31.2,121.4", "f-mall"));
        nowhere.Found.ShouldBeFalse();
        nowhere.Reason!.Value.Zh.ShouldNotBeEmpty();
        (await bed.Ask(new GetIsochrone("120.21", "30.2", "0"))).Problem.Field.ShouldBe("minutes");
        (await bed.Ask(new GetIsochrone("120.21", "30.2", "5,abc"))).Problem.Field.ShouldBe("minutes");
        (await bed.Answer(new GetIsochrone("121.4", "31.2"))).ShouldBeEmpty();
    }

    internal static async Task<PlacesBed> Town(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var bed = await PlacesBed.Demo(kind);
        await bed.InScope<LinliDb, bool>(async (db, scope) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<WalkingDemo>(scope).Seed(PlacesBed.Samples, CancellationToken.None);
            await transaction.CommitAsync();
            return true;
        });
        return bed;
    }
}
