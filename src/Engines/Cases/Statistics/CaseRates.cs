using Linli.Platform.Text;

namespace Linli.Cases.Statistics;

/// <summary>A figure in percent that says what it divides by what.</summary>
/// <param name="Code">Stable name, such as <c>closed_loop</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Definition">How it is counted.</param>
/// <param name="Numerator">The fact above the line.</param>
/// <param name="Denominator">The fact below the line.</param>
internal sealed record RateRule(string Code, Phrase Name, Phrase Definition, CaseFact Numerator, CaseFact Denominator);

/// <summary>The rates of the closed loop and how each is counted (R05–R07, S12).</summary>
internal static class CaseRates
{
    public static readonly RateRule[] All =
    [
        new("closed_loop", ("闭环率", "Closed-loop rate"),
            ("已办结且居民能看到答复（或移交说明）的事项 ÷ 已受理事项；已合并、已撤回的不计。",
                "Cases closed with an answer, or a word on the hand-over, that the reporter can read ÷ cases accepted; merged and withdrawn ones are left out."),
            CaseFact.Looped, CaseFact.Accepted),
        new("response", ("首次答复及时率", "Response rate"),
            ("时限内作出首次答复的事项 ÷ 应作首次答复的事项（已答复，或首次答复时限已到）。",
                "First answers given before their clock ran out ÷ first answers due (given, or the clock has run out)."),
            CaseFact.FirstAnswerInTime, CaseFact.FirstAnswerDue),
        new("in_time", ("按时办结率", "Finish-in-time rate"),
            ("时限内答复办结的事项 ÷ 应办结的事项（已答复办结、已移交，或办结时限已到）。",
                "Cases answered for good before their clock ran out ÷ cases due to be finished (answered, handed over, or the clock has run out)."),
            CaseFact.FinishInTime, CaseFact.FinishDue),
        new("solved", ("解决率", "Solved rate"),
            ("已办结且结果为“已解决”的事项 ÷ 已办结且有办理结果的事项。",
                "Cases closed as solved ÷ cases closed with an outcome."),
            CaseFact.Solved, CaseFact.WithOutcome),
        new("satisfied", ("满意率", "Satisfied rate"),
            ("评价 4–5 星的事项 ÷ 已评价的事项；没有评价的不算满意。",
                "Cases rated with 4 or 5 stars ÷ cases rated; no rating does not count as satisfied."),
            CaseFact.Satisfied, CaseFact.Rated),
    ];

    /// <summary>What the plain numbers count.</summary>
    public static Phrase Name(CaseFact fact) => fact switch
    {
        CaseFact.Received => ("收件", "Received"),
        CaseFact.Accepted => ("受理", "Accepted"),
        CaseFact.Answered => ("答复", "Answered"),
        CaseFact.Closed => ("办结", "Closed"),
        CaseFact.Open => ("在办", "Open"),
        CaseFact.Overdue => ("超时", "Overdue"),
        CaseFact.Looped => ("闭环办结", "Closed with feedback"),
        CaseFact.FirstAnswerDue => ("应首次答复", "First answers due"),
        CaseFact.FirstAnswerInTime => ("按时首次答复", "First answers in time"),
        CaseFact.FinishDue => ("应办结", "Due to be finished"),
        CaseFact.FinishInTime => ("按时办结", "Finished in time"),
        CaseFact.WithOutcome => ("有办理结果", "Closed with an outcome"),
        CaseFact.Solved => ("已解决", "Solved"),
        CaseFact.Rated => ("已评价", "Rated"),
        CaseFact.Satisfied => ("满意", "Satisfied"),
        _ => ("答复较慢", "Answered late"),
    };

    /// <summary>How the plain numbers are counted.</summary>
    public static Phrase Definition(CaseFact fact) => fact switch
    {
        CaseFact.Received => ("这段时间内上报的全部事项。", "Everything that came in during the period."),
        CaseFact.Accepted => ("其中已受理的；已合并、已撤回的不计。", "Of these, those accepted; merged and withdrawn ones are left out."),
        CaseFact.Answered => ("其中已作出最终答复的；已合并、已撤回的不计。", "Of these, those answered for good; merged and withdrawn ones are left out."),
        CaseFact.Closed => ("其中已结束的，含确认、到期自动办结、移交、合并、撤回。", "Of these, those that ended: confirmed, closed by silence, handed over, merged or withdrawn."),
        CaseFact.Open => ("其中还没有最终答复的。", "Of these, those without a final answer yet."),
        CaseFact.Overdue => ("其中仍在计时且时限已过的。", "Of these, those with a running clock that has run out."),
        CaseFact.AnsweredLate => ("从上报到最终答复超过所选天数（每天 24 小时）的。", "Those whose final answer came more than the chosen number of days (of 24 hours) after the report."),
        _ => Name(fact),
    };
}
