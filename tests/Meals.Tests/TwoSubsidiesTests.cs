using System.Net.Http.Json;
using System.Text.Json;
using Linli.Ledger;
using Linli.Market;
using Linli.Market.Tariffs;
using Linli.People.Care;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Services.Canteen;
using Linli.Services.Canteen.Counter;
using Linli.Services.Canteen.Settle;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Meals.Tests;

/// <summary>S34: somebody of 80 with a low income has two subsidies at one lunch: taken in their order, each borne by its payer, on the receipt and at the month's end.</summary>
[Trait("Feature", "S34")]
public class TwoSubsidiesTests
{
    private const string LowIncome = "low_income";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task BothAreOnTheReceipt_AndEachPayerIsSettledForItsOwnPart(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        await canteen.Do(new SaveTariff(SmallTown.Group, "elder-meal", ("老年食堂", "Elders"), CanteenTown.Today, "合作社与民政办约定", new()
        {
            Payers = [TariffTests.Elders.Payers[0], TariffTests.Fund],
            Steps =
            [
                new("over80", ("80 岁及以上每餐补 7 元", "7 yuan from 80")) { Tag = "set", FromAge = 80, OffFen = 700, Payer = "coop", PerMeal = 1 },
                new("low", ("低保每餐补 5 元", "5 yuan on a low income")) { Tag = "set", Group = LowIncome, OffFen = 500, Payer = "fund", PerMeal = 1 },
            ],
            Limits = [new("set", 1)],
        }));
        var (account, person) = await canteen.Eater("1940-01-01");
        await Listed(canteen, person);
        var sold = (await canteen.SellSet(person)).Value!;
        sold.Quote.PaysFen.ShouldBe(0);
        // A code is sent once a minute.
        canteen.Town.Time.Move(TimeSpan.FromMinutes(2));
        var receipt = await (await canteen.Town.ResidentClient(canteen.PhoneOf(person))).GetFromJsonAsync<JsonElement>($"/api/v1/canteen/receipts/{sold.Id}");
        receipt.GetProperty("lines").EnumerateArray().Select(l => (l.GetProperty("code").GetString(), l.GetProperty("offFen").GetInt64(), l.GetProperty("leftFen").GetInt64(), l.GetProperty("payer").GetString()))
            .ShouldBe([("over80", 700L, 300L, "coop"), ("low", 300L, 0L, "fund")], "the second bears what the first left, and no more");
        receipt.GetProperty("payers").EnumerateObject().Select(p => p.Name).Order().ShouldBe(["coop", "fund"]);
        (await canteen.SellSet((await canteen.Eater("1941-01-01")).Person)).Value!.Quote.PaysFen.ShouldBe(300, "without a low income the second is not given");

        ((await canteen.Subsidy()), (await canteen.Posted(TariffTests.Fund.Owner, $"meals-{CanteenTown.Elders}")), (await canteen.Takings())).ShouldBe((-1400, -300, 2000));
        canteen.Town.Time.SetTo(LocalTime.At(new(2026, 12, 1), new(9, 0)));
        await canteen.Verify();
        await canteen.Do(new CloseMonth(CanteenTown.Elders, 202611));
        var month = (await canteen.Town.Ask(canteen.Clerk, new MonthOfSubsidies(202611))).Value!;
        month.Accounts.OrderBy(a => a.Payer).Select(a => (a.Payer, a.Fen, a.OwedFen, a.Agrees)).ShouldBe([("coop", 1400L, 1400L, true), ("fund", 300L, 300L, true)]);
        (month.ListFen, month.PaidFen).ShouldBe((2000, 300));
        (await canteen.Town.Run(canteen.Clerk, new RecordPayment(CanteenTown.Elders, 202611, "fund", 301, "回单 9"))).Problem.Code.ShouldBe("canteen.paid_too_much");
        (await canteen.Do(new RecordPayment(CanteenTown.Elders, 202611, "fund", 300, "回单 9"))).OwedFen.ShouldBe(0);
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task OneAid_IsGivenOnceAtAMeal_AtWhicheverCanteen(DatabaseKind kind)
    {
        await using var canteen = await CanteenTown.Open(kind);
        TariffTerms Aid(TariffTerms terms) => terms with { Trials = [], Steps = [.. terms.Steps.Select(s => s.Payer is null ? s : s with { Aid = "elder-meal" })] };
        await canteen.Do(new SaveTariff(SmallTown.Group, "elder-meal", ("老年食堂", "Elders"), CanteenTown.Today, "同一名目", Aid(TariffTests.Elders)));
        await canteen.Do(new SaveTariff(SmallTown.Group, "dishes", ("零点", "Dishes"), CanteenTown.Today, "同一名目", Aid(TariffTests.Dishes)));
        var (_, person) = await canteen.Eater("1950-03-08");
        (await canteen.SellSet(person)).Value!.Quote.PaysFen.ShouldBe(300);
        var dish = (await canteen.Menu(CanteenTown.Dishes))[0];
        async Task<SoldMeal> Dish() => (await canteen.Town.Run(canteen.Clerk, new SellMeal(CanteenTown.Dishes, [new(dish.Line, 1)], PayBy.Cash) { Ticket = await canteen.Ticket(person) })).Value!;
        var second = await Dish();
        (second.Quote.PaysFen, second.Quote.Lines.Count).ShouldBe((1500, 0));

        // The first made void, the aid is there again; and dinner is another meal.
        var other = (await canteen.Eater("1951-03-08")).Person;
        var first = (await canteen.SellSet(other)).Value!;
        await canteen.Do(new VoidMeal("点错了") { Id = first.Id });
        person = other;
        (await Dish()).Quote.PaysFen.ShouldBe(1300);
        (await canteen.SellSet(other)).Value!.Quote.PaysFen.ShouldBe(1000, "two kinds of one aid are one");
        (await canteen.Town.Run(canteen.Clerk, new SaveTariff(SmallTown.Group, "dishes", ("零点", "Dishes"), CanteenTown.Today, "名目写错了", TariffTests.Dishes with { Steps = [TariffTests.Dishes.Steps[1] with { Aid = "老人" }] }))).Problem.ShouldSatisfyAllConditions(
            p => (p.Code, p.Field).ShouldBe(("market.tariff_aid", "steps.elder.aid")), p => p.Message.Zh.ShouldContain("老年补助"));
        (await canteen.Verify()).Faults.ShouldBeEmpty();
    }

    private static Task<int> Listed(CanteenTown canteen, Guid person) => canteen.Town.InScope(async s =>
    {
        var (db, cipher) = (s.GetRequiredService<LinliDb>(), s.GetRequiredService<FieldCipher>());
        if (!db.Records<CareGroup>().Any(g => g.Code == LowIncome))
            db.Records<CareGroup>().Add(new() { Code = LowIncome, NameZh = "低保", NameEn = "Low income", Icon = "coin" });
        db.Insert(new CareEntry
        {
            Id = Guid.CreateVersion7(TestTown.Start), PersonId = person, Group = LowIncome, Scope = SmallTown.First.Value, Reason = cipher.Seal("低保"), Evidence = cipher.Seal("证"), From = CanteenTown.Today.AddDays(-30),
            ReviewOn = CanteenTown.Today.AddDays(300), State = CareState.Listed, EnteredBy = canteen.Clerk, At = TestTown.Start,
        });
        return await db.SaveChangesAsync();
    });
}
