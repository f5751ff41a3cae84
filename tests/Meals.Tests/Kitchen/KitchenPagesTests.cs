using System.Net;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Services.Kitchen;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Meals.Tests.Kitchen.KitchenTown;

namespace Linli.Meals.Tests.Kitchen;

/// <summary>What the kitchen, its drivers and the villages see, and the month of the demo (S36).</summary>
public sealed class KitchenPagesTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Fact, Trait("Feature", "S36")]
    public async Task Pages_OfKitchenDriverAndVillage_ShowTheDay()
    {
        await using var town = await Found();
        var (cook, driver, clerk) = (await town.StaffClient("cook"), await town.StaffClient("van1"), await town.StaffClient("clerk0"));
        (await clerk.Page($"/desk/village-meals?day={Tomorrow}")).ShouldContain("Save the counts");
        (await cook.Page($"/desk/kitchen/sheet?day={Tomorrow}")).ShouldContain("Preview");
        (await cook.Page($"/desk/kitchen/loading?day={Tomorrow}")).ShouldContain("Orders are still open");
        await town.OrderAndClose();
        var board = await town.Plan("V4", "V5");
        (await cook.Page($"/desk/kitchen/loading?day={Tomorrow}")).ShouldContain("V1 leaves");
        (await driver.Page("/desk/run")).ShouldContain("Not left yet");
        town.Time.SetTo(At(11, 0));
        await cook.Leave(board, board.Of(0).Text("van"));

        (await cook.Page($"/desk/kitchen?day={Tomorrow}")).ShouldContain("Village 13");
        var labels = await cook.Page($"/desk/kitchen/labels?day={Tomorrow}");
        labels.ShouldContain("Village 13");
        labels.ShouldContain("12:45");
        (await cook.Page($"/desk/kitchen/samples?day={Tomorrow}")).ShouldContain("to be kept until");
        (await cook.Page("/desk/kitchen/keep")).ShouldContain("江A·00001");
        (await cook.Page("/desk/kitchen/settlement?month=2026-11")).ShouldContain("Village 0");
        (await cook.Page($"/desk/run?run={board.Run(board.Of(0).Text("van")).Id()}")).ShouldContain("Hand over");
        var code = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<RunStop>().Where(x => x.Village == Code(0)).Select(x => x.Code).SingleAsync());
        (await clerk.Page($"/desk/village-meals?day={Tomorrow}")).ShouldContain(code);
        (await (await town.VerifiedClient("19900000001")).Page("/meals/village")).ShouldContain("Link your meals");
        (await clerk.GetAsync(new Uri("/desk/kitchen", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S36")]
    public async Task Demo_StandsWhereTheClockDoes(DatabaseKind kind)
    {
        foreach (var (at, samples, left, handed) in new[] { ((6, 40), 0, 0, 0), ((11, 41), 6, 5, 1), ((21, 0), 6, 5, 14) })
        {
            await using var town = await TestTown.Found(kind);
            var now = new DateTimeOffset(2026, 11, 23, at.Item1, at.Item2, 0, TimeSpan.FromHours(8)).ToUniversalTime();
            await town.InScope(async s =>
            {
                await using var transaction = await s.GetRequiredService<LinliDb>().BeginTransaction(CancellationToken.None);
                await s.GetRequiredService<KitchenDemo>().Seed(new DemoSamples(Path.Combine(Root(), "samples", "hefengli"), now), CancellationToken.None);
                await transaction.CommitAsync();
                return true;
            });
            town.Time.SetTo(now);
            var operatorOf = await town.StaffClient("operator");

            var board = await operatorOf.Get("/kitchen/days/2026-11-23").Good();

            board.GetProperty("villages").GetArrayLength().ShouldBe(14);
            board.Whole("boxes").ShouldBe(420);
            board.GetProperty("villages").EnumerateArray().Single(v => v.Text("code") == "meifan").Whole("boxes").ShouldBe(42);
            board.Whole("sampled").ShouldBe(samples);
            board.GetProperty("runs").GetArrayLength().ShouldBe(5);
            board.GetProperty("runs").EnumerateArray().Count(r => r.Text("state") != "planned").ShouldBe(left);
            var stops = board.GetProperty("runs").EnumerateArray().SelectMany(r => r.GetProperty("stops").EnumerateArray()).ToList();
            stops.Count(s => s.TryGetProperty("handedAt", out var done) && done.ValueKind == System.Text.Json.JsonValueKind.String).ShouldBeGreaterThanOrEqualTo(handed);
            (await operatorOf.Get("/kitchen/settlements/2026-11").Good()).GetProperty("villages").EnumerateArray().ShouldAllBe(v => v.Whole("days") >= 22);
            var tomorrow = await operatorOf.Get("/kitchen/days/2026-11-24").Good();
            (tomorrow.Text("stage") == "ordering").ShouldBe(at.Item1 < 20);
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Linli.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The solution is not above the tests.");
        return folder;
    }
}
