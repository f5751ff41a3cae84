using Linli.Platform.Results;
using Linli.Platform.Text;

namespace Linli.Hall.Visits;

/// <summary>What a visit at home is measured by (S91). Pure.</summary>
internal static class VisitRules
{
    /// <summary>At most so long on site.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMinutes(30);

    /// <summary>Why outcomes do not fit what was planned: each item has exactly one.</summary>
    public static Problem? Refuse(IReadOnlyCollection<Guid> planned, IReadOnlyList<VisitOutcome>? outcomes) =>
        outcomes is null || outcomes.Any(o => o is null) || outcomes.Count != planned.Count || !planned.All(id => outcomes.Any(o => o.Matter == id))
            ? Problem.Invalid("outcomes", "hall.visit_outcomes", "每件事项都要写明结果。", "Say what came of each item.")
        : outcomes.Any(o => o.Outcome is MatterState.Planned || !Enum.IsDefined(o.Outcome))
            ? Problem.Invalid("outcomes", "hall.visit_outcome", "请选择已受理、办结、不予办理或撤回。", "Choose taken in, granted, refused or withdrawn.")
        : outcomes.Any(o => !PlainText.TryClean(o.Words, 300, out _))
            ? Problem.Invalid("outcomes", "hall.outcome_words", "结果最多 300 个字。", "An outcome has at most 300 characters.")
        : null;
}
