using Linli.Platform.Text;

namespace Linli.Cases;

/// <summary>What the words of a case are called in both languages.</summary>
public static class CaseText
{
    public static Phrase State(CaseState state) => state switch
    {
        CaseState.Reported => ("已上报", "Reported"),
        CaseState.Accepted => ("已受理", "Accepted"),
        CaseState.Dispatched => ("已派发", "Dispatched"),
        CaseState.InHand => ("办理中", "In hand"),
        CaseState.Answered => ("已答复，待您确认", "Answered, waiting for confirmation"),
        CaseState.Confirmed => ("已办结", "Done"),
        CaseState.Withdrawn => ("已撤回", "Withdrawn"),
        CaseState.Merged => ("已合并", "Merged"),
        _ => ("已移交", "Handed over"),
    };

    public static Phrase Outcome(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Solved => ("已解决", "Solved"),
        CaseOutcome.Explained => ("已说明", "Explained"),
        _ => ("未能解决", "Not solved"),
    };

    public static Phrase Channel(CaseChannel channel) => channel switch
    {
        CaseChannel.Snap => ("随手拍", "Snap"),
        CaseChannel.Box => ("意见箱", "Suggestion box"),
        CaseChannel.Complaint => ("投诉", "Complaint"),
        CaseChannel.Phone => ("电话", "Phone"),
        CaseChannel.Counter => ("窗口", "Counter"),
        CaseChannel.Steward => ("网格员", "Steward"),
        CaseChannel.Sensor => ("设备", "Device"),
        CaseChannel.Import => ("导入", "Import"),
        _ => ("Open311", "Open311"),
    };

    public static Phrase Mode(HandlingMode mode) => mode switch
    {
        HandlingMode.Appointment => ("预约办", "By appointment"),
        HandlingMode.HomeVisit => ("上门办", "At home"),
        _ => ("网格办", "By the grid worker"),
    };

    public static Phrase Priority(CasePriority priority) => priority switch
    {
        CasePriority.Normal => ("一般", "Normal"),
        CasePriority.Urgent => ("紧急", "Urgent"),
        _ => ("突发", "Emergency"),
    };

    public static Phrase Level(CaseLevel level) => level switch
    {
        CaseLevel.Steward => ("邻里管家", "Steward"),
        CaseLevel.Community => ("社区", "Community"),
        _ => ("街道", "Street"),
    };

    public static Phrase Clock(CaseClock clock) => clock switch
    {
        CaseClock.Accept => ("受理", "Acceptance"),
        CaseClock.FirstAnswer => ("首次答复", "First answer"),
        _ => ("办结", "Finish"),
    };

    public static Phrase Action(CaseAction action) => action switch
    {
        CaseAction.Report => ("上报", "Reported"),
        CaseAction.Join => ("邻居附议", "A neighbour joined"),
        CaseAction.Accept => ("受理", "Accepted"),
        CaseAction.Dispatch => ("派发", "Dispatched"),
        CaseAction.Grab => ("抢单", "Taken on"),
        CaseAction.Start => ("开始办理", "Work began"),
        CaseAction.Return => ("退回", "Returned"),
        CaseAction.Transfer => ("转办", "Transferred"),
        CaseAction.AskCoHandler => ("请求协办", "Another team was asked to help"),
        CaseAction.FinishCoHandling => ("协办完成", "The helping team finished"),
        CaseAction.AskExtension => ("申请延期", "More time was asked for"),
        CaseAction.DecideExtension => ("延期审批", "More time was decided on"),
        CaseAction.Supervise => ("督办", "Supervision"),
        CaseAction.HandUp => ("上报上级", "Handed up"),
        CaseAction.HandDown => ("交办下级", "Handed down"),
        CaseAction.PlanVisit => ("预约上门", "Visit planned"),
        CaseAction.RecordVisit => ("上门记录", "Visit recorded"),
        CaseAction.AddEvidence => ("补充照片", "Photo added"),
        CaseAction.Note => ("内部备注", "Note"),
        CaseAction.ChangeMode => ("调整办理方式", "Handling changed"),
        CaseAction.Answer => ("答复", "Answered"),
        CaseAction.Confirm => ("确认办结", "Confirmed"),
        CaseAction.Close => ("居民未再反馈，自动办结", "Closed: the reporter said nothing more"),
        CaseAction.Reopen => ("要求重办", "Reopened"),
        CaseAction.Withdraw => ("撤回", "Withdrawn"),
        CaseAction.Merge => ("合并", "Merged"),
        CaseAction.HandOver => ("移交", "Handed over"),
        CaseAction.Warn => ("临期提醒", "Due soon"),
        CaseAction.Escalate => ("超期升级", "Overdue, escalated"),
        CaseAction.AddParty => ("登记当事人", "A party was added"),
        CaseAction.Agree => ("达成调解协议", "An agreement was reached"),
        CaseAction.FollowUp => ("回访履行情况", "The agreement was followed up"),
        CaseAction.Fail => ("调解不成", "Mediation failed"),
        _ => ("留言", "Message"),
    };
}
