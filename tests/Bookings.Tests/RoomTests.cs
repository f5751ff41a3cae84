using System.Net.Http.Json;
using FsCheck;
using FsCheck.Fluent;
using Linli.Bookings.Attend;
using Linli.Bookings.Blackouts;
using Linli.Bookings.Desk;
using Linli.Bookings.Reserve;
using Linli.Bookings.Rooms;
using Linli.Bookings.Sessions;
using Linli.Places;
using Linli.Places.Spaces;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Bookings.Tests;

public class RoomTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Book_ByManyAtOnce_NeverOverlaps_SetUpTimeIncluded(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        await hall.OpenRoom();
        var people = new List<Guid>();
        for (var i = 0; i < 16; i++)
            people.Add(await hall.Resident());
        var answers = await Task.WhenAll(people.Select((p, i) => Task.Run(() =>
            hall.BookRoom(p, Hall.Evening.AddMinutes(-30 * (i % 8)), 60 + (30 * (i % 3)), i % 2 == 0 ? "meeting" : "event"))));
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "bookings.taken");
        var taken = await hall.Look(db => db.Unfiltered<OccupancyRow>().OrderBy(o => o.From).ToListAsync());
        taken.Count.ShouldBe(answers.Count(a => a.Ok));
        taken.Count.ShouldBeGreaterThan(1);
        foreach (var (one, next) in taken.Zip(taken.Skip(1)))
            (next.From - one.Until).ShouldBeGreaterThanOrEqualTo(one.Use == next.Use ? TimeSpan.Zero : TimeSpan.FromMinutes(30));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Book_BetweenTwoUses_LeavesTimeToSetUp_AndACancelledHourIsFreeAgain(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        await hall.OpenRoom();
        var me = await hall.Resident();
        var made = (await hall.BookRoom(me, Hall.Evening)).Value!;
        (await hall.BookRoom(me, Hall.Evening.AddHours(1), use: "event")).Problem.Code.ShouldBe("bookings.taken");
        (await hall.BookRoom(me, Hall.Evening.AddHours(1))).Ok.ShouldBeTrue();
        (await hall.BookRoom(me, Hall.Evening.AddMinutes(-90), use: "event")).Ok.ShouldBeTrue();
        (await hall.Town.Run(me, new CancelReservation { Id = made.Id })).Problems.ShouldBeEmpty();
        (await hall.BookRoom(me, Hall.Evening)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task Book_AgainstTheRulesOfTheRoom_SaysWhat()
    {
        await using var hall = await Hall.Open();
        await hall.OpenRoom(new() { OpensDaysBefore = 30, Quiet = new(new(20, 0), new(7, 0), ["sport"]) });
        var me = await hall.Resident();
        var at = Hall.Evening;
        (await hall.BookRoom(me, at, use: "dining")).Problem.Code.ShouldBe("bookings.use_missing");
        (await hall.BookRoom(me, at, minutes: 45)).Problem.Field.ShouldBe("minutes");
        (await hall.BookRoom(me, at, minutes: int.MaxValue)).Problem.Field.ShouldBe("minutes");
        (await hall.BookRoom(me, at.AddMinutes(10))).Problem.Field.ShouldBe("from");
        (await hall.BookRoom(me, at.AddHours(2.5))).Problem.Code.ShouldBe("bookings.not_open");
        (await hall.BookRoom(me, at.AddDays(-2))).Problem.Code.ShouldBe("bookings.begun");
        (await hall.BookRoom(me, at.AddDays(40))).Problem.Code.ShouldBe("bookings.not_open_yet");
        (await hall.BookRoom(me, at, party: 31)).Problem.Field.ShouldBe("party");
        (await hall.BookRoom(me, at, room: "nowhere")).Problem.Code.ShouldBe("bookings.no_resource");
        (await hall.BookRoom(me, at, minutes: 90, use: "sport")).Problem.Code.ShouldBe("bookings.quiet_hours");
        (await hall.BookRoom(me, at, use: "sport")).Ok.ShouldBeTrue();
        (await hall.Town.Run(me, new BookRoom(Hall.Room, at.AddHours(-3), 60, "meeting"))).Problem.Field.ShouldBe("note");
    }

    [Fact]
    public async Task Closure_NeedsTheRoomFree_OrCancelsWithATold_AndRefusesLaterBookings()
    {
        await using var hall = await Hall.Open();
        await hall.OpenRoom();
        var me = await hall.Resident();
        var made = (await hall.BookRoom(me, Hall.Evening)).Value!;
        var close = new CloseRoom(Hall.Evening.AddHours(-2), Hall.Evening.AddHours(5), "换地板") { Resource = Hall.Room };
        (await hall.Town.Run(hall.Desk, close)).Problem.Code.ShouldBe("bookings.closure_booked");
        var closure = (await hall.Town.Run(hall.Desk, close with { CancelSessions = true })).Value!;
        closure.Cancelled.ShouldBe(1);
        (await hall.Row(made.Id)).Ended.ShouldBe(CancelledBy.Session);
        (await hall.BookRoom(me, Hall.Evening)).Problem.Code.ShouldBe("bookings.closure");
        (await hall.Town.Run(await hall.Town.Staff("worker2"), new OpenRoom(closure.Id))).Ok.ShouldBeFalse();
        (await hall.Town.Run(hall.Desk, new OpenRoom(closure.Id))).Problems.ShouldBeEmpty();
        (await hall.BookRoom(me, Hall.Evening)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task FreeTimes_AreThoseThatCanBeBooked()
    {
        await using var hall = await Hall.Open();
        await hall.OpenRoom();
        var me = await hall.Resident();
        (await hall.BookRoom(me, Hall.Evening)).Ok.ShouldBeTrue();
        var day = (await hall.Town.Ask(null, new FreeTimes(Hall.Room, new(2026, 11, 24), "event", 60))).Value!;
        day.Free.ShouldNotContain(f => f > Hall.Evening.AddMinutes(-90) && f < Hall.Evening.AddMinutes(90));
        day.Free[0].ShouldBe(new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        foreach (var from in day.Free.Where((_, i) => i % 9 == 0))
            (await hall.BookRoom(await hall.Resident(), from, 60, "event")).Problems.ShouldBeEmpty();
        (await hall.Town.Ask(null, new FreeTimes(Hall.Room, new(2026, 11, 24), "event", 60))).Value!.Free.Count.ShouldBeLessThan(day.Free.Count);
    }

    [Fact, Trait("Feature", "S49"), Trait("Feature", "S118")]
    public async Task RoomWithSeveralUses_IsBookedFromItsCentre_FreeForResidents_AndItsUseIsCounted()
    {
        await using var hall = await Hall.Open();
        await hall.OpenRoom(new() { MostParty = 5000, OpensDaysBefore = 30, Prices = [new(4000, PricePer.Hour, "event", NotForResidents: true)], NoShow = new(2, 90, 30) });
        var resident = await hall.Resident();
        var guest = await hall.Town.VerifiedResident("19900000991", SmallTown.Second);
        await hall.Wallet(guest, 10_000);
        var free = (await hall.BookRoom(resident, Hall.Evening, 60, "event", party: 12)).Value!;
        free.PriceFen.ShouldBe(0);
        (await hall.BookRoom(guest, Hall.Evening.AddHours(1), 90, "event")).Value!.PriceFen.ShouldBe(6000);
        (await hall.BookRoom(resident, Hall.Evening.AddMinutes(30))).Problem.Code.ShouldBe("bookings.taken");
        hall.Town.Time.SetTo(Hall.Evening);
        (await hall.Town.Run(hall.Desk, new CheckIn(Code: free.Code) { Session = free.Session })).Value!.Party.ShouldBe(12);
        hall.Town.Time.SetTo(Hall.Evening.AddHours(4));
        await hall.Run<SettleSessions>();

        // Twelve came for an hour; the guest was not seen, so that time was no use.
        var use = await hall.Look(db => db.Unfiltered<SpaceUseRow>().ToListAsync());
        use.Select(u => (u.Space, u.Minutes, u.Visits, u.Source)).ShouldBe([(Hall.Room, 60, 12, UseSource.Booking)]);
        var centre = (await hall.Town.InScope(s => s.GetServices<IBookingLinks>().All(CancellationToken.None))).GetValueOrDefault(Hall.Room);
        centre.ShouldBe($"/book/room/{Hall.Room}");
    }

    [Fact]
    public async Task DaySheet_ShowsEveryRoomOfTheCallersPlaces()
    {
        await using var hall = await Hall.Open();
        await hall.OpenRoom();
        var made = (await hall.BookRoom(await hall.Resident(), Hall.Evening)).Value!;
        var sheet = (await hall.Town.Ask(hall.Desk, new DaySheet(new(2026, 11, 24)))).Value!;
        sheet.Rows.Single().Entries.Single().ShouldSatisfyAllConditions(e => e.Session.ShouldBe(made.Session), e => e.Title.Zh.ShouldBe("合唱排练"));
        (await hall.Town.Ask(await hall.Town.Staff("worker2"), new DaySheet(new(2026, 11, 24)))).Value!.Rows.ShouldBeEmpty();
        var list = (await hall.Town.Ask(hall.Desk, new SessionSheet(made.Session))).Value!;
        list.People.Single().Name.ShouldNotContain("测试");
        (await (await hall.Town.StaffClient("operator")).GetStringAsync("/desk/bookings?day=2026-11-24")).ShouldContain("合唱排练");
    }

    [Fact]
    public void Clash_IsTheSameBothWays_AndFreeBeginsNeverClash()
    {
        var at = Hall.Evening;
        var spans = from start in Gen.Choose(0, 40) from length in Gen.Choose(1, 6) from use in Gen.Elements("a", "b", null) select new Taken(at.AddMinutes(start * 15), at.AddMinutes((start + length) * 15), use);
        Prop.ForAll(Gen.Two(spans).ToArbitrary(), pair => RoomRules.Clash(pair.Item1, pair.Item2, 30) == RoomRules.Clash(pair.Item2, pair.Item1, 30)).QuickCheckThrowOnFailure();
        Prop.ForAll(spans.ListOf().ToArbitrary(), taken =>
            RoomRules.FreeBegins(new(), new(2026, 11, 24), [(480, 1320)], [.. taken], "a", 60, 30, at.AddDays(-1))
                .All(f => taken.All(t => !RoomRules.Clash(new(f, f.AddHours(1), "a"), t, 30)))).QuickCheckThrowOnFailure();
    }
}
