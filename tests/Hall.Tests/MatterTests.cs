using System.Net;
using System.Net.Http.Json;
using Linli.Bookings;
using Linli.Cases;
using Linli.Cases.Read;
using Linli.Hall.Accept;
using Linli.Hall.Catalogue;
using Linli.Hall.Counter;
using Linli.Hall.Keep;
using Linli.Hall.Queue;
using Linli.Hall.Ways;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Hall.Tests.ServiceHall;

namespace Linli.Hall.Tests;

/// <summary>Any item at any counter, papers that come later, and what came of it (S92).</summary>
[Trait("Feature", "S92")]
public sealed class MatterTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Accept_WithLesserPapersMissing_TakesThePromise_AndIsGrantedWhenTheyCame(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var (town, me) = (hall.Town, await hall.Resident());
        Good(await hall.Take(me, item: Fund));
        await hall.Sit(hall.Clerk, 1);
        (await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id"]))).Problem.Code.ShouldBe("hall.nobody_here");
        await hall.Next(hall.Clerk);

        (await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id"], Ticket: Guid.Empty))).Problem.Code.ShouldBe("hall.other_ticket", "filled in for whoever stood here before");

        // All that is missing is said at once, with the day until which lesser papers may come.
        var told = (await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id"]))).Problem;
        (told.Code, told.Field).ShouldBe(("hall.papers_missing", "papers"));
        told.Message.Zh.ShouldContain("本人银行卡");
        told.Message.Zh.ShouldContain("收入证明");
        told.Message.Zh.ShouldContain("购房发票复印件（12月7日前）");
        (await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "account", "income"]))).Problem.Code.ShouldBe("hall.promise_needed");
        (await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "passport"]))).Problem.Field.ShouldBe("brought");
        var receipt = Good(await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "account", "income"], Promised: true, IdempotencyKey: "a")));
        (receipt.DueOn, receipt.LaterUntil, receipt.Later.Single().Zh).ShouldBe((new DateOnly(2026, 11, 26), new DateOnly(2026, 12, 7), "购房发票复印件"));
        receipt.Receipt.ShouldBe("HF-SL-2611-0001");
        Good(await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "account", "income"], Promised: true, IdempotencyKey: "a"))).Matter.ShouldBe(receipt.Matter, "sent again it is the same");
        var item = Good(await town.Ask(hall.Clerk, new OpenCase(new(receipt.Case))));
        (item.Line.Type, item.Line.Channel, item.Line.State).ShouldBe(("hall", CaseChannel.Counter, CaseState.Accepted));
        item.Text.ShouldNotContain("顾");
        await hall.Finish(hall.Clerk);

        (await town.Run(hall.Clerk, new FinishMatter(receipt.Matter, MatterState.Granted, "已放款"))).Problem.Code.ShouldBe("hall.papers_outstanding");
        (await town.Run(hall.Clerk, new HandIn(receipt.Matter, "nothing"))).Problem.Code.ShouldBe("hall.no_paper");
        (await town.Run(hall.Clerk, new HandIn(receipt.Matter, "invoice"))).Problems.ShouldBeEmpty();
        (await town.Run(hall.Clerk, new FinishMatter(receipt.Matter, MatterState.InHand, "已放款"))).Problem.Field.ShouldBe("outcome");
        (await town.Run(hall.Clerk, new FinishMatter(receipt.Matter, MatterState.Granted, "已放款到银行卡"))).Problems.ShouldBeEmpty();
        Good(await town.Ask(hall.Clerk, new OpenCase(new(receipt.Case)))).Line.State.ShouldBe(CaseState.Answered);
        var mine = Good(await town.Ask(me, new MyMatters())).Single();
        (mine.State, mine.Outcome, mine.Missing.Any()).ShouldBe((MatterState.Granted, "已放款到银行卡", false));
        Good(await town.Ask(await hall.Resident(), new MyMatters())).ShouldBeEmpty();
        (Good(await town.Ask(hall.Clerk, new HallFigures(Code))) is { Finished: 1, InTime: 1, WithGaps: 1, Served: 1 }).ShouldBeTrue();
    }

    [Fact]
    public async Task AnyCounter_TakesAnyItem_AndTheCatalogueIsSearched()
    {
        await using var hall = await Open();
        var town = hall.Town;
        foreach (var (who, number, item) in new[] { (hall.Clerk, 1, Marriage), (hall.Colleague, 3, Fund) })
        {
            await hall.Sit(who, number);
            Good(await town.Run(hall.Clerk, new TakeTicket(Code, number == 3 ? Purpose.Consultation : Purpose.Service)));
            await hall.Next(who, number);
            Good(await town.Run(who, new AcceptMatter(Code, number, item, ["id", .. item == Fund ? new[] { "account", "invoice", "income" } : []])));
        }

        Good(await town.Ask(null, new FindItems(Code, "公积金 提取"))).Select(i => i.Code).ShouldBe([Fund]);
        Good(await town.Ask(null, new FindItems(Code, "民政"))).Count.ShouldBe(2);
        Good(await town.Ask(null, new FindItems(Code, "登月"))).ShouldBeEmpty();
        (await town.Ask(null, new ReadItem(Code, "nothing"))).Problem.Code.ShouldBe("hall.no_item");
        (await town.Run(hall.Keeper, new KeepItem { Hall = Code, Code = "x y", NameZh = "a", NameEn = "a", OfficeZh = "a" })).Problem.Field.ShouldBe("code");
        (await town.Run(hall.Keeper, new KeepItem { Hall = Code, Code = "xy", NameZh = "a", NameEn = "a", OfficeZh = "a", Days = 9, LegalDays = 5 })).Problem.Field.ShouldBe("days");
        (await town.Run(hall.Keeper, new KeepItem { Hall = Code, Code = "xy", NameZh = "a", NameEn = "a", OfficeZh = "a", Papers = [new("p", "x"), null!] })).Problem.Field.ShouldBe("papers[1]");
    }

    [Fact]
    public async Task Appointment_IsABooking_AndStandsInItsOwnLane()
    {
        await using var hall = await Open();
        var (town, me) = (hall.Town, await hall.Resident());
        var offering = (await hall.Look(db => db.Unfiltered<HallRow>().AsNoTracking().SingleAsync())).Offering!.Value;
        var slots = await town.InScope(s => s.GetRequiredService<IBookings>().Sessions([offering], TestTown.Start, TestTown.Start.AddDays(9), default));
        slots.Select(s => LocalTime.DateOf(s.Start)).Distinct().ShouldBe([new(2026, 11, 23), new(2026, 11, 24), new(2026, 11, 25), new(2026, 11, 26)], "today and three working days");
        var person = await hall.PersonOf(me);
        var eleven = slots.First(s => LocalTime.ToLocal(s.Start).Hour == 11);
        (await town.As(me, async s =>
        {
            var made = await s.GetRequiredService<IBookings>().Reserve(new(eleven.Id), default);
            await s.GetRequiredService<LinliDb>().SaveChangesAsync();
            return made;
        })).Problems.ShouldBeEmpty();
        await hall.Paper();
        await hall.Paper();

        // Too early they wait as everybody does; when the time is near the same ticket stands in its lane, and nobody counts as absent.
        town.Time.Move(TimeSpan.FromMinutes(10));
        var ticket = Good(await hall.Take(me));
        (ticket.Number, ticket.Lane, ticket.Ahead).ShouldBe(("A003", Lane.WalkIn, 2));
        town.Time.Move(TimeSpan.FromMinutes(20));
        ticket = Good(await town.Ask(me, new OpenTicket(ticket.Secret)));
        ticket.Lane.ShouldBe(Lane.Appointment);
        ticket.Ahead.ShouldBe(0, "its lane is called first");
        await hall.Sit(hall.Clerk, 1);
        (await hall.Next(hall.Clerk)).Number.ShouldBe("A003");
        (await town.InScope(s => s.GetRequiredService<IBookings>().Of([person], null, default))).Single().State.ShouldBe(ReservationState.Attended);
        var receipt = Good(await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Marriage, ["id"])));
        Good(await town.Ask(hall.Clerk, new OpenCase(new(receipt.Case)))).Line.Mode.ShouldBe(HandlingMode.Appointment);
        await hall.Run<PlanSlots>();
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S90")]
    public async Task FiveWays_HaveEachItsRule_AndFiguresOfTheirOwn(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var town = hall.Town;
        await hall.Paper("何先生");
        await hall.Sit(hall.Clerk, 1);
        await hall.Next(hall.Clerk);
        Task<Platform.Results.Result<MatterReceipt>> Accept(string item, string[] papers, params WayWish[] ways) => town.Run(hall.Clerk, new AcceptMatter(Code, 1, item, papers, Ways: ways));
        (await Accept(Marriage, ["id"], new WayWish(HallWay.Helped))).Problem.Code.ShouldBe("hall.way_helper");
        (await Accept(Marriage, ["id"], new WayWish(HallWay.Helped, Helper: await hall.Resident()))).Problem.Code.ShouldBe("hall.way_helper");
        (await Accept(Marriage, ["id"], new WayWish(HallWay.GreenChannel))).Problem.Code.ShouldBe("hall.way_reason");
        (await Accept(Marriage, ["id"], new WayWish(HallWay.Shorter))).Problem.Code.ShouldBe("hall.way_shorter");
        (await Accept(Marriage, ["id"], new WayWish(HallWay.Proxy, Proxy: "WT-1"))).Problem.Code.ShouldBe("hall.proxy_own");
        (await Accept(Fund, ["id", "account", "invoice", "income"], new WayWish(HallWay.Proxy, Proxy: "WT-1"))).Problem.Code.ShouldBe("hall.proxy_unknown");
        (await Accept(Marriage, ["id"], new WayWish(HallWay.Special, AppointmentAt: TestTown.Start.AddDays(-1)))).Problem.Code.ShouldBe("hall.way_appointment");
        (await Accept(Marriage, ["id"], new(HallWay.Helped, Helper: hall.Colleague), new(HallWay.Helped, Helper: hall.Colleague))).Problem.Code.ShouldBe("hall.ways");

        // The shorter way does without the proof of income; several ways go together.
        var receipt = Good(await Accept(
            Fund, ["id", "account", "invoice"], new(HallWay.Helped, Helper: hall.Colleague), new(HallWay.GreenChannel, Reason: PriorityReason.Disabled), new(HallWay.Shorter), new(HallWay.Special, AppointmentAt: TestTown.Start.AddDays(1))));
        receipt.NotNeeded.Single().Zh.ShouldBe("收入证明");
        Good(await town.Ask(hall.Clerk, new MattersOfCase(receipt.Case))).Single().Ways.ShouldBe([HallWay.Helped, HallWay.GreenChannel, HallWay.Shorter, HallWay.Special]);
        var urgent = Good(await town.Ask(hall.Clerk, new OpenCase(new(receipt.Case))));
        (urgent.Line.Priority, urgent.Line.Mode, urgent.Visits.Single().PlannedAt).ShouldBe((CasePriority.Urgent, HandlingMode.Appointment, TestTown.Start.AddDays(1)));

        // The helper hears of it and stands on the matter; the green one comes first on the list, though due later.
        (await hall.Told(hall.Colleague, "hall.helper")).ShouldBe(1);
        await hall.Finish(hall.Clerk);
        await hall.Paper();
        await hall.Next(hall.Clerk);
        Good(await Accept(Marriage, ["id"]));
        var open = Good(await town.Ask(hall.Clerk, new OpenMatters(Code)));
        (open.Count, open[0].Id, open[0].Helper, open[0].AppointmentAt).ShouldBe((2, receipt.Matter, "李worker", TestTown.Start.AddDays(1)));
        open[0].DueOn!.Value.ShouldBeGreaterThan(open[1].DueOn!.Value);
        await hall.Finish(hall.Clerk);
        town.Time.Move(TimeSpan.FromHours(5));
        (await town.Run(hall.Clerk, new FinishMatter(receipt.Matter, MatterState.Granted, "已办好"))).Problems.ShouldBeEmpty();
        var figures = Good(await town.Ask(hall.Clerk, new HallFigures(Code)));
        figures.Ways.Select(w => w.Way).ShouldBe(Enum.GetValues<HallWay>());
        foreach (var way in figures.Ways)
            (way.Cases, way.Finished, way.InTime, way.Hours).ShouldBe(way.Way == HallWay.Proxy ? (0, 0, 0, null) : (1, 1, 1, 5.0));
        (await town.Ask(hall.Clerk, new HallFigures(Code, 0))).Problem.Field.ShouldBe("days");
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S90")]
    public async Task GreenChannel_GoesFirst_UntilItsMatterIsFinished(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var (town, me) = (hall.Town, await hall.Resident());
        Good(await hall.Take(me)).Lane.ShouldBe(Lane.WalkIn);
        await hall.Sit(hall.Clerk, 1);
        await hall.Next(hall.Clerk);
        var receipt = Good(await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "account", "income"], true, [new(HallWay.GreenChannel, Reason: PriorityReason.Disabled)])));

        // Sent on to another counter they stand in the priority lane; coming again for the missing paper too.
        Good(await town.Run(hall.Clerk, new SendOn(Code, 1, Purpose: Purpose.Consultation)));
        (await hall.Row("A001")).Lane.ShouldBe(Lane.Priority);
        await hall.Sit(hall.Colleague, 3);
        (await hall.Next(hall.Colleague, 3)).Number.ShouldBe("A001");
        await hall.Finish(hall.Colleague, 3);
        await hall.Paper();
        var again = Good(await hall.Take(me));
        (again.Number, again.Priority, again.Ahead).ShouldBe(("Y001", PriorityReason.GreenChannel, 0));
        (await town.Run(hall.Clerk, new HandIn(receipt.Matter, "invoice"))).Problems.ShouldBeEmpty();
        (await town.Run(hall.Clerk, new FinishMatter(receipt.Matter, MatterState.Granted, "已到账"))).Problems.ShouldBeEmpty();
        (await town.Run(hall.Clerk, new HandIn(receipt.Matter, "invoice"))).Problem.Code.ShouldBe("hall.matter_over");
        Good(await town.Run(me, new LeaveQueue(again.Secret)));
        Good(await hall.Take(me)).Lane.ShouldBe(Lane.WalkIn, "it is finished");
    }

    [Fact]
    public async Task PapersThatWerePromised_AreAskedFor_BeforeTheirDayAndAfter()
    {
        await using var hall = await Open();
        var (town, me) = (hall.Town, await hall.Resident());
        Good(await hall.Take(me, item: Fund));
        await hall.Sit(hall.Clerk, 1);
        await hall.Next(hall.Clerk);
        var receipt = Good(await town.Run(hall.Clerk, new AcceptMatter(Code, 1, Fund, ["id", "account", "income"], Promised: true)));
        await hall.Run<RemindPapers>();
        (await hall.Told(me, "hall.papers")).ShouldBe(0);
        foreach (var (day, told) in new[] { (3, 1), (3, 1), (8, 2) })
        {
            town.Time.SetTo(LocalTime.At(new DateOnly(2026, 12, day), new(9, 0)));
            await hall.Run<RemindPapers>();
            (await hall.Told(me, "hall.papers")).ShouldBe(told);
        }

        (await town.Run(hall.Clerk, new FinishMatter(receipt.Matter, MatterState.Withdrawn, "本人不办了"))).Problems.ShouldBeEmpty();
        Good(await town.Ask(hall.Clerk, new OpenMatters(Code))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Residents_CheckTheirListBefore_AndMachinesOverHttpAreToldTheField()
    {
        await using var hall = await Open();
        var (town, me) = (hall.Town, await hall.Resident());
        var check = Good(await town.Run(me, new PreparePapers(Code, Fund, ["id", "account"])));
        (check.CanCome, check.Must.Single().Zh, check.Later.Single().Zh, check.LaterDays).ShouldBe((false, "收入证明", "购房发票复印件", 10));
        Good(await town.Run(me, new PreparePapers(Code, Fund, ["id", "account", "income"]))).CanCome.ShouldBeTrue();
        (await town.Run(me, new PreparePapers(Code, Fund, ["x"]))).Problem.Field.ShouldBe("ready");
        (await town.Run(me, new PreparePapers(Code, Fund, [], Guid.CreateVersion7(TestTown.Start)))).Problem.Code.ShouldBe("hall.sharing_old");

        // The counter opens the list with the ticket.
        Good(await hall.Take(me, item: Fund));
        await hall.Sit(hall.Clerk, 1);
        await hall.Next(hall.Clerk);
        Good(await town.Ask(hall.Clerk, new ReadCounter(Code))).Current!.Ready.ShouldBe(["id", "account", "income"]);

        var anybody = town.Client();
        (await anybody.GetAsync("/api/v1/halls/hf/items")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await anybody.GetAsync("/api/v1/halls/hf/board")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await anybody.GetAsync("/api/v1/halls/tickets/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var resident = await town.VerifiedClient("19900000777");
        (await resident.PostAsJsonAsync("/api/v1/halls/hf/counters/1/next", new { })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await resident.PostAsJsonAsync("/api/v1/halls/hf/tickets", new { item = "nothing" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await resident.PostAsJsonAsync("/api/v1/halls/hf/tickets", new { purpose = "service" })).StatusCode.ShouldBe(HttpStatusCode.Created);
    }
}
