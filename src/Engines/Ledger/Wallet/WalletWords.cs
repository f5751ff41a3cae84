using Linli.Ledger.Earning;
using Linli.Platform.Text;

namespace Linli.Ledger.Wallet;

/// <summary>What residents read in their wallet.</summary>
internal static class WalletWords
{
    public static Phrase Name(LedgerUnit unit) => unit switch
    {
        LedgerUnit.Fen => ("余额", "Money"),
        LedgerUnit.Points => ("积分", "Points"),
        LedgerUnit.VolunteerMinutes => ("志愿时长", "Volunteer time"),
        _ => ("医保家庭账户", "Insurance account"),
    };

    public static string Icon(LedgerUnit unit) => unit switch
    {
        LedgerUnit.Fen => "wallet",
        LedgerUnit.Points => "star",
        LedgerUnit.VolunteerMinutes => "clock-heart",
        _ => "shield-plus",
    };

    public static Phrase Of(EarningState state) => state switch
    {
        EarningState.Granted => ("已发放", "given"),
        EarningState.ToAudit => ("待抽查", "to be looked at"),
        EarningState.AuditedGood => ("抽查无误", "looked at, all right"),
        EarningState.TakenBack => ("已收回", "taken back"),
        EarningState.Corrected => ("记录更正，已收回", "record corrected, taken back"),
        EarningState.Appealed => ("申诉处理中", "appeal under way"),
        EarningState.AppealGranted => ("申诉成立，已补发", "appeal granted, given again"),
        _ => ("申诉未成立", "appeal refused"),
    };

    public static Phrase Of(Proof proof) => proof switch
    {
        Proof.None => ("不需要", "none"),
        Proof.Witness => ("现场确认", "seen by staff or a device"),
        _ => ("照片或单据", "photo or paper"),
    };

    /// <summary>The limits of a rule in one line.</summary>
    public static string Limits(EarningRuleLine rule)
    {
        var limits = new List<Phrase>();
        if (rule.TimesPerDay is { } times)
            limits.Add(($"每天最多 {times} 次", $"{times} times a day"));
        if (rule.PointsPerDay is { } daily)
            limits.Add(($"每天最多 {daily} 分", $"{daily} points a day"));
        if (rule.PointsPerMonth is { } monthly)
            limits.Add(($"每月最多 {monthly} 分", $"{monthly} points a month"));
        return string.Join(" · ", limits);
    }
}
