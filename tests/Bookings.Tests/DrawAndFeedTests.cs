using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Linli.Bookings.Calendar;
using Linli.Bookings.Lottery;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Tests;

public class DrawAndFeedTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Draw_PublishesItsHashBefore_AndCanBeDoneAgainFromItsRecord(DatabaseKind kind)
    {
        await using var hall = await Hall.Open(kind);
        var session = await hall.Session(3, new() { DrawHoursBefore = 4, WaitList = false });
        var before = (await hall.Town.Ask(null, new ReadDraw(session))).Value!;
        before.Seed.ShouldBeNull();
        for (var i = 0; i < 8; i++)
            (await hall.Book(await hall.Resident(), session)).Value!.State.ShouldBe(ReservationState.Entered);
        (await hall.Row(session)).Taken.ShouldBe(0);
        hall.Town.Time.SetTo(Hall.Evening.AddHours(-4));
        (await hall.Book(await hall.Resident(), session)).Problem.Code.ShouldBe("bookings.draw_closed");
        await hall.Run<DrawSessions>();
        await hall.Run<DrawSessions>();
        var record = (await hall.Town.Ask(null, new ReadDraw(session))).Value!;

        // By hand, and then by the ten lines.
        string Sha(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
        Sha(record.Seed!).ShouldBe(before.SeedHash);
        var order = record.Order.OrderBy(t => Sha($"{record.Seed}:{t.Number}"), StringComparer.Ordinal).ToList();
        var left = record.Places;
        foreach (var ticket in order)
        {
            ticket.Won.ShouldBe(ticket.Party <= left);
            left -= ticket.Won ? ticket.Party : 0;
        }

        record.Order.Select(t => t.Number).ShouldBe(order.Select(t => t.Number));
        await DrawnAgainElsewhere(hall, session);
        var rows = await hall.Look(db => db.Unfiltered<ReservationRow>().Where(r => r.Session == session).ToListAsync());
        rows.Where(r => r.State == ReservationState.Confirmed).Select(r => r.Turn!.Value).Order().ShouldBe(record.Order.Where(t => t.Won).Select(t => t.Number).Order());
        rows.Count(r => r.Ended == CancelledBy.Draw).ShouldBe(5);
        (await hall.Row(session)).Taken.ShouldBe(3);
    }

    // The lines that the page shows, in their own language, on the record that anybody may download; and they notice a place that was moved.
    private static async Task DrawnAgainElsewhere(Hall hall, SessionId session)
    {
        var published = await hall.Town.Client().GetStringAsync($"/api/v1/bookings/sessions/{session.Value}/draw");
        var page = WebUtility.HtmlDecode(await hall.Town.Client().GetStringAsync($"/book/draw/{session.Value}"));
        var recipe = page[page.IndexOf("import hashlib", StringComparison.Ordinal)..];
        recipe = recipe[..recipe.IndexOf("</pre>", StringComparison.Ordinal)];
        recipe.Trim().Split('\n').Length.ShouldBeLessThanOrEqualTo(10);
        var (code, _, trouble) = await Python.Run(recipe, published);
        code.ShouldBe(0, trouble);
        (await Python.Run(recipe, published.Replace("\"won\":false", "\"won\":true", StringComparison.Ordinal))).Code.ShouldBe(1);
    }

    [Fact]
    public void Draw_IsNotMovedByTheOrderOfEntering_AndASmallPartyMayFillTheRest()
    {
        var tickets = Enumerable.Range(1, 40).Select(n => new Ticket(n, (n % 3) + 1)).ToList();
        var drawn = DrawRules.Draw("seed", tickets, 20);
        DrawRules.Draw("seed", tickets.AsEnumerable().Reverse(), 20).ShouldBe(drawn);
        drawn.Where(d => d.Won).Sum(d => d.Ticket.Party).ShouldBe(20);
    }

    [Fact]
    public void Lines_AreFoldedAtSeventyFiveOctets_AndUnfoldToWhatWasWritten()
    {
        var text = string.Concat(Enumerable.Repeat("会客厅,逗号;分号\\反斜杠🎬", 20));
        var written = new StringBuilder();
        ICalendar.Line(written, "SUMMARY:" + text);
        var lines = written.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldAllBe(l => Encoding.UTF8.GetByteCount(l) <= 75);
        lines.Skip(1).ShouldAllBe(l => l[0] == ' ');
        written.ToString().Replace("\r\n ", "", StringComparison.Ordinal).ShouldBe("SUMMARY:" + text + "\r\n");
        ICalendar.Escape("a,b;c\\d\r\ne\u0007").ShouldBe("a\\,b\\;c\\\\d\\ne");
    }

    [Fact]
    public async Task Feed_IsPrivate_FollowsChanges_AndEndsWhenItIsWithdrawn()
    {
        await using var hall = await Hall.Open();
        var me = await hall.Resident();
        var session = await hall.Session(3);
        var made = (await hall.Book(me, session)).Value!;
        var path = (await hall.Town.Run(me, new MakeFeed())).Value!.Path;
        var client = hall.Town.Client();
        var answer = await client.GetAsync(path);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("DTSTART;TZID=Asia/Shanghai:20261124T190000");
        text.ShouldContain("STATUS:CONFIRMED");
        var uid = Regex.Match(text, "UID:(.+)\r").Groups[1].Value;

        (await hall.Town.Run(hall.Desk, new MoveSession(Hall.Evening.AddDays(1), Hall.Evening.AddDays(1).AddHours(2), "下雨") { Id = session })).Ok.ShouldBeTrue();
        var moved = await client.GetStringAsync(path);
        moved.ShouldContain(uid);
        moved.ShouldContain("SEQUENCE:1");
        moved.ShouldContain("20261125T190000");
        (await hall.Town.Run(me, new CancelReservation { Id = made.Id })).Ok.ShouldBeTrue();
        (await client.GetStringAsync(path)).ShouldContain("STATUS:CANCELLED");

        var second = (await hall.Town.Run(me, new MakeFeed())).Value!.Path;
        (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync(second)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await hall.Town.Run(me, new EndFeed())).Ok.ShouldBeTrue();
        (await client.GetAsync(second)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync("/calendar/" + new string('a', 40) + ".ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task FeedOfARoom_IsMadeByStaffOnly_AndNamesNobody()
    {
        await using var hall = await Hall.Open();
        await hall.OpenRoom();
        var me = await hall.Resident();
        (await hall.BookRoom(me, Hall.Evening)).Ok.ShouldBeTrue();
        (await hall.Town.Run(me, new MakeFeed(Hall.Room))).Ok.ShouldBeFalse();
        var text = await hall.Town.Client().GetStringAsync((await hall.Town.Run(hall.Desk, new MakeFeed(Hall.Room))).Value!.Path);
        text.ShouldContain("SUMMARY:已预约");
        text.ShouldNotContain("合唱排练");
    }

    [Fact]
    public async Task OfferingWithARuleThatNeverEnds_IsPlannedToTheHorizon_AndFollowedLater()
    {
        await using var hall = await Hall.Open();
        var offering = (await hall.Keep(new(OfferingKind.Event, SmallTown.First, ("晨练", "Morning exercise"), new()) { Capacity = 30, Times = new(new(2026, 11, 24), new(7, 0), 60, "FREQ=WEEKLY;BYDAY=TU,TH") })).Value;
        Task<List<DateOnly>> Days() => hall.Look(db => db.Unfiltered<SessionRow>().Where(s => s.Offering == offering).OrderBy(s => s.Start).Select(s => s.Day).ToListAsync());
        var first = await Days();
        first.Count.ShouldBeInRange(20, 26);
        first[^1].ShouldBeLessThanOrEqualTo(new DateOnly(2026, 11, 23).AddDays(SessionPlanner.HorizonDays));
        hall.Town.Time.Move(TimeSpan.FromDays(30));
        await hall.Run<PlanAhead>();
        await hall.Run<PlanAhead>();
        var later = await Days();
        later.Count.ShouldBeGreaterThan(first.Count + 5);
        later.ShouldBe(later.Distinct());
        (await hall.Keep(new(OfferingKind.Event, SmallTown.First, ("31", "31"), new()) { Times = new(new(2026, 11, 24), new(7, 0), 60, "FREQ=HOURLY") })).Problem.Field.ShouldBe("rule");
    }
}
