using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Market.Orders;

/// <summary>Orders in words.</summary>
internal static class OrderWords
{
    public static Phrase Of(OrderState state, OrderWay way) => state switch
    {
        OrderState.Paid => ("已付款，等待备货", "Paid, waiting to be packed"),
        OrderState.Packed => ("已备货", "Packed"),
        OrderState.Ready => ("可以自提了", "Ready to be picked up"),
        OrderState.Out => ("正在配送", "On its way"),
        OrderState.HandedOver => way == OrderWay.PickUp ? ("已取货", "Picked up") : ("已送达", "Delivered"),
        OrderState.Done => ("已完成", "Done"),
        _ => ("已取消", "Cancelled"),
    };

    public static Tone ToneOf(OrderState state) => state switch
    {
        OrderState.Paid => Tone.Warning,
        OrderState.Packed or OrderState.Ready or OrderState.Out => Tone.Info,
        OrderState.HandedOver or OrderState.Done => Tone.Good,
        _ => Tone.Plain,
    };

    public static Phrase Of(OrderWay way) => way == OrderWay.PickUp ? ("到店自提", "Pick-up") : ("送货上门", "Delivery");
}
