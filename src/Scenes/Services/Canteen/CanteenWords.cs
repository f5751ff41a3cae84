using Linli.Platform.Text;

namespace Linli.Services.Canteen;

/// <summary>What people read in the canteens.</summary>
internal static class CanteenWords
{
    /// <summary>What dishes may contain that some must not eat, by code.</summary>
    public static readonly IReadOnlyDictionary<string, Phrase> Allergens = new Dictionary<string, Phrase>(StringComparer.Ordinal)
    {
        ["gluten"] = ("麸质", "gluten"), ["shellfish"] = ("甲壳类", "shellfish"), ["egg"] = ("蛋", "egg"), ["fish"] = ("鱼", "fish"),
        ["peanut"] = ("花生", "peanut"), ["soy"] = ("大豆", "soy"), ["milk"] = ("乳", "milk"), ["nut"] = ("坚果", "nuts"),
    };

    public static Phrase Of(MealTime meal) => meal switch
    {
        MealTime.Breakfast => ("早餐", "Breakfast"),
        MealTime.Lunch => ("午餐", "Lunch"),
        _ => ("晚餐", "Dinner"),
    };

    public static Phrase Of(PayBy way) => way switch
    {
        PayBy.StoredValue => ("食堂卡", "Canteen card"),
        PayBy.Wallet => ("钱包", "Wallet"),
        _ => ("现金", "Cash"),
    };

    public static Phrase Of(DishKind kind) => kind switch
    {
        DishKind.Set => ("套餐", "Set meal"),
        DishKind.Meat => ("荤菜", "Meat"),
        DishKind.Vegetable => ("素菜", "Vegetables"),
        DishKind.Soup => ("汤", "Soup"),
        _ => ("主食", "Staple"),
    };

    public static Phrase Of(OrderState state) => state switch
    {
        OrderState.Open => ("待取餐", "to be fetched"),
        OrderState.Fetched => ("已取餐", "fetched"),
        OrderState.Cancelled => ("已取消", "cancelled"),
        _ => ("未取，款项已退回可用余额", "not fetched; the money is free again"),
    };

    public static Phrase Of(RefundState state) => state switch
    {
        RefundState.Asked => ("请到窗口领取现金", "fetch it at the counter"),
        RefundState.Paid => ("已退", "paid"),
        _ => ("已撤回", "taken back"),
    };

    public static Phrase Of(CertificateStanding standing) => standing switch
    {
        CertificateStanding.Good => ("有效", "good"),
        CertificateStanding.EndsSoon => ("快到期", "ends soon"),
        _ => ("已过期", "expired"),
    };

    public static string AllergensOf(string codes) => string.Join(
        Web.Bilingual.T("、", ", "), codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => Allergens.TryGetValue(c, out var name) ? name.ToString() : c));

    public static string Day(DateOnly day) => day.ToString(Web.Bilingual.InEnglish ? "ddd d MMM" : "M月d日 ddd",
        System.Globalization.CultureInfo.GetCultureInfo(Web.Bilingual.InEnglish ? "en" : "zh-CN"));

    public static string Items(IEnumerable<MealItem> items) => string.Join(Web.Bilingual.T("、", ", "), items.Select(i => i.Count == 1 ? i.Name.ToString() : $"{i.Name} × {i.Count}"));
}
