using Linli.Platform.Data;
using Linli.Platform.Results;

namespace Linli.Ledger.Earning;

/// <summary>Which rule holds, and whether a person may earn by it once more.</summary>
internal static class EarningRules
{
    /// <summary>The rule of the act's day: of the nearest place, and of those the one that began last.</summary>
    public static EarningRule? Of(IEnumerable<(EarningRule Rule, string Scope)> rules, string @event, ScopePath place, DateOnly day) => rules
        .Where(r => r.Rule.Event == @event && r.Rule.From <= day && (r.Rule.To is not { } to || day <= to) && ScopePath.Parse(r.Scope, null).Contains(place))
        .OrderByDescending(r => r.Scope.Length).ThenByDescending(r => r.Rule.From).ThenByDescending(r => r.Rule.Version)
        .Select(r => r.Rule).FirstOrDefault();

    /// <summary>Whether one more earning stays within the limits; the problem says which one it met.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="timesToday">How often the person earned by this event on the day of the act.</param>
    /// <param name="pointsToday">How many points by this event on that day.</param>
    /// <param name="pointsThisMonth">How many points by this event in that month.</param>
    public static Problem? CapFault(EarningRule rule, int timesToday, long pointsToday, long pointsThisMonth)
    {
        if (rule.TimesPerDay is { } times && timesToday >= times)
            return Problem.Conflict("ledger.cap_times_day",
                $"“{rule.NameZh}”每人每天最多计 {times} 次，今天已满。", $"{rule.NameEn} counts {times} times a day for each person: that was reached.");
        if (rule.PointsPerDay is { } daily && pointsToday + rule.Points > daily)
            return Problem.Conflict("ledger.cap_points_day",
                $"“{rule.NameZh}”每人每天最多 {daily} 分，今天已得 {pointsToday} 分。", $"{rule.NameEn} brings at most {daily} points a day: {pointsToday} were earned already.");
        return rule.PointsPerMonth is { } monthly && pointsThisMonth + rule.Points > monthly
            ? Problem.Conflict("ledger.cap_points_month",
                $"“{rule.NameZh}”每人每月最多 {monthly} 分，本月已得 {pointsThisMonth} 分。", $"{rule.NameEn} brings at most {monthly} points a month: {pointsThisMonth} were earned already.")
            : null;
    }

    /// <summary>Whether it turned out not to have happened: it is no time that somebody earned.</summary>
    public static bool IsUndone(EarningRow earning) => earning.State is EarningState.TakenBack or EarningState.AppealRefused or EarningState.Corrected;

    /// <summary>What counts towards a limit: of what turned out not to have happened, that which was spent already and therefore stayed.</summary>
    public static long Kept(EarningRow earning) => IsUndone(earning) ? earning.Points - earning.Taken : earning.Points;

    public static Problem? ProofFault(EarningRule rule, Act act) => rule.Proof switch
    {
        Proof.Witness when !act.Witnessed => Problem.Invalid("witnessed", "ledger.proof_missing",
            $"“{rule.NameZh}”需要工作人员或设备现场确认。", $"{rule.NameEn} has to be seen by staff or by a device."),
        Proof.Paper when string.IsNullOrWhiteSpace(act.Proof) => Problem.Invalid("proof", "ledger.proof_missing",
            $"“{rule.NameZh}”需要照片或单据，请填写凭证。", $"{rule.NameEn} needs a photo or paper: say where it lies."),
        _ => null,
    };

    /// <summary>How much can be taken back: what is still there, and never more. Nobody falls below zero (R21).</summary>
    public static long TakeBack(long earned, long available) => Math.Clamp(available, 0, earned);
}
