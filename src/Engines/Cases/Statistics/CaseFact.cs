using System.Linq.Expressions;

namespace Linli.Cases.Statistics;

/// <summary>Something a case can be counted for. Every figure opens the list of the cases behind it, by the same condition.</summary>
public enum CaseFact
{
    /// <summary>收件: everything that came in.</summary>
    Received,

    /// <summary>受理: accepted, and neither merged into another case nor taken back.</summary>
    Accepted,

    /// <summary>答复: answered for good.</summary>
    Answered,

    /// <summary>办结: the loop has ended, in whatever way.</summary>
    Closed,

    /// <summary>在办: from the report until the answer.</summary>
    Open,

    /// <summary>超时: a clock has run out and still runs.</summary>
    Overdue,

    /// <summary>闭环: accepted and closed with an answer or an explanation that the reporter can read.</summary>
    Looped,

    /// <summary>应首次答复: a first answer was given, or its clock has run out.</summary>
    FirstAnswerDue,

    /// <summary>按时首次答复: the first answer came before its clock ran out.</summary>
    FirstAnswerInTime,

    /// <summary>应办结: answered for good, or the clock has run out.</summary>
    FinishDue,

    /// <summary>按时办结: answered for good before the clock ran out.</summary>
    FinishInTime,

    /// <summary>Closed, with a word on what came of it.</summary>
    WithOutcome,

    /// <summary>Closed and solved.</summary>
    Solved,

    /// <summary>Rated by the reporter.</summary>
    Rated,

    /// <summary>Rated with 4 or 5 stars.</summary>
    Satisfied,

    /// <summary>Answered for good later than a number of days after it came in.</summary>
    AnsweredLate,
}

/// <summary>The conditions behind the facts: the one place that says what each figure counts.</summary>
internal static class CaseFacts
{
    /// <summary>All facts, in the order of their numbers.</summary>
    public static readonly CaseFact[] All = Enum.GetValues<CaseFact>();

    /// <summary>Whether a case counts for a fact.</summary>
    /// <param name="fact">Which.</param>
    /// <param name="now">The instant at which is counted.</param>
    /// <param name="lateDays">What counts as a late answer, in days of 24 hours.</param>
    public static Expression<Func<Case, bool>> Condition(CaseFact fact, DateTimeOffset now, int lateDays)
    {
        var lateHours = lateDays * 24d;
        return fact switch
        {
            CaseFact.Accepted => c => c.AcceptedAt != null && c.State != CaseState.Merged && c.State != CaseState.Withdrawn,
            CaseFact.Answered => c => c.AnsweredAt != null && c.State != CaseState.Merged && c.State != CaseState.Withdrawn,
            CaseFact.Closed => c => c.ClosedAt != null,
            CaseFact.Open => c => c.State == CaseState.Reported || c.State == CaseState.Accepted
                || c.State == CaseState.Dispatched || c.State == CaseState.InHand,
            CaseFact.Overdue => c => c.NextDue <= now,
            CaseFact.Looped => c => c.AcceptedAt != null
                && ((c.State == CaseState.Confirmed && c.AnsweredAt != null) || c.State == CaseState.HandedOver),
            CaseFact.FirstAnswerDue => c => c.FirstAnswerDue != null && c.State != CaseState.Merged && c.State != CaseState.Withdrawn
                && (c.FirstAnsweredAt != null || c.FirstAnswerDue <= now),
            CaseFact.FirstAnswerInTime => c => c.State != CaseState.Merged && c.State != CaseState.Withdrawn
                && c.FirstAnsweredAt < c.FirstAnswerDue,
            CaseFact.FinishDue => c => c.FinishDue != null && c.State != CaseState.Merged && c.State != CaseState.Withdrawn
                && (c.AnsweredAt != null || c.State == CaseState.HandedOver || c.FinishDue <= now),
            CaseFact.FinishInTime => c => c.State != CaseState.Merged && c.State != CaseState.Withdrawn
                && (c.AnsweredAt < c.FinishDue || (c.State == CaseState.HandedOver && c.AnsweredAt == null && c.ClosedAt < c.FinishDue)),
            CaseFact.WithOutcome => c => c.ClosedAt != null && c.Outcome != null,
            CaseFact.Solved => c => c.ClosedAt != null && c.Outcome == CaseOutcome.Solved,
            CaseFact.Rated => c => c.Rating != null,
            CaseFact.Satisfied => c => c.Rating >= 4,
            CaseFact.AnsweredLate => c => c.AnsweredAt != null && c.State != CaseState.Merged && c.State != CaseState.Withdrawn
                && CaseTimes.Hours(c.OpenedAt, c.AnsweredAt!.Value) > lateHours,
            _ => c => true,
        };
    }
}
