using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Dispatch;
using Linli.Cases.Handle;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Cases.Tests;

public class ClosedLoopTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S10"), Trait("Feature", "S02")]
    public async Task Report_FollowedToTheEnd_IsConfirmedByTheReporter(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var resident = await town.Resident("13800000001");
        var receipt = await town.Report(resident);
        receipt.Number.ShouldStartWith("HF-2611-");

        (await town.Run(await town.Staff("desk"), new AcceptCase { Case = receipt.Id })).Ok.ShouldBeTrue();
        (await town.Run(await town.Staff("dispatcher"), new DispatchCase { Case = receipt.Id, Team = "lighting", How = DispatchHow.Grab })).Ok.ShouldBeTrue();
        var lamp = await town.Staff("lamp1");
        (await town.Run(lamp, new GrabCase { Case = receipt.Id })).Ok.ShouldBeTrue();
        (await town.Run(lamp, new StartCase { Case = receipt.Id })).Ok.ShouldBeTrue();
        (await town.Run(lamp, new AnswerCase { Case = receipt.Id, Text = "灯泡已更换，请查看。", Outcome = CaseOutcome.Explained })).Ok.ShouldBeTrue();
        var confirmed = await town.Run(resident, new ConfirmCase { Case = receipt.Id, Rating = 5 });
        confirmed.Value!.State.ShouldBe(CaseState.Confirmed);

        await town.DeliverEvents();
        var mine = await town.Ask(resident, new OpenCase(receipt.Id));
        mine.Value!.Reader.ShouldBe(CaseReader.Reporter);
        mine.Value.Timeline.Select(l => l.Action).ShouldBe(
            [CaseAction.Report, CaseAction.Accept, CaseAction.Dispatch, CaseAction.Grab, CaseAction.Start, CaseAction.Answer, CaseAction.Confirm]);
    }

    [Fact, Trait("Feature", "S03")]
    public async Task Confirm_WithoutAnAnswer_IsRefused()
    {
        await using var town = await TestTown.Found();
        var resident = await town.Resident("13800000001");
        var receipt = await town.Report(resident);
        (await town.Run(resident, new ConfirmCase { Case = receipt.Id, Rating = 5 })).Problem.Code.ShouldBe("cases.wrong_state");
    }

    [Fact, Trait("Feature", "S03")]
    public async Task Answer_WithoutWordsTheReporterCanRead_IsRefusedAndNothingChanges()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        var desk = await town.Staff("desk");
        await town.Run(desk, new AcceptCase { Case = receipt.Id });
        var refused = await town.Run(desk, new AnswerCase { Case = receipt.Id, Text = " 好 ", Outcome = CaseOutcome.Solved });
        refused.Problem.ShouldSatisfyAllConditions(p => p.Field.ShouldBe("text"), p => p.Kind.ShouldBe(ProblemKind.Invalid));
        (await town.Ask(desk, new OpenCase(receipt.Id))).Value!.Line.State.ShouldBe(CaseState.Accepted);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Answer_ByTwoHandlersWhoReadTheSameVersion_OnlyTheFirstCounts(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var receipt = await town.Report(await town.Resident("13800000001"));
        await town.Run(await town.Staff("dispatcher"), new DispatchCase { Case = receipt.Id, Team = "lighting" });
        var (one, two) = (await town.Staff("lamp1"), await town.Staff("lamp2"));
        var version = (await town.Ask(one, new OpenCase(receipt.Id))).Value!.Version;
        var answers = await Task.WhenAll(
            town.Run(one, new AnswerCase { Case = receipt.Id, Text = "第一位同事的答复。", Outcome = CaseOutcome.Explained, Version = version }),
            town.Run(two, new AnswerCase { Case = receipt.Id, Text = "第二位同事的答复。", Outcome = CaseOutcome.Explained, Version = version }));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Single(a => !a.Ok).Problem.Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Fact, Trait("Feature", "S10")]
    public async Task Report_WhenThePlaceIsOutsideEveryGrid_IsRoutedToTheCommunityDesk()
    {
        await using var town = await TestTown.Found();
        var resident = await town.Resident("13800000001");
        var receipt = (await town.Run(resident, new ReportCase
        {
            Category = "lamp", Text = "路口的灯不亮", Longitude = SmallTown.Outside.Lon, Latitude = SmallTown.Outside.Lat,
        })).Value!;
        (await town.Ask(await town.Staff("desk"), new OpenCase(receipt.Id))).Value!.Line.Scope.ShouldBe(SmallTown.Second.Value);
    }

    [Fact]
    public async Task Report_FarFromEveryCommunity_NamesThePlace()
    {
        await using var town = await TestTown.Found();
        var refused = await town.Run(await town.Resident("13800000001"), new ReportCase { Category = "lamp", Text = "灯不亮", Longitude = 116.4, Latitude = 39.9 });
        refused.Problem.Field.ShouldBe("place");
    }

    [Fact]
    public async Task Report_HappeningInTheFuture_IsRefused()
    {
        await using var town = await TestTown.Found();
        var refused = await town.Run(
            await town.Resident("13800000001"),
            new ReportCase { Category = "lamp", Text = "灯不亮", Community = "hf-1", HappenedAt = TestTown.Start.AddDays(1) });
        refused.Problem.Field.ShouldBe("happenedAt");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S10")]
    public async Task Report_SentAgainAfterALostAnswer_IsOneCaseWithTheFirstAnswer(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var resident = await town.Resident("13800000001");
        var report = new ReportCase { Category = "lamp", Text = "灯不亮", Community = "hf-1", IdempotencyKey = "phone-1" };
        var first = await town.Run(resident, report);
        var again = await town.Run(resident, report);
        again.Value.ShouldBe(first.Value);
        (await town.Ask(resident, new MyCases())).Value!.Items.Count.ShouldBe(1);
        (await town.Run(resident, report with { Text = "另一件事" })).Problem.Code.ShouldBe("idempotency_key_reused");
    }

    [Fact]
    public async Task Open_ByAReporterOfAnotherCommunityGuessingIds_IsNotFound()
    {
        await using var town = await TestTown.Found();
        var complaint = (await town.Run(
            await town.Resident("13800000001"),
            new ReportCase { Channel = CaseChannel.Complaint, Text = "物业收费不清楚", Community = "hf-1" })).Value!;
        var stranger = await town.Resident("13800000002");
        (await town.Ask(stranger, new OpenCase(complaint.Id))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Run(stranger, new WithdrawCase { Case = complaint.Id })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Ask(await town.Staff("worker2"), new OpenCase(complaint.Id))).Problem.Kind.ShouldBe(ProblemKind.NotFound);
        (await town.Ask(await town.Staff("worker"), new OpenCase(complaint.Id))).Value!.Reader.ShouldBe(CaseReader.Staff);
    }

    [Fact, Trait("Feature", "S10")]
    public async Task Reopen_ByAReporterWhoIsNotSatisfied_StartsTheClocksAnew()
    {
        await using var town = await TestTown.Found();
        var resident = await town.Resident("13800000001");
        var receipt = await town.Report(resident);
        var desk = await town.Staff("desk");
        await town.Run(desk, new AcceptCase { Case = receipt.Id });
        await town.Run(desk, new AnswerCase { Case = receipt.Id, Text = "已经处理好了。", Outcome = CaseOutcome.Explained });
        town.Time.Move(TimeSpan.FromDays(3));
        (await town.Run(resident, new ReopenCase { Case = receipt.Id, Reason = "晚上还是不亮" })).Value!.State.ShouldBe(CaseState.Dispatched);
        var reopened = (await town.Ask(resident, new OpenCase(receipt.Id))).Value!;
        reopened.Reopened.ShouldBe(1);
        reopened.FinishDue.ShouldBe(new DateTimeOffset(2026, 12, 3, 16, 0, 0, TimeSpan.Zero), "five working days after Thursday 26 November");
    }
}

internal static class TownCases
{
    public static async Task<CaseReceipt> Report(this TestTown town, Guid resident, string category = "lamp", string text = "三幢门口的路灯坏了") =>
        (await town.Run(resident, new ReportCase
        {
            Category = category, Text = text, Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat,
        })).Value!;
}
