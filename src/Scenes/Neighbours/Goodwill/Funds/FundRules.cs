using System.Text.RegularExpressions;
using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Neighbours.Goodwill.Funds;

/// <summary>What holds for funds; decided on values, without a database.</summary>
internal static partial class FundRules
{
    /// <summary>The most one spending or one price may be: 100,000 yuan.</summary>
    public const long MostFen = 10_000_000;

    /// <summary>Why a charity may not take money raised in public on a day, or <c>null</c> (R34).</summary>
    public static Problem? Unqualified(string name, string? certificate, DateOnly? from, DateOnly? to, DateOnly? suspended, DateOnly on)
    {
        var why = certificate is null || from is null || to is null ? ("没有公开募捐资格证书", "has no certificate for public fundraising")
            : on < from ? ($"公开募捐资格证书 {from:yyyy-MM-dd} 起才有效", $"has a certificate for public fundraising from {from:yyyy-MM-dd} only")
            : on > to ? ($"公开募捐资格证书已于 {to:yyyy-MM-dd} 到期", $"has a certificate for public fundraising that ended on {to:yyyy-MM-dd}")
            : suspended <= on ? ($"自 {suspended:yyyy-MM-dd} 起被暂停公开募捐", $"may not raise funds since {suspended:yyyy-MM-dd}")
            : default((string Zh, string En)?);
        return why is not { } reason ? null : Problem.Conflict(
            "funds.not_qualified", $"{name}{reason.Zh}，这笔钱不能收。请换有资格的慈善组织，或改为定向捐物。",
            $"{name} {reason.En}: this money cannot be taken. Choose a charity that may, or give goods to a known recipient.");
    }

    public static Problem? Unqualified(Charity charity, DateOnly on) => Unqualified(charity.Name, charity.Certificate, charity.ValidFrom, charity.ValidTo, charity.SuspendedOn, on);

    /// <summary>Why a fund cannot pay so much now, or <c>null</c>: what lies as cash in its box has not reached the charity's account, and nothing is paid from there before it has (R34).</summary>
    public static Problem? NotArrived(FundMoney money, long fen) => fen <= money.InBankFen ? null : Problem.Conflict(
        "funds.not_arrived",
        $"这笔要付 {Yuan.Signed(fen)}，慈善组织账户里可付 {Yuan.Signed(Math.Max(0, money.InBankFen))}，现金箱里还有 {Yuan.Signed(money.InBoxFen)} 没有上交：请先上交现金，或改小金额。",
        $"{Yuan.Signed(fen)} is to be paid, {Yuan.Signed(Math.Max(0, money.InBankFen))} is at the charity's account, and {Yuan.Signed(money.InBoxFen)} still lies in the cash box: hand the cash in first, or pay less.");

    /// <summary>What the charity's bank pays when a receipt is taken back, in fen: what was paid in cash and no longer lies in the box.</summary>
    public static long FromBank(FundMoney money, SaleReceipt receipt) => receipt.Paid == PaidBy.Cash ? Math.Max(0, receipt.Fen - money.InBoxFen) : 0;

    /// <summary>Why a receipt cannot be taken back now, or <c>null</c>: box and bank together hold too little.</summary>
    public static Problem? RefundShort(FundMoney money, SaleReceipt receipt) => FromBank(money, receipt) is var drawn && (drawn == 0 || drawn <= money.InBankFen) ? null : Problem.Conflict(
        "sales.no_money",
        $"要退 {Yuan.Signed(receipt.Fen)}，现金箱里有 {Yuan.Signed(money.InBoxFen)}，慈善组织账户里有 {Yuan.Signed(Math.Max(0, money.InBankFen))}，合起来不够：等有新的收入或支出退回后再办。",
        $"{Yuan.Signed(receipt.Fen)} is to be given back; the box holds {Yuan.Signed(money.InBoxFen)} and the charity's account {Yuan.Signed(Math.Max(0, money.InBankFen))}, which is too little: do it when there is new income or a spending came back.");

    /// <summary>That the number of the bank's payment slip is missing or has no right length.</summary>
    /// <param name="fen">What the bank pays, where it is known.</param>
    public static Problem NoPaymentSlip(long? fen) => Problem.Invalid(
        "slip", "sales.slip",
        fen is { } drawn ? $"现金已经上交，要从慈善组织账户退 {Yuan.Signed(drawn)}：请填写银行付款回单号，4–40 个字符。" : "银行付款回单号为 4–40 个字符。",
        fen is { } paid ? $"The cash was handed in and the charity's bank pays {Yuan.Signed(paid)}: give the number of its payment slip, 4 to 40 characters." : "The number of the bank's payment slip has 4 to 40 characters.");

    /// <summary>Whether a unified social credit code has the shape and check character of GB 32100.</summary>
    public static bool IsRegistration(string? code)
    {
        const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        if (code is null || !Shape().IsMatch(code))
            return false;
        var (sum, weight) = (0, 1);
        foreach (var c in code[..17])
            (sum, weight) = (sum + (Alphabet.IndexOf(c, StringComparison.Ordinal) * weight), weight * 3 % 31);
        return Alphabet[(31 - (sum % 31)) % 31] == code[17];
    }

    /// <summary>Why somebody may not sign a spending, or <c>null</c>: two sign, and neither is who asked.</summary>
    public static Problem? MaySign(Guid asked, Guid? first, Guid me) =>
        asked == me ? Problem.Forbidden("funds.own_request", "自己申请的支出由另外两位审批。", "What you asked for yourself is signed by two others.")
        : first == me ? Problem.Forbidden("funds.signed", "您已签过，还需要另一位审批。", "You have signed: somebody else has to sign as well.")
        : null;

    [GeneratedRegex("^[0-9A-HJ-NPQRTUWXY]{18}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();
}
