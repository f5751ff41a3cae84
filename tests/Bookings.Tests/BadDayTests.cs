using Linli.Bookings.Attend;
using Linli.Bookings.Desk;
using Linli.Bookings.Lottery;
using Linli.Bookings.Offerings;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Tests;

/// <summary>Days that go wrong in ways that were thought of: a double ticket, a code read twice, a session moved onto a day off, an offering past the first few hundred.</summary>
public class BadDayTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Ticket_OfADraw_IsGivenOnce_AndACodeReadTwiceCountsOnce(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var session = await hall.Session(5, new() { DrawHoursBefore = 4, MostParty = 2 });
        var me = await hall.Resident();
        // From two phones at the same moment.
        var twice = await Task.WhenAll(Task.Run(() => hall.Book(me, session, 2)), Task.Run(() => hall.Book(me, session, 1)));
        twice.Count(a => a.Ok).ShouldBe(1);
        twice.Single(a => !a.Ok).Problem.Code.ShouldBe("bookings.already");
        hall.Town.Time.SetTo(Hall.Evening.AddHours(-4));
        await hall.Run<DrawSessions>();
        (await hall.Town.Ask(null, new ReadDraw(session))).Value!.Order.ShouldHaveSingleItem().Number.ShouldBe(1);
        (await hall.Town.Client().GetStringAsync($"/book/draw/{session.Value}?ticket=1")).ShouldContain("drawn");
        (await hall.Town.Client().GetAsync($"/book/draw/{Guid.CreateVersion7(TestTown.Start)}")).IsSuccessStatusCode.ShouldBeFalse();

        hall.Town.Time.SetTo(Hall.Evening);
        var made = twice.Single(a => a.Ok).Value!;
        for (var read = 0; read < 2; read++)
            (await hall.Town.Run(hall.Desk, new CheckIn(Code: made.Code) { Session = session })).Value!.Present.ShouldBeTrue();
        (await hall.Look(db => db.Records<AttendanceRow>().CountAsync(a => a.Meeting == session))).ShouldBe(1);
        (await hall.Town.Ask(hall.Desk, new DaySheet(new(2026, 11, 24)))).Value!.Elsewhere.Single(e => e.Session == session).Present.ShouldBe(made.Party);
    }

    [Fact]
    public async Task Session_MovedOntoADayOff_StaysWhereStaffPutIt_AndIsNotMadeAgainOnItsOldDay()
    {
        await using var hall = await Hall.Open();
        var offering = (await hall.Keep(new(OfferingKind.Event, SmallTown.First, ("晨练", "Exercise"), new()) { Times = new(new(2026, 11, 24), new(7, 0), 60, "FREQ=WEEKLY;BYDAY=TU", HolidayRule.WorkingDays) })).Value;
        Task<List<SessionRow>> Rows() => hall.Look(db => db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Offering == offering).OrderBy(s => s.Start).ToListAsync());
        var before = await Rows();
        var sunday = new DateOnly(2026, 12, 6);
        WorkingDayCalendar.China.IsWorkingDay(sunday).ShouldBeFalse();
        var start = LocalTime.At(sunday, new(7, 0));
        (await hall.Town.Run(hall.Desk, new MoveSession(start, start.AddHours(1), "周日健步走") { Id = before[1].Id })).Problems.ShouldBeEmpty();
        hall.Town.Time.Move(TimeSpan.FromDays(10));
        await hall.Run<PlanAhead>();
        var after = await Rows();
        after.Count(s => s.Day == sunday).ShouldBe(1);
        after.ShouldNotContain(s => s.Day == before[1].Day);
    }

    [Fact]
    public async Task Session_MovedIntoAPublicHoliday_AndAcrossItsMidnight_KeepsEverybody_AndTheRuleLeavesItThere()
    {
        await using var hall = await Hall.Open();
        // Before the National Day holidays, 1 to 8 October 2026.
        hall.Town.Time.SetTo(new(2026, 9, 21, 0, 0, 0, TimeSpan.Zero));
        var offering = (await hall.Keep(new(OfferingKind.Event, SmallTown.First, ("夜校", "Evening school"), new()) { Capacity = 5, Times = new(new(2026, 9, 28), new(19, 0), 120, "FREQ=DAILY;UNTIL=20261010") })).Value;
        Task<List<SessionRow>> Rows() => hall.Look(db => db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Offering == offering).OrderBy(s => s.Start).ToListAsync());
        var before = await Rows();
        before.ShouldNotContain(s => WorkingDayCalendar.China.Find(s.Day) != null && WorkingDayCalendar.China.Find(s.Day)!.Kind == CalendarDayKind.Holiday);
        var last = before.Last(s => s.Day == new DateOnly(2026, 9, 30));
        var me = await hall.Resident();
        var made = (await hall.Book(me, last.Id)).Value!;
        var start = LocalTime.At(new(2026, 10, 1), new(23, 30));
        (await hall.Try(b => b.MoveSession(last.Id, start, start.AddHours(2), "国庆守夜", default))).Problems.ShouldBeEmpty();
        await hall.Run<PlanAhead>();
        var moved = await hall.Row(last.Id);
        (moved.Day, LocalTime.DateOf(moved.End), moved.Taken, moved.State).ShouldBe((new(2026, 10, 1), new(2026, 10, 2), 1, SessionState.Planned));
        (await hall.Row(made.Id)).ShouldSatisfyAllConditions(r => r.Day.ShouldBe(new(2026, 10, 1)), r => r.State.ShouldBe(ReservationState.Confirmed));
        var after = await Rows();
        (after.Count, after.Count(s => s.Day == new DateOnly(2026, 9, 30))).ShouldBe((before.Count, 0), "neither made again on its old day nor doubled");

        // A day that no calendar has is refused where it is typed.
        hall.Town.Time.SetTo(TestTown.Start);
        (await hall.Town.Run(hall.Desk, new KeepOffering { Place = "hf-1", TitleZh = "夜校", FirstDay = new(2026, 11, 28), From = new(19, 0), Minutes = 60, Except = "2026-02-31" })).Problem.Code.ShouldBe("bookings.dates");
    }

    [Fact]
    public async Task Room_HasItsRulesChangedAtTheDesk_AndRefusesWhatDoesNotFit()
    {
        await using var hall = await Hall.Open();
        var lending = await hall.OpenRoom();
        var kept = (await hall.Town.Ask(hall.Desk, new ReadOffering(lending))).Value!;
        (kept.Room!.Space, kept.Room.SetUpMinutes, kept.Room.Allowed.Count).ShouldBe((Hall.Room, 30, 3));
        var staff = await hall.Town.StaffClient("operator");
        var page = await staff.GetStringAsync($"/desk/bookings/o/{lending.Value}");
        foreach (var field in new[] { "SetUp", "QuietFrom", "Weekly", "Least", "Use-meeting", "CancelHours" })
            page.ShouldContain($"name=\"{field}\"");
        (await staff.GetStringAsync("/desk/bookings/offerings")).ShouldContain($"/desk/bookings/o/{lending.Value}");
        (await hall.Town.Run(hall.Desk, new KeepRoom { Space = Hall.Room, Terms = kept.Terms with { Interval = new(30, 120, 60) } })).Problem.Field.ShouldBe("interval");
        (await hall.Town.Run(hall.Desk, new KeepRoom { Space = Hall.Room, Capacity = 25, SetUpMinutes = 15, Uses = ["meeting"], Open = false, Terms = kept.Terms with { Quiet = new(new(21, 0), new(7, 0), []) } })).Problems.ShouldBeEmpty();
        var changed = (await hall.Town.Ask(hall.Desk, new ReadOffering(lending))).Value!;
        (changed.Capacity, changed.Open, changed.Terms.Quiet!.From, changed.Room!.Uses.Single()).ShouldBe((25, false, new(21, 0), "meeting"));
        // A room that is closed is found again.
        (await hall.Town.Ask(hall.Desk, new ListOfferings())).Value!.ShouldContain(o => o.Id == lending && !o.Open);
    }

    [Fact]
    public async Task Find_ReachesTheLastOfManyOfferings_BySceneWordPlaceAndRoom()
    {
        await using var hall = await Hall.Open();
        await hall.OpenRoom();
        await hall.Look(async db =>
        {
            // Many that come first in the alphabet, each with a session; and one last.
            for (var i = 0; i < 320; i++)
            {
                var row = new OfferingRow
                {
                    Id = new(Guid.CreateVersion7(TestTown.Start)), Kind = OfferingKind.Event, Scope = (i == 319 ? SmallTown.Second : SmallTown.First).Value, TitleZh = i == 319 ? "终于找到的讲座" : $"一号活动 {i:000}", TitleEn = i == 319 ? "Lecture" : "Event",
                    Resources = "", Capacity = 5, Terms = "{}", Open = true, At = TestTown.Start, Version = 0,
                };
                row.WriteTerms(new());
                db.Insert(row);
                db.Insert(new SessionRow
                {
                    Id = new(Guid.CreateVersion7(TestTown.Start)), Offering = row.Id, Kind = row.Kind, Scope = row.Scope, Start = Hall.Evening, End = Hall.Evening.AddHours(1), Day = new(2026, 11, 24), Capacity = 5, Taken = 0, Waiting = 0, LastTurn = 0,
                    State = SessionState.Planned, Sequence = 0, ChangedAt = TestTown.Start,
                });
            }

            return await db.SaveChangesAsync();
        });
        (await hall.Town.Ask(null, new FindOfferings(Q: "lecture"))).Value!.ShouldHaveSingleItem().Title.Zh.ShouldBe("终于找到的讲座");
        (await hall.Town.Ask(null, new FindOfferings(Place: "hf-2", Kind: OfferingKind.Event))).Value!.ShouldHaveSingleItem();
        (await hall.Town.Ask(null, new FindOfferings(At: Hall.Room))).Value!.ShouldHaveSingleItem().Room!.Code.ShouldBe(Hall.Room);
        (await hall.Town.Client().GetAsync($"/book/room/{Hall.Room}")).IsSuccessStatusCode.ShouldBeTrue();
        (await hall.Town.Ask(null, new FindOfferings(Day: DateOnly.MaxValue))).Problem.Field.ShouldBe("day");
        (await hall.Town.Ask(hall.Desk, new ListOfferings("LECTURE"))).Value!.ShouldHaveSingleItem().Next.ShouldBe(Hall.Evening);
        (await hall.Town.Client().GetStringAsync("/scenes/neighbours")).ShouldContain("/book/o/");
        (await hall.Town.Client().GetAsync("/scenes/7")).IsSuccessStatusCode.ShouldBeFalse();
    }

    [Fact]
    public async Task Page_OfAnOffering_ShowsTheSumForEverybodyWhoComes_BeforeItIsBooked()
    {
        await using var hall = await Hall.Open();
        var session = await hall.Session(9, new() { Prices = [new(2000)], MostParty = 4 });
        var offering = (await hall.Row(session)).Offering;
        var me = await hall.Resident();
        await hall.Wallet(me, 20_000);
        var quote = (await hall.Town.Ask(me, new QuoteBooking(4, null, session))).Value!;
        (quote.Fen, quote.Points).ShouldBe((8000, 0));
        (await hall.Town.Ask(me, new QuoteBooking(0, null, session))).Problem.Field.ShouldBe("party");
        (await hall.Town.Ask(null, new QuoteBooking(1, null, session))).Problem.Code.ShouldBe("bookings.no_person");
        (await hall.Town.Client().GetStringAsync($"/book/o/{offering.Value}")).ShouldContain("20");
        var kept = (await hall.Town.Ask(hall.Desk, new ReadOffering(offering))).Value!;
        (kept.CanChange, kept.Terms.MostParty).ShouldBe((true, 4));
        (await hall.Town.Ask(await hall.Town.Staff("worker2"), new ReadOffering(offering))).Problem.Code.ShouldBe("bookings.no_offering");
        var staff = await hall.Town.StaffClient("operator");
        (await staff.GetStringAsync($"/desk/bookings/o/{offering.Value}")).ShouldContain("name=\"CancelHours\"");
        foreach (var view in new[] { "view=week", "view=month", "view=month&resource=-", "view=week&resource=-&from=2026-11-24" })
            (await staff.GetStringAsync("/desk/bookings/calendar?" + view)).ShouldContain("id=\"calendar\"");
        (await staff.GetStringAsync("/desk/bookings/calendar?from=2026-11-24")).ShouldContain($"data-move=\"{session.Value}\"");
        (await staff.GetStringAsync("/desk/bookings/offerings")).ShouldContain($"/desk/bookings/o/{offering.Value}");
    }
}
