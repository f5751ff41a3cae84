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
