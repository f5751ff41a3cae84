using Linli.Meals.Tests.Kitchen;
using Linli.Platform.Data;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Banquet;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Keep;
using Linli.Services.Canteen.Menu;
using Linli.Tests;

namespace Linli.Meals.Tests;

/// <summary>Sites, menus, certificates and banquet rooms.</summary>
public class KeepTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, Trait("Feature", "S37"), MemberData(nameof(Both))]
    public async Task Sites_AreSeveral_AndSoldAtByWhoWorksThere(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (town, clerk) = (canteen.Town, canteen.Clerk);
        (await town.Ask(clerk, new ListSites())).Value!.Select(s => s.Code).ShouldBe([CanteenTown.Dishes, CanteenTown.Elders]);
        (await town.Ask(clerk, new CanteenToday(CanteenTown.Elders))).Value!.Meals.ShouldBeEmpty();
        (await town.Ask(await town.Staff("worker"), new CanteenToday(CanteenTown.Elders))).Problem.Code.ShouldBe("canteen.site_not_found");
        KeepSite hall = new(SmallTown.Group, "feast", SiteKind.Banquet, ("家宴中心", "Banquet hall"), "food", "和膳", "dishes", []);
        (await town.Run(clerk, hall with { Code = "Feast!" })).Problem.Field.ShouldBe("code");
        (await town.Run(clerk, hall with { Place = SmallTown.Street })).Problem.Code.ShouldBe("canteen.not_your_place");
        await canteen.Do(hall);
        (await town.Run(clerk, hall with { Operator = "other" })).Problem.Code.ShouldBe("canteen.site_fixed");

        // A room is asked for, and the answer is read.
        var (account, _) = await canteen.Eater("1960-01-01");
        (await town.Run(account, new AskBanquet("feast", CanteenTown.Today, 20, "寿宴两桌"))).Problem.Field.ShouldBe("day");
        var asked = (await town.Run(account, new AskBanquet("feast", CanteenTown.Today.AddDays(7), 20, "寿宴两桌"))).Value;
        (await town.Run(clerk, new AnswerBanquet("") { Id = asked })).Problem.Field.ShouldBe("answer");
        await canteen.Do(new AnswerBanquet("那天有一间厅，请来电") { Id = asked });
        (await town.Ask(account, new ListBanquets(true))).Value!.Single().Answer.ShouldBe("那天有一间厅，请来电");
    }

    [Theory, MemberData(nameof(CardTests.Both), MemberType = typeof(CardTests)), Trait("Feature", "S37")]
    public async Task BanquetHall_IsARoom_BookedLikeEveryOther_AndNeverTwice(Platform.Data.DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var town = canteen.Town;
        var desk = await town.StaffClient("operator");
        await desk.Put("/places/spaces/sp-feast", new { place = "hf", nameZh = "家宴厅", nameEn = "Banquet hall", owner = "合作社", allowedUses = new[] { "dining" }, openingHours = "Mo-Su 09:00-21:00" }).Good();
        await desk.Put("/bookings/rooms/sp-feast", new { capacity = 240, setUpMinutes = 60, terms = new { mostParty = 240, opensDaysBefore = 60, cancelHours = 48, prices = new[] { new { fen = 30_000, per = "booking" } } } }).Good();
        KeepSite hall = new(SmallTown.Group, "feast", SiteKind.Banquet, ("家宴中心", "Banquet hall"), "food", "和膳", "dishes", []) { Space = "sp-feast" };
        (await town.Run(canteen.Clerk, hall with { Space = "sp-nowhere" })).Problem.Field.ShouldBe("space");
        (await town.Run(canteen.Clerk, hall with { Kind = SiteKind.Canteen, Serving = [new(MealTime.Lunch, new(10, 0), new(12, 0), new(9, 0))] })).Problem.Field.ShouldBe("space");
        (await town.Run(canteen.Clerk, hall with { Tariff = "no-such", Kind = SiteKind.Canteen, Space = null, Serving = [new(MealTime.Lunch, new(10, 0), new(12, 0), new(9, 0))] })).Problem.Field.ShouldBe("tariff");
        await canteen.Do(hall);
        (await desk.GetStringAsync("/desk/canteen/sites")).ShouldContain("/book/room/sp-feast");
        (await town.Client().GetStringAsync("/canteen/banquet")).ShouldContain("/book/room/sp-feast");

        // Two families want one evening: one has it, in the same books as every other room.
        var (a, one) = await canteen.Eater("1950-03-08");
        var (b, two) = await canteen.Eater("1951-03-08");
        foreach (var (account, person) in new[] { (a, one), (b, two) })
        {
            await canteen.PayIn(person, 30_000);
            (await town.Run(account, new Services.Canteen.Card.AskRefund(true))).Ok.ShouldBeTrue();
        }

        town.Time.Move(TimeSpan.FromMinutes(2));
        var clients = new[] { await town.ResidentClient(canteen.PhoneOf(one)), await town.ResidentClient(canteen.PhoneOf(two)) };
        var answers = await Task.WhenAll(clients.Select(c => c.Post("/bookings/rooms", new { room = "sp-feast", from = "2026-11-28T17:00:00+08:00", minutes = 180, use = "dining", party = 60, note = "八十寿宴", seenPriceFen = 30_000 })));
        answers.Count(x => x.IsSuccessStatusCode).ShouldBe(1, string.Join('\n', await Task.WhenAll(answers.Select(x => x.Content.ReadAsStringAsync()))));
        answers.Count(x => x.StatusCode == System.Net.HttpStatusCode.Conflict).ShouldBe(1);
    }

    [Fact]
    public async Task LastWeeksMenu_IsCopied_WhereThereIsNone()
    {
        await using var canteen = await CanteenTown.Open();
        var (town, clerk) = (canteen.Town, canteen.Clerk);
        town.Time.Move(TimeSpan.FromDays(7));
        (await canteen.Do(new CopyWeek(CanteenTown.Dishes, CanteenTown.Today.AddDays(7)))).Lines.ShouldBe(10);
        (await canteen.Do(new CopyWeek(CanteenTown.Dishes, CanteenTown.Today.AddDays(7)))).Lines.ShouldBe(0);
        (await town.Run(clerk, new CopyWeek(CanteenTown.Dishes, CanteenTown.Today))).Problem.Field.ShouldBe("from");
        var week = (await town.Ask(clerk, new WeekOfMenus(CanteenTown.Dishes, CanteenTown.Today.AddDays(7)))).Value!;
        week.Days[0].Lines.Count.ShouldBe(10);
        (await town.Run(clerk, new SetMenuLine(CanteenTown.Dishes, CanteenTown.Today, MealTime.Lunch, week.Dishes[0].Id, 5))).Problem.Field.ShouldBe("day");
        (await town.Run(clerk, new SetMenuLine(CanteenTown.Dishes, CanteenTown.Today.AddDays(7), MealTime.Lunch, week.Dishes[0].Id, -5))).Problem.Field.ShouldBe("portions");
        await canteen.Do(new SetMenuLine(CanteenTown.Dishes, CanteenTown.Today.AddDays(7), MealTime.Lunch, week.Dishes[0].Id, 0));
        (await canteen.Menu(CanteenTown.Dishes, CanteenTown.Today.AddDays(7))).Count.ShouldBe(4);
    }

    [Fact, Trait("Feature", "S30")]
    public async Task Dish_HasAnInclusivePrice_BesideTheMarkets_WithItsSource()
    {
        await using var canteen = await CanteenTown.Open();
        KeepDish dish = new(CanteenTown.Dishes, ("大排", "Pork chop"), DishKind.Meat, 1200) { MarketFen = 2200, MarketSource = "周边 5 家店均价", Allergens = ["soy", "egg"] };
        (await canteen.Town.Run(canteen.Clerk, dish with { MarketSource = null })).Problem.Field.ShouldBe("marketFen");
        (await canteen.Town.Run(canteen.Clerk, dish with { PriceFen = -1 })).Problem.Field.ShouldBe("priceFen");
        (await canteen.Town.Run(canteen.Clerk, dish with { Allergens = ["dust"] })).Problem.Field.ShouldBe("allergens");
        await canteen.Do(new SetMenuLine(CanteenTown.Dishes, CanteenTown.Today, MealTime.Lunch, await canteen.Do(dish), 10));
        var shown = (await canteen.Menu(CanteenTown.Dishes)).Single(d => d.Name.Zh == "大排");
        (shown.ListFen, shown.MarketFen, shown.MarketSource).ShouldBe((1200, 2200L, "周边 5 家店均价"));
        shown.Allergens.ShouldBe(["soy", "egg"]);
    }

    [Fact]
    public async Task Certificates_AreYearly_AndWarnThirtyDaysAhead()
    {
        await using var canteen = await CanteenTown.Open();
        var today = CanteenTown.Today;
        (await canteen.Town.Run(canteen.Clerk, new KeepCertificate(CanteenTown.Elders, "陆秋水", "厨师", today, today.AddYears(2)))).Problem.Field.ShouldBe("validUntil");
        foreach (var (name, days) in new[] { ("甲", -1), ("乙", 0), ("丙", 30), ("丁", 31) })
            await canteen.Do(new KeepCertificate(CanteenTown.Elders, name, "厨师", today.AddDays(days - 364), today.AddDays(days)));
        (await canteen.Town.Ask(canteen.Clerk, new CanteenToday(CanteenTown.Elders))).Value!.Certificates.Select(c => c.Standing)
            .ShouldBe([CertificateStanding.Expired, CertificateStanding.EndsSoon, CertificateStanding.EndsSoon, CertificateStanding.Good]);

        // Who delivers has a licence, for five years; of every dish a sample is kept, heavy enough, once.
        KeepCertificate Licence(int years) => new(CanteenTown.Elders, "江城粮油", "米、油", today, today.AddYears(years)) { Supplier = true };
        (await canteen.Town.Run(canteen.Clerk, Licence(6))).Problem.Field.ShouldBe("validUntil");
        var licence = await canteen.Do(Licence(5));

        // Food is taken in under a licence that is good today, and under no other.
        TakeDelivery Came(Guid supplier, string what = "大米 50 千克") => new(CanteenTown.Elders, supplier, what);
        (await canteen.Town.Run(canteen.Clerk, Came(licence, "米"))).Problem.Field.ShouldBe("what");
        (await canteen.Town.Run(canteen.Clerk, Came(Guid.CreateVersion7()))).Problem.Field.ShouldBe("supplier");
        var cook = await canteen.Do(new KeepCertificate(CanteenTown.Elders, "戊", "厨师", today, today.AddDays(300)));
        (await canteen.Town.Run(canteen.Clerk, Came(cook))).Problem.Field.ShouldBe("supplier", "somebody's health is no licence");
        var ended = await canteen.Do(Licence(5) with { Name = "旧粮店", IssuedOn = today.AddYears(-5), ValidUntil = today.AddDays(-1) });
        (await canteen.Town.Run(canteen.Clerk, Came(ended))).Problem.Code.ShouldBe("canteen.licence_expired");
        await canteen.Do(Came(licence));
        (await canteen.Town.Ask(canteen.Clerk, new CanteenToday(CanteenTown.Elders))).Value!.Deliveries.Single().ShouldSatisfyAllConditions(d => d.Supplier.ShouldBe("江城粮油"), d => d.What.ShouldBe("大米 50 千克"));
        var line = (await canteen.Menu(CanteenTown.Elders))[0].Line;
        SampleDish Sample(int grams, string place = "留样柜 2 层") => new(grams, place) { Line = line };
        (await canteen.Town.Run(canteen.Clerk, Sample(124))).Problem.Field.ShouldBe("grams");
        (await canteen.Town.Run(canteen.Clerk, Sample(125, " "))).Problem.Field.ShouldBe("place");
        (await canteen.Town.Run(await canteen.Town.Staff("worker2"), Sample(125))).Ok.ShouldBeFalse("nobody from elsewhere");
        (await canteen.Town.Run(canteen.Clerk, Sample(125) with { Line = Guid.CreateVersion7() })).Problem.Code.ShouldBe("canteen.no_line");
        var kept = await canteen.Do(Sample(125));
        (kept.KeepUntil - kept.At).ShouldBe(TimeSpan.FromHours(48));
        (await canteen.Do(Sample(125))).ShouldBe(kept);
        (await canteen.Town.Run(canteen.Clerk, Sample(200))).Problem.Code.ShouldBe("canteen.sample_taken");
        (await canteen.Town.Ask(canteen.Clerk, new CanteenToday(CanteenTown.Elders))).Value!.ShouldSatisfyAllConditions(
            d => d.Samples.Count(s => s.Kept is not null).ShouldBe(1), d => d.Samples.Count.ShouldBe(2), d => d.Certificates[^1].Supplier.ShouldBeTrue());
        canteen.Town.Time.Move(TimeSpan.FromDays(1));
        (await canteen.Town.Run(canteen.Clerk, Sample(125))).Problem.Code.ShouldBe("canteen.sample_day");
    }

    [Theory]
    [InlineData("1 2 3*2", "1:1 2:1 3:2")]
    [InlineData(" 2，2 ", "2:1 2:1")]
    [InlineData("", "")]
    [InlineData("9", null)]
    [InlineData("0", null)]
    [InlineData("1*0", null)]
    [InlineData("1*2*3", null)]
    [InlineData("abc", null)]
    public void TypedDishes_AreReadOrRefused(string typed, string? read) =>
        (TypedDishes.Read(typed, 5) is { } lines ? string.Join(' ', lines.Select(l => $"{l.Number}:{l.Count}")) : null).ShouldBe(read);
}
