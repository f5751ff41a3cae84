using System.Net;
using System.Text.Json;
using Linli.Platform.Data;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Order;
using Linli.Services.Kitchen;
using Linli.Services.Kitchen.Production;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linli.Meals.Tests.Kitchen.KitchenTown;

namespace Linli.Meals.Tests.Kitchen;

/// <summary>Every box is one elder's, and every count is agreed upon (S36).</summary>
[Trait("Feature", "S36")]
public sealed class CountTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    private static Task<HttpResponseMessage> Elder(HttpClient clerk, int village, object body) => clerk.Post($"/kitchen/villages/{Code(village)}/elders", body);

    [Theory, MemberData(nameof(Both))]
    public async Task LastTwoVillages_HandedOverAtOnce_EndTheRun_AndADifferenceIsSettled(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (cook, chef) = (await town.StaffClient("cook"), await town.StaffClient("chef"));
        await town.OrderAndClose();
        var board = await town.Plan("V4", "V5");
        town.Time.SetTo(At(11, 0));
        await cook.Leave(board, "V1");
        var driver = await town.StaffClient("van1");
        var stops = board.Run("V1").GetProperty("stops").EnumerateArray().ToList();
        var codes = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<RunStop>().ToDictionaryAsync(x => x.Id, x => x.Code));
        town.Time.SetTo(At(11, 30));
        await Task.WhenAll(stops.Select(s => driver.Post($"/kitchen/stops/{s.Id()}/hand-over", new { boxes = s.Whole("boxes"), temperature = 65, code = codes[s.Id()] }).Good()));
        (await cook.Board()).Run("V1").Text("state").ShouldBe("done");

        // The code was read aloud, the boxes counted afterwards: what the village says is heard, and somebody settles it.
        var village = stops[0].Text("village");
        var clerk = await town.StaffClient("clerk" + int.Parse(village[7..], System.Globalization.CultureInfo.InvariantCulture));
        var boxes = stops[0].Whole("boxes");
        await clerk.Post($"/kitchen/stops/{stops[0].Id()}/confirm", new { boxes = boxes - 4 }).Good();
        (await clerk.Post($"/kitchen/stops/{stops[0].Id()}/confirm", new { boxes }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.confirmed");
        (await chef.Get("/notices").Good()).ToString().ShouldContain($"{boxes - 4}");
        async Task<JsonElement> Month() => (await cook.Get("/kitchen/settlements/2026-11").Good()).GetProperty("villages").EnumerateArray().Single(v => v.Text("code") == village);
        ((await Month()).Whole("handed"), (await Month()).Whole("open")).ShouldBe((boxes, 1));
        Task<HttpResponseMessage> Settle(HttpClient who, int count, string why = "少装一箱") => who.Post($"/kitchen/stops/{stops[0].Id()}/settle", new { boxes = count, why });
        (await Settle(cook, boxes - 4)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Settle(chef, boxes + 1).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.settled_boxes");
        (await Settle(chef, boxes - 4, "").Refused(HttpStatusCode.BadRequest)).ShouldBe("reason_missing");
        (await chef.Post($"/kitchen/stops/{stops[1].Id()}/settle", new { boxes = 1, why = "核对" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.counts_agree");
        await Settle(chef, boxes - 4).Good();
        ((await Month()).Whole("handed"), (await Month()).Whole("open"), (await Month()).Whole("short")).ShouldBe((boxes - 4, 0, 4));
        (await cook.Get("/kitchen/settlements/9999-12").Refused(HttpStatusCode.BadRequest)).ShouldBe("services.month");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Elder_IsServedOnce_SafelyAndNowhereTwice(DatabaseKind kind)
    {
        await using var town = await Found(kind);
        var (clerk, other, chef, cook) = (await town.StaffClient("clerk0"), await town.StaffClient("clerk1"), await town.StaffClient("chef"), await town.StaffClient("cook"));

        // What lists do not show is not lost when something else is changed.
        var elder = (await Elder(clerk, 0, new { name = "王桂花", birthDate = "1950-01-01", set = "B", diet = "lowSalt", allergies = new[] { "fish" }, weekdays = new[] { 1, 2, 3 } }).Good()).Id();
        await Elder(clerk, 0, new { elder, name = "王桂花", birthDate = "1950-01-01", set = "B" }).Good();
        var row = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<VillageElder>().AsNoTracking().SingleAsync());
        (row.Allergies is not null, row.Weekdays, row.Diet).ShouldBe((true, 0b111, Diet.LowSalt));

        // One elder, one standing order; whoever only has the same name and birthday is entered by saying so.
        (await Elder(other, 1, new { name = "王桂花", birthDate = "1950-01-01" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.elder_twice");
        var twin = (await Elder(other, 1, new { name = "王桂花", birthDate = "1950-01-01", set = "A", another = true }).Good()).Id();
        var resident = await town.VerifiedClient("19900000001");
        await resident.Post("/kitchen/elders/link", new { code = (await clerk.Post($"/kitchen/elders/{elder}/link-code").Good()).Text("code") }).Good();
        (await resident.Post("/kitchen/elders/link", new { code = (await other.Post($"/kitchen/elders/{twin}/link-code").Good()).Text("code") }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.linked_twice");
        (await Elder(other, 1, new { name = "李秀英", birthDate = "1950-01-01", from = "2026-11-23" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("services.from_closed");
        (await resident.Post($"/kitchen/elders/{elder}/pauses", new { from = "0001-01-01", until = "0001-01-01" }).Refused(HttpStatusCode.BadRequest)).ShouldBe("day_out_of_calendar");
        (await cook.Get("/kitchen/days/0001-01-01").Refused(HttpStatusCode.BadRequest)).ShouldBe("day_out_of_calendar");
        (await cook.Post($"/kitchen/days/{Tomorrow}/samples/pork", new { grams = 130, place = "柜 1" }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.sample_day");

        // B goes, and A holds fish: the elder gets neither unseen, the village chooses.
        object[] dishes = [new { code = "fish", nameZh = "清蒸鱼", allergens = new[] { "fish" } }, new { code = "greens", nameZh = "青菜" }];
        await chef.Put($"/kitchen/menus/{Tomorrow}", new { dishes, sets = new object[] { new { code = "A", nameZh = "套餐", dishes = new[] { "fish", "greens" } } } }).Good();
        var village = await clerk.Get($"/kitchen/villages/{Code(0)}/days/{Tomorrow}").Good();
        (village.Whole("total"), village.GetProperty("unserved").GetArrayLength()).ShouldBe((0, 1));
        village.ToString().ShouldNotContain("王桂花");
        object[] two = [new { code = "A", nameZh = "套餐", dishes = new[] { "fish", "greens" } }, new { code = "C", nameZh = "素套餐", dishes = new[] { "greens" } }];
        await chef.Put($"/kitchen/menus/{Tomorrow}", new { dishes, sets = two }).Good();
        (await clerk.Get($"/kitchen/villages/{Code(0)}/days/{Tomorrow}").Good()).GetProperty("lines")[0].Text("set").ShouldBe("C");
        await resident.Put($"/kitchen/elders/{elder}/meals/{Tomorrow}", new { eats = true, set = "C" }).Good();
        (await chef.Put($"/kitchen/menus/{Tomorrow}", new { dishes, sets = two[..1] }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.set_ordered");

        // Between the cut-off and the sheet nothing moves; afterwards names and boxes are one list.
        town.Time.SetTo(CutOff.AddSeconds(2));
        (await clerk.Delete($"/kitchen/elders/{elder}").Refused(HttpStatusCode.Conflict)).ShouldBe("services.sheet_soon");
        await town.Job<CloseWhatIsDue>();
        await clerk.Delete($"/kitchen/elders/{elder}").Good();
        (await cook.Get($"/kitchen/sheets/{Tomorrow}").Good()).Whole("boxes").ShouldBe(2);
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<ElderMeal>().CountAsync())).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S34")]
    public async Task VillageLunch_AndCanteenLunch_AreOneSubsidisedMeal(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind, TestTown.Start);
        var town = canteen.Town;
        var (account, person) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(person, 10_000);
        var today = CanteenTown.Today;
        var elder = await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Insert(new CentralKitchen { Code = "k", Scope = SmallTown.Group.Value, NameZh = "中央厨房", NameEn = "Central kitchen", Longitude = 120.2060, Latitude = 30.1980, Source = "test" });
            db.Insert(new Village { Code = "v", Kitchen = "k", Scope = SmallTown.Group.Value, NameZh = "昇光村", NameEn = "Shengguang", Team = "lighting", Longitude = 120.2, Latitude = 30.2, Position = 0 });
            foreach (var date in new[] { today, today.AddDays(1), today.AddDays(2) })
            {
                var day = new KitchenDay { Id = Guid.CreateVersion7(TestTown.Start), Kitchen = "k", Scope = SmallTown.Group.Value, Day = date, CutOffAt = KitchenRules.CutOffOf(new() { Code = "k", Scope = "/", NameZh = "", NameEn = "", Longitude = 0, Latitude = 0, Source = "" }, date) };
                db.Insert(day);
                db.Records<MealDish>().Add(new() { Day = day.Id, Code = "pork", Position = 0, NameZh = "红烧肉", NameEn = "Pork", Allergens = "" });
                db.Records<MealSet>().Add(new() { Day = day.Id, Code = "A", Position = 0, NameZh = "套餐", NameEn = "Set", Dishes = "pork" });
            }

            var one = new VillageElder { Id = Guid.CreateVersion7(TestTown.Start), Village = "v", Scope = SmallTown.Group.Value, Name = "沈桂芳", BirthDate = new(1950, 3, 8), Set = "A", Diet = Diet.Normal, Weekdays = 0b1111111, From = today.AddDays(-3), Person = person, At = TestTown.Start.AddDays(-9) };
            db.Insert(one);
            await db.SaveChangesAsync();
            return one.Id;
        });

        // Today's box is on the sheet: at the canteen there is no second set, and dishes without the elders' deduction.
        await town.Job<CloseWhatIsDue>();
        var set = await canteen.OneSet();
        (await town.Run(account, new OrderMeal(CanteenTown.Elders, today, MealTime.Lunch, set, PayBy.StoredValue))).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("canteen.had_already"), p => p.Message.Zh.ShouldContain("昇光村"));
        town.Time.SetTo(Platform.Time.LocalTime.At(today, new(11, 30)));
        (await canteen.SellSet(person, PayBy.StoredValue)).Problem.Code.ShouldBe("canteen.had_already");
        var dish = (await canteen.Menu(CanteenTown.Dishes))[0].Line;
        (await town.Run(canteen.Clerk, new SellMeal(CanteenTown.Dishes, [new(dish, 1)], PayBy.StoredValue) { Ticket = await canteen.Ticket(person) })).Value!.Quote.ShouldSatisfyAllConditions(q => q.Shares.ShouldAllBe(s => s.Payer == null), q => q.Lines.Select(l => l.Code).ShouldBe(["recharge"]));
        (await canteen.Subsidy(CanteenTown.Dishes)).ShouldBe(0);

        // Tomorrow is paused there and ordered here: the village cannot take it up again besides.
        var resident = await town.ResidentClient(canteen.PhoneOf(person));
        await resident.Post($"/kitchen/elders/{elder}/pauses", new { from = "2026-11-24", until = "2026-11-24" }).Good();
        await canteen.Dish(CanteenTown.Elders, "明日套餐", DishKind.Set, 1000, 10, today.AddDays(1));
        var next = (await canteen.Menu(CanteenTown.Elders, today.AddDays(1)))[0].Line;
        (await town.Run(account, new OrderMeal(CanteenTown.Elders, today.AddDays(1), MealTime.Lunch, [new(next, 1)], PayBy.StoredValue))).Value!.Quote.PaysFen.ShouldBe(300);
        (await resident.Put($"/kitchen/elders/{elder}/meals/2026-11-24", new { eats = true }).Refused(HttpStatusCode.Conflict)).ShouldBe("services.at_canteen");
        var pause = (await resident.Get("/kitchen/elders/mine").Good())[0].GetProperty("pauses")[0].Id();
        (await resident.Delete($"/kitchen/pauses/{pause}")).IsSuccessStatusCode.ShouldBeTrue();
        town.Time.SetTo(Platform.Time.LocalTime.At(today, new(20, 0)).AddSeconds(5));
        await town.Job<CloseWhatIsDue>();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<ElderMeal>().CountAsync())).ShouldBe(1);

        // A soup that somebody pays for alone is no second lunch: the box is packed all the same.
        await canteen.Dish(CanteenTown.Dishes, "后日例汤", DishKind.Vegetable, 300, 10, today.AddDays(2));
        var soup = (await canteen.Menu(CanteenTown.Dishes, today.AddDays(2)))[0].Line;
        (await town.Run(account, new OrderMeal(CanteenTown.Dishes, today.AddDays(2), MealTime.Lunch, [new(soup, 1)], PayBy.StoredValue))).Value!.Quote.Shares.ShouldAllBe(s => s.Payer == null);
        town.Time.SetTo(Platform.Time.LocalTime.At(today.AddDays(1), new(20, 0)).AddSeconds(5));
        await town.Job<CloseWhatIsDue>();
        (await town.InScope(s => s.GetRequiredService<LinliDb>().Records<ElderMeal>().CountAsync())).ShouldBe(2);
    }
}
