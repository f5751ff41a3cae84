using Linli.Market;
using Linli.Platform.Results;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Services.Canteen;

/// <summary>What may be sold to whom and when. Pure.</summary>
internal static class CanteenRules
{
    public const string SetMeal = "set";
    public const string Dish = "dish";
    public const string Purpose = "canteen";
    public const string Poster = "services.canteen";

    /// <summary>Kind of what is paid into a card.</summary>
    public const string TopUp = "canteen.top-up";

    /// <summary>Kind of what is paid back from a card.</summary>
    public const string Refund = "canteen.refund";

    /// <summary>Kind of a count of the cash box.</summary>
    public const string Shift = "canteen.shift";

    public const int MostPortions = 99;
    public const int ChildAge = 14;
    public const long MostRecharge = 200_000;

    /// <summary>What a card may hold, in fen: a card on a name holds 5,000 yuan at most (单用途商业预付卡管理办法 art. 18, R28).</summary>
    public const long MostOnCard = 500_000;

    /// <summary>What may be taken from card and wallet together on a day of somebody whose name alone was said, in fen: a meal or two.</summary>
    public const long MostVouched = 3_000;

    /// <summary>Until how many days after a meal its seller makes the receipt void; later the accountant does.</summary>
    public const int VoidDays = 7;

    public static string TagOf(DishKind kind) => kind == DishKind.Set ? SetMeal : Dish;

    /// <summary>The meal that is served now, or the next one today; the last one after it is over.</summary>
    public static MealTime MealAt(IReadOnlyList<ServingTime> times, DateTimeOffset now)
    {
        var clock = TimeOnly.FromDateTime(LocalTime.ToLocal(now).DateTime);
        var ordered = times.OrderBy(t => t.From).ToList();
        return ordered.Count == 0 ? MealTime.Lunch : (ordered.Find(t => clock <= t.Until) ?? ordered[^1]).Meal;
    }

    /// <summary>One line for each line of the menu, counts added up.</summary>
    public static IReadOnlyList<Wanted> Together(IEnumerable<Wanted> items) =>
        [.. items.GroupBy(i => i.Line).Select(g => new Wanted(g.Key, g.Sum(i => i.Count))).OrderBy(w => w.Line)];

    public static Problem? FaultOf(IReadOnlyList<Wanted> items) =>
        items.Count is 0 or > 30 || items.Any(i => i.Count is < 1 or > MostPortions) || Together(items).Any(i => i.Count > MostPortions)
            ? Problem.Invalid("items", "canteen.items", "请选 1–30 种菜，每种 1–99 份。", "Choose 1 to 30 dishes, 1 to 99 of each.") : null;

    /// <summary>Whether a limit of the tariff forbids the meal: one card gets so many of a kind at one meal, at all sites together (一人一餐一份).</summary>
    public static Problem? LimitFault(TariffTerms terms, IReadOnlyList<TariffItem> items, IReadOnlyDictionary<string, int> had, EatenBefore? before)
    {
        foreach (var limit in terms.Limits)
        {
            var wanted = items.Where(i => i.Tag == limit.Tag).Sum(i => i.Count);
            if (wanted == 0 || had.GetValueOrDefault(limit.Tag) + wanted <= limit.PerMeal)
                continue;
            return before is null || had.GetValueOrDefault(limit.Tag) == 0
                ? Problem.Invalid("items", "canteen.limit",
                    $"每人每餐限 {limit.PerMeal} 份优惠套餐，不能代领；家人请出示自己的码，或按原价点菜。",
                    $"One person gets {limit.PerMeal} set meal at a meal: others show their own code, or buy dishes.")
                : Problem.Conflict("canteen.had_already",
                    $"这餐已在{before.Site.Zh} {Clock(before.At)} {(before.Ordered ? "预订" : "用过")}，每人每餐限 {limit.PerMeal} 份，不能再用。",
                    $"This meal was {(before.Ordered ? "ordered" : "taken")} at {Clock(before.At)} ({before.Site.En}): one person gets {limit.PerMeal} a meal.");
        }

        return null;
    }

    /// <summary>A child under 14 does not pay from an account alone (民法典 arts. 19–20): a guardian does.</summary>
    public static Problem? ChildFault(DateOnly? born, DateOnly day, PayBy payBy) =>
        payBy != PayBy.Cash && IsChild(born, day)
            ? Problem.Invalid("payBy", "canteen.child_pays", "14 周岁以下的孩子不能单独付款，请监护人出示自己的码或付现金。", "A child under 14 does not pay alone: a guardian shows their own code, or pays cash.")
            : null;

    public static bool IsChild(DateOnly? born, DateOnly day) => born is { } known && known <= day && LocalTime.AgeOn(known, day) < ChildAge;

    /// <summary>Who only said a name has shown nothing: little is taken from their card, and no cash is paid out (R28).</summary>
    /// <param name="fen">What would be taken on the day, with what was taken already.</param>
    public static Problem? VouchedFault(long fen) => fen <= MostVouched ? null : Problem.Invalid("payBy", "canteen.vouched_little",
        $"只报姓名的，食堂卡和钱包一天最多扣 {Yuan.Short(MostVouched)} 元：请出示“我的码”或住户卡，或付现金。",
        $"By name alone at most {Yuan.Short(MostVouched)} yuan a day are taken from card and wallet: show “My code” or the card, or pay cash.");

    public static readonly Problem VouchedCash = Problem.Forbidden("canteen.vouched_cash",
        "只报姓名不能领现金：请本人出示“我的码”或住户卡。", "No cash is paid out by name alone: the person shows “My code” or their card.");

    public static readonly Problem ChildCard = Problem.Forbidden("canteen.child_card",
        "14 周岁以下的孩子用监护人的食堂卡：请扫监护人的码。", "A child under 14 eats from the guardian's canteen card: read the guardian's code.");

    /// <summary>Whether a meal is one that others bear, or a set meal, of which one person gets one.</summary>
    public static bool IsSubsidisedMeal(IReadOnlyList<MealItem> items, TariffQuote quote) =>
        items.Any(i => i.Tag == SetMeal) || quote.Shares.Any(s => s is { Payer: not null, Fen: > 0 });

    /// <summary>A tariff for somebody whose meal is subsidised elsewhere: what the seller gives stays.</summary>
    public static TariffTerms WithoutSubsidies(TariffTerms terms) =>
        terms with { Steps = [.. terms.Steps.Where(s => s.Payer is null)], Trials = [.. terms.Trials.Where(t => t.Payer is null)] };

    /// <summary>Cash in a box, and what a shift says about it.</summary>
    public static Phrase Difference(long expected, long counted) => (counted - expected) switch
    {
        0 => ("账款相符", "It agrees"),
        > 0 and var more => ($"长款 {Yuan.Short(more)} 元", $"{Yuan.Short(more)} yuan too much"),
        var less => ($"短款 {Yuan.Short(-less)} 元", $"{Yuan.Short(-less)} yuan missing"),
    };

    /// <summary>How long a sample of a dish is kept (R27).</summary>
    public const int SampleHours = 48;

    /// <summary>How much a sample of a dish weighs at least, in grams (R27).</summary>
    public const int SampleGrams = 125;

    /// <summary>Whether a sample of a dish weighs what it should.</summary>
    public static Problem? SampleFault(int grams) =>
        grams is < SampleGrams or > 5000 ? Problem.Invalid("grams", "canteen.sample_grams", $"留样不少于 {SampleGrams} 克；单位是克。", $"A sample weighs at least {SampleGrams} g.") : null;

    /// <summary>For how many years a health certificate is good at most, or a supplier's licence (R27).</summary>
    public static int CertificateYears(bool supplier) => supplier ? 5 : 1;

    /// <summary>How a certificate or licence stands on a day (R27): warned of 30 days before it ends.</summary>
    public static CertificateStanding Standing(DateOnly validUntil, DateOnly today) =>
        validUntil < today ? CertificateStanding.Expired : validUntil.DayNumber - today.DayNumber <= 30 ? CertificateStanding.EndsSoon : CertificateStanding.Good;

    public static string Clock(DateTimeOffset at) => LocalTime.ToLocal(at).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public static int MonthOf(DateOnly day) => (day.Year * 100) + day.Month;

    public static (DateOnly From, DateOnly Until) DaysOf(int month)
    {
        var first = new DateOnly(month / 100, month % 100, 1);
        return (first, first.AddMonths(1).AddDays(-1));
    }

    /// <summary>A day of which nobody who speaks of meals can have meant anything, or that was left out: of canteens and of the central kitchen.</summary>
    public static Problem? DayFault(DateOnly day, string field) => day.Year is < 2000 or > 2100 ? Problem.Invalid(field, "canteen.day", "请填写正确的日期。", "Give a day of this century.") : null;

    public static Problem? MonthFault(int month) =>
        month / 100 is < 2020 or > 2100 || month % 100 is < 1 or > 12
            ? Problem.Invalid("month", "canteen.month", "月份应写成 202611 这样。", "A month is written 202611.") : null;

    /// <summary>How an account of a payer is called at a site.</summary>
    public static string SubsidyPurpose(string site) => $"meals-{site}";
}

/// <summary>How a certificate stands.</summary>
internal enum CertificateStanding
{
    Good,
    EndsSoon,
    Expired,
}

/// <summary>So many of a line of the menu.</summary>
/// <param name="Line">The line, as the menu gives it.</param>
/// <param name="Count">How many, 1 to 99.</param>
public sealed record Wanted(Guid Line, int Count);

/// <summary>That somebody had, or ordered, this meal already.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Site">Where.</param>
/// <param name="Ordered">Whether it is ordered and not fetched yet.</param>
public sealed record EatenBefore(DateTimeOffset At, Phrase Site, bool Ordered);

/// <summary>What somebody had, or ordered, at a meal.</summary>
/// <param name="Had">How many of each kind.</param>
/// <param name="Used">How often each step of a tariff was given.</param>
/// <param name="Aids">Aids that were given.</param>
/// <param name="Before">The first of it.</param>
/// <param name="Village">Whether the central kitchen brings them this lunch: its price is subsidised there.</param>
internal sealed record EatenAlready(IReadOnlyDictionary<string, int> Had, IReadOnlyDictionary<string, int> Used, IReadOnlyCollection<string> Aids, EatenBefore? Before, bool Village);
