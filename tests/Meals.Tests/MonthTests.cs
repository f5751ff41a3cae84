using Linli.Ledger;
using Linli.Ledger.Reversals;
using Linli.Ledger.Settlements;
using Linli.Market.Tariffs;
using Linli.Platform.Data;
using Linli.Platform.Time;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Settle;
using Linli.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Meals.Tests;

/// <summary>S34: a month is settled by what meals moved, whatever else moved on the account; what is owed is paid with a record.</summary>
[Trait("Feature", "S34")]
public class MonthTests
{
    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Month_WithAMealGivenBackInTheLedger_AndAForeignPosting_IsSettled_AndPaid(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (town, clerk) = (canteen.Town, canteen.Clerk);
        var meals = new List<Guid>();
        foreach (var born in new[] { "1950-03-08", "1951-01-01", "1940-01-01" })
            meals.Add((await canteen.SellSet((await canteen.Eater(born)).Person)).Value!.Id);
        await canteen.Do(new VoidMeal("点错了") { Id = meals[0] });
        await InBooks(town, async (ledger, account) =>
        {
            var transfer = await Transfer(town, meals[1]);
            (await ledger.Reverse(new(transfer, "ledger.reversal", "r1", ("冲正：收错人", "Compensation")), default)).Ok.ShouldBeTrue();
            var bank = await ledger.Open(new(new(OwnerKind.Outside, "bank"), LedgerUnit.Fen, "outside", SmallTown.First, null) { Label = ("银行", "Bank") }, default);
            (await ledger.Post(new("desk", "odd", "desk.transfer", ("误入", "By mistake"), [Entry.From(bank, new Fen(31_000)), Entry.To(account, new Fen(31_000))]), default)).Ok.ShouldBeTrue();
        });
        var month = (await town.Ask(clerk, new MonthOfSubsidies(202611))).Value!;
        month.Accounts.Single().ShouldSatisfyAllConditions(
            a => (a.Fen, a.LedgerFen, a.ReversedFen, a.OtherFen, a.Agrees).ShouldBe((1700, 1000, -700, -31_000, true)), a => a.OwedFen.ShouldBe(1000));
        (await town.Run(clerk, new RecordPayment(CanteenTown.Elders, 202611, "coop", 1000, "回单 1"))).Problem.Code.ShouldBe("canteen.not_closed");

        town.Time.SetTo(LocalTime.At(new(2026, 12, 1), new(9, 0)));
        await canteen.Verify();
        (await canteen.Do(new CloseMonth(CanteenTown.Elders, 202611))).ShouldSatisfyAllConditions(c => (c.SubsidyFen, c.Meals).ShouldBe((1000, 1)));
        (await town.Ask(clerk, new ReadReceipt(meals[1]))).Value!.VoidReason.ShouldBe("账本冲正");
        var settled = (await town.Ask(clerk, new MonthOfSubsidies(202611))).Value!;
        settled.Accounts.Single().ShouldSatisfyAllConditions(a => (a.Fen, a.LedgerFen, a.ReversedFen, a.Agrees).ShouldBe((1000, 1000, 0, true)));
        settled.Days.Sum(d => d.Meals).ShouldBe(1);
        (settled.ListFen, settled.PaidFen).ShouldBe((1000, 0));

        // Paid in two parts, each slip once, never too much.
        RecordPayment Paid(long fen, string slip) => new(CanteenTown.Elders, 202611, "coop", fen, slip);
        (await town.Run(clerk, Paid(0, "回单 1"))).Problem.Field.ShouldBe("fen");
        (await town.Run(clerk, Paid(100, ""))).Problem.Field.ShouldBe("reference");
        (await town.Run(clerk, Paid(1001, "回单 1"))).Problem.Code.ShouldBe("canteen.paid_too_much");
        var first = await canteen.Do(Paid(400, "回单 1"));
        (first.PaidFen, first.OwedFen).ShouldBe((400, 600));
        (await canteen.Do(Paid(400, "回单 1"))).Id.ShouldBe(first.Id);
        (await town.Run(clerk, Paid(500, "回单 1"))).Problem.Code.ShouldBe("canteen.slip_twice");

        // A slip that was written down wrongly is compensated in the ledger, and written down anew.
        var slip = await town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<SubsidyPayment>().Select(p => p.Transfer).SingleAsync());
        (await town.Run(await town.Staff("secretary"), new AskReversal("金额登错") { Transfer = slip })).Ok.ShouldBeTrue();
        (await canteen.Do(Paid(400, "回单 1"))).ShouldSatisfyAllConditions(p => p.Id.ShouldNotBe(first.Id), p => (p.PaidFen, p.OwedFen).ShouldBe((400, 600)));
        (await canteen.Do(Paid(600, "回单 2"))).OwedFen.ShouldBe(0);
        (await town.Run(clerk, Paid(1, "回单 3"))).Problem.Code.ShouldBe("canteen.paid_too_much");
        (await town.Run(await town.Staff("worker2"), Paid(1, "回单 3"))).Problem.Code.ShouldBe("canteen.site_not_found");

        // A payment in December is no subsidy of December: that month is settled too.
        await canteen.Dish(CanteenTown.Elders, "腊月套餐", Services.Canteen.DishKind.Set, 1000, 10, new(2026, 12, 1));
        var line = (await canteen.Menu(CanteenTown.Elders, new(2026, 12, 1)))[0].Line;
        (await town.Run(clerk, new SellMeal(CanteenTown.Elders, [new(line, 1)], PayBy.Cash) { Meal = MealTime.Lunch, Ticket = await canteen.Ticket((await canteen.Eater("1950-03-09")).Person) })).Ok.ShouldBeTrue();
        (await town.Ask(clerk, new MonthOfSubsidies(202612))).Value!.Accounts.Single().ShouldSatisfyAllConditions(a => (a.Fen, a.LedgerFen, a.OtherFen).ShouldBe((700, 700, 0)));
        // The ledger's desk was quicker with the takings of January: they hold what December left, and bar no month here.
        town.Time.SetTo(LocalTime.At(new(2027, 2, 2), new(9, 0)));
        await canteen.Verify();
        var takings = await town.InScope(async s => (await s.GetRequiredService<ILedger>().Find(new(OwnerKind.Operator, "food"), LedgerUnit.Fen, $"takings-{CanteenTown.Elders}", default))!.Value);
        await canteen.Do(new MakeSettlement(takings, 202701));
        (await canteen.Do(new CloseMonth(CanteenTown.Elders, 202612))).SubsidyFen.ShouldBe(700);
        (await town.Run(clerk, new VoidMeal("又点错了") { Id = meals[2] })).Problem.Code.ShouldBe("canteen.void_too_late");
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Payer_WhoseAccountChangesInTheMiddleOfAMonth_PaysEachAccountItsOwn(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        var (town, clerk) = (canteen.Town, canteen.Clerk);
        var terms = TariffTests.Elders with { Payers = [TariffTests.Elders.Payers[0] with { Key = "he-coop" }] };
        await canteen.Do(new SaveTariff(SmallTown.Group, "elder-meal", ("老年食堂", "Elders"), CanteenTown.Today.AddDays(1), "合作社改制", terms));
        (await canteen.SellSet((await canteen.Eater("1950-03-08")).Person)).Ok.ShouldBeTrue();
        town.Time.Move(TimeSpan.FromDays(1));
        var tomorrow = CanteenTown.Today.AddDays(1);
        await canteen.Dish(CanteenTown.Elders, "次日套餐", Services.Canteen.DishKind.Set, 1000, 10, tomorrow);
        var line = (await canteen.Menu(CanteenTown.Elders, tomorrow))[0].Line;
        foreach (var born in new[] { "1951-01-01", "1952-01-01" })
            (await town.Run(clerk, new SellMeal(CanteenTown.Elders, [new(line, 1)], PayBy.Cash) { Meal = MealTime.Lunch, Ticket = await canteen.Ticket((await canteen.Eater(born)).Person) })).Ok.ShouldBeTrue();
        town.Time.SetTo(LocalTime.At(new(2026, 12, 1), new(9, 0)));
        await canteen.Verify();
        await canteen.Do(new CloseMonth(CanteenTown.Elders, 202611));
        async Task<PayerAccount> Of(long fen) => (await town.Ask(clerk, new MonthOfSubsidies(202611))).Value!.Accounts.Single(a => a.Fen == fen);
        var (before, since) = ((await Of(700)).Account, (await Of(1400)).Account);

        (await town.Run(clerk, new RecordPayment(CanteenTown.Elders, 202611, "coop", 700, "回单 1"))).Problem.Field.ShouldBe("account");
        (await town.Run(clerk, new RecordPayment(CanteenTown.Elders, 202611, "nobody", 700, "回单 1"))).Problem.Field.ShouldBe("payer");
        (await town.Run(clerk, new RecordPayment(CanteenTown.Elders, 202611, "coop", 701, "回单 1", before))).Problem.Code.ShouldBe("canteen.paid_too_much");
        (await canteen.Do(new RecordPayment(CanteenTown.Elders, 202611, "coop", 1400, "回单 1", since))).OwedFen.ShouldBe(0);
        ((await Of(700)).OwedFen, (await Of(1400)).OwedFen).ShouldBe((700, 0));
        (await canteen.Do(new RecordPayment(CanteenTown.Elders, 202611, "coop", 700, "回单 2", before))).OwedFen.ShouldBe(0);
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    private static Task<TransferId> Transfer(TestTown town, Guid meal) =>
        town.InScope(s => s.GetRequiredService<LinliDb>().Unfiltered<MealRow>().Where(m => m.Id == meal).Select(m => m.Transfer!.Value).SingleAsync());

    private static Task<bool> InBooks(TestTown town, Func<ILedger, AccountId, Task> act) => town.InScope(async s =>
    {
        var (db, ledger) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<ILedger>());
        await using var transaction = await db.BeginTransaction(default);
        await act(ledger, (await ledger.Find(new(OwnerKind.Cooperative, "hf-coop"), LedgerUnit.Fen, CanteenRules.SubsidyPurpose(CanteenTown.Elders), default))!.Value);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return true;
    });
}
