using Linli.Bookings;
using Linli.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linli.Journeys;

/// <summary>An evening of the neighbourhood (day.md 19:00): the square taken by a club, a room whose use people choose, a tour with one place, a feast.</summary>
[Collection(OtherJourneyGroup.Name)]
public sealed class VenueJourneys(OtherTown town, Chromium chromium) : Journey(town, chromium)
{
    [Fact, Trait("Feature", "S51"), Trait("Feature", "S49")]
    public async Task Troupe_TakesTheSquareForItsEvenings_AndNeighboursChooseWhatTheRoomIsFor()
    {
        Town.Clock.ToNextMorning();
        await Town.Room("sp-square", "湖西广场", 150, new { mostParty = 150, opensDaysBefore = 60, quiet = new { from = "22:00", until = "07:00", loudUses = new[] { "sport", "event" } } }, "event", "sport");
        await Town.Room("sp-parlour", "如心活动厅", 40, new { mostParty = 40, opensDaysBefore = 14, prices = new[] { new { fen = 4000, per = "hour", use = "event", notForResidents = true } } }, "class", "event");
        await using var phone = await Device();
        var (organiser, _) = await Neighbour(phone, "/clubs");
        await organiser.GotoAsync("/clubs/start");
        await organiser.FillAsync("[name=Name]", "十八蝴蝶舞团");
        await organiser.SelectOptionAsync("[name=Interest]", "dance");
        await organiser.FillAsync("[name=About]", "每晚在湖西广场排练，十点前结束");
        await organiser.FillAsync("[name=Nickname]", "舞队丁姨");
        await organiser.FillAsync("[name=BornOn]", "1965-05-05");
        await Press(organiser, "提交审核");
        await organiser.WaitForURLAsync("**/clubs/*-*");
        var club = organiser.Url;
        await using var counter = await Device(desktop: true);
        var worker = await Staff(counter, await Town.Hire(Posts.CommunityWorker, at: Town.Second), first: "/desk/clubs");
        await worker.GotoAsync("/desk/clubs");
        await Press(worker, "通过");
        await Expect(worker.Locator("main")).ToContainTextAsync("都审核完了");

        // Four hours from seven would run into the quiet hours; from six they do not.
        await organiser.GotoAsync(club + "/meetings");
        await organiser.GetByText("订固定场地").ClickAsync();
        var form = organiser.Locator("details[open]").Filter(new() { HasText = "订下全部场次" });
        await form.Locator("[name=Room]").SelectOptionAsync("sp-square");
        await form.Locator("[name=FirstDay]").FillAsync(Town.Day(1));
        await form.Locator("[name=Until]").FillAsync(Town.Day(14));
        await form.Locator("[name=From]").FillAsync("19:00");
        await form.Locator("[name=Minutes]").SelectOptionAsync("240");
        foreach (var day in new[] { "MO", "TU", "WE", "TH", "FR", "SA", "SU" })
            await form.Locator($"[name=Days][value={day}]").CheckAsync();
        await Press(organiser, "订下全部场次");
        await Says(organiser, "是安静时段");
        await ShouldBeAccessible(organiser);
        await Picture(organiser, "club-1-quiet");
        await form.Locator("[name=From]").FillAsync("18:00");
        await Press(organiser, "订下全部场次");
        await Says(organiser, "每天 18:00–22:00");
        await Picture(organiser, "club-2-planned");

        // The square is taken then; the room is free, for what they choose, without money.
        await using var other = await Device(elder: true);
        var (neighbour, _) = await Neighbour(other, $"/book/room/sp-square?day={Town.Day(1)}");
        await Says(neighbour, "18:00–22:00");
        await neighbour.GotoAsync("/book");
        await neighbour.Locator("main").GetByRole(AriaRole.Link, new() { Name = "如心活动厅" }).First.ClickAsync();
        await neighbour.Locator($"nav a[href*='{Town.Day(1)}']").First.ClickAsync();
        await neighbour.Locator("nav a[href*='use=event']").First.ClickAsync();
        await ShouldBeAccessible(neighbour);
        await Picture(neighbour, "room-1-times");
        await neighbour.Locator("main .tile-choice").First.ClickAsync();
        await neighbour.FillAsync("[name=Party]", "41");
        await neighbour.FillAsync("[name=Note]", "亲子手工");
        await Press(neighbour, "确认预约");
        await Expect(neighbour.Locator(".problems")).ToBeVisibleAsync();
        await Picture(neighbour, "room-2-too-many");
        await neighbour.FillAsync("[name=Party]", "12");
        await Press(neighbour, "确认预约");
        await Says(neighbour, "预约成功");
    }

    [Fact, Trait("Feature", "S52")]
    public async Task Tour_IsFull_AndTheNextInTurnTakesThePlaceOnThePhone_AndHasItInTheCalendar()
    {
        Town.Clock.ToNextMorning();
        var tour = await Town.Event("胡家老宅导览", 3);
        await using var first = await Device();
        await using var second = await Device(elder: true);
        var (one, _) = await Neighbour(first, "/culture");
        await one.GetByRole(AriaRole.Link, new() { Name = "胡家老宅导览" }).ClickAsync();
        await Press(one, "确认预约");
        await Says(one, "预约成功");
        var (next, _) = await Neighbour(second, $"/book/o/{tour}");
        await next.UncheckAsync("[name=Wait]");
        await Press(next, "确认预约");
        await Says(next, "名额已满。可以候补");
        await ShouldBeAccessible(next);
        await next.CheckAsync("[name=Wait]");
        await Press(next, "确认预约");
        await Says(next, "已为您候补");
        await Picture(next, "wait-1-waiting");

        // The page that waits says so by itself.
        await one.GotoAsync("/my/bookings");
        await Press(one, "取消预约");
        await SayYes(one);
        await Says(next, "名额为您留到");
        await Says(next, "轮到您了");
        await ShouldBeAccessible(next);
        await Picture(next, "wait-2-offered");
        await Press(next, "确认要这个名额");
        await Expect(next.GetByRole(AriaRole.Button, new() { Name = "确认要这个名额" })).ToHaveCountAsync(0);
        await Press(next, "生成订阅地址");
        var address = await next.Locator("code.book-hash").InnerTextAsync();
        await Picture(next, "wait-3-feed");
        using var calendar = new HttpClient();
        var feed = await calendar.GetStringAsync(new Uri(address));
        feed.ShouldStartWith("BEGIN:VCALENDAR");
        feed.ShouldContain("胡家老宅导览");
        await Press(next, "停用");
        await Says(next, "生成订阅地址");
        (await calendar.GetAsync(new Uri(address))).IsSuccessStatusCode.ShouldBeFalse();
    }

    // Who may come is set at the desk, and a session is dragged to another hour; whoever booked finds it there.
    [Fact]
    public async Task Desk_AsksForATrainingFirst_AndDragsItToTheEvening_WhereNeighboursFindIt()
    {
        Town.Clock.ToNextMorning();
        await Town.Event("激光切割入门", 2, OfferingKind.Event, capacity: 8, from: "06:10");
        var machine = await Town.Event("激光切割机", 3, OfferingKind.Event);
        await using var counter = await Device(desktop: true);
        var desk = await Staff(counter, await Town.Hire(Posts.Operator, at: Town.Second), first: $"/desk/bookings/o/{machine}");
        await desk.GotoAsync($"/desk/bookings/o/{machine}");
        await desk.SelectOptionAsync("[name=Training]", new SelectOptionValue { Label = "激光切割入门" });
        await desk.FillAsync("[name=PerHousehold]", "0");
        await Press(desk, "保存");
        await Says(desk, "限额至少为 1");
        await desk.FillAsync("[name=PerHousehold]", "1");
        await Press(desk, "保存");
        await Says(desk, "已保存");
        (await desk.InputValueAsync("[name=PerHousehold]")).ShouldBe("1");
        await ShouldBeAccessible(desk);
        await Picture(desk, "offering-1-who-may-come");
        await using var phone = await Device();
        var (page, _) = await Neighbour(phone, $"/book/o/{machine}");
        await Press(page, "确认预约");
        await Says(page, "要先参加“激光切割入门”");
        await page.GotoAsync("/book?q=激光切割入门");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "激光切割入门" }).ClickAsync();
        await Press(page, "确认预约");
        await Says(page, "06:10–07:40");

        await desk.GotoAsync($"/desk/bookings/calendar?view=week&resource=-&from={Town.Day(2)}");
        var dragged = new { dataTransfer = await desk.EvaluateHandleAsync("() => new DataTransfer()") };
        await desk.Locator(".cal-entry[draggable=true]").Filter(new() { HasText = "激光切割入门" }).DispatchEventAsync("dragstart", dragged);
        await desk.Locator($"[data-day='{Town.Day(2)}'][data-hour='20']").DispatchEventAsync("drop", dragged);
        await Expect(desk.Locator("[name=Start]")).ToHaveValueAsync(Town.Day(2) + "T20:10");
        await desk.FillAsync("[name=Reason]", "老师早上有事");
        await Picture(desk, "calendar-dragged");
        await Press(desk, "改期并通知");
        await Says(desk, "已改期，并通知了所有人");
        await ShouldBeAccessible(desk);
        await page.GotoAsync("/my/bookings");
        await Says(page, "20:10–21:40");
    }

    [Fact, Trait("Feature", "S37"), Trait("Feature", "S63")]
    public async Task Feast_IsFoundInTheMarketOfFiveZones_AndTheHallIsPaidAndBooked()
    {
        Town.Clock.ToNextMorning();
        await Town.Room("sp-feast", "家宴厅", 240, new { mostParty = 240, opensDaysBefore = 60, cancelHours = 48, prices = new[] { new { fen = 30_000, per = "booking" } } }, "dining");
        await Town.BanquetHall("sp-feast");
        await using var phone = await Device(elder: true);
        var (page, account) = await Neighbour(phone, "/market/zones");
        await Expect(page.Locator(".scene")).ToHaveCountAsync(5);
        await ShouldBeAccessible(page);
        await Picture(page, "zones");
        await page.GetByRole(AriaRole.Link, new() { Name = "家宴预订" }).ClickAsync();
        await ShouldBeAccessible(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "预订宴会厅" }).ClickAsync();
        await page.Locator($"nav a[href*='{Town.Day(7)}']").First.ClickAsync();
        await page.Locator("main .tile-choice").First.ClickAsync();
        await page.FillAsync("[name=Party]", "60");
        await page.FillAsync("[name=Note]", "八十寿宴");
        await Press(page, "确认预约");
        await Says(page, "余额");
        await Picture(page, "feast-1-short");
        await Town.Pay(account, 30_000);
        await Press(page, "确认预约");
        await Says(page, "预约成功");
        await Says(page, "300 元");
        await Picture(page, "feast-2-booked");
    }
}
