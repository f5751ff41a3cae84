using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Dispatch;
using Linli.Cases.Handle;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Cases.Supervise;
using Linli.Platform.Results;
using Linli.Tests;

namespace Linli.Cases.Tests;

public class DispatchTests
{
    [Fact]
    public async Task Grab_ByTwoOfATeam_GoesToTheFirst()
    {
        await using var town = await TestTown.Found();
        var id = await Dispatched(town, DispatchHow.Grab);
        (await town.Run(await town.Staff("lamp2"), new GrabCase { Case = id })).Ok.ShouldBeTrue();
        (await town.Run(await town.Staff("lamp1"), new GrabCase { Case = id })).Problem.Code.ShouldBe("cases.already_taken");
    }

    [Fact]
    public async Task Grab_ByAnotherTeam_IsNotFound()
    {
        await using var town = await TestTown.Found();
        var id = await Dispatched(town, DispatchHow.Grab);
        (await town.Run(await town.Staff("plumber"), new GrabCase { Case = id })).Problem.Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task RoundRobin_TakesTurns()
    {
        await using var town = await TestTown.Found();
        var handlers = new List<Guid?>();
        for (var i = 0; i < 3; i++)
        {
            town.Time.Move(TimeSpan.FromMinutes(5));
            var id = await Dispatched(town, DispatchHow.RoundRobin);
            handlers.Add((await town.Ask(await town.Staff("desk"), new OpenCase(id))).Value!.Line.Handler);
        }

        handlers[0].ShouldNotBe(handlers[1]);
        handlers[2].ShouldBe(handlers[0]);
    }

    [Fact]
    public async Task Dispatch_ToAnUnknownTeam_NamesTheField()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        (await town.Run(await town.Staff("dispatcher"), new DispatchCase { Case = receipt.Id, Team = "nobody" })).Problem.Field.ShouldBe("team");
    }

    [Fact]
    public async Task Return_WithAReason_ComesBackToTheDesk()
    {
        await using var town = await TestTown.Found();
        var id = await Dispatched(town, DispatchHow.Assign);
        var lamp = await town.Staff("lamp1");
        (await town.Run(lamp, new ReturnCase { Case = id })).Problem.Field.ShouldBe("reason");
        (await town.Run(lamp, new ReturnCase { Case = id, Reason = "这是物业的灯" })).Value!.State.ShouldBe(CaseState.Accepted);
        (await town.Ask(await town.Staff("desk"), new Inbox { Box = InboxBox.ToDispatch })).Value!.Items.Select(i => i.Id).ShouldBe([id]);
    }

    [Fact, Trait("Feature", "S10")]
    public async Task Merge_KeepsEveryReporterInformed()
    {
        await using var town = await TestTown.Found();
        var (one, two) = (await town.Resident("13800000001"), await town.Resident("13800000002"));
        var first = await town.Report(one);
        var second = await town.Report(two, text: "3幢楼下路灯不亮");
        (await town.Run(await town.Staff("desk"), new MergeCase { Case = second.Id, Into = second.Id })).Problem.Field.ShouldBe("into");
        (await town.Run(await town.Staff("desk"), new MergeCase { Case = second.Id, Into = first.Id })).Value!.State.ShouldBe(CaseState.Merged);
        (await town.Ask(two, new OpenCase(first.Id))).Value!.Reader.ShouldBe(CaseReader.Reporter);
        (await town.Ask(two, new OpenCase(second.Id))).Value!.MergedInto.ShouldBe(first.Id);
    }

    [Fact, Trait("Feature", "S10")]
    public async Task FindSimilar_WhileANeighbourTypes_OffersTheCaseAndLetsThemJoin()
    {
        await using var town = await TestTown.Found();
        var first = await town.Report(await town.Resident("13800000001"));
        var neighbour = await town.Resident("13800000002");
        var similar = (await town.Ask(neighbour, new FindSimilar
        {
            Text = "3幢楼下路灯不亮了", Longitude = SmallTown.InFirst.Lon + 0.0002, Latitude = SmallTown.InFirst.Lat, Category = "lamp",
        })).Value!;
        similar.ShouldHaveSingleItem().Case.Id.ShouldBe(first.Id);
        (await town.Ask(neighbour, new FindSimilar { Text = "楼上晚上装修噪音很大", Longitude = SmallTown.InFirst.Lon, Latitude = SmallTown.InFirst.Lat }))
            .Value!.ShouldBeEmpty();
        (await town.Run(neighbour, new JoinCase { Case = first.Id })).Ok.ShouldBeTrue();
        (await town.Run(neighbour, new JoinCase { Case = first.Id })).Ok.ShouldBeTrue("joining twice is joining once");
        (await town.Ask(neighbour, new OpenCase(first.Id))).Value!.Followers.ShouldBe(2);
    }

    [Fact]
    public async Task Answer_WhileACoHandlerIsStillAtIt_Waits()
    {
        await using var town = await TestTown.Found();
        var id = await Dispatched(town, DispatchHow.Assign);
        var lamp = await town.Staff("lamp1");
        await town.Run(lamp, new StartCase { Case = id });
        await town.Run(lamp, new AskCoHandler { Case = id, Team = "plumbing", Task = "先排干积水" });
        (await town.Run(lamp, new AnswerCase { Case = id, Text = "已经修好了。", Outcome = CaseOutcome.Explained })).Problem.Code.ShouldBe("cases.co_handler_waiting");
        (await town.Run(await town.Staff("plumber"), new FinishCoHandling { Case = id, Team = "plumbing", Result = "积水已排干" })).Ok.ShouldBeTrue();
        (await town.Run(lamp, new AnswerCase { Case = id, Text = "已经修好了。", Outcome = CaseOutcome.Explained })).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task HandOver_OfAPetition_GoesOnAsOneWithItsOwnClock()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"));
        var desk = await town.Staff("desk");
        await town.Run(desk, new AcceptCase { Case = receipt.Id });
        var moved = await town.Run(desk, new HandOverCase { Case = receipt.Id, Petition = true, To = "街道信访办", Explanation = "已转信访途径办理，60 日内答复。" });
        moved.Value!.State.ShouldBe(CaseState.Dispatched);
        var petition = (await town.Ask(await town.Staff("street"), new OpenCase(receipt.Id))).Value!;
        petition.ShouldSatisfyAllConditions(
            p => p.Line.Type.ShouldBe("petition"), p => p.IsPublic.ShouldBeFalse(), p => p.ClosedAt.ShouldBeNull(),
            p => p.FinishDue.ShouldBe(new DateTimeOffset(2027, 1, 22, 16, 0, 0, TimeSpan.Zero), "R08: 60 days"));
    }

    [Fact, Trait("Feature", "S14")]
    public async Task MoveLevel_TravelsUpToTheStreetAndBackDownToTheSteward()
    {
        await using var town = await TestTown.Found();
        var receipt = await town.Report(await town.Resident("13800000001"), "corridor", "楼道里堆满纸箱");
        var steward = await town.Staff("steward");
        await town.Run(steward, new AcceptCase { Case = receipt.Id });
        (await town.Run(steward, new MoveLevel { Case = receipt.Id, Reason = "" })).Problem.Field.ShouldBe("reason");
        foreach (var (login, way, level) in new[]
        {
            ("steward", LevelMove.Up, CaseLevel.Community), ("desk", LevelMove.Up, CaseLevel.Street),
            ("street", LevelMove.Down, CaseLevel.Community), ("desk", LevelMove.Down, CaseLevel.Steward),
        })
        {
            (await town.Run(await town.Staff(login), new MoveLevel { Case = receipt.Id, Direction = way, Reason = "按职责移交" })).Ok.ShouldBeTrue(login);
            (await town.Ask(await town.Staff("desk"), new OpenCase(receipt.Id))).Value!.Line.Level.ShouldBe(level);
        }
    }

    private static async Task<CaseId> Dispatched(TestTown town, DispatchHow how)
    {
        var receipt = await town.Report(await town.Resident("13800000001"));
        (await town.Run(await town.Staff("dispatcher"), new DispatchCase { Case = receipt.Id, Team = "lighting", How = how })).Ok.ShouldBeTrue();
        return receipt.Id;
    }
}
