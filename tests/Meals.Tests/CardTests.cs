using Linli.Ledger;
using Linli.Market;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Card;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Order;
using Linli.Tests;

namespace Linli.Meals.Tests;

/// <summary>S35: dishes with the canteen card, takeaway, stored value and its refund (R28); meals ordered ahead.</summary>
[Trait("Feature", "S35")]
public class CardTests
{
    [Theory, MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
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

    [Theory, MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
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
        (await canteen.Do(new SettleRefund(false) { Id = asked.Id })).State.ShouldBe(RefundState.Paid);
        (await canteen.Do(new SettleRefund(false) { Id = asked.Id })).State.ShouldBe(RefundState.Paid);
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

    [Fact]
    public async Task Wallet_PaysIntoTheCard_AsFarAsItReaches()
    {
        await using var canteen = await CanteenTown.Open();
        var (account, person) = await canteen.Eater("1950-03-08");
        (await canteen.Town.Run(account, new TopUpFromWallet(100))).Problem.Code.ShouldBe("canteen.wallet_too_little");
        (await canteen.Town.Run(account, new TopUpFromWallet(0))).Problem.Field.ShouldBe("fen");
        (await canteen.Town.Run(account, new TopUpFromWallet(long.MaxValue))).Problem.Field.ShouldBe("fen");
        await canteen.PayIn(person, 1000);
        (await canteen.Town.Run(account, new AskRefund(true))).Ok.ShouldBeTrue();
        (await canteen.Town.Run(account, new TopUpFromWallet(600))).Value!.AvailableFen.ShouldBe(600);
        (await canteen.Town.Run(canteen.Clerk, new TopUp(CanteenTown.Elders, await canteen.Ticket(person), -1))).Problem.Field.ShouldBe("fen");
    }

    [Theory, MemberData(nameof(TestDatabase.Both), MemberType = typeof(TestDatabase))]
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
