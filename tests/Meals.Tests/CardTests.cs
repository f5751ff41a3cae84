using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.Market;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Time;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Card;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Order;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Meals.Tests;

/// <summary>S35: dishes with the canteen card, takeaway, stored value and its refund (R28); meals ordered ahead.</summary>
[Trait("Feature", "S35")]
public class CardTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task TwoMeatThreeVegetables_AreTakenAwayFor36_AndTheReceiptShowsEachStep(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (account, person) = await canteen.Eater("1985-01-01");
        await canteen.PayIn(person, 10_000);
        var menu = await canteen.Menu(CanteenTown.Dishes);
        var sold = (await canteen.Town.Run(canteen.Clerk, new SellMeal(CanteenTown.Dishes, [.. menu.Select(d => new Wanted(d.Line, 1))], PayBy.StoredValue)
        {
            Ticket = await canteen.Ticket(person), Takeaway = true, ExpectedFen = 3600,
        })).Value!;
        var receipt = (await canteen.Town.Ask(account, new ReadReceipt(sold.Id))).Value!;
        (receipt.ListFen, receipt.PaysFen, receipt.Takeaway).ShouldBe((4500, 3600, true));
        receipt.Lines.Select(l => (l.Code, l.OffFen, l.LeftFen)).ShouldBe([("recharge", 900L, 3600L)]);
        (await canteen.Stored(account), await canteen.Takings(CanteenTown.Dishes)).ShouldBe((6400, 3600));

        // A family of four takes away; an elder's subsidy is given once a meal, and shown after the discount.
        var (_, elder) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(elder, 30_000);
        async Task<TariffQuote> Sell() => (await canteen.Town.Run(canteen.Clerk, new SellMeal(CanteenTown.Dishes, [.. menu.Select(d => new Wanted(d.Line, 4))], PayBy.StoredValue) { Ticket = await canteen.Ticket(elder), Takeaway = true })).Value!.Quote;
        (await Sell()).Lines.Select(l => (l.Code, l.OffFen, l.LeftFen)).ShouldBe([("recharge", 3600L, 14_400L), ("elder", 200L, 14_200L)]);
        (await Sell()).PaysFen.ShouldBe(14_400);
        (await canteen.Subsidy(CanteenTown.Dishes)).ShouldBe(-200);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Card_HoldsFiveThousandYuanAtMost_HoweverItIsPaidIn(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (account, person) = await canteen.Eater("1985-01-01");
        for (var i = 0; i < 2; i++)
            await canteen.PayIn(person, 200_000);
        var refused = await canteen.Town.Run(canteen.Clerk, new TopUp(CanteenTown.Elders, await canteen.Ticket(person), 100_001));
        (refused.Problem.Code, refused.Problem.Field).ShouldBe(("canteen.card_full", "fen"));
        (await canteen.Town.Run(account, new TopUpFromWallet(100_001))).Problem.Code.ShouldBe("canteen.card_full");
        await canteen.PayIn(person, 100_000);
        (await canteen.Stored(account)).ShouldBe(500_000);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task StoredValue_IsPaidBackOnRequest_ToTheWalletAtOnce_InCashAtTheCounter(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var town = canteen.Town;
        var (account, person) = await canteen.Eater("1950-03-08");
        (await town.Run(account, new AskRefund(true))).Problem.Code.ShouldBe("canteen.nothing_left");
        await canteen.PayIn(person, 5000);
        (await town.Run(account, new AskRefund(true, Fen: 5001))).Problem.ShouldSatisfyAllConditions(p => p.Code.ShouldBe("canteen.refund_too_large"), p => p.Message.Zh.ShouldContain("50.00"));
        (await town.Run(account, new AskRefund(true, Fen: -5))).Problem.Field.ShouldBe("fen");
        (await town.Run(account, new AskRefund(true, Fen: 1000, IdempotencyKey: "r1"))).Value!.State.ShouldBe(RefundState.Paid);
        (await town.Run(account, new AskRefund(true, Fen: 1000, IdempotencyKey: "r1"))).Ok.ShouldBeTrue();
        (await canteen.Posted(AccountOwner.Person(person), NewAccount.Wallet), await canteen.Stored(account)).ShouldBe((1000, 4000));

        // In cash: set aside at once, and given out once.
        var asked = (await town.Run(account, new AskRefund(false, CanteenTown.Elders))).Value!;
        (asked.Fen, asked.State).ShouldBe((4000, RefundState.Asked));
        (await canteen.Stored(account)).ShouldBe(0);
        (await canteen.SellSet(person, PayBy.StoredValue)).Problem.Code.ShouldBe("canteen.too_little");
        (await canteen.Do(new SettleRefund(false) { Id = asked.Id, Ticket = await canteen.Ticket(person) })).State.ShouldBe(RefundState.Paid);
        (await canteen.Do(new SettleRefund(false) { Id = asked.Id, Ticket = await canteen.Ticket(person) })).State.ShouldBe(RefundState.Paid);
        (await canteen.Box()).ShouldBe(-1000);
        (await town.Run(account, new SettleRefund(true) { Id = asked.Id })).Problem.Code.ShouldBe("canteen.refund_settled");

        // At the counter, to whoever stands there; and one may change one's mind.
        await canteen.PayIn(person, 700);
        var kept = (await town.Run(account, new AskRefund(false, CanteenTown.Elders, 300))).Value!;
        (await town.Run(account, new SettleRefund(true) { Id = kept.Id })).Value!.State.ShouldBe(RefundState.TakenBack);
        (await town.Run(canteen.Clerk, new RefundAtCounter(CanteenTown.Elders, await canteen.Ticket(person), 701))).Problem.Code.ShouldBe("canteen.refund_too_large");
        (await canteen.Do(new RefundAtCounter(CanteenTown.Elders, await canteen.Ticket(person)))).Fen.ShouldBe(700);
        (await canteen.Stored(account)).ShouldBe(0);
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Wallet_PaysIntoTheCard_AsFarAsItReaches(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (account, person) = await canteen.Eater("1950-03-08");
        (await canteen.Town.Run(account, new TopUpFromWallet(100))).Problem.Code.ShouldBe("canteen.wallet_too_little");
        (await canteen.Town.Run(account, new TopUpFromWallet(0))).Problem.Field.ShouldBe("fen");
        (await canteen.Town.Run(account, new TopUpFromWallet(long.MaxValue))).Problem.Field.ShouldBe("fen");
        await canteen.PayIn(person, 1000);
        (await canteen.Town.Run(account, new AskRefund(true))).Ok.ShouldBeTrue();
        (await canteen.Town.Run(account, new TopUpFromWallet(600))).Value!.AvailableFen.ShouldBe(600);
        (await canteen.Town.Run(canteen.Clerk, new TopUp(CanteenTown.Elders, await canteen.Ticket(person), -1))).Problem.Field.ShouldBe("fen");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task OrderedAhead_IsHeld_Fetched_Cancelled_OrSetFree(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind, LocalTime.At(CanteenTown.Today, new(8, 0)));
        var town = canteen.Town;
        var (account, person) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(person, 1000);
        var set = await canteen.OneSet();
        OrderMeal Order(string key) => new(CanteenTown.Elders, CanteenTown.Today, MealTime.Lunch, set, PayBy.StoredValue, key);
        (await town.Run(account, Order("o1") with { ExpectedFen = 1000 })).Problem.Code.ShouldBe("canteen.price_changed");
        var first = (await town.Run(account, Order("o1"))).Value!;
        (await town.Run(account, Order("o1"))).Value!.Id.ShouldBe(first.Id);
        (await canteen.Stored(account)).ShouldBe(700);
        (await town.Run(account, Order("o2"))).Problem.Code.ShouldBe("canteen.had_already");
        (await town.Run(account, new CancelOrder { Id = first.Id })).Ok.ShouldBeTrue();
        (await canteen.Stored(account), (await canteen.Menu(CanteenTown.Elders))[0].Left).ShouldBe((1000, 200));

        town.Time.Move(TimeSpan.FromMinutes(1));
        var second = (await town.Run(account, Order("o3"))).Value!;
        town.Time.SetTo(LocalTime.At(CanteenTown.Today, new(9, 30)));
        (await town.Run(account, new CancelOrder { Id = second.Id })).Problem.Code.ShouldBe("canteen.cancel_late");
        (await town.Run((await canteen.Eater("1960-01-01")).Account, Order("late"))).Problem.Code.ShouldBe("canteen.order_late");
        town.Time.SetTo(LocalTime.At(CanteenTown.Today, new(11, 40)));
        (await town.Run(canteen.Clerk, new FetchOrder(await canteen.Ticket((await canteen.Eater("1960-01-01")).Person)) { Id = second.Id })).Problem.Code.ShouldBe("canteen.order_of_other");
        var fetched = (await town.Run(canteen.Clerk, new FetchOrder(await canteen.Ticket(person), "f1") { Id = second.Id })).Value!;
        fetched.Quote.PaysFen.ShouldBe(300);
        (await town.Run(canteen.Clerk, new FetchOrder(await canteen.Ticket(person)) { Id = second.Id })).Problem.Code.ShouldBe("canteen.order_ended");
        (await canteen.Stored(account), await canteen.Subsidy(), await canteen.Takings()).ShouldBe((700, -700, 1000));
        (await canteen.SellSet(person, PayBy.StoredValue)).Problem.Code.ShouldBe("canteen.had_already");

        // Dinner is ordered and not fetched.
        var dinner = (await canteen.Menu(CanteenTown.Elders, meal: MealTime.Dinner))[0].Line;
        (await town.Run(account, new OrderMeal(CanteenTown.Elders, CanteenTown.Today, MealTime.Dinner, [new(dinner, 1)], PayBy.StoredValue))).Ok.ShouldBeTrue();
        await canteen.ReleaseOrders();
        (await canteen.Stored(account)).ShouldBe(400);
        town.Time.SetTo(LocalTime.At(CanteenTown.Today, new(18, 30)));
        await canteen.ReleaseOrders();
        (await canteen.Stored(account)).ShouldBe(700);
        (await town.Ask(account, new MyCanteen())).Value!.Orders.Select(o => o.State).ShouldBe([OrderState.Released, OrderState.Fetched, OrderState.Cancelled]);
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Daughter_OrdersForHerMother_AndFetchesIt_AndTheMotherReadsIt(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind, LocalTime.At(CanteenTown.Today, new(8, 0)));
        var town = canteen.Town;
        var (mother, person) = await canteen.Eater("1950-03-08");
        await canteen.Call(person, "沈桂芳");
        await canteen.PayIn(person, 1000);
        var daughters = await town.VerifiedClient("13900000002");
        var asked = await daughters.PostAsJsonAsync("/api/v1/me/agencies", new { name = "沈桂芳", phone = "13800000001", matters = new[] { "book", "view" } });
        asked.IsSuccessStatusCode.ShouldBeTrue(await asked.Content.ReadAsStringAsync());
        var agency = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("agency").GetGuid();
        town.Time.Move(TimeSpan.FromMinutes(2));
        var mothers = await town.ResidentClient("13800000001");
        (await mothers.PostAsync(new Uri($"/api/v1/me/agencies/{agency}/agree", UriKind.Relative), null)).EnsureSuccessStatusCode();
        var items = (await canteen.OneSet()).Select(w => new { line = w.Line, count = w.Count });
        var placed = await daughters.PostAsJsonAsync("/api/v1/canteen/orders", new { site = "elders", day = "2026-11-23", meal = "lunch", items, payBy = "storedValue", onBehalfOf = person, expectedFen = 300 });
        placed.IsSuccessStatusCode.ShouldBeTrue(await placed.Content.ReadAsStringAsync());
        var order = (await placed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        (await canteen.Stored(mother)).ShouldBe(700);
        (await daughters.GetFromJsonAsync<JsonElement>($"/api/v1/canteen/me?onBehalfOf={person}")).GetProperty("heldFen").GetInt64().ShouldBe(300);
        (await mothers.GetFromJsonAsync<JsonElement>("/api/v1/me/family")).GetProperty("acts")[0].GetProperty("link").GetString().ShouldBe("/canteen/mine");
        town.Time.SetTo(LocalTime.At(CanteenTown.Today, new(11, 40)));
        var token = (await (await town.ResidentClient("13900000002")).GetFromJsonAsync<JsonElement>("/api/v1/me/code")).GetProperty("token").GetString()!;
        var read = (await town.Run(canteen.Clerk, new ReadEater(token))).Value!;
        (await town.Run(canteen.Clerk, new FetchOrder(read.Ticket) { Id = order })).Value!.Quote.PaysFen.ShouldBe(300);
        (await canteen.Subsidy()).ShouldBe(-700);
    }

    [Fact]
    public async Task Menu_ShowsOnesOwnPrice_BesideTheMarkets_AndTheCounterWaitsForAScan()
    {
        await using var canteen = await CanteenTown.Open(at: LocalTime.At(CanteenTown.Today, new(8, 0)));
        await canteen.Eater("1950-03-08");
        canteen.Town.Time.Move(TimeSpan.FromMinutes(2));
        var mine = await canteen.Town.ResidentClient("13800000001");
        (await mine.GetStringAsync("/canteen?site=elders")).ShouldContain("you pay 3 yuan");
        (await canteen.Town.Client().GetStringAsync("/canteen?site=elders")).ShouldNotContain("you pay 3");
        (await mine.GetStringAsync("/canteen/mine")).ShouldContain("On the card");
        var till = await canteen.Town.StaffClient("operator");
        (await till.GetStringAsync("/desk/canteen/counter?site=elders")).ShouldContain("name=\"Code\"");
        foreach (var page in new[] { "/desk/canteen", "/desk/canteen/menu", "/desk/canteen/settlement", "/desk/tariffs" })
            (await till.GetAsync(page)).IsSuccessStatusCode.ShouldBeTrue(page);
    }

    [Fact]
    public async Task Data_AreTakenAlong_AndReceiptsStayWithoutThePerson()
    {
        await using var canteen = await CanteenTown.Open();
        var (account, person) = await canteen.Eater("1950-03-08");
        var sold = (await canteen.SellSet(person)).Value!;
        var subject = new DataSubject(person, [account]);
        await canteen.Town.InScope(async s =>
        {
            var part = s.GetServices<IPersonalData>().Single(p => p.Module == "canteen");
            (await part.Export(subject, default)).Single(x => x.Code == "meals").Items.Count.ShouldBe(1);
            (await part.Stays(subject, default)).Single().Count.ShouldBe(1);
            await part.Erase(subject, default);
            await s.GetRequiredService<LinliDb>().SaveChangesAsync();
            (await part.Export(subject, default)).ShouldBeEmpty();
            return true;
        });
        (await canteen.Town.Ask(account, new ReadReceipt(sold.Id))).Problem.Code.ShouldBe("canteen.receipt_not_found");
        (await canteen.Town.Ask(canteen.Clerk, new ReadReceipt(sold.Id))).Value!.PaysFen.ShouldBe(300);
    }

    [Fact]
    public async Task Orders_OfOthersAndChildrenAlone_AreRefused()
    {
        await using var canteen = await CanteenTown.Open(at: LocalTime.At(CanteenTown.Today, new(8, 0)));
        var set = await canteen.OneSet();
        var (_, parent) = await canteen.Eater("1950-03-08");
        var (stranger, _) = await canteen.Eater("1980-01-01");
        var (child, _) = await canteen.Eater("2016-01-01");
        OrderMeal order = new(CanteenTown.Elders, CanteenTown.Today, MealTime.Lunch, set, PayBy.StoredValue);
        (await canteen.Town.Run(stranger, order with { OnBehalfOf = parent })).Problem.Field.ShouldBe("onBehalfOf");
        (await canteen.Town.Run(child, order)).Problem.Code.ShouldBe("canteen.child_alone");
        (await canteen.Town.Run(stranger, order with { PayBy = PayBy.Cash })).Problem.Field.ShouldBe("payBy");
        (await canteen.Town.Run(stranger, order with { Day = CanteenTown.Today.AddDays(-1) })).Problem.Field.ShouldBe("day");
        (await canteen.Town.Run(stranger, order with { Meal = MealTime.Breakfast })).Problem.Field.ShouldBe("meal");
        (await canteen.Town.Ask(stranger, new MyCanteen { OnBehalfOf = parent })).Problem.Field.ShouldBe("onBehalfOf");
    }
}
