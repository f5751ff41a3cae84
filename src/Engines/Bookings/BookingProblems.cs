using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Bookings;

/// <summary>Problems that several use cases meet.</summary>
internal static class BookingProblems
{
    public static readonly Problem NoPerson = Problem.Forbidden("bookings.no_person",
        "请先在“我的家”核对身份，再来预约。", "Confirm who you are under My home first, then book.");

    public static readonly Problem NoOffering = Problem.NotFound("bookings.no_offering", "没有这个预约项目，或它已停止预约。", "There is no such offering, or it is closed.");

    public static readonly Problem NoSession = Problem.NotFound("bookings.no_session", "没有这一场。", "There is no such session.");

    public static readonly Problem NoReservation = Problem.NotFound("bookings.no_reservation", "没有找到这个预约。", "This reservation was not found.");

    public static readonly Problem NoResource = Problem.NotFound("bookings.no_resource", "没有找到这个场地或资源。", "This room or resource was not found.");

    public static readonly Problem Full = Problem.Conflict("bookings.full", "名额已满。可以候补：有人取消时会通知您。", "It is full. You can wait: we tell you when somebody cancels.");

    public static readonly Problem FullNoWaiting = Problem.Conflict("bookings.full", "名额已满，请选择别的场次。", "It is full: choose another session.");

    public static readonly Problem Already = Problem.Conflict("bookings.already", "已经约过这一场，请在“我的预约”里查看。", "It is booked already: see My bookings.");

    public static readonly Problem SessionOver = Problem.Conflict("bookings.session_over", "这一场已取消或结束。", "This session was cancelled or is over.");

    public static readonly Problem NotHere = Problem.Forbidden("bookings.not_here", "您没有在这个地点办理的权限。", "You may not do this at this place.");

    public static readonly Problem ConditionUnknown = Problem.Conflict("bookings.condition_unknown",
        "这一项的预约条件暂时无法核对，请到服务台办理。", "A condition of this offering cannot be checked at the moment: ask at the desk.");

    public static Problem PriceChanged(Phrase now) => Problem.Conflict("bookings.price_changed",
        $"价格已变为 {now.Zh}，请确认后再预约。", $"The price is {now.En} now: look again, then book.");

    public static Problem Taken(Phrase resource, Phrase from, Phrase until) => Problem.Conflict("bookings.taken",
        $"“{resource.Zh}”{from.Zh} 至 {until.Zh} 已被占用（含布置时间），请换个时间。", $"“{resource.En}” is taken from {from.En} to {until.En}, set-up included: choose another time.");

    public static Problem Closed(Phrase resource, string? reason) => Problem.Conflict("bookings.closure",
        $"“{resource.Zh}”这段时间停用：{reason}。", $"“{resource.En}” is closed at that time: {reason}.");
}
