using System.Globalization;
using Linli.Cases.Read;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Web;

namespace Linli.Cases.Desk;

/// <summary>Words and colours of the desk, as staff read them.</summary>
internal static class DeskText
{
    /// <summary>States for staff: "answered" waits for the reporter, not for "you".</summary>
    public static Phrase State(CaseState state) => state == CaseState.Answered ? ("已答复，待居民确认", "Answered, waiting") : CaseText.State(state);

    public static Tone StateTone(CaseState state) => state switch
    {
        CaseState.Reported => Tone.Warning,
        CaseState.Accepted or CaseState.Dispatched or CaseState.InHand => Tone.Info,
        CaseState.Answered or CaseState.Confirmed => Tone.Good,
        _ => Tone.Plain,
    };

    public static Phrase Box(InboxBox box) => box switch
    {
        InboxBox.Open => ("全部在办", "All open"),
        InboxBox.New => ("待受理", "To accept"),
        InboxBox.ToDispatch => ("待派发", "To dispatch"),
        InboxBox.Pool => ("本班组待领", "Team pool"),
        InboxBox.Mine => ("我的", "Mine"),
        InboxBox.Helping => ("请我们协办", "Asked to help"),
        InboxBox.Waiting => ("待居民确认", "Waiting for reporter"),
        InboxBox.Overdue => ("已超时", "Overdue"),
        InboxBox.Supervised => ("督办", "Supervised"),
        InboxBox.Closed => ("已办结", "Closed"),
        _ => ("全部", "Everything"),
    };

    /// <summary>An instant as people read it: the time alone today, with the date otherwise.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now)
    {
        var local = LocalTime.ToLocal(at);
        var format = LocalTime.DateOf(at) == LocalTime.DateOf(now) ? "HH:mm"
            : local.Year == LocalTime.ToLocal(now).Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>An instant for machines.</summary>
    public static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>An instant as a <c>datetime-local</c> field wants it.</summary>
    public static string Field(DateTimeOffset at) => LocalTime.ToLocal(at).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
