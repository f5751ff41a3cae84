using Linli.People;
using Linli.Platform.Text;

namespace Linli.Sensing.Alarms;

/// <summary>Alarms as people read them.</summary>
internal static class AlarmWords
{
    public static Phrase Of(AlarmSeverity severity) => severity switch
    {
        AlarmSeverity.Critical => ("紧急", "Critical"),
        AlarmSeverity.Major => ("重要", "Major"),
        AlarmSeverity.Minor => ("一般", "Minor"),
        _ => ("提示", "Notice"),
    };

    public static Phrase Of(AlarmState state) => state switch
    {
        AlarmState.Raised => ("待确认", "Not acknowledged"),
        AlarmState.Acknowledged => ("已确认", "Acknowledged"),
        AlarmState.Cleared => ("已解除", "Cleared"),
        _ => ("已关闭", "Closed"),
    };

    public static Phrase Of(AlarmVerdict verdict) => verdict switch
    {
        AlarmVerdict.Real => ("真实", "Real"),
        AlarmVerdict.False => ("误报", "False"),
        _ => ("测试", "Test"),
    };

    public static Phrase Of(CallState state) => state switch
    {
        CallState.Asked => ("待应答", "Asked"),
        CallState.Accepted => ("已接受", "Accepted"),
        CallState.OnTheWay => ("途中", "On the way"),
        CallState.OnSite => ("已到场", "On site"),
        CallState.Safe => ("已脱险", "Danger over"),
        CallState.Done => ("已完成", "Done"),
        CallState.Declined => ("不能前往", "Cannot come"),
        CallState.Unanswered => ("未应答", "Did not answer"),
        _ => ("已撤回", "Called off"),
    };

    /// <summary>A line of the timeline.</summary>
    public static Phrase Line(string what, string? detail)
    {
        var post = detail is null ? new Phrase("", "") : PostNames.Of(detail);
        return what switch
        {
            "raised" => ("告警产生", "Raised"),
            "returned" => ("再次触发", "Came back"),
            "verified" => ("人工核实为真", "Verified by a person"),
            "acknowledged" => ("已确认", "Acknowledged"),
            "called_out" => ($"呼叫{post.Zh}", $"Called out: {post.En}"),
            "accepted" => ($"{post.Zh}已接受", $"{post.En} accepted"),
            "declined" => ($"{post.Zh}不能前往", $"{post.En} cannot come"),
            "unanswered" => ($"{post.Zh}未在 60 秒内应答", $"{post.En} did not answer within 60 s"),
            "nobody_free" => ($"没有空闲的{post.Zh}在岗", $"No {post.En} on duty is free"),
            "on_the_way" => ($"{post.Zh}出发", $"{post.En} on the way"),
            "on_site" => ($"{post.Zh}到场", $"{post.En} on site"),
            "safe" => ("已脱险", "The danger is over"),
            "left_site" => ($"{post.Zh}完成处置", $"{post.En} done"),
            "escalated" => ($"升级到{LevelName(detail).Zh}", $"Escalated to {LevelName(detail).En}"),
            "shelved" => ("搁置", "Shelved"),
            "unshelved" => ("恢复提醒", "Back from the shelf"),
            "case_opened" => ($"已转事项 {detail}", $"Became case {detail}"),
            "case_refused" => ("未能转为事项", "Could not become a case"),
            "reset_sent" => ("已发送复位指令", "Reset sent to the device"),
            "reset_done" => ("设备已确认复位", "The device confirmed the reset"),
            "reset_refused" => ("设备拒绝复位，请到现场复位", "The device refused the reset: reset it on the spot"),
            "reset_expired" => ("设备没有应答复位，请到现场复位", "The device did not answer the reset: reset it on the spot"),
            "cleared" => ("原因已解除", "The cause is gone"),
            "closed" => ("关闭", "Closed"),
            _ => (what, what),
        };
    }

    /// <summary>Name of a level it goes up to.</summary>
    public static Phrase LevelName(string? level) => level switch
    {
        "0" => ("值守", "duty room"),
        "1" => ("网格", "grid"),
        "2" => ("社区", "community"),
        _ => ("街道", "street"),
    };

    /// <summary>A span as a stop-watch shows it: 4 分 12 秒.</summary>
    public static Phrase Span(TimeSpan span) => span.TotalHours >= 1
        ? ($"{(int)span.TotalHours} 小时 {span.Minutes} 分", $"{(int)span.TotalHours} h {span.Minutes} min")
        : ($"{(int)span.TotalMinutes} 分 {span.Seconds:00} 秒", $"{(int)span.TotalMinutes} min {span.Seconds:00} s");
}
