using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Bookings;

/// <summary>Bookings in words.</summary>
internal static class BookingWords
{
    /// <summary>A price in money, or in points where there is one.</summary>
    public static Phrase Price(long fen, long points) => points == 0 ? Yuan.WordsOrFree(fen) : ($"{points} 积分", points == 1 ? "1 point" : $"{points} points");

    public static Phrase Of(ReservationState state) => state switch
    {
        ReservationState.Entered => ("待摇号", "In the draw"),
        ReservationState.Waiting => ("候补中", "Waiting"),
        ReservationState.Offered => ("待您确认", "Confirm it"),
        ReservationState.Confirmed => ("已预约", "Booked"),
        ReservationState.Attended => ("已到场", "Attended"),
        ReservationState.NoShow => ("未到场", "Not seen"),
        _ => ("已取消", "Cancelled"),
    };

    public static Tone ToneOf(ReservationState state) => state switch
    {
        ReservationState.Confirmed or ReservationState.Attended => Tone.Good,
        ReservationState.Offered => Tone.Warning,
        ReservationState.NoShow => Tone.Danger,
        ReservationState.Cancelled => Tone.Plain,
        _ => Tone.Info,
    };

    public static Phrase? Of(CancelledBy? by) => by switch
    {
        CancelledBy.Person => ("本人取消", "cancelled by themselves"),
        CancelledBy.Staff => ("工作人员取消", "cancelled at the desk"),
        CancelledBy.Session => ("本场取消", "the session was cancelled"),
        CancelledBy.Lapsed => ("逾期未确认", "not taken up in time"),
        CancelledBy.Draw => ("未中签", "not drawn"),
        _ => null,
    };

    /// <summary>2 小时 30 分, 45 分钟.</summary>
    public static Phrase Length(int minutes) => minutes < 60 ? ($"{minutes} 分钟", $"{minutes} min")
        : minutes % 60 == 0 ? ($"{minutes / 60} 小时", $"{minutes / 60} h") : ($"{minutes / 60} 小时 {minutes % 60} 分", $"{minutes / 60} h {minutes % 60} min");
}
