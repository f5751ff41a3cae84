using FsCheck;
using FsCheck.Fluent;
using Linli.Ledger;
using Linli.Market;

namespace Linli.Meals.Tests;

/// <summary>R26: who pays what by age on the day of the meal, and who bears the rest.</summary>
[Trait("Feature", "S34")]
public class TariffTests
{
    private static readonly DateOnly Meal = new(2026, 11, 23);
    private static readonly TariffPayer Cooperative = new("coop", OwnerKind.Cooperative, "hf-coop", ("合作社", "Cooperative"));

    internal static readonly TariffPayer Fund = new("fund", OwnerKind.Fund, "hf-fund", ("基金", "Fund"));

    internal static readonly TariffTerms Elders = new()
    {
        Payers = [Cooperative],
        Trials = [new(new(2026, 6, 1), new(2026, 7, 31), "coop", ("试运营免费", "Trial"))],
        Steps =
        [
            new("over80", ("80 岁及以上免费", "Free from 80")) { Tag = "set", FromAge = 80, PaysFen = 0, Payer = "coop", PerMeal = 1 },
            new("over70", ("70–79 岁优惠", "70 to 79")) { Tag = "set", FromAge = 70, BelowAge = 80, PaysFen = 300, Payer = "coop", PerMeal = 1 },
        ],
        Limits = [new("set", 1)],
    };

    internal static readonly TariffTerms Dishes = new()
    {
        Payers = [Cooperative],
        Steps =
        [
            new("recharge", ("充值八折", "A fifth off")) { Tag = "dish", StoredValueOnly = true, OffBasisPoints = 2000 },
            new("elder", ("老年补助", "Elders")) { Tag = "dish", FromAge = 70, OffFen = 200, Payer = "coop", PerMeal = 1 },
        ],
    };

    [Theory]
    [InlineData("1956-11-24", 1000, 0)] // 69 years 364 days
    [InlineData("1956-11-23", 300, 700)] // the 70th birthday
    [InlineData("1946-11-24", 300, 700)] // 79 years 364 days
    [InlineData("1946-11-23", 0, 1000)] // the 80th birthday
    [InlineData("1990-01-01", 1000, 0)]
    [InlineData(null, 1000, 0)] // a guest
    public void SetMeal_CostsByAgeOnTheDay(string? born, long pays, long subsidy)
    {
        var quote = OneSet(born, Meal);
        (quote.PaysFen, quote.Shares.Sum(s => s.Fen)).ShouldBe((pays, subsidy));
        quote.Shares.ShouldAllBe(s => s.Payer == "coop");
    }

    [Theory, InlineData("2015-05-05"), InlineData("1956-06-02"), InlineData("1940-01-01"), InlineData(null)]
    public void Trial_IsFreeForEverybody_FromItsFirstDayToItsLast(string? born)
    {
        foreach (var day in new[] { new DateOnly(2026, 6, 1), new DateOnly(2026, 7, 31) })
        {
            OneSet(born, day).PaysFen.ShouldBe(0);
            OneSet(born, day).Shares.ShouldBe([new("coop", 1000)]);
        }

        OneSet("1990-01-01", new(2026, 5, 31)).PaysFen.ShouldBe(1000);
        OneSet("1990-01-01", new(2026, 8, 1)).PaysFen.ShouldBe(1000);
    }

    [Fact]
    public void DayOfSixtyMeals_AddsUpTo290And310()
    {
        TariffQuote[] quotes = [.. Of(20, "1990-01-01"), .. Of(30, "1953-03-03"), .. Of(10, "1940-01-01")];
        quotes.Sum(q => q.PaysFen).ShouldBe(29_000);
        quotes.SelectMany(q => q.Shares).Sum(s => s.Fen).ShouldBe(31_000);
        quotes.Sum(q => q.ListFen).ShouldBe(60_000);
    }

    [Fact]
    public void SimulatedDay_TakesIn2640_AndIsSubsidisedBy4960()
    {
        TariffQuote[] quotes = [.. Of(480, "1953-03-03"), .. Of(160, "1940-01-01"), .. Of(120, "1990-01-01")];
        quotes.Sum(q => q.PaysFen).ShouldBe(264_000);
        quotes.SelectMany(q => q.Shares).Sum(s => s.Fen).ShouldBe(496_000);
    }

    [Theory]
    [InlineData("1956-02-29", "2026-02-28", 1000)] // 70 on 1 March where the year has no 29 February
    [InlineData("1956-02-29", "2026-03-01", 300)]
    [InlineData("1944-02-29", "2024-02-28", 300)]
    [InlineData("1944-02-29", "2024-02-29", 0)]
    public void BornOnTheTwentyNinthOfFebruary_IsOlderOnTheFirstOfMarchInOtherYears(string born, string day, long pays) =>
        OneSet(born, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).PaysFen.ShouldBe(pays);

    [Fact]
    public void AgeCountedFromTheDayAfter_IsReachedADayLater()
    {
        var terms = Elders with { AgeCount = AgeCount.DayAfterBirthday };
        Quote(terms, "1956-11-23", Meal, Set(1)).PaysFen.ShouldBe(1000);
        Quote(terms, "1956-11-23", Meal.AddDays(1), Set(1)).PaysFen.ShouldBe(300);
    }

    [Fact]
    public void SecondSetMeal_CostsTheListPrice_WhereTheFirstWasGivenAlready()
    {
        Quote(Elders, "1950-03-08", Meal, Set(2)).PaysFen.ShouldBe(1300);
        Tariff.Quote(Elders, Born("1950-03-08"), [Set(1)], new(Meal, false) { Used = new Dictionary<string, int> { ["over70"] = 1 } }).PaysFen.ShouldBe(1000);
    }

    [Fact]
    public void TwoPricesForEach_GiveTheLower_AndEachPayerBearsTheirPart()
    {
        var lowIncome = new TariffStep("low", ("低收入", "Low income")) { Tag = "set", Group = "lowIncome", PaysFen = 100, Payer = "fund", PerMeal = 1 };
        var (first, then) = (Elders with { Payers = [Cooperative, Fund], Steps = [.. Elders.Steps, lowIncome] }, Elders with { Payers = [Cooperative, Fund], Steps = [lowIncome, .. Elders.Steps] });
        var eater = new TariffEater(new(1950, 3, 8), ["lowIncome"]);
        var one = Tariff.Quote(first, eater, [Set(1)], new(Meal, false));
        (one.PaysFen, one.Shares.Single(s => s.Payer == "coop").Fen, one.Shares.Single(s => s.Payer == "fund").Fen).ShouldBe((100, 700, 200));
        Tariff.Quote(then, eater, [Set(1)], new(Meal, false)).ShouldSatisfyAllConditions(q => q.PaysFen.ShouldBe(100), q => q.Shares.ShouldBe([new("fund", 900)]));

        // Two rules for one person never make two cheap meals, in whatever order they stand.
        Tariff.Quote(first, eater, [Set(2)], new(Meal, false)).PaysFen.ShouldBe(1100);
        Tariff.Quote(then, eater, [Set(2)], new(Meal, false)).PaysFen.ShouldBe(1100);
    }

    /// <summary>Low income and 80 years, both at one lunch of 10 yuan: what is taken in which order, and who bears it.</summary>
    [Theory]
    [InlineData("low:pays:100:fund over80:pays:0:coop", 0, "fund 900 coop 100")]
    [InlineData("over80:pays:0:coop low:pays:100:fund", 0, "coop 1000")]
    [InlineData("over80:off:700:coop low:off:500:fund", 0, "coop 700 fund 300")] // the second takes what is left, never more
    [InlineData("low:off:500:fund over80:off:700:coop", 0, "fund 500 coop 500")]
    [InlineData("low:share:5000:fund over80:off:700:coop", 0, "fund 500 coop 500")]
    [InlineData("over80:off:700:coop low:share:5000:fund", 150, "coop 700 fund 150")] // half of what is left
    [InlineData("low:share:5000:fund over80:pays:300:coop", 150, "coop 700 fund 150")] // a price for each comes first, wherever it stands
    [InlineData("over80:off:200:coop low:off:300:fund", 500, "coop 200 fund 300")]
    [InlineData("over80:off:700:coop:one low:off:500:fund:one", 300, "coop 700")] // one aid: the first that takes something off
    [InlineData("low:off:500:fund:one over80:off:700:coop:one", 500, "fund 500")]
    [InlineData("over80:pays:1000:coop:one low:off:500:fund:one", 500, "fund 500")] // what takes nothing off is not given
    [InlineData("over80:off:1500:coop", 0, "coop 1000")]
    public void TwoSubsidies_OfOneLunch_AreTakenInTheirOrder_AndNobodyPaysLessThanNothing(string steps, long pays, string shares)
    {
        TariffStep Read(string text)
        {
            var part = text.Split(':');
            var amount = long.Parse(part[2], System.Globalization.CultureInfo.InvariantCulture);
            var step = new TariffStep(part[0], ("补助", "Help"))
            {
                Payer = part[3], Aid = part.ElementAtOrDefault(4), Group = part[0] == "low" ? "lowIncome" : null, FromAge = part[0] == "over80" ? 80 : null, PerMeal = part[1] == "share" ? null : 1,
            };
            return part[1] switch { "pays" => step with { PaysFen = amount }, "off" => step with { OffFen = amount }, _ => step with { OffBasisPoints = (int)amount } };
        }

        var terms = new TariffTerms { Payers = [Cooperative, Fund], Steps = [.. steps.Split(' ').Select(Read)] };
        var quote = Tariff.Quote(terms, new(new(1940, 1, 1), ["lowIncome"]), [Set(1)], new(Meal, false));
        quote.PaysFen.ShouldBe(pays);
        string.Join(' ', quote.Shares.Select(s => $"{s.Payer} {s.Fen}")).ShouldBe(shares);
        quote.Lines.Select(l => l.LeftFen).ShouldBe(quote.Lines.Select((_, i) => 1000 - quote.Lines.Take(i + 1).Sum(l => l.OffFen)), "the receipt shows what is left after each");
        (quote.PaysFen + quote.Shares.Sum(s => s.Fen)).ShouldBe(1000);
    }

    [Fact]
    public void NoPortion_CostsLessThanTheSmallestPriceThatApplies() => Prop.ForAll(
        Cases.ToArbitrary(),
        given =>
        {
            TariffStep[] steps = [.. given.Terms.Steps.Where(s => s.PaysFen is not null)];
            var age = Tariff.AgeOn(given.Terms, given.Eater, given.Moment.Day);
            long Least(TariffItem item) => steps.Where(s => (s.Tag is null || s.Tag == item.Tag) && (s.FromAge is null || age >= s.FromAge)).Select(s => s.PaysFen!.Value).Append(item.UnitFen).Min();
            Tariff.Quote(given.Terms with { Steps = steps, Trials = [] }, given.Eater, given.Items, given.Moment).PaysFen.ShouldBeGreaterThanOrEqualTo(given.Items.Sum(i => Least(i) * i.Count));
        }).QuickCheckThrowOnFailure();

    [Fact, Trait("Feature", "S35")]
    public void TwoMeatAndThreeVegetables_Cost36WithTheCard()
    {
        TariffItem[] items = [Dish(1500), Dish(1500), Dish(600), Dish(400), Dish(500)];
        var quote = Tariff.Quote(Dishes, Born("1980-01-01"), items, new(Meal, StoredValue: true));
        (quote.ListFen, quote.PaysFen).ShouldBe((4500, 3600));
        quote.Lines.ShouldBe([new("recharge", ("充值八折", "A fifth off"), 900, 3600, null, 0)]);
        Tariff.Quote(Dishes, Born("1980-01-01"), items, new(Meal, StoredValue: false)).PaysFen.ShouldBe(4500);
    }

    [Fact, Trait("Feature", "S35")]
    public void Deductions_AreMadeInTheirOrder_AndEachIsShown()
    {
        var quote = Tariff.Quote(Dishes, Born("1950-03-08"), [Dish(1500), Dish(1500), Dish(600), Dish(400), Dish(500)], new(Meal, StoredValue: true));
        quote.Lines.Select(l => (l.Code, l.OffFen, l.LeftFen, l.Payer)).ShouldBe([("recharge", 900L, 3600L, null), ("elder", 200L, 3400L, "coop")]);
        quote.PaysFen.ShouldBe(3400);
    }

    [Theory, InlineData(1, 1), InlineData(3, 2), InlineData(4, 3), InlineData(333, 266), InlineData(4555, 3644)]
    public void Percentages_RoundWhatStaysToPay_ToTheNearestFen(long list, long pays) =>
        Tariff.Quote(Dishes, Born("1980-01-01"), [Dish(list)], new(Meal, StoredValue: true)).PaysFen.ShouldBe(pays);

    [Theory]
    [InlineData("1990-01-01", "70 岁以下")]
    [InlineData("1950-03-08", "70–79 岁")]
    [InlineData("1946-11-23", "80 岁及以上")]
    [InlineData(null, "年龄未核实")]
    public void AgeClass_SaysNoMoreThanTheTariffNeeds(string? born, string words) => OneSet(born, Meal).AgeClass.Zh.ShouldBe(words);

    [Fact]
    public void WhatPeoplePay_AndWhatOthersBear_IsTheListPrice_AndNothingIsNegative() => Prop.ForAll(
        Cases.ToArbitrary(),
        given =>
        {
            var quote = Tariff.Quote(given.Terms, given.Eater, given.Items, given.Moment);
            quote.ListFen.ShouldBe(given.Items.Sum(i => i.UnitFen * i.Count));
            (quote.PaysFen + quote.Shares.Sum(s => s.Fen)).ShouldBe(quote.ListFen);
            quote.PaysFen.ShouldBeGreaterThanOrEqualTo(0);
            quote.Shares.ShouldAllBe(s => s.Fen > 0);
            quote.Lines.ShouldAllBe(l => l.OffFen > 0 && l.LeftFen >= 0);
        }).QuickCheckThrowOnFailure();

    private static Gen<(TariffTerms Terms, TariffEater Eater, TariffItem[] Items, TariffMoment Moment)> Cases =>
        from steps in Gen.ArrayOf(Step).Select(s => s.OrderByDescending(x => x.PaysFen is not null).Select((x, i) => x with { Code = $"s{i}" }).ToArray())
        from trial in Gen.Choose(0, 9)
        from age in Gen.Choose(0, 36_500)
        from items in Gen.NonEmptyListOf(Item)
        from stored in Gen.Elements(true, false)
        from used in Gen.Choose(0, 2)
        select (
            new TariffTerms { Payers = [Cooperative], Steps = steps, Trials = trial == 0 ? [new(Meal, Meal, null, ("试用", "Trial"))] : [] },
            age < 300 ? TariffEater.Guest : new TariffEater(Meal.AddDays(-age), []), items.ToArray(),
            new TariffMoment(Meal, stored) { Used = new Dictionary<string, int> { ["s0"] = used } });

    private static Gen<TariffStep> Step =>
        from kind in Gen.Choose(0, 2)
        from amount in Gen.Choose(1, 10_000)
        from tag in Gen.Elements("set", "dish", null)
        from age in Gen.Elements<int?>(60, 70, 80, null)
        from payer in Gen.Elements("coop", null)
        from most in Gen.Elements<int?>(1, 3, null)
        select new TariffStep("s", ("步骤", "Step"))
        {
            Tag = tag, FromAge = age, Payer = payer, PerMeal = kind == 1 ? null : most, PaysFen = kind == 0 ? amount : null, OffBasisPoints = kind == 1 ? amount : null, OffFen = kind == 2 ? amount : null,
        };

    private static Gen<TariffItem> Item =>
        from fen in Gen.Choose(1, 1_000_000)
        from many in Gen.Choose(1, 99)
        from tag in Gen.Elements("set", "dish")
        select new TariffItem(("菜", "Dish"), tag, fen, many);

    private static IEnumerable<TariffQuote> Of(int count, string born) => Enumerable.Repeat(OneSet(born, Meal), count);

    private static TariffQuote OneSet(string? born, DateOnly day) => Quote(Elders, born, day, Set(1));

    private static TariffQuote Quote(TariffTerms terms, string? born, DateOnly day, TariffItem item) => Tariff.Quote(terms, Born(born), [item], new(day, false));

    private static TariffEater Born(string? born) => born is null ? TariffEater.Guest : new(DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture), []);

    private static TariffItem Set(int count) => new(("套餐", "Set meal"), "set", 1000, count);

    private static TariffItem Dish(long fen) => new(("菜", "Dish"), "dish", fen, 1);
}
