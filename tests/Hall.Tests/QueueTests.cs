using Linli.Cases.Read;
using Linli.Hall.Accept;
using Linli.Hall.Counter;
using Linli.Hall.Keep;
using Linli.Hall.Queue;
using Linli.Hall.Screen;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using static Linli.Hall.Tests.ServiceHall;

namespace Linli.Hall.Tests;

/// <summary>Tickets and calls (S92, R45).</summary>
[Trait("Feature", "S92")]
public sealed class QueueTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Morning_OfTwentyFourWaiting_CallsByPriorityWithMaskedNames_AndWhoWasAbsentComesBack(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var town = hall.Town;
        for (var i = 0; i < 23; i++)
            await hall.Paper("林先生");
        var elder = await hall.Resident();
        await hall.Born(elder, new(1946, 11, 23));
        var ticket = Good(await hall.Take(elder, item: Fund));
        (ticket.Lane, ticket.Priority, ticket.Number, ticket.State).ShouldBe((Lane.Priority, PriorityReason.Elder, "Y001", TicketState.Waiting));
        Good(await hall.Take(elder)).Secret.ShouldBe(ticket.Secret, "taken again after a lost answer it is the same");
        ticket.Ahead.ShouldBe(0, "80 today: the first of the priority lane");

        await hall.Sit(hall.Clerk, 1);
        (await hall.Next(hall.Clerk)).Number.ShouldBe("Y001");
        var board = Good(await town.Ask(hall.Clerk, new ReadBoard(Code)));
        (board.Calls[0].Number, board.Calls[0].Name, board.Calls[0].Counter, board.Waiting).ShouldBe(("Y001", "顾**", 1, 23));
        board.Next.ShouldAllBe(n => n.Name == "林**");
        (await town.Run(hall.Clerk, new CallNext(Code, 1))).Problem.Code.ShouldBe("hall.still_serving");
        (await town.Run(hall.Clerk, new NobodyCame(Code, 1))).Problem.Code.ShouldBe("hall.call_again");
        await hall.Miss(hall.Clerk);
        Good(await town.Ask(elder, new OpenTicket(ticket.Secret))).State.ShouldBe(TicketState.Absent);
        Good(await town.Ask(hall.Clerk, new ReadBoard(Code))).Missed.ShouldBe(["Y001"]);

        // Nobody else waits in the lane: back at once. Among walk-ins it would be behind three.
        var back = Good(await town.Run(elder, new ComeBack(ticket.Secret)));
        (back.State, back.Number).ShouldBe((TicketState.Waiting, "Y001"));
        var walkIn = await hall.Next(hall.Clerk);
        while (walkIn.Number == "Y001")
        {
            await hall.Finish(hall.Clerk);
            walkIn = await hall.Next(hall.Clerk);
        }

        await hall.Miss(hall.Clerk);
        var missed = await hall.Row(walkIn.Number);
        Good(await town.Run(null, new ComeBack(missed.Secret)));
        List<string> after = [];
        while (!after.Contains(walkIn.Number))
        {
            after.Add((await hall.Next(hall.Clerk)).Number);
            await hall.Finish(hall.Clerk);
        }

        after.Count(n => n.StartsWith('A')).ShouldBe(4, "three walk-ins before them, then they");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task CallNext_ByCountersAtOnce_NeverCallsTheSameTicketTwice_AndLosesNone(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        (await hall.Town.Run(hall.Keeper, Plan() with { Sites = [], Counters = [new(1), new(2), new(3), new(4)] })).Problems.ShouldBeEmpty();
        var clerks = new[] { hall.Clerk, hall.Colleague, await hall.Town.Staff("desk"), await hall.Town.Staff("worker") }.Distinct().ToArray();
        var random = new Random(7);
        List<string> taken = [];
        for (var i = 0; i < 30; i++)
            taken.Add((await hall.Paper(priority: random.Next(4) == 0 ? PriorityReason.Disabled : null)).Number);
        for (var i = 0; i < clerks.Length; i++)
            await hall.Sit(clerks[i], i + 1);
        async Task<List<string>> Work(Guid who, int number)
        {
            List<string> mine = [];
            while (await hall.Town.Run(who, new CallNext(Code, number)) is { Ok: true } called)
            {
                mine.Add(called.Value.Number);
                await hall.Finish(who, number);
            }

            return mine;
        }

        var all = (await Task.WhenAll(clerks.Select((who, i) => Task.Run(() => Work(who, i + 1))))).SelectMany(n => n).ToList();
        all.Order().ShouldBe(taken.Order());
    }

    [Fact]
    public async Task Tickets_AreLostAndFound_SentOn_Told_Rated_AndLapse()
    {
        await using var hall = await Open();
        var town = hall.Town;
        var first = await hall.Paper("王女士");
        var people = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            people.Add(await hall.Resident());
            Good(await hall.Take(people[i]));
        }

        // Lost: found by the name, printed again; the old paper opens nothing.
        var found = Good(await town.Ask(hall.Clerk, new FindTickets(Code, "王"))).Tickets.Single();
        var again = Good(await town.Run(hall.Clerk, new PrintAgain(found.Id)));
        (again.Number, again.Ahead).ShouldBe((first.Number, 0));
        (await town.Ask(null, new OpenTicket(first.Secret))).Problem.Code.ShouldBe("hall.no_ticket");

        // Three ahead: told once.
        await hall.Sit(hall.Clerk, 1);
        (await hall.Next(hall.Clerk)).Number.ShouldBe(first.Number);
        (await hall.Told(people[3], "hall.near")).ShouldBe(1);

        // Sent on to the colleague's counter it keeps its place and is called there first.
        (await town.Run(hall.Clerk, new SendOn(Code, 1, 2))).Problem.Code.ShouldBe("hall.counter_closed");
        await hall.Sit(hall.Colleague, 2);
        Good(await town.Run(hall.Clerk, new Serve(Code, 1)));
        Good(await town.Run(hall.Clerk, new SendOn(Code, 1, 2)));
        (await hall.Next(hall.Clerk)).Number.ShouldNotBe(first.Number);
        (await hall.Next(hall.Colleague, 2)).Number.ShouldBe(first.Number);
        (await town.Run(hall.Colleague, new StandUp(Code, 2))).Problem.Code.ShouldBe("hall.still_serving");
        town.Time.Move(TimeSpan.FromMinutes(9));
        await hall.Finish(hall.Colleague, 2);

        // Two stars: somebody speaks with them within the hour, and puts it right within a day.
        (await town.Run(null, new RateTicket(again.Secret, 6))).Problem.Code.ShouldBe("hall.stars");
        (await town.Run(null, new RateTicket(again.Secret, 2, "等得太久"))).Problems.ShouldBeEmpty();
        (await town.Run(null, new RateTicket(again.Secret, 5))).Problem.Code.ShouldBe("hall.rated");
        (await hall.Told(hall.Keeper, "hall.bad_rating")).ShouldBe(1);
        (await town.Run(hall.Clerk, new RateTicket(again.Secret, 5))).Problem.Code.ShouldBe("hall.rate_own", "nobody of the hall rates the hall");
        (await town.Ask(hall.Clerk, new BadRatings(Code))).Problem.Code.ShouldBe("hall.no_hall", "nor settles what was said of it");
        var bad = Good(await town.Ask(hall.Keeper, new BadRatings(Code))).Single();
        (bad.ContactDue - bad.At, bad.SettleDue - bad.At).ShouldBe((TimeSpan.FromHours(1), TimeSpan.FromHours(24)));
        (await town.Run(hall.Keeper, new FollowRating(bad.Ticket, "增开一个窗口"))).Problems.ShouldBeEmpty();
        Good(await town.Ask(hall.Keeper, new BadRatings(Code))).ShouldBeEmpty();

        // Missed for longer than an hour: gone.
        await hall.Miss(hall.Clerk);
        var missed = await hall.Look(db => db.Unfiltered<TicketRow>().AsNoTracking().SingleAsync(t => t.State == TicketState.Absent));
        town.Time.Move(TimeSpan.FromMinutes(61));
        (await town.Run(null, new ComeBack(missed.Secret))).Problem.Code.ShouldBe("hall.missed_too_long");
        await hall.Run<ExpireTickets>();
        (await hall.Row(missed.Number)).State.ShouldBe(TicketState.Lapsed);

        // The next day nobody waits any more.
        town.Time.Move(TimeSpan.FromDays(1));
        await hall.Run<ExpireTickets>();
        (await hall.Look(db => db.Unfiltered<TicketRow>().CountAsync(t => t.State == TicketState.Waiting))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S119")]
    public async Task CounterInTheCommunityCentre_SharesNumbersRulesAndPlaces(DatabaseKind kind)
    {
        await using var hall = await Open(kind);
        var here = await hall.Paper();
        var there = await hall.Paper(site: "centre");
        (here.Number, there.Number).ShouldBe(("A001", "A002"));

        // The centre's counter is for staff of its community, and no other counter is.
        var (town, worker) = (hall.Town, await hall.Neighbour());
        (await town.Run(worker, new SitDown(Code, 1))).Problem.Code.ShouldBe("hall.no_counter");
        (await town.Run(hall.Colleague, new SitDown(Code, 4))).Problem.Code.ShouldBe("hall.no_counter", "of the first community only");
        await hall.Sit(worker, 4);
        Good(await town.Ask(worker, new ReadCounter(Code))).Counters.Where(c => c.Mine).Select(c => c.Number).ShouldBe([4]);
        (await hall.Next(worker, 4)).Number.ShouldBe("A002", "who waits in the centre is called there");

        // What is taken in there is the community's, with a case of its own and its staff to finish it.
        var receipt = Good(await town.Run(worker, new AcceptMatter(Code, 4, Marriage, ["id"])));
        Good(await town.Ask(worker, new OpenCase(new(receipt.Case)))).Line.Scope.ShouldStartWith("/zj/ys/hf/hf-2");
        Good(await town.Ask(worker, new OpenMatters(Code))).Single().Id.ShouldBe(receipt.Matter);
        Good(await town.Ask(hall.Clerk, new OpenMatters(Code))).Count.ShouldBe(1, "the group sees all of them");
        (await town.Run(worker, new FinishMatter(receipt.Matter, MatterState.Granted, "已登记"))).Problems.ShouldBeEmpty();
        await hall.Finish(worker, 4);
        (await town.Run(worker, new CallNext(Code, 4))).Problem.Code.ShouldBe("hall.nobody_waits");

        // Questions too: the only counter of the centre answers them, in the order people came.
        var me = await hall.Resident();
        Good(await hall.Take(me, Purpose.Consultation, site: "centre")).Minutes.ShouldBe(8, "a counter is open for it");
        (await hall.Next(worker, 4)).Number.ShouldBe("C001");
        await hall.Finish(worker, 4);
        Good(await town.Run(hall.Clerk, new TakeTicket(Code, Site: "centre", Name: "吴先生"))).Number.ShouldBe("A003");
        (await hall.Next(worker, 4)).Number.ShouldBe("A003");
        (await town.Run(worker, new SendOn(Code, 4, Purpose: Purpose.Consultation))).Problem.Code.ShouldBe("hall.same_queue");
        await hall.Finish(worker, 4);

        // Somebody walks over: nobody stays behind, and the place stays.
        var later = await hall.Paper(site: "centre");
        (await hall.Town.Run(null, new WaitElsewhere(here.Secret, "nowhere"))).Problem.Code.ShouldBe("hall.site_unknown");
        Good(await hall.Town.Run(null, new WaitElsewhere(here.Secret, "centre"))).Ahead.ShouldBe(0);
        Good(await hall.Town.Ask(null, new OpenTicket(later.Secret))).Ahead.ShouldBe(1);
        Good(await hall.Town.Ask(hall.Clerk, new ReadBoard(Code, "centre"))).Next.Select(n => n.Number).ShouldBe(["A001", "A004"]);

        // A room that is given up takes its queue to the hall.
        await hall.Leave(worker, 4);
        (await town.Run(hall.Keeper, Plan() with { Sites = [], Counters = [new(1), new(2), new(3, CounterKind.Consultation)] })).Problems.ShouldBeEmpty();
        (await hall.Take(me, site: "centre")).Problem.Code.ShouldBe("hall.site_unknown");
        Good(await town.Ask(hall.Clerk, new ReadBoard(Code))).Next.Select(n => n.Number).ShouldBe(["A001", "A004"]);
    }

    [Fact]
    public async Task Calls_NeedTheirTime_SoThatNobodyIsPassedOverWithinSeconds_R45()
    {
        await using var hall = await Open();
        var town = hall.Town;
        (await town.Run(hall.Keeper, Plan() with { SecondsBetweenCalls = 301 })).Problem.Field.ShouldBe("secondsBetweenCalls");
        (await town.Run(hall.Keeper, Plan() with { SecondsBetweenCalls = new KeepHall().SecondsBetweenCalls })).Problems.ShouldBeEmpty("half a minute, unless a hall says otherwise");
        await hall.Paper();
        await hall.Sit(hall.Clerk, 1);
        var called = await hall.Next(hall.Clerk);
        (await town.Run(hall.Clerk, new CallAgain(Code, 1))).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("hall.call_soon"), p => p.Message.Zh.ShouldContain("30 秒"));
        town.Time.Move(TimeSpan.FromSeconds(29));
        (await town.Run(hall.Clerk, new CallAgain(Code, 1))).Problem.Code.ShouldBe("hall.call_soon");
        town.Time.Move(TimeSpan.FromSeconds(1));
        Good(await town.Run(hall.Clerk, new CallAgain(Code, 1, called.Ticket, 1))).Calls.ShouldBe(2);
        Good(await town.Run(hall.Clerk, new CallAgain(Code, 1, called.Ticket, 1))).Calls.ShouldBe(2, "one press sent twice is answered, not refused");
        town.Time.Move(TimeSpan.FromSeconds(30));
        Good(await town.Run(hall.Clerk, new CallAgain(Code, 1))).Calls.ShouldBe(3);
        (await town.Run(hall.Clerk, new NobodyCame(Code, 1))).Problem.Code.ShouldBe("hall.call_soon", "the third call gives them time too");
        (await hall.Row(called.Number)).State.ShouldBe(TicketState.Called);
        town.Time.Move(TimeSpan.FromSeconds(30));
        Good(await town.Run(hall.Clerk, new NobodyCame(Code, 1))).State.ShouldBe(TicketState.Absent);
    }

    [Fact]
    public async Task Presses_SentAgainOrBySomebodyElse_NeverTouchTheNextPerson()
    {
        await using var hall = await Open();
        var (town, me) = (hall.Town, await hall.Resident());
        var mine = Good(await hall.Take(me));
        var (second, third) = (await hall.Paper(), await hall.Paper());
        await hall.Sit(hall.Clerk, 1);
        await hall.Sit(hall.Colleague, 2);
        var first = await hall.Next(hall.Clerk);
        Good(await town.Run(hall.Clerk, new CallAgain(Code, 1, first.Ticket, 1))).Calls.ShouldBe(2);
        Good(await town.Run(hall.Clerk, new CallAgain(Code, 1, first.Ticket, 1))).Calls.ShouldBe(2, "one press is one call");

        // Sent to the colleague, the phone is told the other counter.
        Good(await town.Run(hall.Clerk, new SendOn(Code, 1, 2, Ticket: first.Ticket)));
        town.Time.Move(TimeSpan.FromMinutes(1));
        (await hall.Next(hall.Colleague, 2)).Ticket.ShouldBe(first.Ticket);
        (await hall.Told(me, "hall.called")).ShouldBe(3, "twice to counter 1, once to counter 2");
        (await hall.Next(hall.Clerk)).Number.ShouldBe(second.Number);
        Good(await town.Run(hall.Colleague, new FinishTicket(Code, 2, first.Ticket)));
        (await hall.Next(hall.Colleague, 2)).Number.ShouldBe(third.Number);
        Good(await town.Run(hall.Colleague, new FinishTicket(Code, 2, first.Ticket))).Number.ShouldBe(mine.Number, "it was done then");
        (await hall.Row(third.Number)).State.ShouldBe(TicketState.Called, "and nobody else is touched");
        (await town.Run(hall.Colleague, new Serve(Code, 2, first.Ticket))).Problem.Code.ShouldBe("hall.other_ticket");

        // Who works at the entrance takes a ticket for themselves as everybody does.
        var own = Good(await town.Run(hall.Clerk, new TakeTicket(Code, Own: true)));
        Good(await town.Run(hall.Clerk, new TakeTicket(Code, Own: true))).Secret.ShouldBe(own.Secret);
        Good(await town.Ask(hall.Clerk, new MyTickets())).Single().Number.ShouldBe(own.Number);

        // The colleague went home: another closes the counter, and who stood there is called next.
        (await town.Run(hall.Clerk, new StandUp(Code, 1))).Problem.Code.ShouldBe("hall.still_serving");
        await hall.Leave(hall.Clerk, 2);
        (await hall.Row(third.Number)).State.ShouldBe(TicketState.Waiting);
        await hall.Finish(hall.Clerk);
        (await hall.Next(hall.Clerk)).Number.ShouldBe(third.Number);
        await hall.Miss(hall.Clerk);

        // One place each: with a new ticket the missed one does not come back; sent to one counter, then elsewhere, one waits there as all do.
        var again = Good(await hall.Take(me));
        var late = await hall.Next(hall.Clerk);
        late.Number.ShouldBe(own.Number);
        await hall.Finish(hall.Clerk);
        (await hall.Next(hall.Clerk)).Number.ShouldBe(again.Number);
        await hall.Miss(hall.Clerk);
        var newer = Good(await hall.Take(me));
        (await town.Run(me, new ComeBack(again.Secret))).Problem.Code.ShouldBe("hall.has_another");
        (await hall.Next(hall.Clerk)).Number.ShouldBe(newer.Number);
        await hall.Sit(hall.Colleague, 2);
        Good(await town.Run(hall.Clerk, new SendOn(Code, 1, 2)));
        Good(await town.Run(me, new WaitElsewhere(newer.Secret, "centre")));
        (await hall.Row(newer.Number)).OnlyCounter.ShouldBeNull();
        new HallMoved(Guid.Empty, SmallTown.First, "called", null, [me]).ToJson().ShouldNotContain(me.ToString());

        // The next morning no counter is open.
        town.Time.Move(TimeSpan.FromDays(1));
        await hall.Run<ExpireTickets>();
        Good(await town.Ask(hall.Clerk, new ReadCounter(Code))).Counters.ShouldAllBe(c => c.Clerk == null);
        town.Time.Move(TimeSpan.FromDays(400));
        await hall.Run<ExpireTickets>();
        (await hall.Look(db => db.Unfiltered<TicketRow>().CountAsync(t => t.Account != null || t.Name != null))).ShouldBe(0, "however long the server stood still");
    }

    [Fact]
    public async Task Consultations_AreCountedByYear_AndHaveAQueueOfTheirOwn()
    {
        await using var hall = await Open();
        await hall.Paper();
        var me = await hall.Resident();
        Good(await hall.Take(me, Purpose.Consultation)).Number.ShouldBe("C001");
        await hall.Sit(hall.Clerk, 3);
        (await hall.Next(hall.Clerk, 3)).Number.ShouldBe("C001");
        var year = Good(await hall.Town.Run(hall.Clerk, new CountQuestion(Code, ConsultationTopic.Insurance, "k1")));
        Good(await hall.Town.Run(hall.Clerk, new CountQuestion(Code, ConsultationTopic.Insurance, "k1"))).Total.ShouldBe(year.Total, "a tap that was sent twice counts once");
        (Good(await hall.Town.Run(hall.Clerk, new CountQuestion(Code, ConsultationTopic.Housing))) is { Year: 2026, Total: 2, Today: 2 }).ShouldBeTrue();
        (await hall.Town.Ask(hall.Clerk, new CountConsultations(Code, 1))).Problem.Code.ShouldBe("hall.year");
        Good(await hall.Town.Ask(hall.Clerk, new CountConsultations(Code, 2025))).Total.ShouldBe(0);
    }

    [Fact]
    public async Task BadInput_IsRefusedWithTheFieldAndWhatToDo()
    {
        await using var hall = await Open();
        var (town, me) = (hall.Town, await hall.Resident());
        (await town.Run(me, new TakeTicket("nowhere"))).Problem.Code.ShouldBe("hall.no_hall");
        (await hall.Take(me, item: "nothing")).Problem.Field.ShouldBe("item");
        (await hall.Take(me, site: "nowhere")).Problem.Field.ShouldBe("site");
        (await town.Run(me, new TakeTicket(Code, Priority: PriorityReason.Military))).Problem.Code.ShouldBe("hall.not_guide");
        (await town.Run(hall.Clerk, new TakeTicket(Code, Name: new string('长', 40)))).Problem.Field.ShouldBe("name");
        (await town.Run(hall.Clerk, new CallNext(Code, 1))).Problem.Code.ShouldBe("hall.not_at_counter");
        (await town.Run(hall.Clerk, new SitDown(Code, 77))).Problem.Code.ShouldBe("hall.no_counter");
        await hall.Sit(hall.Clerk, 1);
        (await town.Run(hall.Colleague, new SitDown(Code, 1))).Problem.Code.ShouldBe("hall.counter_taken");
        (await town.Run(hall.Clerk, new CallAgain(Code, 1))).Problem.Code.ShouldBe("hall.nobody_here");
        (await town.Run(hall.Clerk, new FinishTicket(Code, 1))).Problem.Code.ShouldBe("hall.nobody_here");
        (await town.Run(hall.Keeper, Plan() with { WalkInShare = 0 })).Problem.Field.ShouldBe("walkInShare");
        (await town.Run(hall.Keeper, Plan() with { Counters = [new(1), new(1)] })).Problem.Field.ShouldBe("counters");
        (await town.Run(hall.Keeper, Plan() with { Hours = "immer" })).Problem.Field.ShouldBe("hours");
        (await town.Run(null, new LeaveQueue("short"))).Problem.Code.ShouldBe("hall.no_ticket");
        (await town.Run(null, new ComeBack((await hall.Paper()).Secret))).Problem.Code.ShouldBe("hall.not_missed");

        // In the evening nobody takes one by phone; the entrance still can.
        town.Time.Move(TimeSpan.FromHours(9));
        (await hall.Take(me)).Problem.Code.ShouldBe("hall.closed");
        await hall.Paper();
    }
}
