using Linli.Bookings.Attend;
using Linli.Bookings.Mine;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Bookings.WaitList;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Tests;

public class PlaceTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Reserve_ByManyAtOnce_GivesExactlyThePlacesThereAre(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var session = await hall.Session(10);
        var people = new List<Guid>();
        for (var i = 0; i < 24; i++)
            people.Add(await hall.Resident());
        var answers = await Task.WhenAll(people.Select(p => Task.Run(() => hall.Book(p, session))));
        answers.Count(a => a.Ok).ShouldBe(10);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "bookings.full");
        (await hall.Row(session)).Taken.ShouldBe(10);
        (await hall.Look(db => db.Unfiltered<ReservationRow>().CountAsync(r => r.Session == session && r.State == ReservationState.Confirmed))).ShouldBe(10);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Reserve_OfTheSamePersonFromTwoPhones_IsOne(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var session = await hall.Session(10);
        var me = await hall.Resident();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => hall.Book(me, session))));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "bookings.already");
        (await hall.Row(session)).Taken.ShouldBe(1);
    }

    [Fact]
    public async Task Reserve_SentAgainAfterALostAnswer_IsAnsweredLikeTheFirst()
    {
        await using var hall = await Hall.Open();
        var session = await hall.Session(2);
        var me = await hall.Resident();
        var first = await hall.Book(me, session, key: "k");
        (await hall.Book(me, session, key: "k")).Value!.Id.ShouldBe(first.Value!.Id);
        (await hall.Row(session)).Taken.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task CancelAndBookAgain_InALoopByTwo_NeverLosesOrInventsAPlace(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var session = await hall.Session(1);
        var (one, other) = (await hall.Resident(), await hall.Resident());
        async Task Loop(Guid who)
        {
            for (var i = 0; i < 5; i++)
                if (await hall.Book(who, session) is { Ok: true } made)
                    (await hall.Town.Run(who, new CancelReservation { Id = made.Value.Id })).Problems.ShouldBeEmpty();
        }

        await Task.WhenAll(Task.Run(() => Loop(one)), Task.Run(() => Loop(other)));
        (await hall.Row(session)).Taken.ShouldBe(0);
        (await hall.Book(one, session)).Ok.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Waiting_IsOfferedInTurn_AndMovesOnByItselfWhenNobodyAnswers(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var session = await hall.Session(1, new() { OfferMinutes = 30 });
        var (has, first, second) = (await hall.Resident(), await hall.Resident(), await hall.Resident());
        var seat = (await hall.Book(has, session)).Value!;
        var one = (await hall.Book(first, session, wait: true)).Value!;
        var two = (await hall.Book(second, session, wait: true)).Value!;
        (one.State, one.Ahead, two.Ahead).ShouldBe((ReservationState.Waiting, 0, 1));
        (await hall.Town.Run(has, new CancelReservation { Id = seat.Id })).Ok.ShouldBeTrue();
        (await hall.Row(one.Id)).State.ShouldBe(ReservationState.Offered);
        (await hall.Book(await hall.Resident(), session)).Problem.Code.ShouldBe("bookings.full");

        // Half an hour and a second later.
        hall.Town.Time.Move(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(1));
        (await hall.Town.Run(first, new AcceptOffer { Id = one.Id })).Problem.Code.ShouldBe("bookings.offer_over");
        await hall.Run<PassOffersOn>();
        (await hall.Row(one.Id)).Ended.ShouldBe(CancelledBy.Lapsed);
        (await hall.Row(two.Id)).State.ShouldBe(ReservationState.Offered);
        (await hall.Town.Run(second, new AcceptOffer { Id = two.Id })).Value!.State.ShouldBe(ReservationState.Confirmed);
        var row = await hall.Row(session);
        (row.Taken, row.Waiting).ShouldBe((1, 0));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Waiting_AtOnesLimit_IsPassedOver_KeepsTheTurn_AndIsAskedOnceTheLimitIsFree(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var terms = new BookingTerms { Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Year, 1)], OfferMinutes = 30 };
        var (wanted, elsewhere) = (await hall.Session(1, terms), await hall.Session(5, terms));
        var (has, first, second) = (await hall.Resident(), await hall.Resident(), await hall.Resident());
        var seat = (await hall.Book(has, wanted)).Value!;
        var one = (await hall.Book(first, wanted, wait: true)).Value!;
        var two = (await hall.Book(second, wanted, wait: true)).Value!;
        var other = (await hall.Book(first, elsewhere)).Value!;

        // Kept for the first it would stand empty for half an hour, and then again for the next who cannot come.
        (await hall.Town.Run(has, new CancelReservation { Id = seat.Id })).Problems.ShouldBeEmpty();
        ((await hall.Row(one.Id)).State, (await hall.Row(two.Id)).State).ShouldBe((ReservationState.Waiting, ReservationState.Offered));
        hall.Town.Time.Move(TimeSpan.FromMinutes(31));
        await hall.Run<PassOffersOn>();
        await hall.Run<OfferAgain>();
        var free = await hall.Row(wanted);
        (free.Taken, free.Waiting).ShouldBe((0, 1));
        (await hall.Town.Run(first, new CancelReservation { Id = other.Id })).Problems.ShouldBeEmpty();
        await hall.Run<OfferAgain>();
        (await hall.Row(one.Id)).State.ShouldBe(ReservationState.Offered);
        (await hall.Town.Run(first, new AcceptOffer { Id = one.Id })).Value!.State.ShouldBe(ReservationState.Confirmed);
    }

    [Fact]
    public async Task Quota_RefusesTheSixthWithAReason_AndACancelledOneMakesRoom()
    {
        await using var hall = await Hall.Open();
        var terms = new BookingTerms { Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Year, 5)] };
        var me = await hall.Resident();
        var made = new List<ReservationView>();
        for (var i = 0; i < 5; i++)
            made.Add((await hall.Book(me, await hall.Session(5, terms))).Value!);
        var sixth = await hall.Session(5, terms);
        var refused = (await hall.Book(me, sixth)).Problem;
        refused.Code.ShouldBe("bookings.quota");
        refused.Message.Zh.ShouldContain("最多预约 5 次");
        (await hall.Town.Run(me, new CancelReservation { Id = made[0].Id })).Ok.ShouldBeTrue();
        (await hall.Book(me, sixth)).Ok.ShouldBeTrue();
        // The year after is another year.
        (await hall.Book(me, await hall.Session(5, terms, start: Hall.Evening.AddDays(60)))).Ok.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Quota_HoldsAlsoForTwoBookingsAtTheSameMoment(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var terms = new BookingTerms { Quotas = [new(QuotaOf.Kind, QuotaPer.Person, QuotaPeriod.Ahead, 1)] };
        var (one, two) = (await hall.Session(5, terms), await hall.Session(5, terms));
        var me = await hall.Resident();
        var answers = await Task.WhenAll(Task.Run(() => hall.Book(me, one)), Task.Run(() => hall.Book(me, two)));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Single(a => !a.Ok).Problem.Code.ShouldBe("bookings.quota");
    }

    [Fact]
    public async Task Eligibility_CountsTheAgeOnTheDay_AndResidencyAtThePlace()
    {
        await using var hall = await Hall.Open();
        var me = await hall.Resident();
        await hall.Born(me, new(1946, 11, 25));
        var terms = new BookingTerms { LeastAge = 80 };
        (await hall.Book(me, await hall.Session(5, terms))).Problem.Code.ShouldBe("bookings.too_young");
        (await hall.Book(me, await hall.Session(5, terms, start: Hall.Evening.AddDays(1)))).Ok.ShouldBeTrue();
        var unknown = await hall.Resident();
        (await hall.Book(unknown, await hall.Session(5, terms))).Problem.Code.ShouldBe("bookings.age_unknown");
        var elsewhere = await hall.Town.VerifiedResident("19900000990", SmallTown.Second);
        (await hall.Book(elsewhere, await hall.Session(5, new() { ResidentsOnly = true }))).Problem.Code.ShouldBe("bookings.residents_only");
        (await hall.Book(me, await hall.Session(5, new() { Conditions = ["training:printer"] }))).Problem.Code.ShouldBe("bookings.condition_unknown");
        (await hall.Book(me, await hall.Session(5, new() { Posts = ["grid_steward"] }))).Problem.Code.ShouldBe("bookings.post_needed");
    }

    [Fact]
    public async Task ChildAlone_IsSentToTheGuardian()
    {
        await using var hall = await Hall.Open();
        var child = await hall.Resident();
        await hall.Born(child, new(2016, 9, 10));
        var alone = (await hall.Book(child, await hall.Session(5))).Problem;
        (alone.Code, alone.Message.Zh.Contains("请到服务台", StringComparison.Ordinal)).ShouldBe(("bookings.child_alone", true), "also where there is no guardian");
        (await hall.Town.Run(await hall.Resident(), new ReservePlace(OnBehalfOf: await hall.PersonOf(child)) { Session = await hall.Session(5) })).Problem.Code.ShouldBe("people.not_agent");
    }

    [Fact]
    public async Task Window_OpensAndCloses_AndPartiesHaveALimit()
    {
        await using var hall = await Hall.Open();
        var me = await hall.Resident();
        var late = await hall.Session(5, new() { OpensDaysBefore = 0, OpensAt = new(9, 0) });
        (await hall.Book(me, late)).Problem.Code.ShouldBe("bookings.not_open_yet");
        hall.Town.Time.SetTo(new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero));
        (await hall.Book(me, late)).Ok.ShouldBeTrue();
        var closing = await hall.Session(5, new() { ClosesMinutesBefore = 60, MostParty = 3 });
        (await hall.Book(me, closing, party: 4)).Problem.Code.ShouldBe("bookings.party");
        (await hall.Book(me, closing, party: 0)).Problem.Field.ShouldBe("party");
        hall.Town.Time.SetTo(Hall.Evening.AddMinutes(-60));
        (await hall.Book(me, closing)).Problem.Code.ShouldBe("bookings.closed");
        hall.Town.Time.SetTo(Hall.Evening);
        (await hall.Book(me, closing)).Problem.Code.ShouldBe("bookings.begun");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Money_IsSetAside_ComesBackWhenGivenUpInTime_AndIsTakenAfterTheSession(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var terms = new BookingTerms { Prices = [new(1500)], DepositFen = 2000, MostParty = 2, NoShow = new(0, 90, 30) };
        var (me, poor) = (await hall.Resident(), await hall.Resident());
        var wallet = await hall.Wallet(me, 6000);
        await hall.Wallet(poor, 100);
        var session = await hall.Session(3, terms);
        (await hall.Book(poor, session)).Problem.Code.ShouldBe("ledger.insufficient");
        (await hall.Row(session)).Taken.ShouldBe(0);
        (await hall.Town.Run(me, new ReservePlace(2, SeenPriceFen: 1500) { Session = session })).Problem.Code.ShouldBe("bookings.price_changed");
        var made = (await hall.Book(me, session, party: 2)).Value!;
        made.PriceFen.ShouldBe(3000);
        (await hall.Balance(wallet)).Held.ShouldBe(5000);
        (await hall.Town.Run(me, new CancelReservation { Id = made.Id })).Ok.ShouldBeTrue();
        (await hall.Balance(wallet)).ShouldSatisfyAllConditions(b => b.Held.ShouldBe(0), b => b.Posted.ShouldBe(6000));

        var again = (await hall.Book(me, session)).Value!;
        hall.Town.Time.SetTo(Hall.Evening.AddHours(-1));
        (await hall.Town.Run(me, new CancelReservation { Id = again.Id })).Problem.Code.ShouldBe("bookings.cancel_too_late");
        (await hall.Town.Run(hall.Desk, new CheckIn(again.Id.Value) { Session = session })).Value!.Present.ShouldBeTrue();
        hall.Town.Time.SetTo(Hall.Evening.AddHours(3));
        await hall.Run<SettleSessions>();
        await hall.Run<SettleSessions>();
        (await hall.Balance(wallet)).ShouldSatisfyAllConditions(b => b.Held.ShouldBe(0), b => b.Posted.ShouldBe(4500));
        (await hall.Row(again.Id)).State.ShouldBe(ReservationState.Attended);
    }

    [Fact]
    public async Task TeacherIsIll_EverybodyIsTold_AndGetsEverythingBack()
    {
        await using var hall = await Hall.Open();
        var (one, two) = (await hall.Resident(), await hall.Resident());
        var wallet = await hall.Wallet(one, 2000);
        var session = await hall.Session(1, new() { Prices = [new(2000)] });
        var made = (await hall.Book(one, session)).Value!;
        var waits = (await hall.Book(two, session, wait: true)).Value!;
        (await hall.Town.Run(hall.Desk, new CancelSession("") { Id = session })).Problem.Field.ShouldBe("reason");
        (await hall.Town.Run(one, new CancelSession("老师生病") { Id = session })).Ok.ShouldBeFalse();
        (await hall.Town.Run(hall.Desk, new CancelSession("老师生病") { Id = session })).Problems.ShouldBeEmpty();
        (await hall.Balance(wallet)).ShouldSatisfyAllConditions(b => b.Held.ShouldBe(0), b => b.Posted.ShouldBe(2000));
        (await hall.Row(waits.Id)).Ended.ShouldBe(CancelledBy.Session);
        (await hall.Row(made.Id)).Reason.ShouldBe("老师生病");
        (await hall.Book(two, session)).Problem.Code.ShouldBe("bookings.session_over");
        var told = await hall.Look(db => db.Database.SqlQueryRaw<string>("SELECT \"BodyZh\" AS \"Value\" FROM notices_notice").ToListAsync());
        told.Count(t => t.Contains("老师生病", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task MovedAcrossMidnight_KeepsEverybody_CountsTheNewDay_AndIsNotMadeAgain()
    {
        await using var hall = await Hall.Open();
        var me = await hall.Resident();
        var session = await hall.Session(3);
        var made = (await hall.Book(me, session)).Value!;
        var start = new DateTimeOffset(2026, 11, 25, 15, 30, 0, TimeSpan.Zero);
        (await hall.Town.Run(hall.Desk, new MoveSession(start, start.AddHours(2), "场地维修") { Id = session })).Problems.ShouldBeEmpty();
        var row = await hall.Row(session);
        (row.Day, row.Sequence, row.Taken).ShouldBe((new DateOnly(2026, 11, 25), 1, 1));
        (await hall.Row(made.Id)).Day.ShouldBe(new(2026, 11, 25));
        (await hall.Town.Run(hall.Desk, new MoveSession(start, start.AddHours(-1), "场地维修") { Id = session })).Problem.Field.ShouldBe("start");
        (await hall.Town.Run(hall.Desk, new MoveSession(start, start.AddHours(2), "人数", 0) { Id = session })).Problem.Code.ShouldBe("bookings.capacity_taken");
    }

    [Fact]
    public async Task NoShows_PauseAfterTheAllowedOnes_AndAGrantedAppealEndsThePause()
    {
        await using var hall = await Hall.Open();
        var terms = new BookingTerms { NoShow = new(1, 90, 30) };
        var me = await hall.Resident();
        var missed = new List<ReservationView>();
        foreach (var day in new[] { 0, 1 })
            missed.Add((await hall.Book(me, await hall.Session(3, terms, start: Hall.Evening.AddDays(day)))).Value!);
        hall.Town.Time.SetTo(Hall.Evening.AddDays(1).AddHours(3));
        await hall.Run<SettleSessions>();
        (await hall.Row(missed[0].Id)).State.ShouldBe(ReservationState.NoShow);
        var next = await hall.Session(3, terms, start: Hall.Evening.AddDays(3));
        (await hall.Book(me, next)).Problem.Code.ShouldBe("bookings.paused");
        (await hall.Town.Run(me, new DecideNoShow(true, "同意") { Id = missed[1].Id })).Ok.ShouldBeFalse();
        (await hall.Town.Run(me, new AppealNoShow("当天住院，有病历") { Id = missed[1].Id })).Problems.ShouldBeEmpty();
        (await hall.Town.Run(hall.Desk, new DecideNoShow(true, "情况属实") { Id = missed[1].Id })).Problems.ShouldBeEmpty();
        (await hall.Book(me, next)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task SomebodyElse_SeesAndChangesNothing()
    {
        await using var hall = await Hall.Open();
        var session = await hall.Session(3);
        var (me, other) = (await hall.Resident(), await hall.Resident());
        var made = (await hall.Book(me, session)).Value!;
        (await hall.Town.Run(other, new CancelReservation { Id = made.Id })).Problem.Code.ShouldBe("bookings.no_reservation");
        (await hall.Town.Run(other, new AcceptOffer { Id = made.Id })).Problem.Code.ShouldBe("bookings.no_reservation");
        (await hall.Town.Ask(other, new MyBookings())).Value!.ShouldBeEmpty();
        (await hall.Town.Run(await hall.Town.Staff("worker2"), new CancelReservation("不是我的社区") { Id = made.Id })).Problem.Code.ShouldBe("bookings.no_reservation");
        (await hall.Town.Ask(me, new MyBookings())).Value!.Single().Reservation.Id.ShouldBe(made.Id);
    }

    [Fact]
    public async Task Series_IsEnrolledInOnce_AndAttendanceIsKeptByMeeting()
    {
        await using var hall = await Hall.Open();
        var session = await Course(hall, 2);
        var me = await hall.Resident();
        var made = (await hall.Book(me, session)).Value!;
        var meetings = await hall.Look(db => db.Unfiltered<SessionRow>().Where(s => s.Series == session).OrderBy(s => s.Start).ToListAsync());
        meetings.Select(m => m.Day).ShouldBe([new(2026, 11, 24), new(2026, 11, 26), new(2026, 12, 1)]);
        (await hall.Book(await hall.Resident(), meetings[0].Id)).Problem.Code.ShouldBe("bookings.session_over");
        hall.Town.Time.SetTo(meetings[0].Start);
        (await hall.Town.Run(hall.Desk, new CheckIn(made.Id.Value) { Session = meetings[0].Id })).Problems.ShouldBeEmpty();
        (await hall.Town.Run(hall.Desk, new CheckIn(made.Id.Value) { Session = meetings[1].Id })).Problem.Code.ShouldBe("bookings.check_in_early");
        (await hall.Look(db => db.Records<AttendanceRow>().CountAsync(a => a.Present))).ShouldBe(1);
        (await hall.Row(made.Id)).State.ShouldBe(ReservationState.Confirmed);
    }

    private static async Task<SessionId> Course(Hall hall, int capacity)
    {
        var offering = (await hall.Keep(new(Hall.Course, SmallTown.First, ("陶艺", "Pottery"), new())
        {
            Capacity = capacity, Times = new(new(2026, 11, 24), new(9, 0), 90, "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3"),
        })).Value;
        return await hall.Look(db => db.Unfiltered<SessionRow>().Where(s => s.Offering == offering && s.IsSeries).Select(s => s.Id).SingleAsync());
    }
}
