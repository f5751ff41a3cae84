using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Tests.Desk;

[Trait("Feature", "S13")]
public class LogCallTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Log_ACallWithAnAppointment_IsAcceptedPlannedAndDispatchedInOneGo(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var desk = await town.Staff("desk");
        var receipt = (await town.Run(desk, Call() with
        {
            Mode = HandlingMode.HomeVisit,
            AppointmentAt = TestTown.Start.AddDays(1),
            PlaceText = "和一 7 幢 502",
            Dispatch = true,
        })).Value!;
        receipt.State.ShouldBe(CaseState.Dispatched);
        var detail = (await town.Ask(desk, new OpenCase(receipt.Id))).Value!;
        detail.Line.ShouldSatisfyAllConditions(
            l => l.Team.ShouldBe("lighting"), l => l.Mode.ShouldBe(HandlingMode.HomeVisit), l => l.Channel.ShouldBe(CaseChannel.Phone));
        detail.Visits.ShouldHaveSingleItem().PlannedAt.ShouldBe(TestTown.Start.AddDays(1));
        detail.Timeline.Select(l => l.Action).ShouldBe([CaseAction.Report, CaseAction.Accept, CaseAction.PlanVisit, CaseAction.Dispatch]);
    }

    [Fact]
    public async Task Log_WithATimeInThePast_LeavesNothingBehind()
    {
        await using var town = await TestTown.Found();
        var refused = await town.Run(await town.Staff("desk"), Call() with { Mode = HandlingMode.Appointment, AppointmentAt = TestTown.Start.AddDays(-1) });
        refused.Problem.Field.ShouldBe("appointmentAt");
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Case>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Log_SentTwiceWithOneKey_IsOneCase()
    {
        await using var town = await TestTown.Found();
        var desk = await town.Staff("desk");
        var first = await town.Run(desk, Call() with { IdempotencyKey = "k1" });
        var again = await town.Run(desk, Call() with { IdempotencyKey = "k1" });
        again.Value.ShouldBe(first.Value);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Case>().CountAsync())).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Log_APhotoSentAgainAfterALostAnswer_IsOneCaseWithOnePhoto(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var client = await town.StaffClient("steward");
        var page = new PageForm(client, "/desk/street");
        (string, string)[] fields =
            [("_handler", "street"), ("IdempotencyKey", "k1"), ("Text", "楼道堆物挡路"), ("Category", "corridor"), ("Place", "/zj/ys/hf/hf-1/hf-1-g01/"), ("Priority", "Normal")];
        var first = await page.PostPhoto("Files", SamplePhoto.Jpeg, fields);
        first.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect, await first.Content.ReadAsStringAsync());
        var again = await page.PostPhoto("Files", SamplePhoto.Jpeg, fields);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<CaseEvidence>().CountAsync())).ShouldBe(1);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<Case>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Log_ByAPropertyClerkWithAnAppointment_IsPlannedWhereTheirPostReaches()
    {
        await using var town = await TestTown.Found();
        var clerk = await town.Staff("property");
        var call = Call() with { Mode = HandlingMode.Appointment, AppointmentAt = TestTown.Start.AddDays(1), PlaceText = "和一 7 幢 502" };
        var receipt = await town.Run(clerk, call);
        receipt.Problems.ShouldBeEmpty();
        var detail = (await town.Ask(clerk, new OpenCase(receipt.Value!.Id))).Value!;
        detail.Visits.ShouldHaveSingleItem().PlannedAt.ShouldBe(TestTown.Start.AddDays(1));
        detail.Line.State.ShouldBe(CaseState.Reported);
        (await town.Run(clerk, call with { Longitude = SmallTown.InSecond.Lon, Latitude = SmallTown.InSecond.Lat })).Problem.Code.ShouldBe("cases.not_your_desk");
    }

    [Fact]
    public async Task Log_WithoutACategory_TakesTheOneItsWordsPointTo()
    {
        await using var town = await TestTown.Found();
        var desk = await town.Staff("desk");
        var receipt = (await town.Run(desk, Call() with { Category = null, Text = "楼道堆物挡路，请清理" })).Value!;
        (await town.Ask(desk, new OpenCase(receipt.Id))).Value!.Line.Category.ShouldBe("corridor");
    }

    [Theory]
    [InlineData("和一 7", "hf-1-c-7")]
    [InlineData("和一7幢", "hf-1-c-7")]
    [InlineData("和二-7", "hf-2-c-7")]
    [InlineData("和二社区", "hf-2")]
    public async Task FindPlaces_AsCallersSayThem(string typed, string code)
    {
        await using var town = await TestTown.Found();
        var tree = town.Services.GetRequiredService<IScopeTree>();
        PlaceSearch.Find(typed, tree.All, tree, ScopeSet.Of([SmallTown.Group]))[0].Code.ShouldBe(code);
    }

    private static LogCall Call() => new()
    {
        Text = "小区门口的路灯不亮了", Category = "lamp", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat,
        ContactName = "沈小芳", ContactPhone = "13812345678",
    };
}
