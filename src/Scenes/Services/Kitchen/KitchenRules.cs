using Linli.Platform.Results;
using Linli.Platform.Time;

namespace Linli.Services.Kitchen;

/// <summary>Somebody's order on a day, as the sheet counts it.</summary>
internal sealed record BoxLine(string Village, string Set, Diet Diet, AgeClass Age, int Count);

/// <summary>What may be decided without looking anything up.</summary>
internal static class KitchenRules
{
    /// <summary>Least weight of a sample (GB 31654-2021).</summary>
    public const int SampleGrams = Canteen.CanteenRules.SampleGrams;

    /// <summary>How long a sample is kept at least.</summary>
    public const int SampleHours = Canteen.CanteenRules.SampleHours;

    /// <summary>Hot food is delivered at 60 °C or more: tenths of a degree.</summary>
    public const int HotTenths = 600;

    /// <summary>Boxes of one line at most.</summary>
    public const int MostBoxes = 500;

    /// <summary>A phone's clock may be this much ahead.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(2);

    private static readonly string[] Allergens = ["peanut", "egg", "milk", "fish", "shellfish", "soy", "wheat", "nuts", "sesame"];

    /// <summary>Whether orders of a day are closed. A frozen day stays so when the clock is set back.</summary>
    public static bool IsClosed(KitchenDay day, DateTimeOffset now) => day.FrozenAt is not null || now >= day.CutOffAt;

    /// <summary>The first day whose orders are not closed.</summary>
    public static DateOnly FirstOpen(CentralKitchen kitchen, DateTimeOffset now)
    {
        var day = LocalTime.DateOf(now);
        while (CutOffOf(kitchen, day) <= now)
            day = day.AddDays(1);
        return day;
    }

    /// <summary>The cut-off of a day: the evening before, local time.</summary>
    public static DateTimeOffset CutOffOf(CentralKitchen kitchen, DateOnly day) => LocalTime.StartOfDay(day.AddDays(-1)).AddMinutes(kitchen.CutOffMinutes);

    /// <summary>Until when what was packed is to be eaten.</summary>
    public static DateTimeOffset EatBy(CentralKitchen kitchen, DateOnly day) => LocalTime.StartOfDay(day).AddMinutes(kitchen.PackedMinutes + kitchen.EatWithinMinutes);

    /// <summary>The class of somebody on the day of the meal (R26: the birthday itself counts).</summary>
    public static AgeClass AgeOn(DateOnly birth, DateOnly day) => LocalTime.AgeOn(birth, day) switch
    {
        >= 80 => AgeClass.Eighty,
        >= 70 => AgeClass.Seventies,
        _ => AgeClass.Under70,
    };

    /// <summary>Whether a standing order counts on a day: a choice for the day comes before pauses, and those before weekdays.</summary>
    public static bool Eats(VillageElder elder, DateOnly day, IEnumerable<ElderPause> pauses, ElderChoice? choice)
    {
        if (elder.EndedAt is not null || day < elder.From || day > elder.Until)
            return false;
        if (choice is not null)
            return choice.Eats;
        var weekday = ((int)day.DayOfWeek + 6) % 7;
        return (elder.Weekdays & (1 << weekday)) != 0 && !pauses.Any(p => p.From <= day && day <= p.Until);
    }

    /// <summary>
    /// The set an elder gets: the wanted one where it is cooked, else the first that holds nothing they must not eat; <c>null</c> where none
    /// does and somebody has to choose.
    /// </summary>
    /// <param name="wanted">Code of the wanted set.</param>
    /// <param name="sets">Sets of the day in their order, each with the allergens of its dishes.</param>
    /// <param name="allergies">What the elder must not eat.</param>
    public static string? SetFor(string wanted, IReadOnlyList<(string Code, IReadOnlySet<string> Allergens)> sets, IReadOnlyCollection<string> allergies) =>
        sets.Any(s => s.Code == wanted) ? wanted : sets.Where(s => !allergies.Any(s.Allergens.Contains)).Select(s => s.Code).FirstOrDefault();

    /// <summary>Codes of allergens as they are kept; <c>null</c> when one is unknown.</summary>
    public static string? CleanAllergens(IReadOnlyList<string>? codes)
    {
        var known = (codes ?? []).Select(c => c.Trim().ToLowerInvariant()).Where(c => c.Length > 0).Distinct().ToList();
        return known.TrueForAll(Allergens.Contains) ? string.Join(' ', Allergens.Where(known.Contains)) : null;
    }

    /// <summary>Every allergen by its code.</summary>
    public static IReadOnlyList<string> AllAllergens => Allergens;

    /// <summary>Which dishes have no sample of enough weight.</summary>
    public static IReadOnlyList<MealDish> WithoutSample(CentralKitchen kitchen, IEnumerable<MealDish> dishes, IEnumerable<FoodSample> samples)
    {
        var kept = samples.Where(s => s.Grams >= kitchen.SampleGrams).Select(s => s.Dish).ToHashSet(StringComparer.Ordinal);
        return [.. dishes.Where(d => !kept.Contains(d.Code)).OrderBy(d => d.Position)];
    }

    /// <summary>Whether food at this temperature and time counts as delivered hot (R27).</summary>
    public static bool IsHot(CentralKitchen kitchen, int tenths) => tenths >= kitchen.HotTenths;

    /// <summary>Whether a position is newer than the one that is known; late and out-of-order ones change nothing.</summary>
    public static bool IsNewer(VanRun run, DateTimeOffset at) => run.LeftAt is { } left && at >= left && (run.FixAt is null || at > run.FixAt);

    /// <summary>A temperature in tenths, or <c>null</c> for what no thermometer in a box of food shows.</summary>
    public static int? Tenths(decimal celsius) => celsius is >= -20 and <= 120 && decimal.Truncate(celsius * 10) == celsius * 10 ? (int)(celsius * 10) : null;

    public static Problem WrongTemperature => Problem.Invalid(
        "temperature", "services.temperature", "请填写温度，-20 到 120 ℃，最多一位小数。", "Give the temperature, -20 to 120 °C with at most one decimal.");

    public static Problem Closed(KitchenDay day) => Problem.Conflict("services.orders_closed",
        $"{day.Day:M月d日}的订餐已截止。需要增减请申请临时加餐，说明原因，由厨房批准。",
        $"Orders for {day.Day:yyyy-MM-dd} are closed. Ask for an extra with a reason: the kitchen decides.");
}
