using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Cases.Tests.Desk;

public class RevealContactTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("看看")]
    public async Task Reveal_WithoutAReason_IsRefusedAndShowsNothing(string? reason)
    {
        await using var town = await TestTown.Found();
        var call = await Logged(town);
        var refused = await town.Run(await town.Staff("desk"), new RevealContact { Case = call.Id, Reason = reason });
        refused.Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("cases.reason_missing"), p => p.Field.ShouldBe("reason"));
        (await town.Audit("cases.contact_shown")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reveal_WithAReason_ShowsTheContactAndIsLogged()
    {
        await using var town = await TestTown.Found();
        var call = await Logged(town);
        var desk = await town.Staff("desk");
        (await town.Ask(desk, new OpenCase(call.Id))).Value!.Contact.ShouldBe("沈** 138****5678");
        var shown = await town.Run(desk, new RevealContact { Case = call.Id, Reason = "约上门时间" });
        shown.Value.ShouldBe(new RevealedContact("沈小芳", "13812345678"));
        var line = (await town.Audit("cases.contact_shown")).ShouldHaveSingleItem();
        line.ShouldSatisfyAllConditions(
            l => l.Actor.ShouldBe(desk.ToString()), l => l.Subject.ShouldBe(call.Id.Value.ToString()), l => l.Detail.ShouldBe("约上门时间"));
    }

    [Fact]
    public async Task Reveal_OfAReporterWithAnAccount_IsInTheirOwnAccessLog()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        var shown = await town.Run(await town.Staff("worker"), new RevealContact { Case = receipt.Id, Reason = "回访核实情况" });
        shown.Value!.Phone.ShouldBe("13800000001");

        // A code can be asked for once a minute.
        town.Time.Move(TimeSpan.FromMinutes(2));
        var log = await (await town.ResidentClient("13800000001")).GetStringAsync("/api/v1/me/access-log");
        log.ShouldContain("回访核实情况");
    }

    [Fact]
    public async Task Reveal_OfAnotherCommunitysCase_IsNotFound()
    {
        await using var town = await TestTown.Found();
        var call = await Logged(town);
        (await town.Run(await town.Staff("worker2"), new RevealContact { Case = call.Id, Reason = "约上门时间" })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task Reveal_ByATeamThatOnlyHandles_IsForbidden()
    {
        await using var town = await TestTown.Found();
        var call = await Logged(town, dispatch: true);
        (await town.Run(await town.Staff("lamp1"), new RevealContact { Case = call.Id, Reason = "约上门时间" })).Problem.Kind.ShouldBe(ProblemKind.Forbidden);
    }

    private static async Task<CaseReceipt> Logged(TestTown town, bool dispatch = false) => (await town.Run(await town.Staff("desk"), new LogCall
    {
        Text = "小区门口的路灯不亮了", Category = "lamp", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat,
        ContactName = "沈小芳", ContactPhone = "138 1234 5678", Dispatch = dispatch,
    })).Value!;
}
