using Linli.Platform.Results;

namespace Linli.Market.Redemption;

/// <summary>What holds for redeeming points; decided on values, without a database.</summary>
internal static class RedemptionRules
{
    /// <summary>How long goods are kept for somebody.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Until when the community undoes a mistake.</summary>
    public const int UndoDays = 30;

    public const int MostAtOnce = 20;

    public static readonly Problem OfferNotFound = Problem.NotFound("redemption.offer_not_found", "没有找到这个兑换品，或已下架。", "This is not offered, or not any more.");
    public static readonly Problem NotFound = Problem.NotFound("redemption.not_found", "没有找到这笔兑换。", "This redemption was not found.");
    public static readonly Problem NotYourStation = Problem.Forbidden("redemption.not_your_station", "这个兑换站不是您的店。", "This station is not your shop's.");

    public static readonly Problem VouchedPoints = Problem.Forbidden(
        "redemption.by_name", "只报姓名不能扣积分：请出示“我的码”或住户卡。", "Points are not taken by name alone: show “My code” or the card.");

    /// <summary>Whether the price is still the one that was shown; <c>null</c> for <paramref name="shown"/> where none was.</summary>
    public static Problem? PriceFault(RedemptionOffer offer, long? shown) => shown is { } points && points != offer.Points
        ? Problem.Conflict("redemption.price_changed", $"“{offer.NameZh}”刚刚由 {points} 积分改为 {offer.Points} 积分，请确认后再兑换。没有扣积分。",
            $"{offer.NameEn} has just changed from {points} to {offer.Points} points: look again before you redeem. Nothing was taken.") with
        { Field = "points" }
        : null;

    /// <summary>Whether so many more are within what one person gets in a month.</summary>
    public static Problem? LimitFault(int? perMonth, int sofar, int count) => perMonth is { } most && sofar + count > most
        ? Problem.Conflict("redemption.limit", $"每人每月限兑 {most} 份，本月已兑 {sofar} 份。", $"{most} for each person in a month: {sofar} were redeemed already.") : null;

    /// <summary>Whether a mistake may still be undone: the shop on the same day, the community within a month.</summary>
    public static Problem? UndoFault(RedemptionState state, DateOnly day, DateOnly today, bool keeper, bool voucherUsed)
    {
        if (state != RedemptionState.Done)
            return Problem.Conflict("redemption.not_done", "只有已完成的兑换可以冲正，且只能一次。", "Only a finished redemption is undone, and once.");
        if (voucherUsed)
            return Problem.Conflict("redemption.voucher_used", "服务券已使用，不能冲正。", "The voucher was used: it cannot be undone.");
        if (!keeper && day != today)
            return Problem.Conflict("redemption.undo_same_day", "店里只能冲正当天的兑换；之前的请社区处理。", "A shop undoes what happened today; ask the community for what lies back.");
        return today.DayNumber - day.DayNumber > UndoDays
            ? Problem.Conflict("redemption.undo_late", $"超过 {UndoDays} 天的兑换不能冲正。", $"What lies more than {UndoDays} days back is not undone.") : null;
    }

    /// <summary>Whether a voucher is taken, or why not.</summary>
    public static Problem? VoucherFault(DateTimeOffset? usedAt, DateTimeOffset? withdrawnAt, DateOnly lastDay, DateOnly today)
    {
        if (usedAt is not null)
            return Problem.Conflict("redemption.voucher_used", "这张券已经用过。", "This voucher was used already.");
        if (withdrawnAt is not null)
            return Problem.Conflict("redemption.voucher_withdrawn", "这张券已作废，积分已退回。", "This voucher is void: its points were given back.");
        return today > lastDay ? Problem.Conflict("redemption.voucher_expired", $"这张券 {lastDay:yyyy-MM-dd} 已过期。", $"This voucher ran out on {lastDay:yyyy-MM-dd}.") : null;
    }
}
