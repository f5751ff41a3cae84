using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Linli.Bookings.Calendar;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;

namespace Linli.Bookings.Tests;

/// <summary>Feeds and invitations as a standard client library reads them: icalendar of Python (Debian: python3-icalendar), with zones resolved (T13).</summary>
public class CalendarClientTests
{
    private const string Reader =
        """
        import icalendar, json, sys
        calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
        def rdates(event):
            found = event.get("RDATE")
            lists = [] if found is None else found if isinstance(found, list) else [found]
            return [d.dt.isoformat() for one in lists for d in one.dts]
        print(json.dumps({
            "method": calendar.get("METHOD"),
            "errors": [str(e) for c in calendar.walk() for e in c.errors],
            "zones": [str(z["TZID"]) for z in calendar.walk("VTIMEZONE")],
            "events": [{
                "uid": str(e["UID"]), "start": e["DTSTART"].dt.isoformat(), "end": e["DTEND"].dt.isoformat(), "sequence": int(e["SEQUENCE"]), "status": str(e["STATUS"]),
                "summary": str(e["SUMMARY"]), "where": str(e.get("LOCATION", "")), "also": rdates(e),
                "organizer": str(e.get("ORGANIZER", "")), "organizerName": e["ORGANIZER"].params.get("CN") if "ORGANIZER" in e else None,
                "attendee": str(e.get("ATTENDEE", "")), "partstat": e["ATTENDEE"].params.get("PARTSTAT") if "ATTENDEE" in e else None,
            } for e in calendar.walk("VEVENT")],
        }))
        """;

    [Fact]
    public async Task Feed_OfAPersonARoomAndAClub_OpensInAStandardClient()
    {
        await using var hall = await Hall.Open();
        await hall.OpenRoom();
        var me = await hall.Resident();
        var session = await hall.Session(3);
        (await hall.Book(me, session)).Ok.ShouldBeTrue();
        (await hall.BookRoom(me, Hall.Evening.AddDays(1))).Ok.ShouldBeTrue();
        (await hall.Keep(new(OfferingKind.Event, SmallTown.First, ("十八蝴蝶舞团；排练, 周三", "Rehearsal"), new()) { Subject = "club:18", Times = new(new(2026, 11, 25), new(23, 0), 120, "FREQ=WEEKLY;COUNT=3") })).Problems.ShouldBeEmpty();

        var mine = await Read(await hall.Town.Client().GetStringAsync((await hall.Town.Run(me, new MakeFeed())).Value!.Path));
        mine.GetProperty("method").ValueKind.ShouldBe(JsonValueKind.Null);
        mine.GetProperty("zones")[0].GetString().ShouldBe("Asia/Shanghai");
        Starts(mine).ShouldBe(["2026-11-24T19:00:00+08:00", "2026-11-25T19:00:00+08:00"], ignoreOrder: true);

        var room = await Read(await hall.Town.Client().GetStringAsync((await hall.Town.Run(hall.Desk, new MakeFeed(Hall.Room))).Value!.Path));
        Starts(room).ShouldBe(["2026-11-25T19:00:00+08:00"]);
        var club = await hall.InTransaction(s => ((IBookingFeeds)s.GetService(typeof(IBookingFeeds))!).Make("club:18", ("十八蝴蝶舞团", "Eighteen butterflies"), default), _ => true);
        var rehearsals = await Read(await hall.Town.Client().GetStringAsync(club));
        Starts(rehearsals).Count.ShouldBe(3);
        rehearsals.GetProperty("events")[0].GetProperty("summary").GetString().ShouldBe("十八蝴蝶舞团；排练, 周三");
        rehearsals.GetProperty("events")[0].GetProperty("end").GetString().ShouldBe("2026-11-26T01:00:00+08:00");

        // A room's address ends like one's own; residents end nobody else's.
        (await hall.Town.Run(me, new EndFeed(Hall.Room))).Ok.ShouldBeFalse();
        (await hall.Town.Run(hall.Desk, new EndFeed(Hall.Room))).Problems.ShouldBeEmpty();
        (await hall.Town.Ask(hall.Desk, new MyFeed(Hall.Room))).Value!.Since.ShouldBeNull();
    }

    [Fact]
    public async Task Invitation_IsARequest_AndTheCancellationTheSameEventWithAHigherSequence()
    {
        await using var hall = await Hall.Open();
        var me = await hall.Resident();
        var session = await hall.Session(3);
        var made = (await hall.Book(me, session)).Value!;
        var client = hall.Client(me);
        var address = $"/my/bookings/{made.Id.Value}.ics";
        var invited = await Read(await client.GetStringAsync(address));
        var first = invited.GetProperty("events")[0];
        invited.GetProperty("method").GetString().ShouldBe("REQUEST");
        (first.GetProperty("start").GetString(), first.GetProperty("status").GetString(), first.GetProperty("sequence").GetInt32()).ShouldBe(("2026-11-24T19:00:00+08:00", "CONFIRMED", 0));
        first.GetProperty("organizer").GetString()!.ShouldStartWith("urn:uuid:");
        first.GetProperty("organizerName").GetString().ShouldNotBeNullOrEmpty();
        first.GetProperty("attendee").GetString()!.ShouldStartWith("urn:uuid:");
        first.GetProperty("partstat").GetString().ShouldBe("ACCEPTED");

        (await hall.Town.Run(hall.Desk, new MoveSession(Hall.Evening.AddHours(5), Hall.Evening.AddHours(7), "下雨") { Id = session })).Problems.ShouldBeEmpty();
        var moved = (await Read(await client.GetStringAsync(address))).GetProperty("events")[0];
        (moved.GetProperty("uid").GetString(), moved.GetProperty("start").GetString(), moved.GetProperty("sequence").GetInt32()).ShouldBe((first.GetProperty("uid").GetString(), "2026-11-25T00:00:00+08:00", 1));
        (await hall.Town.Run(me, new CancelReservation { Id = made.Id })).Problems.ShouldBeEmpty();
        var cancelled = await Read(await client.GetStringAsync(address));
        cancelled.GetProperty("method").GetString().ShouldBe("CANCEL");
        var last = cancelled.GetProperty("events")[0];
        (last.GetProperty("uid").GetString(), last.GetProperty("status").GetString(), last.GetProperty("sequence").GetInt32()).ShouldBe((first.GetProperty("uid").GetString(), "CANCELLED", 2));

        // Nobody else's: neither a neighbour nor the desk.
        (await hall.Client(await hall.Resident()).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await hall.Town.StaffClient("operator")).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Invitation_ToACourse_IsOneEventWithAllItsMeetings()
    {
        await using var hall = await Hall.Open();
        var me = await hall.Resident();
        var offering = (await hall.Keep(new(Hall.Course, SmallTown.First, ("陶艺", "Pottery"), new()) { Times = new(new(2026, 11, 24), new(9, 0), 90, "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3") })).Value;
        var series = await hall.Look(db => db.Unfiltered<SessionRow>().Where(s => s.Offering == offering && s.IsSeries).Select(s => s.Id).SingleAsync());
        var made = (await hall.Book(me, series)).Value!;
        var read = await Read(await hall.Client(me).GetStringAsync($"/my/bookings/{made.Id.Value}.ics"));
        var only = read.GetProperty("events").EnumerateArray().ShouldHaveSingleItem();
        only.GetProperty("start").GetString().ShouldBe("2026-11-24T09:00:00+08:00");
        only.GetProperty("also").EnumerateArray().Select(d => d.GetString()).ShouldBe(["2026-11-26T09:00:00+08:00", "2026-12-01T09:00:00+08:00"]);

        // Whatever changes of whichever meeting, the number grows: a client that has the event ignores an equal one.
        async Task<(int Sequence, int Meetings, string? Method)> Now()
        {
            var calendar = await Read(await hall.Client(me).GetStringAsync($"/my/bookings/{made.Id.Value}.ics"));
            var first = calendar.GetProperty("events").EnumerateArray().First();
            return (first.GetProperty("sequence").GetInt32(), first.GetProperty("also").GetArrayLength() + 1, calendar.GetProperty("method").GetString());
        }

        var meetings = await hall.Look(db => db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Series == series).OrderBy(s => s.Start).ToListAsync());
        async Task Move(int meeting, int hours) =>
            (await hall.Town.Run(hall.Desk, new MoveSession(meetings[meeting].Start.AddHours(hours), meetings[meeting].End.AddHours(hours), "换教室") { Id = meetings[meeting].Id })).Problems.ShouldBeEmpty();
        await Move(1, 1);
        (await Now()).ShouldBe((1, 3, "REQUEST"));
        await Move(2, 1);
        (await Now()).ShouldBe((2, 3, "REQUEST"));
        (await hall.Town.Run(hall.Desk, new CancelSession("老师生病") { Id = meetings[1].Id })).Problems.ShouldBeEmpty();
        (await Now()).ShouldBe((3, 2, "REQUEST"));
        (await hall.Town.Run(me, new CancelReservation { Id = made.Id })).Problems.ShouldBeEmpty();
        (await Now()).ShouldBe((4, 3, "CANCEL"));
        // And whoever gave it up finds the way to take it out of their calendar.
        (await hall.Client(me).GetStringAsync("/my/bookings")).ShouldContain($"/my/bookings/{made.Id.Value}.ics");
    }

    private static IReadOnlyList<string?> Starts(JsonElement calendar) => [.. calendar.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("start").GetString())];

    private static async Task<JsonElement> Read(string text)
    {
        var (code, answer, trouble) = await Python(Reader, text);
        if (code != 0 && trouble.Contains("No module named", StringComparison.Ordinal))
            Assert.Skip("The calendar client library is not there: apt-get install python3-icalendar.");
        code.ShouldBe(0, trouble);
        var read = JsonDocument.Parse(answer).RootElement;
        read.GetProperty("errors").GetArrayLength().ShouldBe(0);
        return read;
    }

    private static async Task<(int Code, string Answer, string Trouble)> Python(string script, string input)
    {
        // Debian's own, which sees Debian's libraries.
        const string python = "/usr/bin/python3";
        if (!File.Exists(python))
            Assert.Skip("There is no /usr/bin/python3.");
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (answer, trouble) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await answer, await trouble);
    }
}
