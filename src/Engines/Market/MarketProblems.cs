using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Market;

/// <summary>Problems that several use cases have.</summary>
internal static class MarketProblems
{
    /// <summary>Where a wallet is filled.</summary>
    public const string TopUp = "/me/wallet/top-up";

    public static readonly Problem NoPerson = Problem.Forbidden("market.no_person",
        "请先登记入住、确认本人身份，再用钱包付款。", "Show first who you are by registering your home: then you can pay from your wallet.");

    public static readonly Problem ChildAlone = Problem.Forbidden("market.child_alone", "14 周岁以下的孩子请由监护人购买。", "A guardian buys for a child under 14.");

    public static readonly Problem ForAChild = Problem.Invalid("onBehalfOf", "market.for_child", "给 14 周岁以下的孩子买东西，请直接用自己的钱包付款。", "To buy something for a child under 14, pay from your own wallet.");

    public static readonly Problem KeyMissing = Problem.Invalid("idempotencyKey", "market.key_missing",
        "请带上 idempotencyKey（1–100 个字符），这样重发不会付两次。", "Send an idempotencyKey (1–100 characters), so that nothing is paid twice when you send it again.");

    public static readonly Problem OrderNotFound = Problem.NotFound("market.order_not_found", "没有找到这笔订单。", "This order was not found.");

    public static Problem WrongState(Phrase state) => Problem.Conflict("market.order_state",
        $"订单现在是“{state.Zh}”，不能这样操作。", $"The order is “{state.En}” now: this cannot be done any more.");

    public static Problem Short(long missing, long has) => Problem.Conflict("market.wallet_short",
        $"钱包余额 {Yuan.Figure(has)} 元，还差 {Yuan.Figure(missing)} 元，请先充值。", $"Your wallet holds ¥{Yuan.Figure(has)}: ¥{Yuan.Figure(missing)} more is needed. Fill it first.") with
    {
        Link = TopUp,
    };

    public static Problem? KeyFault(string? key) => key is { Length: >= 1 and <= 100 } ? null : KeyMissing;
}
