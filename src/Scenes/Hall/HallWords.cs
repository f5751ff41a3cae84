using Linli.Platform.Text;
using Linli.Web;

namespace Linli.Hall;

/// <summary>What people call the things of the hall.</summary>
internal static class HallWords
{
    public static Phrase Of(CounterKind kind) => kind switch
    {
        CounterKind.Consultation => ("咨询投诉窗口", "Questions and complaints"),
        CounterKind.Helping => ("帮办代办窗口", "Help with forms"),
        CounterKind.Elder => ("老年人服务窗口", "For the elderly"),
        _ => ("综合窗口", "All matters"),
    };

    public static Phrase Of(Purpose purpose) => purpose == Purpose.Consultation ? ("咨询投诉", "Ask or complain") : ("办事", "Get something done");

    public static Phrase Of(Lane lane) => lane switch
    {
        Lane.Priority => ("优先", "Priority"),
        Lane.Appointment => ("预约", "Booked"),
        _ => ("现场", "Walk-in"),
    };

    public static Phrase Of(PriorityReason reason) => reason switch
    {
        PriorityReason.Elder => ("老年人", "Elderly"),
        PriorityReason.Disabled => ("残障人士", "Disabled"),
        PriorityReason.Military => ("军人军属", "Military"),
        PriorityReason.Pregnant => ("孕妇或带婴儿", "Pregnant or with a baby"),
        _ => ("绿色通道", "Green channel"),
    };

    public static Phrase Of(TicketState state) => state switch
    {
        TicketState.Waiting => ("等候中", "Waiting"),
        TicketState.Called => ("正在叫号", "Called"),
        TicketState.Serving => ("办理中", "At the counter"),
        TicketState.Done => ("已办", "Done"),
        TicketState.Absent => ("过号", "Missed"),
        TicketState.Lapsed => ("过号作废", "Lapsed"),
        _ => ("已取消", "Given up"),
    };

    public static Tone ToneOf(TicketState state) => state switch
    {
        TicketState.Called => Tone.Warning,
        TicketState.Serving or TicketState.Done => Tone.Good,
        TicketState.Absent or TicketState.Lapsed => Tone.Danger,
        _ => Tone.Info,
    };

    public static Phrase Of(MatterState state) => state switch
    {
        MatterState.Planned => ("待上门", "Visit planned"),
        MatterState.InHand => ("办理中", "In hand"),
        MatterState.Granted => ("已办结", "Granted"),
        MatterState.Refused => ("不予办理", "Refused"),
        _ => ("已撤回", "Withdrawn"),
    };

    public static Tone ToneOf(MatterState state) => state switch
    {
        MatterState.Granted => Tone.Good,
        MatterState.Refused or MatterState.Withdrawn => Tone.Danger,
        _ => Tone.Info,
    };

    public static Phrase Of(HallWay way) => way switch
    {
        HallWay.Helped => ("现场全程帮办", "Helped from beginning to end"),
        HallWay.GreenChannel => ("绿色通道快办", "Green channel"),
        HallWay.Shorter => ("优化流程简办", "Fewer steps"),
        HallWay.Proxy => ("允许他人代办", "By proxy"),
        _ => ("预约特事特办", "Special appointment"),
    };

    public static Phrase Of(ConsultationTopic topic) => topic switch
    {
        ConsultationTopic.Insurance => ("社保医保", "Insurance"),
        ConsultationTopic.ProvidentFund => ("公积金", "Provident fund"),
        ConsultationTopic.Papers => ("户籍证照", "Registration and cards"),
        ConsultationTopic.Housing => ("住房不动产", "Housing"),
        ConsultationTopic.Care => ("养老助残", "Old age and disability"),
        ConsultationTopic.Complaint => ("投诉建议", "Complaints"),
        _ => ("其他", "Other"),
    };

    public static Phrase Of(ProxyState state) => state switch
    {
        ProxyState.Waiting => ("待见证", "Waits for the witness"),
        ProxyState.Confirmed => ("已见证", "Confirmed"),
        ProxyState.Refused => ("未通过", "Refused"),
        _ => ("已撤销", "Revoked"),
    };

    /// <summary>How long an item takes, in words.</summary>
    public static Phrase Limit(int days, DayCount count) => days == 0 ? ("当场办结", "At once")
        : count == DayCount.Working ? ($"{days} 个工作日", $"{days} working days") : ($"{days} 日内", $"Within {days} days");

    public static Phrase Site(IReadOnlyDictionary<string, Phrase> sites, string code) => sites.TryGetValue(code, out var name) ? name : ("本大厅", "In the hall");
}
