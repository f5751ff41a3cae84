using System.Globalization;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Services.Kitchen.Board;
using Linli.Web;

namespace Linli.Services.Kitchen;

/// <summary>Words of the kitchen.</summary>
internal static class KitchenWords
{
    private static readonly Dictionary<string, Phrase> allergens = new(StringComparer.Ordinal)
    {
        ["peanut"] = ("花生", "peanuts"), ["egg"] = ("蛋", "egg"), ["milk"] = ("奶", "milk"), ["fish"] = ("鱼", "fish"), ["shellfish"] = ("虾蟹贝", "shellfish"),
        ["soy"] = ("大豆", "soy"), ["wheat"] = ("小麦", "wheat"), ["nuts"] = ("坚果", "nuts"), ["sesame"] = ("芝麻", "sesame"),
    };

    public static Phrase Of(Diet diet) => diet switch
    {
        Diet.Soft => ("软食", "Soft"),
        Diet.LowSalt => ("低盐", "Low salt"),
        Diet.LowSugar => ("低糖", "Low sugar"),
        Diet.Vegetarian => ("素食", "Vegetarian"),
        _ => ("普通", "Normal"),
    };

    public static Phrase Of(AgeClass age) => age switch
    {
        AgeClass.Eighty => ("80 岁及以上", "80 and older"),
        AgeClass.Seventies => ("70–79 岁", "70 to 79"),
        _ => ("不满 70 岁", "Under 70"),
    };

    public static Phrase Of(BoardStage stage) => stage switch
    {
        BoardStage.Production => ("生产", "Production"),
        BoardStage.Loading => ("装车", "Loading"),
        BoardStage.UnderWay => ("配送中", "Under way"),
        BoardStage.HandedOver => ("已交接", "Handed over"),
        _ => ("订餐中", "Orders open"),
    };

    public static Phrase Of(RunState state) => state switch
    {
        RunState.UnderWay => ("配送中", "Under way"),
        RunState.Done => ("已送完", "Done"),
        _ => ("待装车", "To be loaded"),
    };

    public static Phrase Of(ExtraState state) => state switch
    {
        ExtraState.Approved => ("已批准", "Approved"),
        ExtraState.Refused => ("未批准", "Refused"),
        _ => ("待批准", "Waiting"),
    };

    public static string Allergen(string code) => allergens.TryGetValue(code, out var name) ? name.ToString() : code;

    public static Phrase Weekday(int day) => day switch
    {
        1 => ("一", "Mon"),
        2 => ("二", "Tue"),
        3 => ("三", "Wed"),
        4 => ("四", "Thu"),
        5 => ("五", "Fri"),
        6 => ("六", "Sat"),
        _ => ("日", "Sun"),
    };

    public static string Weekdays(IReadOnlyList<int> days) => days.Count == 7 ? Bilingual.T("每天", "Every day") : Bilingual.T("周", "") + string.Join(Bilingual.T("、", ", "), days.Select(Weekday));

    public static string Clock(DateTimeOffset? at) => at is { } some ? LocalTime.ToLocal(some).ToString("HH:mm", CultureInfo.InvariantCulture) : "–";

    public static string Moment(DateTimeOffset at) => LocalTime.ToLocal(at).ToString("M-d HH:mm", CultureInfo.InvariantCulture);

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => Bilingual.T(
        day.ToString("M月d日 ddd", CultureInfo.GetCultureInfo("zh-CN")), day.ToString("ddd d MMM", CultureInfo.GetCultureInfo("en")));

    public static string Celsius(decimal? degrees) => degrees is { } some ? some.ToString("0.#", CultureInfo.InvariantCulture) + " ℃" : "–";

    /// <summary>How old a position is.</summary>
    public static string Age(int seconds) => seconds < 90
        ? Bilingual.T($"{seconds} 秒前", $"{seconds} s ago")
        : Bilingual.T($"{seconds / 60} 分钟前", $"{seconds / 60} min ago");

    /// <summary>One line about a village.</summary>
    public static string StopText(VillageOnBoard village) => village.Stop switch
    {
        { HandedAt: { } at } stop => Bilingual.T($"{stop.HandedBoxes} 份，{Clock(at)} 交接，{Celsius(stop.Celsius)}", $"{stop.HandedBoxes} boxes handed over {Clock(at)}, {Celsius(stop.Celsius)}"),
        { } stop => Bilingual.T($"{village.Boxes} 份，预计 {Clock(stop.DueAt)}", $"{village.Boxes} boxes, due {Clock(stop.DueAt)}"),
        _ => Bilingual.T($"{village.Boxes} 份", $"{village.Boxes} boxes"),
    };

    /// <summary>A day as people or addresses wrote it; <c>null</c> when it is none.</summary>
    public static DateOnly? ReadDay(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
