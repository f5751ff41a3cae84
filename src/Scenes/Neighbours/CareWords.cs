using System.Globalization;
using Linli.Neighbours.Goodwill.Wishes;
using Linli.Neighbours.Pairings;
using Linli.Neighbours.ServiceList;
using Linli.Platform.Text;
using Linli.Platform.Time;

namespace Linli.Neighbours;

/// <summary>States and times of care in words.</summary>
internal static class CareWords
{
    public static Phrase Of(WishState state) => state switch
    {
        WishState.Stated => ("待核实", "To be verified"),
        WishState.Verified => ("已核实", "Verified"),
        WishState.Open => ("待认领", "To be claimed"),
        WishState.Claimed => ("已认领", "Claimed"),
        WishState.Handed => ("已送到服务台", "At the desk"),
        WishState.Refused => ("未采纳", "Not taken up"),
        WishState.Fulfilled => ("已实现", "Came true"),
        _ => ("已撤回", "Taken back"),
    };

    public static Phrase Of(AppointmentState state) => state switch
    {
        AppointmentState.Booked => ("已预约", "Booked"),
        AppointmentState.Confirmed => ("已确认", "Confirmed"),
        AppointmentState.Cancelled => ("已取消", "Called off"),
        _ => ("已办结", "Held"),
    };

    public static Phrase Of(PairState state) => state switch
    {
        PairState.Proposed => ("待双方同意", "Both are asked"),
        PairState.Active => ("结对中", "Paired"),
        PairState.Declined => ("未成", "Came to nothing"),
        _ => ("已结束", "Ended"),
    };

    public static Phrase Of(OfferState state) => state switch
    {
        OfferState.WaitingGuardian => ("待监护人同意", "Waiting for the guardian"),
        OfferState.Open => ("等待匹配", "Waiting for a match"),
        _ => ("已退出", "Withdrawn"),
    };

    public static Phrase Of(ContactWay way) => way switch
    {
        ContactWay.Met => ("见面", "Met"),
        ContactWay.Called => ("电话", "Called"),
        ContactWay.Wrote => ("消息", "Wrote"),
        _ => ("一起参加活动", "Did something together"),
    };

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string At(DateTimeOffset at) => LocalTime.ToLocal(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Span(DateTimeOffset from, DateTimeOffset to) =>
        $"{LocalTime.ToLocal(from).ToString("MM-dd (ddd) HH:mm", CultureInfo.CurrentCulture)}–{LocalTime.ToLocal(to).ToString("HH:mm", CultureInfo.InvariantCulture)}";

    public static DateOnly? ReadDay(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A local date and time of a form field.</summary>
    public static DateTimeOffset? ReadAt(string? text) =>
        DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? LocalTime.At(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at)) : null;
}
