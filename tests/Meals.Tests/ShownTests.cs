using Linli.Ledger;
using Linli.Market.Tariffs;
using Linli.Notices;
using Linli.People;
using Linli.People.Register;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Card;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Menu;
using Linli.Services.Canteen.Order;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Meals.Tests;

/// <summary>Children, whose guardians pay, and people of whom a clerk knows only the name (R28).</summary>
public class ShownTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S35")]
    public async Task Child_EatsFromTheGuardiansCard_AtTheCardsPrice_AndNoMoneyIsTrapped(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind, LocalTime.At(CanteenTown.Today, new(8, 0)));
        var town = canteen.Town;
        var (guardian, parent) = await canteen.Eater("1985-01-01");
        var (_, child) = await canteen.Eater("2016-05-01");
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            db.Records<Guardianship>().Add(new() { Id = Guid.CreateVersion7(TestTown.Start), GuardianId = parent, ChildId = child, Kind = GuardianKind.Parent, From = TestTown.Start.AddYears(-5) });
            return await db.SaveChangesAsync();
        });

        // Money in: with the guardian's code, not with the child's; from the phone it lands on the guardian's card, where it is spent.
        (await town.Run(canteen.Clerk, new TopUp(CanteenTown.Dishes, await canteen.Ticket(child), 5000))).Problem.Code.ShouldBe("canteen.child_card");
        await canteen.PayIn(parent, 10_000);
        (await town.Run(guardian, new AskRefund(true, Fen: 3000))).Ok.ShouldBeTrue();
        (await town.Run(guardian, new TopUpFromWallet(3000) { OnBehalfOf = child })).Value!.AvailableFen.ShouldBe(10_000);
        (await town.Ask(guardian, new MyCanteen { OnBehalfOf = child })).Value!.ShouldSatisfyAllConditions(c => c.StoredFen.ShouldBe(10_000), c => c.IsWard.ShouldBeTrue(), c => c.ChildFen.ShouldBe(0));

        // The price of the menu, of the question and of the order is one.
        var menu = (await town.Ask(guardian, new ReadMenu { Site = CanteenTown.Dishes, OnBehalfOf = child })).Value!.Meals.Single(m => m.Meal == MealTime.Lunch);
        menu.Dishes.Sum(d => d.PaysFen).ShouldBe(3600);
        Wanted[] all = [.. menu.Dishes.Select(d => new Wanted(d.Line, 1))];
        var quoted = (await town.Ask(guardian, new QuoteOrder(CanteenTown.Dishes, CanteenTown.Today, MealTime.Lunch, all, PayBy.StoredValue) { OnBehalfOf = child })).Value!.Quote;
        quoted.PaysFen.ShouldBe(3600);
        (await town.Ask(guardian, new QuoteOrder(CanteenTown.Dishes, CanteenTown.Today, MealTime.Lunch, all, PayBy.Wallet) { OnBehalfOf = child })).Value!.Quote.PaysFen.ShouldBe(4500);
        (await town.Ask(guardian, new QuoteOrder(CanteenTown.Dishes, CanteenTown.Today, MealTime.Lunch, all, PayBy.Cash))).Problem.Field.ShouldBe("payBy");
        var order = (await town.Run(guardian, new OrderMeal(CanteenTown.Dishes, CanteenTown.Today, MealTime.Lunch, all, PayBy.StoredValue) { OnBehalfOf = child, ExpectedFen = quoted.PaysFen })).Value!;
        (await canteen.Stored(guardian)).ShouldBe(6400);
        town.Time.SetTo(LocalTime.At(CanteenTown.Today, new(11, 40)));
        (await town.Run(canteen.Clerk, new FetchOrder(await canteen.Ticket(child)) { Id = order.Id })).Value!.Quote.PaysFen.ShouldBe(3600);
        (await canteen.Takings(CanteenTown.Dishes), await canteen.Stored(guardian)).ShouldBe((3600, 6400));

        // Money out: what came onto a child's card in other days goes to the guardian's wallet; not to the child, not to others.
        await town.InScope(async s =>
        {
            var (db, ledger) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<ILedger>());
            await using var transaction = await db.BeginTransaction(default);
            var card = await ledger.Open(new(AccountOwner.Person(child), LedgerUnit.Fen, CanteenRules.Purpose, SmallTown.First, 0), default);
            var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", SmallTown.First, null) { Label = ("银行", "Bank") }, default);
            await ledger.Post(new("test", "old", "canteen.top-up", ("充值", "Top-up"), [Ledger.Entry.From(bank, new Fen(800)), Ledger.Entry.To(card, new Fen(800))]), default);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        (await town.Ask(guardian, new MyCanteen { OnBehalfOf = child })).Value!.ChildFen.ShouldBe(800);
        (await town.Run(canteen.Clerk, new RefundAtCounter(CanteenTown.Elders, await canteen.Ticket(child)))).Problem.Code.ShouldBe("canteen.child_card");
        (await town.Run(guardian, new AskRefund(false, CanteenTown.Elders) { OnBehalfOf = child })).Problem.Field.ShouldBe("toWallet");
        (await town.Run(guardian, new AskRefund(true) { OnBehalfOf = child })).Value!.Fen.ShouldBe(800);
        (await canteen.Posted(AccountOwner.Person(parent), NewAccount.Wallet), await canteen.Posted(AccountOwner.Person(child), CanteenRules.Purpose)).ShouldBe((800, 0));
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S35")]
    public async Task NameAlone_PaysNoCashOut_TakesLittle_AndThePersonIsTold(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var town = canteen.Town;
        var (account, person) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(person, 50_000);
        var vouched = await canteen.Vouched(person);
        (await town.Run(canteen.Clerk, new RefundAtCounter(CanteenTown.Elders, vouched))).Problem.Code.ShouldBe("canteen.vouched_cash");
        var asked = (await town.Run(account, new AskRefund(false, CanteenTown.Elders, 1000))).Value!;
        (await town.Run(canteen.Clerk, new SettleRefund(false) { Id = asked.Id })).Problem.Field.ShouldBe("ticket");
        (await town.Run(canteen.Clerk, new SettleRefund(false) { Id = asked.Id, Ticket = vouched })).Problem.Code.ShouldBe("canteen.vouched_cash");
        (await town.Run(canteen.Clerk, new SettleRefund(false) { Id = asked.Id, Ticket = await canteen.Ticket((await canteen.Eater("1960-01-01")).Person) })).Problem.Code.ShouldBe("canteen.refund_of_other");
        (await town.Ask(canteen.Clerk, new QuoteMeal(CanteenTown.Elders, []) { Ticket = vouched })).Value!.Refunds.ShouldBeEmpty();
        (await town.Ask(canteen.Clerk, new QuoteMeal(CanteenTown.Elders, []) { Ticket = await canteen.Ticket(person) })).Value!.Refunds.Single().Fen.ShouldBe(1000);

        // A subsidised set, then dishes: 3 yuan and 27.20 fit into a day, more does not; cash is no matter.
        var menu = await canteen.Menu(CanteenTown.Dishes);
        SellMeal Dishes(int count) => new(CanteenTown.Dishes, [new(menu[0].Line, count)], PayBy.StoredValue) { Ticket = vouched };
        var set = (await town.Run(canteen.Clerk, new SellMeal(CanteenTown.Elders, await canteen.OneSet(), PayBy.StoredValue) { Ticket = vouched })).Value!;
        (await town.Run(canteen.Clerk, Dishes(3))).Problem.Code.ShouldBe("canteen.vouched_little");
        (await town.Run(canteen.Clerk, Dishes(2))).Value!.Quote.PaysFen.ShouldBe(2200);
        (await town.Run(canteen.Clerk, Dishes(1))).Problem.Field.ShouldBe("payBy");
        (await town.Run(canteen.Clerk, Dishes(1) with { PayBy = PayBy.Cash })).Ok.ShouldBeTrue();
        (await town.Run(canteen.Clerk, Dishes(1) with { PayBy = (PayBy)7 })).Problem.Field.ShouldBe("payBy");
        (await canteen.Do(new SettleRefund(false) { Id = asked.Id, Ticket = await canteen.Ticket(person) })).State.ShouldBe(RefundState.Paid);

        town.Time.Move(TimeSpan.FromMinutes(2));
        var told = await (await town.ResidentClient(canteen.PhoneOf(person))).GetStringAsync("/api/v1/notices");
        told.ShouldContain($"/canteen/receipts/{set.Id}");
        told.ShouldContain("10.00 yuan were paid out");
        (await canteen.Stored(account)).ShouldBe(50_000 - 1000 - 300 - 2200);
    }

    [Theory, MemberData(nameof(Both)), Trait("Feature", "S34")]
    public async Task Trial_IsFreeForGuests_ForOnePortionEach_AndOneOrderAndOneSaleAreOneMeal(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind, LocalTime.At(CanteenTown.Today, new(8, 0)));
        var town = canteen.Town;
        var (account, person) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(person, 5000);
        var set = await canteen.OneSet();
        var order = (await town.Run(account, new OrderMeal(CanteenTown.Elders, CanteenTown.Today, MealTime.Lunch, set, PayBy.StoredValue))).Value!;
        town.Time.SetTo(LocalTime.At(CanteenTown.Today, new(11, 40)));

        // One till sells while another hands the order over: one of them is refused.
        var ticket = await canteen.Ticket(person);
        var fetch = town.Run(canteen.Clerk, new FetchOrder(ticket) { Id = order.Id });
        var sales = Enumerable.Range(0, 3).Select(_ => town.Run(canteen.Clerk, new SellMeal(CanteenTown.Elders, set, PayBy.StoredValue) { Ticket = ticket })).ToList();
        (await fetch).Ok.ShouldBeTrue();
        (await Task.WhenAll(sales)).ShouldAllBe(s => s.Problem.Code == "canteen.had_already");
        (await canteen.Subsidy()).ShouldBe(-700);

        await canteen.Do(new SaveTariff(SmallTown.Group, "elder-meal", ("老年食堂", "Elders"), CanteenTown.Today, "试用决定", TariffTests.Elders with { Trials = [new(CanteenTown.Today, CanteenTown.Today, "coop", ("试运营", "Trial"))] }));
        (await town.Run(canteen.Clerk, new SellMeal(CanteenTown.Elders, [new(set[0].Line, 99)], PayBy.Cash))).Problem.Code.ShouldBe("canteen.limit");
        (await canteen.SellSet(null)).Value!.Quote.PaysFen.ShouldBe(0);
        (await canteen.Subsidy()).ShouldBe(-1700);
    }

    [Fact]
    public async Task DeletedPerson_LeavesNothingSetAside_AndAnOldRefundComesBackToTheCard()
    {
        await using var canteen = await CanteenTown.Open(at: LocalTime.At(CanteenTown.Today, new(8, 0)));
        var town = canteen.Town;
        var (account, person) = await canteen.Eater("1950-03-08");
        await canteen.PayIn(person, 5000);
        var forgotten = (await town.Run(account, new AskRefund(false, CanteenTown.Elders, 500))).Value!;
        town.Time.Move(TimeSpan.FromDays(RefundRules.KeptDays));
        await town.InScope(async s =>
        {
            await s.GetRequiredService<EndOldRefunds>().Run(default);
            return true;
        });
        (await canteen.Stored(account)).ShouldBe(5000);
        (await town.Ask(account, new MyCanteen())).Value!.Refunds.Single(r => r.Id == forgotten.Id).State.ShouldBe(RefundState.TakenBack);

        var day = LocalTime.Today(town.Time).AddDays(1);
        await canteen.Dish(CanteenTown.Elders, "明日套餐", DishKind.Set, 1000, 10, day);
        var line = (await canteen.Menu(CanteenTown.Elders, day))[0];
        (await town.Run(account, new OrderMeal(CanteenTown.Elders, day, MealTime.Lunch, [new(line.Line, 1)], PayBy.StoredValue))).Ok.ShouldBeTrue();
        (await town.Run(account, new AskRefund(false, CanteenTown.Elders, 1000))).Ok.ShouldBeTrue();
        await town.InScope(async s =>
        {
            var db = s.GetRequiredService<LinliDb>();
            await using var transaction = await db.BeginTransaction(default);
            await s.GetServices<IPersonalData>().Single(p => p.Module == "canteen").Erase(new(person, [account]), default);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            return true;
        });
        (await town.Ask(account, new MyCanteen())).Value!.ShouldSatisfyAllConditions(c => (c.StoredFen, c.HeldFen).ShouldBe((5000, 0)), c => c.Orders.ShouldBeEmpty());
        (await town.Ask(canteen.Clerk, new CanteenToday(CanteenTown.Elders))).Value!.Refunds.ShouldBeEmpty();
        (await canteen.Menu(CanteenTown.Elders, day))[0].Left.ShouldBe(10);
    }
}
