using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Nobody visits, reminds of, or pairs with whoever died (S16, S17, S29).</summary>
public class EndedLivesTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Death_TakesThePersonOutOfRunningRounds_AndTheCoverageSpeaksOfTheLiving(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var worker = await town.StaffClient("worker");
        var plan = await VisitTests.Plan(town, worker, 2);
        var first = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Linli.Neighbours.Visits.VisitFamily>().Select(f => f.Person).FirstAsync());
        await worker.Post($"/register/people/{first}/death", new { on = "2026-11-22", evidence = "医院证明" }).Good();
        await town.DeliverEvents();
        var line = (await worker.Get($"/visits/plans/{plan}").Good()).GetProperty("line");
        (line.GetProperty("visited").GetInt32(), line.GetProperty("families").GetInt32()).ShouldBe((0, 1));
        (await worker.Get("/visits/plans").Good())[0].GetProperty("families").GetInt32().ShouldBe(1);
    }
}
