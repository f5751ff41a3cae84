using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.Ledger.Reversals;
using Linli.Market;
using Linli.Market.Tariffs;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Card;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Keep;
using Linli.Services.Canteen.Settle;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Meals.Tests;

/// <summary>R26 at the counter: price by the age in the register on the day, subsidies in the ledger, one meal a card.</summary>
[Trait("Feature", "S34")]
public class CounterTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Sell_ByAge_PostsPersonAndPayerToTheOperator_InOneTransfer(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        foreach (var (born, pays, subsidy) in new[] { ("1956-11-24", 1000L, 0L), ("1956-11-23", 300L, 700L), ("1946-11-24", 300L, 700L), ("1946-11-23", 0L, 1000L) })
        {
            var (before, taken) = (await canteen.Subsidy(), await canteen.Takings());
            var (_, person) = await canteen.Eater(born);
            var sold = await canteen.SellSet(person);
            sold.Value!.Quote.PaysFen.ShouldBe(pays);
            (before - await canteen.Subsidy()).ShouldBe(subsidy);
            (await canteen.Takings() - taken).ShouldBe(1000);
        }

        (await canteen.Box()).ShouldBe(-1600);
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Card_UsedTwiceAtLunch_IsRefusedWithTheTimeOfTheFirst(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (account, person) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(person, 5000);
        (await canteen.SellSet(person, PayBy.StoredValue)).Ok.ShouldBeTrue();
        canteen.Town.Time.Move(TimeSpan.FromMinutes(20));
        var again = await canteen.SellSet(person, PayBy.StoredValue);
        again.Problem.Code.ShouldBe("canteen.had_already");
        again.Problem.Message.Zh.ShouldContain("11:30");
        (await canteen.Stored(account)).ShouldBe(4700);
        (await canteen.Menu(CanteenTown.Elders))[0].Left.ShouldBe(199);

        // Dinner is another meal.
        canteen.Town.Time.SetTo(LocalTime.At(CanteenTown.Today, new(17, 0)));
        var dinner = (await canteen.Menu(CanteenTown.Elders, meal: MealTime.Dinner))[0].Line;
        (await canteen.Town.Run(canteen.Clerk, new SellMeal(CanteenTown.Elders, [new(dinner, 1)], PayBy.StoredValue) { Ticket = await canteen.Ticket(person) })).Value!.Quote.PaysFen.ShouldBe(300);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TwoTills_WithOneCard_SellOneMeal(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (account, person) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(person, 5000);
        var (set, ticket) = (await canteen.OneSet(), await canteen.Ticket(person));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => canteen.Town.Run(canteen.Clerk, new SellMeal(CanteenTown.Elders, set, PayBy.StoredValue) { Ticket = ticket })));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "canteen.had_already");
        (await canteen.Stored(account)).ShouldBe(4700);
        (await canteen.Subsidy()).ShouldBe(-700);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task LastPortion_GoesToOneTill(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        await canteen.Dish(CanteenTown.Dishes, "小排", DishKind.Meat, 1500, 1);
        var line = (await canteen.Menu(CanteenTown.Dishes)).Single(d => d.Name.Zh == "小排").Line;
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => canteen.Town.Run(canteen.Clerk, new SellMeal(CanteenTown.Dishes, [new(line, 1)], PayBy.Cash))));
        answers.Count(a => a.Ok).ShouldBe(1);
        answers.Where(a => !a.Ok).ShouldAllBe(a => a.Problem.Code == "canteen.sold_out");
        (await canteen.Takings(CanteenTown.Dishes)).ShouldBe(1500);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task RetryAfterALostAnswer_GivesTheSameReceipt(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (_, person) = await canteen.Eater("1950-03-08");
        var request = new SellMeal(CanteenTown.Elders, await canteen.OneSet(), PayBy.Cash, "till-1-17") { Ticket = await canteen.Ticket(person) };
        var first = await canteen.Town.Run(canteen.Clerk, request);
        (await canteen.Town.Run(canteen.Clerk, request)).Value!.Id.ShouldBe(first.Value!.Id);
        (await canteen.Town.Run(canteen.Clerk, request with { Takeaway = true })).Problem.Code.ShouldBe("idempotency_key_reused");
        (await canteen.Takings()).ShouldBe(1000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Void_GivesEverybodyTheirsBack_AndThePersonMayEatAgain(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (account, person) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(person, 1000);
        var sold = (await canteen.SellSet(person, PayBy.StoredValue)).Value!;
        (await canteen.Town.Run(canteen.Clerk, new VoidMeal("x") { Id = sold.Id })).Problem.Field.ShouldBe("reason");
        await canteen.Do(new VoidMeal("点错了") { Id = sold.Id });
        await canteen.Do(new VoidMeal("点错了") { Id = sold.Id });
        (await canteen.Stored(account), await canteen.Subsidy(), await canteen.Takings()).ShouldBe((1000, 0, 0));
        (await canteen.Town.Ask(account, new ReadReceipt(sold.Id))).Value!.VoidReason.ShouldBe("点错了");
        (await canteen.SellSet(person, PayBy.StoredValue)).Ok.ShouldBeTrue();
        (await canteen.Town.Ask(canteen.Clerk, new MonthOfSubsidies(202611))).Value!.Sums.Single().ShouldSatisfyAllConditions(s => s.Fen.ShouldBe(700), s => s.Meals.ShouldBe(1));
        (await canteen.Town.Run(await canteen.Town.Staff("worker2"), new VoidMeal("试试") { Id = sold.Id })).Problem.Code.ShouldBe("canteen.receipt_not_found");
    }

    [Fact]
    public async Task BadSales_AreRefused_AndMoveNothing()
    {
        await using var canteen = await CanteenTown.Open();
        var town = canteen.Town;
        var line = (await canteen.OneSet())[0].Line;
        var (_, person) = await canteen.Eater("1950-03-08");
        var (_, child) = await canteen.Eater("2016-01-01");
        async Task<string> Code(SellMeal sale) => (await town.Run(canteen.Clerk, sale)).Problem.Code;
        var ticket = await canteen.Ticket(person);
        (await Code(new(CanteenTown.Elders, [], PayBy.Cash))).ShouldBe("canteen.items");
        (await Code(new(CanteenTown.Elders, [new(line, 0)], PayBy.Cash))).ShouldBe("canteen.items");
        (await Code(new(CanteenTown.Elders, [new(line, -1)], PayBy.Cash))).ShouldBe("canteen.items");
        (await Code(new(CanteenTown.Elders, [new(line, int.MaxValue), new(line, int.MaxValue)], PayBy.Cash))).ShouldBe("canteen.items");
        (await Code(new(CanteenTown.Elders, [new(line, 1)], PayBy.StoredValue))).ShouldBe("canteen.guest_pays_cash");
        (await Code(new(CanteenTown.Elders, [new(line, 1)], PayBy.StoredValue) { Ticket = ticket })).ShouldBe("canteen.too_little");
        (await Code(new(CanteenTown.Elders, [new(line, 2)], PayBy.Cash) { Ticket = ticket })).ShouldBe("canteen.limit");
        (await Code(new(CanteenTown.Elders, [new(line, 1)], PayBy.Cash) { Ticket = ticket, ExpectedFen = 1000 })).ShouldBe("canteen.price_changed");
        (await Code(new(CanteenTown.Elders, [new(line, 1)], PayBy.Cash) { Ticket = "made-up" })).ShouldBe("people.ticket_expired");
        (await Code(new(CanteenTown.Elders, [new(line, 1)], PayBy.StoredValue) { Ticket = await canteen.Ticket(child) })).ShouldBe("canteen.child_pays");
        (await Code(new(CanteenTown.Dishes, [new(line, 1)], PayBy.Cash))).ShouldBe("canteen.not_on_menu");
        (await Code(new("nowhere", [new(line, 1)], PayBy.Cash))).ShouldBe("canteen.site_not_found");
        (await canteen.Takings()).ShouldBe(0);
        (await canteen.Menu(CanteenTown.Elders))[0].Left.ShouldBe(200);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Month_IsTheSumOfTheLedger_AndIsSettledWithIt(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (town, clerk) = (canteen.Town, canteen.Clerk);
        foreach (var born in new[] { "1950-03-08", "1951-01-01", "1940-01-01", "1990-01-01" })
            (await canteen.SellSet((await canteen.Eater(born)).Person)).Ok.ShouldBeTrue();
        (await canteen.SellSet(null)).Value!.Quote.PaysFen.ShouldBe(1000);
        var month = (await town.Ask(clerk, new MonthOfSubsidies(202611))).Value!;
        month.Sums.Select(s => (s.AgeClass.Zh, s.Meals, s.Fen)).ShouldBe([("70–79 岁", 2, 1400L), ("80 岁及以上", 1, 1000L)], ignoreOrder: true);
        month.Accounts.Single().ShouldSatisfyAllConditions(a => a.Fen.ShouldBe(2400), a => a.LedgerFen.ShouldBe(2400));
        (month.ListFen, month.PaidFen).ShouldBe((5000, 2600));
        (await town.Run(clerk, new CloseMonth(CanteenTown.Elders, 202611))).Problem.Code.ShouldBe("canteen.month_runs");
        (await town.Run(clerk, new CloseMonth(CanteenTown.Elders, 202613))).Problem.Field.ShouldBe("month");

        town.Time.SetTo(LocalTime.At(new(2026, 12, 1), new(9, 0)));
        (await town.Run(clerk, new CloseMonth(CanteenTown.Elders, 202611))).Problem.Code.ShouldBe("ledger.settle_not_sealed");
        await canteen.Verify();
        var closed = (await town.Run(clerk, new CloseMonth(CanteenTown.Elders, 202611))).Value!;
        (closed.SubsidyFen, closed.Meals).ShouldBe((2400, 3));
        (await town.Run(clerk, new CloseMonth(CanteenTown.Elders, 202611))).Value!.Settlements.ShouldBe(closed.Settlements);
        (await town.Ask(clerk, new MonthOfSubsidies(202611))).Value!.Closed.ShouldBe([CanteenTown.Elders]);
        var http = await town.StaffClient("operator");
        var csv = await http.GetStringAsync("/api/v1/canteen/settlement/202611.csv");
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        (await http.GetByteArrayAsync("/api/v1/canteen/settlement/202611.xlsx")).Length.ShouldBeGreaterThan(1000);
        var settled = await http.GetFromJsonAsync<JsonElement>("/api/v1/ledger/settlements");
        settled.EnumerateArray().Select(s => s.GetProperty("owed").GetInt64()).ShouldBe([-2400L, 5000L], ignoreOrder: true);
        (await (await town.StaffClient("worker2")).GetAsync("/api/v1/canteen/settlement/202611.csv")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task TariffChangedInTheMiddleOfAMonth_HoldsFromItsDay_AndWhatWasSoldStays(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (town, changed) = (canteen.Town, TariffTests.Elders with
        {
            Steps = [TariffTests.Elders.Steps[0], TariffTests.Elders.Steps[1] with { PaysFen = 400 }],
        });
        SaveTariff Version(DateOnly from) => new(SmallTown.Group, "elder-meal", ("老年食堂", "Elders"), from, "合作社新决定", changed);
        (await town.Run(canteen.Clerk, Version(CanteenTown.Today.AddDays(-1)))).Problem.Field.ShouldBe("from");
        await canteen.Do(Version(CanteenTown.Today.AddDays(1)));
        var (_, person) = await canteen.Eater("1950-03-08");
        var first = (await canteen.SellSet(person)).Value!;
        first.Quote.PaysFen.ShouldBe(300);
        town.Time.Move(TimeSpan.FromDays(1));
        await canteen.Dish(CanteenTown.Elders, "新套餐", DishKind.Set, 1000, 10, CanteenTown.Today.AddDays(1));
        var line = (await canteen.Menu(CanteenTown.Elders, CanteenTown.Today.AddDays(1)))[0].Line;
        (await town.Run(canteen.Clerk, new SellMeal(CanteenTown.Elders, [new(line, 1)], PayBy.Cash) { Ticket = await canteen.Ticket(person) })).Value!.Quote.PaysFen.ShouldBe(400);
        (await town.Ask(canteen.Clerk, new ReadReceipt(first.Id))).Value!.ShouldSatisfyAllConditions(r => r.PaysFen.ShouldBe(300), r => r.Tariff.ShouldContain("合作社决定"));
        (await town.Ask(canteen.Clerk, new MonthOfSubsidies(202611))).Value!.Sums.Single().Fen.ShouldBe(1300);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task CashBox_IsCountedAndEmptied_AndADifferenceNeedsAReason(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        await canteen.SellSet(null);
        (await canteen.Town.Run(canteen.Clerk, new CloseShift(CanteenTown.Elders, -1))).Problem.Field.ShouldBe("countedFen");
        (await canteen.Town.Run(canteen.Clerk, new CloseShift(CanteenTown.Elders, 900))).Problem.Field.ShouldBe("note");
        (await canteen.Do(new CloseShift(CanteenTown.Elders, 900) { Note = "找零错了" })).ExpectedFen.ShouldBe(1000);
        (await canteen.Box(), await canteen.Posted(new(OwnerKind.Operator, "food"), "cash-difference-elders")).ShouldBe((0, -100));
        (await canteen.Do(new CloseShift(CanteenTown.Elders, 0))).ExpectedFen.ShouldBe(0);

        // What was typed wrong is compensated in the ledger: a count with its row, cash that never came as far as it is on the card.
        var secretary = await canteen.Town.Staff("secretary");
        var (_, person) = await canteen.Eater("1985-01-01");
        await canteen.PayIn(person, 20_000);
        async Task<TransferId> Last(string kind) => await canteen.Town.InScope(async s =>
        {
            var ledger = s.GetRequiredService<ILedger>();
            var box = (await ledger.Find(new(OwnerKind.Outside, "cash-elders"), LedgerUnit.Fen, "cash-box", default))!.Value;
            return (await ledger.Statement(new(box) { Take = 20 }, default)).Lines.First(l => l.Kind == kind && l.Amount != 0).Transfer;
        });
        (await canteen.Town.Run(secretary, new AskReversal("多打了一个零") { Transfer = await Last(CanteenRules.TopUp) })).Ok.ShouldBeTrue();
        (await canteen.Box(), await canteen.Posted(AccountOwner.Person(person), CanteenRules.Purpose)).ShouldBe((0, 0));
        (await canteen.Town.Run(secretary, new AskReversal("点错了") { Transfer = await Last(CanteenRules.Shift) })).Ok.ShouldBeTrue();
        (await canteen.Town.Ask(canteen.Clerk, new CanteenToday(CanteenTown.Elders))).Value!.ShouldSatisfyAllConditions(d => d.BoxFen.ShouldBe(1000), d => d.Shifts.Count(s => s.Undone).ShouldBe(1));
        (await canteen.Town.Run(secretary, new AskReversal("点错了") { Transfer = await Last("meal.pay") })).Problem.Code.ShouldBe(UndoneElsewhere.Code);
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Counter_WorksByRest_FromTheCodeOnThePhoneToTheReceipt()
    {
        await using var canteen = await CanteenTown.Open();
        var resident = await canteen.Town.VerifiedClient("13800077777");
        var code = await resident.GetFromJsonAsync<JsonElement>("/api/v1/me/code");
        var till = await canteen.Town.StaffClient("operator");
        var read = await till.PostAsJsonAsync("/api/v1/canteen/counter/read", new { code = code.GetProperty("token").GetString() });
        read.StatusCode.ShouldBe(HttpStatusCode.OK, await read.Content.ReadAsStringAsync());
        var ticket = (await read.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket").GetString();
        var items = (await canteen.OneSet()).Select(w => new { line = w.Line, count = w.Count });
        var quote = await (await till.PostAsJsonAsync("/api/v1/canteen/counter/quote", new { site = "elders", items, ticket, payBy = "cash" })).Content.ReadFromJsonAsync<JsonElement>();
        quote.GetProperty("quote").GetProperty("paysFen").GetInt64().ShouldBe(1000);
        quote.GetRawText().ShouldNotContain("born");
        var sold = await (await till.PostAsJsonAsync("/api/v1/canteen/counter/meals", new { site = "elders", items, payBy = "cash", ticket, idempotencyKey = "k1" })).Content.ReadFromJsonAsync<JsonElement>();
        var receipt = await resident.GetFromJsonAsync<JsonElement>($"/api/v1/canteen/receipts/{sold.GetProperty("id").GetGuid()}");
        receipt.GetProperty("listFen").GetInt64().ShouldBe(1000);
        (await (await canteen.Town.VerifiedClient("13800077778")).GetAsync($"/api/v1/canteen/receipts/{sold.GetProperty("id").GetGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await resident.PostAsJsonAsync("/api/v1/canteen/counter/meals", new { site = "elders", items, payBy = "cash" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
