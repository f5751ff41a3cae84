namespace Linli.Cases;

/// <summary>Where a case stands in the closed loop (闭环).</summary>
public enum CaseState
{
    /// <summary>已上报: waiting to be accepted.</summary>
    Reported,

    /// <summary>已受理: waiting to be dispatched.</summary>
    Accepted,

    /// <summary>已派发: a team has it but has not begun.</summary>
    Dispatched,

    /// <summary>办理中.</summary>
    InHand,

    /// <summary>已答复: waiting for the reporter's word.</summary>
    Answered,

    /// <summary>已办结: confirmed by the reporter, or by silence after the period of confirmation.</summary>
    Confirmed,

    /// <summary>已撤回 by the reporter.</summary>
    Withdrawn,

    /// <summary>已合并 into another case, which goes on for all its reporters.</summary>
    Merged,

    /// <summary>已移交 to another track, such as petitions (R08); the reporter was told where.</summary>
    HandedOver,
}

/// <summary>What came of it. Closed and solved are counted apart.</summary>
public enum CaseOutcome
{
    /// <summary>已解决.</summary>
    Solved,

    /// <summary>已解释: nothing to be done, and the reporter was told why.</summary>
    Explained,

    /// <summary>未解决: it could not be solved, and the reporter was told why.</summary>
    NotSolved,
}

/// <summary>How a case came in (受理渠道).</summary>
public enum CaseChannel
{
    /// <summary>随手拍.</summary>
    Snap,

    /// <summary>意见箱.</summary>
    Box,

    /// <summary>投诉.</summary>
    Complaint,

    /// <summary>电话, logged at the one-stop desk.</summary>
    Phone,

    /// <summary>窗口: in person at the desk.</summary>
    Counter,

    /// <summary>网格员 on the street.</summary>
    Steward,

    /// <summary>传感设备.</summary>
    Sensor,

    /// <summary>导入 from another system.</summary>
    Import,

    /// <summary>Open311 GeoReport client.</summary>
    Open311,
}

/// <summary>How the community handles it (办理方式, S13).</summary>
public enum HandlingMode
{
    /// <summary>预约办: by appointment.</summary>
    Appointment,

    /// <summary>上门办: at the resident's home.</summary>
    HomeVisit,

    /// <summary>网格办: by the grid worker.</summary>
    Grid,
}

/// <summary>How pressing it is.</summary>
public enum CasePriority
{
    /// <summary>一般.</summary>
    Normal,

    /// <summary>紧急.</summary>
    Urgent,

    /// <summary>突发: the same day.</summary>
    Emergency,
}

/// <summary>Which of the four levels holds it (四级, S14).</summary>
public enum CaseLevel
{
    /// <summary>网格/邻里管家.</summary>
    Steward,

    /// <summary>社区.</summary>
    Community,

    /// <summary>街道.</summary>
    Street,
}

/// <summary>What can be done to a case.</summary>
public enum CaseAction
{
    Report,
    Join,
    Accept,
    Dispatch,
    Grab,
    Start,
    Return,
    Transfer,
    AskCoHandler,
    FinishCoHandling,
    AskExtension,
    DecideExtension,
    Supervise,
    HandUp,
    HandDown,
    PlanVisit,
    RecordVisit,
    AddEvidence,
    Note,
    ChangeMode,
    Answer,
    Confirm,
    Close,
    Reopen,
    Withdraw,
    Merge,
    HandOver,
    Warn,
    Escalate,
    Message,
    AddParty,
    Agree,
    FollowUp,
    Fail,
}

/// <summary>Who may read a line of the timeline.</summary>
public enum CaseAudience
{
    /// <summary>Anyone, where the case is public.</summary>
    Public,

    /// <summary>The reporters and staff.</summary>
    Reporter,

    /// <summary>Staff.</summary>
    Staff,
}

/// <summary>When a photo or paper was taken (办理前/办理后).</summary>
public enum EvidencePhase
{
    /// <summary>With the report.</summary>
    Report,

    /// <summary>Before the work.</summary>
    Before,

    /// <summary>After the work.</summary>
    After,
}

/// <summary>The clocks of a case (时限, R05–R07).</summary>
public enum CaseClock
{
    /// <summary>受理: until it is accepted.</summary>
    Accept,

    /// <summary>首次答复: until the reporter reads a first answer.</summary>
    FirstAnswer,

    /// <summary>办结: until it is answered for good.</summary>
    Finish,
}
