using Linli.Platform.Text;

namespace Linli.Ledger.Payments;

/// <summary>What people read about payments.</summary>
internal static class PaymentWords
{
    public static Phrase Of(RefundState state) => state switch
    {
        RefundState.Waiting or RefundState.Sent => ("退回中", "on its way"),
        RefundState.AtDesk => ("待到服务台领现金", "waits in cash at the desk"),
        RefundState.Done => ("已退", "gone back"),
        RefundState.Failed => ("没有退成，钱还在钱包里", "failed: still in the wallet"),
        RefundState.Unbooked => ("已退，账上待核实", "gone back; the desk looks into the books"),
        _ => ("已取消", "cancelled"),
    };

    public static Phrase Of(Doubt doubt) => doubt switch
    {
        Doubt.UnknownOrder => ("没有这张充值单", "no such top-up"),
        Doubt.WalletGone => ("钱包已注销", "the wallet is gone"),
        Doubt.OtherCurrency => ("不是人民币", "not yuan"),
        Doubt.Amount => ("金额不合理", "no sensible amount"),
        Doubt.Contradiction => ("两次通知内容不一致", "told twice, not the same"),
        _ => ("账本没有收下", "the books refused it"),
    };

    public static Phrase Of(ArrivalState state) => state switch
    {
        ArrivalState.Posted => ("已入账", "posted"),
        ArrivalState.Doubtful => ("待核实", "doubtful"),
        ArrivalState.Returning => ("退回中", "going back"),
        _ => ("已退回", "gone back"),
    };

    public static Phrase Of(ArrivalWay way) => way switch
    {
        ArrivalWay.Callback => ("支付通知", "callback"),
        ArrivalWay.Poll => ("查询所得", "asked"),
        ArrivalWay.Statement => ("对账发现", "statement"),
        _ => ("现金", "cash"),
    };
}
