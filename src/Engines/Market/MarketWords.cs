using Linli.Market.Goods;
using Linli.Platform.Text;

namespace Linli.Market;

/// <summary>The market in words.</summary>
internal static class MarketWords
{
    public static Phrase Of(GoodsCategory category) => category switch
    {
        GoodsCategory.Vegetables => ("蔬菜", "Vegetables"),
        GoodsCategory.Fruit => ("水果", "Fruit"),
        GoodsCategory.Grain => ("米面粮油", "Rice, flour, oil"),
        GoodsCategory.Tofu => ("豆制品", "Tofu"),
        GoodsCategory.EggsAndMeat => ("肉禽蛋", "Eggs and meat"),
        GoodsCategory.TeaAndDried => ("茶与干货", "Tea and dried goods"),
        GoodsCategory.Snacks => ("熟食小吃", "Snacks"),
        GoodsCategory.Plants => ("花木", "Plants"),
        GoodsCategory.Handicraft => ("手工艺", "Handicraft"),
        GoodsCategory.Household => ("日用", "Household"),
        _ => ("便民服务", "Services"),
    };

    public static string IconOf(GoodsCategory category) => category switch
    {
        GoodsCategory.Vegetables => "carrot",
        GoodsCategory.Fruit => "apple",
        GoodsCategory.Grain => "grain",
        GoodsCategory.Tofu => "cube",
        GoodsCategory.EggsAndMeat => "egg",
        GoodsCategory.TeaAndDried => "leaf",
        GoodsCategory.Snacks => "bowl-chopsticks",
        GoodsCategory.Plants => "plant-2",
        GoodsCategory.Handicraft => "scissors",
        GoodsCategory.Household => "basket",
        _ => "tool",
    };

    /// <summary>Why stock moved.</summary>
    public static Phrase Move(string why) => why switch
    {
        "receive" => ("进货", "Received"),
        "count" => ("盘点", "Counted"),
        "write-off" => ("报损", "Written off"),
        "sale" => ("售出", "Sold"),
        "cancel" => ("订单取消", "Order cancelled"),
        "return" => ("退货", "Returned"),
        "redemption" => ("积分兑换", "Redeemed for points"),
        "machine" => ("无人柜售出", "Sold by a machine"),
        _ => (why, why),
    };
}
