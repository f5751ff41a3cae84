using System.Globalization;
using System.Net;
using System.Text.Json;
using Linli.Bookings.Calendar;
using Linli.Bookings.Reserve;
using Linli.Bookings.Sessions;
using Linli.Platform.Data;
using Linli.Platform.Time;
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
        from dateutil.rrule import rrulestr
        def dates(event, name):
            found = event.get(name)
            lists = [] if found is None else found if isinstance(found, list) else [found]
            return [d.dt for one in lists for d in one.dts]
        def instances(event):
            rule = event.get("RRULE")
            all = set(rrulestr(rule.to_ical().decode(), dtstart=event["DTSTART"].dt) if rule else [event["DTSTART"].dt]) | set(dates(event, "RDATE"))
            return all - set(dates(event, "EXDATE")) - {o["RECURRENCE-ID"].dt for o in calendar.walk("VEVENT") if "RECURRENCE-ID" in o and "RECURRENCE-ID" not in event and o["UID"] == event["UID"]}
        print(json.dumps({
            "method": calendar.get("METHOD"),
            "errors": [str(e) for c in calendar.walk() for e in c.errors],
            "zones": [str(z["TZID"]) for z in calendar.walk("VTIMEZONE")],
            "events": [{
                "uid": str(e["UID"]), "start": e["DTSTART"].dt.isoformat(), "end": e["DTEND"].dt.isoformat(), "sequence": int(e["SEQUENCE"]), "status": str(e["STATUS"]),
                "summary": str(e["SUMMARY"]), "where": str(e.get("LOCATION", "")), "also": [d.isoformat() for d in dates(e, "RDATE")],
                "rule": "RRULE" in e,
                "organizer": str(e.get("ORGANIZER", "")), "organizerName": e["ORGANIZER"].params.get("CN") if "ORGANIZER" in e else None,
                "attendee": str(e.get("ATTENDEE", "")), "partstat": e["ATTENDEE"].params.get("PARTSTAT") if "ATTENDEE" in e else None,
            } for e in calendar.walk("VEVENT")],
            "begins": sorted(d.isoformat() for e in calendar.walk("VEVENT") if str(e["STATUS"]) != "CANCELLED" for d in instances(e)),
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
        rehearsals.GetProperty("events").GetArrayLength().ShouldBe(1);
        Begins(rehearsals).ShouldBe(["2026-11-25T23:00:00+08:00", "2026-12-02T23:00:00+08:00", "2026-12-09T23:00:00+08:00"]);
        rehearsals.GetProperty("events")[0].GetProperty("summary").GetString().ShouldBe("十八蝴蝶舞团；排练, 周三");
        rehearsals.GetProperty("events")[0].GetProperty("end").GetString().ShouldBe("2026-11-26T01:00:00+08:00");

        // A room's address ends like one's own; residents end nobody else's.
        (await hall.Town.Run(me, new EndFeed(Hall.Room))).Ok.ShouldBeFalse();
        (await hall.Town.Run(hall.Desk, new EndFeed(Hall.Room))).Problems.ShouldBeEmpty();
        (await hall.Town.Ask(hall.Desk, new MyFeed(Hall.Room))).Value!.Since.ShouldBeNull();
    }

    // One event with its rule; what holidays, make-up days and the desk change of it the client works out for itself.
    [Fact]
    public async Task Feed_OfWhatComesRoundByARule_IsOneEvent_AndItsClientFindsTheSessionsThatAre()
    {
        await using var hall = await Hall.Open();
        DateOnly[] saturday = [new(2027, 1, 9)];
        foreach (var (rule, holidays, also) in new[] { ("FREQ=WEEKLY;BYDAY=FR", HolidayRule.SkipHolidays, saturday), ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", HolidayRule.WorkingDays, []), ("FREQ=MONTHLY", HolidayRule.AsWritten, []) })
        {
            var offering = (await hall.Keep(new(OfferingKind.Event, SmallTown.First, ("太极", "Tai chi"), new()) { Subject = rule, Times = new(new(2026, 11, 27), new(19, 0), 90, rule, holidays) { Also = also } })).Value;
            Task<List<SessionRow>> Rows() => hall.Look(db => db.Unfiltered<SessionRow>().AsNoTracking().Where(s => s.Offering == offering).OrderBy(s => s.Start).ToListAsync());
            var rows = await Rows();
            (await hall.Town.Run(hall.Desk, new MoveSession(rows[1].Start.AddHours(-2), rows[1].End.AddHours(-2), "场地让给运动会") { Id = rows[1].Id })).Problems.ShouldBeEmpty();
            (await hall.Town.Run(hall.Desk, new CancelSession("下雪") { Id = rows[2].Id })).Problems.ShouldBeEmpty();
            var path = await hall.InTransaction(s => ((IBookingFeeds)s.GetService(typeof(IBookingFeeds))!).Make(rule, ("太极", "Tai chi"), default), _ => true);
            var read = await Read(await hall.Town.Client().GetStringAsync(path));
            read.GetProperty("events").EnumerateArray().Count(e => e.GetProperty("rule").GetBoolean()).ShouldBe(1);
            read.GetProperty("events").GetArrayLength().ShouldBe(3, "the rule, the moved one and the cancelled one");
            Begins(read).ShouldBe((await Rows()).Where(s => s.State != SessionState.Cancelled).Select(s => LocalTime.ToLocal(s.Start).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)));
        }
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

    // When anything happens at all, worked out by the client from rules, exceptions and versions.
    private static IReadOnlyList<string?> Begins(JsonElement calendar) => [.. calendar.GetProperty("begins").EnumerateArray().Select(e => e.GetString())];

    private static async Task<JsonElement> Read(string text)
    {
        var (code, answer, trouble) = await Python.Run(Reader, text);
        if (code != 0 && trouble.Contains("No module named", StringComparison.Ordinal))
            Assert.Skip("The calendar client library is not there: apt-get install python3-icalendar.");
        code.ShouldBe(0, trouble);
        var read = JsonDocument.Parse(answer).RootElement;
        read.GetProperty("errors").GetArrayLength().ShouldBe(0);
        return read;
    }
}
