using System.Net;
using Linli.Bookings.Attend;
using Linli.Ledger;
using Linli.Neighbours.Points;
using Linli.Places.Spaces;
using Linli.Platform.Data;
using Linli.Platform.UseCases;
using Linli.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Scenes.Tests;

/// <summary>Clubs and their meetings (S51): a room every night, quiet hours, events in a room and online, attendance, points.</summary>
[Trait("Feature", "S51")]
public sealed class ClubMeetingsTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static object Nights(string from = "18:00", int minutes = 240, string? days = "MO,TU,WE,TH,FR,SA,SU", string until = "2026-12-06", string room = "sp-square", string first = "2026-11-24") =>
        new { room, firstDay = first, from, minutes, days, until };

    [Theory, MemberData(nameof(Both))]
    public async Task Troupe_TakesTheSquareFourHoursANight_WithoutAClash_AndNotIntoTheQuietHours(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (organiser, member, club) = await Club(town);
        var path = $"/neighbours/clubs/{club}/meetings";
        (await organiser.Post(path, Nights(from: "19:00")).Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.quiet_hours");
        (await organiser.Post(path, Nights(minutes: 270)).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.minutes");
        (await organiser.Post(path, Nights(days: "XX")).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.days");
        (await organiser.Post(path, Nights(until: "2028-01-01")).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.until");
        (await organiser.Post(path, Nights(room: "sp-none")).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.no_room");
        (await organiser.Post(path, Nights(from: "06:00")).Refused(HttpStatusCode.Conflict)).ShouldBe("clubs.not_open");
        (await member.Post(path, Nights()).Refused(HttpStatusCode.Forbidden)).ShouldBe("clubs.not_organiser");
        var nights = (await organiser.Post(path, Nights()).Good()).GetGuid();
        (await organiser.Post(path, Nights(from: "20:00", minutes: 60)).Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.taken");
        var calendar = await member.Get(path).Good();
        (calendar.GetProperty("next").GetArrayLength(), calendar.GetProperty("regular")[0].Text("until")).ShouldBe((8, "2026-12-06"));

        // On the evening a coach keeps the list; whoever is no member is not on it.
        var id = (await organiser.Get(path).Good()).GetProperty("next")[0].Id("session");
        (await organiser.Post($"{path}/{id}/attendance", new { member = Guid.Empty }).Refused(HttpStatusCode.Conflict)).ShouldBe("clubs.list_closed");
        town.Time.SetTo(new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero));
        var list = (await organiser.Get(path).Good()).GetProperty("now").GetProperty("people");
        list.GetArrayLength().ShouldBe(2);
        var own = list.EnumerateArray().Single(p => p.Text("name") == "新来的舞友").Id("member");
        await organiser.Put($"/neighbours/clubs/{club}/members/{own}/coach?coach=true", new { }).Good();
        await member.Post($"{path}/{id}/attendance", new { member = own }).Good();
        var stranger = await town.VerifiedClient("19900000177");
        (await member.Post($"{path}/{id}/attendance", new { code = (await stranger.Get("/me/code").Good()).Text("token") }).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.not_member");
        await member.Post($"{path}/{id}/attendance", new { code = (await organiser.Get("/me/code").Good()).Text("token") }).Good();
        (await stranger.Post($"{path}/{id}/attendance", new { member = own }).Refused(HttpStatusCode.Forbidden)).ShouldBe("clubs.not_organiser");

        // Half an hour after the end it is settled: points by the rule of the day, once.
        town.Time.SetTo(new(2026, 11, 24, 14, 31, 0, TimeSpan.Zero));
        await Settle(town);

        // Nobody is a witness of themselves.
        (await Points(town, organiser)).ShouldBe(5);
        (await Points(town, member)).ShouldBe(0);
        (await Points(town, stranger)).ShouldBe(0);
        (await member.Post($"{path}/{id}/attendance", new { member = own }).Refused(HttpStatusCode.Conflict)).ShouldBe("clubs.list_closed");
        (await member.Get(path).Good()).GetProperty("past")[0].GetProperty("present").GetInt32().ShouldBe(2);

        // Given back, the square is free for somebody else.
        await organiser.Post($"/neighbours/club-meetings/{nights}/end").Good();
        (await organiser.Get(path).Good()).GetProperty("next").GetArrayLength().ShouldBe(0);
        var again = (await organiser.Post(path, Nights(from: "20:00", minutes: 60, first: "2026-11-26")).Good()).GetGuid();

        // Staff give it back with a reason, and the members hear of it.
        var worker = await town.StaffClient("worker");
        (await worker.Post($"/neighbours/club-meetings/{again}/end").Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        await worker.Post($"/neighbours/club-meetings/{again}/end", new { reason = "广场维修" }).Good();
        (await member.Get("/notices").Good()).ToString().ShouldContain("A club gave its regular time back");

        // A club that ends leaves no room behind: another club has the same hours.
        await organiser.Post(path, Nights(from: "20:00", minutes: 60, first: "2026-11-26")).Good();
        await organiser.Post($"/neighbours/clubs/{club}/close").Good();
        var second = (await member.Post("/neighbours/clubs", new { name = "晚风舞队", interest = "dance", about = "每晚八点在湖西广场，九点结束" }).Good()).Id();
        await worker.Post($"/neighbours/clubs/{second}/list").Good();
        await member.Post($"/neighbours/clubs/{second}/meetings", Nights(from: "20:00", minutes: 60, first: "2026-11-26")).Good();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Event_OnlineOrInARoom_IsBookedByNeighbours_AndItsLinkIsForThoseWhoComeOnly(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (organiser, member, club) = await Club(town);
        var path = $"/neighbours/clubs/{club}";
        var start = new DateTimeOffset(2026, 11, 28, 6, 0, 0, TimeSpan.Zero);
        (await organiser.Post($"{path}/events", new { title = "舞步讲解", start, minutes = 60 }).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.where");
        (await organiser.Post($"{path}/events", new { title = "舞步讲解", start, minutes = 60, link = "http://meet.example/1" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.link");
        (await organiser.Post($"{path}/events", new { title = "舞步讲解", start = TestTown.Start.AddDays(-1), minutes = 60, room = "sp-square" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.event_start");
        var online = (await organiser.Post($"{path}/events", new { title = "舞步讲解", start, minutes = 60, link = "https://meet.example/1", membersOnly = true }).Good()).GetGuid();
        await organiser.Post($"{path}/events", new { title = "广场公开课", start = start.AddHours(3), minutes = 90, room = "sp-square", places = 40 }).Good();

        var before = (await member.Get($"{path}/meetings").Good()).GetProperty("events");
        (before.GetArrayLength(), before[0].Text("link")).ShouldBe((2, ""));
        var session = before[0].GetProperty("session").Id();
        var stranger = await town.VerifiedClient("19900000177");
        (await stranger.Post($"/bookings/sessions/{session}/reservations").Refused(HttpStatusCode.Forbidden)).ShouldBe("clubs.members_only");
        var place = await member.Post($"/bookings/sessions/{session}/reservations").Good();
        (await member.Get($"{path}/meetings").Good()).GetProperty("events")[0].Text("link").ShouldBe("https://meet.example/1");
        await stranger.Post($"/bookings/sessions/{before[1].GetProperty("session").Id()}/reservations").Good();

        town.Time.SetTo(start.AddMinutes(-10));
        await organiser.Post($"{path}/meetings/{session}/attendance", new { reservation = place.Id() }).Good();
        (await organiser.Get($"{path}/meetings").Good()).GetProperty("now").GetProperty("people")[0].GetProperty("present").GetBoolean().ShouldBeTrue();
        (await member.Post($"/neighbours/club-meetings/{online}/end").Refused(HttpStatusCode.Forbidden)).ShouldBe("clubs.not_organiser");

        // The hall is everybody's: five events ahead, in steps of half an hour, and nothing loud at night by another name.
        (await organiser.Post($"{path}/events", new { title = "半截活动", start = start.AddDays(2), minutes = 31, room = "sp-square" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("clubs.minutes");
        (await organiser.Post($"{path}/events", new { title = "夜场", start = start.AddHours(8), minutes = 60, room = "sp-square", use = "sport" }).Refused(HttpStatusCode.Conflict)).ShouldBe("bookings.quiet_hours");
        for (var i = 1; i <= 3; i++)
            await organiser.Post($"{path}/events", new { title = $"公开课{i}", start = start.AddDays(i), minutes = 60, room = "sp-square" }).Good();
        (await organiser.Post($"{path}/events", new { title = "第六次", start = start.AddDays(9), minutes = 60, room = "sp-square" }).Refused(HttpStatusCode.Conflict)).ShouldBe("clubs.events_many");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Points_OfAMeeting_WaitForTheBudgetOfTheMonth(DatabaseKind kind)
    {
        await using var town = await Town(kind);
        var (organiser, member, club) = await Club(town, budget: 1);
        var path = $"/neighbours/clubs/{club}/meetings";
        await organiser.Post(path, Nights()).Good();
        town.Time.SetTo(new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero));
        var page = await organiser.Get(path).Good();
        var newcomer = page.GetProperty("now").GetProperty("people").EnumerateArray().Single(p => p.Text("name") == "新来的舞友").Id("member");
        await organiser.Post($"{path}/{page.GetProperty("next")[0].Id("session")}/attendance", new { member = newcomer }).Good();
        town.Time.SetTo(new(2026, 11, 24, 14, 31, 0, TimeSpan.Zero));
        await Settle(town);
        (await Points(town, member)).ShouldBe(0);
        (await member.Get("/points/guide").Good()).GetProperty("missed")[0].GetProperty("why").Text("zh").ShouldContain("有预算后会自动补发");
        await (await town.StaffClient("secretary")).Put("/ledger/programmes/clubs/budgets/202611", new { points = 1000 }).Good();
        await town.InScope(async s =>
        {
            await s.GetRequiredService<GiveOwedPoints>().Run(default);
            await s.GetRequiredService<GiveOwedPoints>().Run(default);
            return true;
        });
        (await Points(town, member)).ShouldBe(5);
    }

    private static Task<TestTown> Town(DatabaseKind kind) =>
        TestTown.Found(kind, app => app.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["People:AccessTokenLife"] = "90.00:00:00" }));

    private static async Task<(HttpClient Organiser, HttpClient Member, Guid Club)> Club(TestTown town, int budget = 1000)
    {
        (await town.InScope(s => s.GetRequiredService<UseCaseRunner>().Run(new KeepSpace
        {
            Code = "sp-square", Place = "hf-1", NameZh = "湖西广场", NameEn = "Square", Owner = "和一社区", AllowedUses = ["event", "sport"], OpeningHours = "Mo-Su 07:00-23:00",
        }, default))).Problems.ShouldBeEmpty();
        await (await town.StaffClient("operator")).Put("/bookings/rooms/sp-square", new { capacity = 150, setUpMinutes = 0 }).Good();
        var secretary = await town.StaffClient("secretary");
        await secretary.Put("/ledger/programmes/clubs", new { nameZh = "社群", nameEn = "Clubs", place = SmallTown.Group.Value }).Good();
        await secretary.Put("/ledger/programmes/clubs/budgets/202611", new { points = budget }).Good();
        await secretary.Post("/ledger/earning-rules", new { programme = "clubs", @event = "club.attended", nameZh = "参加社群活动", nameEn = "A club's meeting", points = 5, from = "2026-11-23", proof = "witness", timesPerDay = 1, source = "居民代表会议" }).Good();
        var organiser = await FriendsTests.Neighbour(town, 1, "舞队丁姨", "dance");
        var member = await FriendsTests.Neighbour(town, 2, "新来的舞友", "dance");
        var club = (await organiser.Post("/neighbours/clubs", new { name = "蝴蝶舞团", interest = "dance", about = "每晚在湖西广场排练，十点前结束" }).Good()).Id();
        await (await town.StaffClient("worker")).Post($"/neighbours/clubs/{club}/list").Good();
        await member.Post($"/neighbours/clubs/{club}/join", new { word = "学过三年" }).Good();
        await organiser.Post($"/neighbours/clubs/{club}/members/{(await organiser.Get($"/neighbours/clubs/{club}").Good()).GetProperty("asking")[0].Id("member")}/accept").Good();
        return (organiser, member, club);
    }

    private static async Task Settle(TestTown town)
    {
        await town.InScope(async s =>
        {
            await s.GetRequiredService<SettleSessions>().Run(default);
            return true;
        });
        for (var i = 0; i < 3; i++)
            await town.DeliverEvents();
    }

    private static async Task<long> Points(TestTown town, HttpClient client)
    {
        var person = (await client.Get("/me/consents").Good()).Id("person");
        return await town.InScope(async s =>
        {
            var ledger = s.GetRequiredService<ILedger>();
            return await ledger.Find(AccountOwner.Person(person), LedgerUnit.Points, NewAccount.Wallet, default) is { } wallet ? (await ledger.Balance(wallet, default)).Posted : 0;
        });
    }
}
