using Linli.Hall.Counter;
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
        (await Told(hall, people[3], "hall.near")).ShouldBe(1);

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
        (await Told(hall, hall.Keeper, "hall.bad_rating")).ShouldBe(1);
        var bad = Good(await town.Ask(hall.Clerk, new BadRatings(Code))).Single();
        (bad.ContactDue - bad.At, bad.SettleDue - bad.At).ShouldBe((TimeSpan.FromHours(1), TimeSpan.FromHours(24)));
        (await town.Run(hall.Clerk, new FollowRating(bad.Ticket, "增开一个窗口"))).Problems.ShouldBeEmpty();
        Good(await town.Ask(hall.Clerk, new BadRatings(Code))).ShouldBeEmpty();

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

    [Fact, Trait("Feature", "S119")]
    public async Task CounterInTheCommunityCentre_SharesNumbersRulesAndPlaces()
    {
        await using var hall = await Open();
        var here = await hall.Paper();
        var there = await hall.Paper(site: "centre");
        (here.Number, there.Number).ShouldBe(("A001", "A002"));
        await hall.Sit(hall.Colleague, 4);
        (await hall.Next(hall.Colleague, 4)).Number.ShouldBe("A002", "who waits in the centre is called there");
        await hall.Finish(hall.Colleague, 4);
        (await hall.Town.Run(hall.Colleague, new CallNext(Code, 4))).Problem.Code.ShouldBe("hall.nobody_waits");

        // Somebody walks over: nobody stays behind, and the place stays.
        var later = await hall.Paper(site: "centre");
        (await hall.Town.Run(null, new WaitElsewhere(here.Secret, "nowhere"))).Problem.Code.ShouldBe("hall.site_unknown");
        Good(await hall.Town.Run(null, new WaitElsewhere(here.Secret, "centre"))).Ahead.ShouldBe(0);
        Good(await hall.Town.Ask(null, new OpenTicket(later.Secret))).Ahead.ShouldBe(1);
        Good(await hall.Town.Ask(hall.Clerk, new ReadBoard(Code, "centre"))).Next.Select(n => n.Number).ShouldBe(["A001", "A003"]);
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

    private static Task<int> Told(ServiceHall hall, Guid account, string kind) => hall.Look(async db => (await db.Database.SqlQuery<string>($"""SELECT "Kind" AS "Value" FROM notices_notice WHERE "AccountId" = {account}""").ToListAsync()).Count(k => k == kind));
}
