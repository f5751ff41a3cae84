using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Market.Machines;

/// <summary>What kind of goods a shelf holds (商品类别): the law asks other things of each.</summary>
internal enum GoodsClass
{
    /// <summary>食品.</summary>
    Food,

    /// <summary>日用品.</summary>
    Daily,

    /// <summary>乙类非处方药: over-the-counter medicine of class B.</summary>
    OtcB,

    /// <summary>甲类非处方药: over-the-counter medicine of class A.</summary>
    OtcA,

    /// <summary>处方药: prescription medicine.</summary>
    Prescription,
}

/// <summary>What holds for goods of a class in an unattended machine.</summary>
/// <param name="Class">The class.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Word">As it is typed in a list of shelves.</param>
/// <param name="MaySell">Whether a machine may sell them at all.</param>
/// <param name="NeedsLicence">Whether the machine's address must stand on a drug licence.</param>
/// <param name="NeedsLot">Whether each lot and its last day must be recorded.</param>
/// <param name="Source">The rule it comes from.</param>
internal sealed record GoodsRule(GoodsClass Class, Phrase Name, string Word, bool MaySell, bool NeedsLicence, bool NeedsLot, string Source);

/// <summary>Which goods a machine may sell, and when (R32): class-B OTC on a licence that names the machine's address, nothing on prescription, nothing out of date.</summary>
internal static class GoodsClasses
{
    private const string Nmpa = "国家药监局 2024-04-22 公告：自助售药机只能销售乙类非处方药，设置地址须在许可证上载明";
    private const string FoodLaw = "食品安全法第五十四条：及时清理变质或者超过保质期的食品";

    public static readonly IReadOnlyList<GoodsRule> All =
    [
        new(GoodsClass.Food, ("食品", "food"), "food", true, false, false, FoodLaw),
        new(GoodsClass.Daily, ("日用品", "daily goods"), "daily", true, false, false, ""),
        new(GoodsClass.OtcB, ("乙类非处方药", "class-B OTC medicine"), "otcB", true, true, true, Nmpa),
        new(GoodsClass.OtcA, ("甲类非处方药", "class-A OTC medicine"), "otcA", false, true, true, Nmpa),
        new(GoodsClass.Prescription, ("处方药", "prescription medicine"), "prescription", false, true, true, Nmpa),
    ];

    public static GoodsRule Of(GoodsClass goods) => All.First(r => r.Class == goods);

    /// <summary>The class somebody typed, by its word or its name; food when nothing was typed, and nothing that exists when it cannot be read.</summary>
    public static GoodsClass Read(string? word) => string.IsNullOrEmpty(word) ? GoodsClass.Food
        : All.FirstOrDefault(r => string.Equals(r.Word, word, StringComparison.OrdinalIgnoreCase) || r.Name.Zh == word)?.Class ?? (GoodsClass)(-1);

    /// <summary>Why goods of a class can be on no shelf of a machine.</summary>
    public static Problem? FaultOf(GoodsClass goods) => !Enum.IsDefined(goods)
        ? Problem.Invalid("shelves", "market.machine_goods_class", $"商品类别填：{string.Join("、", All.Where(r => r.MaySell).Select(r => r.Word))}。", $"The class of goods is one of: {string.Join(", ", All.Where(r => r.MaySell).Select(r => r.Word))}.")
        : Of(goods) is { MaySell: false } rule
            ? Problem.Invalid("shelves", "market.machine_goods_forbidden", $"无人设备不能销售{rule.Name.Zh}（{rule.Source}）。请到药店或卫生服务站取药。", $"A machine must not sell {rule.Name.En}: such medicine comes from a pharmacy or the health station.")
            : null;

    /// <summary>Why nothing can be sold from a shelf today; the last day of a lot is the last day it is sold.</summary>
    public static Problem? WhyNotSold(MachineShelf shelf, Machine machine, DateOnly today)
    {
        if (shelf.ExpiresOn is { } last && last < today)
            return Problem.Conflict("market.machine_expired", $"{shelf.NameZh}的批次 {shelf.Lot} 已过有效期，工作人员取出前不能购买。没有扣款。", $"Lot {shelf.Lot} of {shelf.NameEn} is past its last day: nothing is sold until staff have taken it out. Nothing was charged.");
        return Of(shelf.Class).NeedsLicence && machine.LicenceUntil is var until && (until is null || until < today)
            ? Problem.Conflict("market.machine_licence_ended", "设备的药品经营许可已到期，暂停销售。没有扣款。", "The machine's drug licence has run out: it sells nothing until it is renewed. Nothing was charged.") : null;
    }
}

/// <summary>A licence to sell medicine that names the machine's address (药品经营许可证).</summary>
/// <param name="Number">Its number, 6–40 characters.</param>
/// <param name="Address">The machine's address as it stands there: the same as where the machine stands.</param>
/// <param name="Until">Its last local day.</param>
internal sealed record DrugLicence(string? Number, string? Address, DateOnly Until)
{
    /// <summary>What is wrong with it for a machine that stands at <paramref name="spot"/>.</summary>
    public Problem? FaultOf(string? spot, DateOnly today)
    {
        if (Number?.Trim() is not { Length: >= 6 and <= 40 })
            return Problem.Invalid("licence", "market.machine_licence_number", "许可证编号为 6–40 个字符。", "A licence has a number of 6 to 40 characters.");
        if (Plain(Address) is not { Length: > 0 } address || address != Plain(spot))
            return Problem.Invalid("licence", "market.machine_licence_address", $"许可证上载明的地址“{Address?.Trim()}”和设备位置“{spot?.Trim()}”不一致，许可证没有写明这个位置就不能卖药。", $"The licence names “{Address?.Trim()}”, the machine stands at “{spot?.Trim()}”: without its address on the licence a machine sells no medicine.");
        return Until < today ? Problem.Invalid("licence", "market.machine_licence_over", "许可证已过有效期。", "The licence has run out.") : null;
    }

    private static string Plain(string? text) => string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
}
