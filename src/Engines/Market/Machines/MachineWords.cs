using System.Globalization;
using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Market.Machines;

/// <summary>What people read of machines.</summary>
internal static class MachineWords
{
    public static Phrase Kind(MachineKind kind) => kind == MachineKind.RiceMill ? ("智能碾米机", "Rice mill") : ("无人果蔬柜", "Produce cabinet");

    public static string Icon(MachineKind kind) => kind == MachineKind.RiceMill ? "grain" : "apple";

    public static string Icon(GoodsClass goods) => goods switch { GoodsClass.Food => "apple", GoodsClass.Daily => "package", _ => "pill" };

    /// <summary>A weight: 820 克, 1 公斤, 1.5 公斤.</summary>
    public static Phrase Weight(long grams) => Math.Abs(grams) < 1000
        ? ($"{grams} 克", $"{grams} g")
        : ($"{(grams / 1000m).ToString("0.###", CultureInfo.InvariantCulture)} 公斤", $"{(grams / 1000m).ToString("0.###", CultureInfo.InvariantCulture)} kg");

    /// <summary>A price with what it is for.</summary>
    public static Phrase Price(SoldBy soldBy, long fen) => soldBy == SoldBy.Weight
        ? ($"{Yuan.Words(fen).Zh}/500 克", $"{Yuan.Words(fen).En}/500 g") : ($"{Yuan.Words(fen).Zh}/件", $"{Yuan.Words(fen).En} each");

    public static Phrase Fault(string code) => code switch
    {
        "jam" => ("卡料", "jam"),
        "scale" => ("称重故障", "scale"),
        "door" => ("门锁故障", "door"),
        "power" => ("供电异常", "power"),
        _ => ($"代码 {code}", $"code {code}"),
    };

    public static Phrase Event(EventKind kind) => kind switch
    {
        EventKind.Boot => ("通电启动", "switched on"),
        EventKind.Opened => ("门已打开", "door opened"),
        EventKind.Weighed => ("称重变化", "weight changed"),
        EventKind.Closed => ("门已关闭", "door closed"),
        EventKind.Started => ("开始碾米", "milling began"),
        EventKind.Progress => ("碾米进度", "progress"),
        EventKind.Milled => ("碾米完成", "milled"),
        EventKind.Jammed => ("卡料", "jammed"),
        EventKind.Taken => ("已取袋", "bag taken"),
        EventKind.Refused => ("未执行指令", "command not carried out"),
        EventKind.Fault => ("故障", "fault"),
        EventKind.Cleared => ("故障解除", "fault cleared"),
        _ => ("日志缺失", "journal lost"),
    };

    public static Phrase Stray(string why) => why == "ended" ? ("订单已结束后才收到", "came after its purchase had ended") : ("不认识的订单", "of an unknown purchase");

    public static Phrase Why(StockWhy why) => why switch
    {
        StockWhy.Refill => ("补货", "refill"),
        StockWhy.Count => ("盘点", "count"),
        StockWhy.Sale => ("销售", "sale"),
        StockWhy.Moved => ("移货层", "moved to another shelf"),
        _ => ("未出货退回", "not sold after all"),
    };
}

/// <summary>What people read of a purchase.</summary>
internal static class SessionWords
{
    public static Phrase State(SessionState state) => state switch
    {
        SessionState.Authorised => ("等待设备", "waiting for the machine"),
        SessionState.Running => ("进行中", "under way"),
        SessionState.Review => ("待人工核对", "to be looked at"),
        SessionState.Settled => ("已结算", "settled"),
        _ => ("未扣款", "not charged"),
    };

    public static Tone ToneOf(SessionState state) => state switch
    {
        SessionState.Settled => Tone.Good,
        SessionState.Review => Tone.Warning,
        SessionState.Released => Tone.Plain,
        _ => Tone.Info,
    };

    public static Phrase Reason(string reason) => reason switch
    {
        SessionReasons.Refused => ("设备没有执行", "The machine did not do it"),
        SessionReasons.Jam => ("设备卡料", "The machine jammed"),
        SessionReasons.NotHeard => ("设备没有应答", "The machine did not answer"),
        SessionReasons.Cancelled => ("您取消了购买", "You cancelled"),
        SessionReasons.Scale => ("称重出现故障", "A scale failed"),
        SessionReasons.Readings => ("前后称重对不上", "The scales disagree"),
        SessionReasons.Foreign => ("有货层变重，可能放错了位置或放入了别的东西", "A shelf became heavier: goods in another place, or something else put in"),
        SessionReasons.Piece => ("重量和件数对不上", "The weight fits no number of pieces"),
        SessionReasons.Shelf => ("有未登记的货层", "An unknown shelf"),
        SessionReasons.Lost => ("设备丢失了部分记录", "The machine lost part of its records"),
        SessionReasons.Order => ("设备记录的顺序不对", "The machine's records are out of order"),
        _ => ("工作人员已核对", "Staff have looked at it"),
    };

    public static Phrase Dispute(DisputeState state) => state switch
    {
        DisputeState.Open => ("处理中", "being looked at"),
        DisputeState.Refunded => ("已退款", "refunded"),
        _ => ("维持原结算", "the receipt stands"),
    };
}
