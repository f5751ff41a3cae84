namespace Linli.Cases.Read;

/// <summary>What of cases is public, and which lines of their timelines.</summary>
internal static class PublicFilter
{
    /// <summary>Acts whose words are for the reporters only, while that they happened shows in the public state.</summary>
    public static readonly CaseAction[] SeenByState =
        [CaseAction.Confirm, CaseAction.Close, CaseAction.HandOver, CaseAction.Merge, CaseAction.Reopen];

    /// <summary>States in which the loop has ended.</summary>
    public static readonly CaseState[] Closed = [CaseState.Confirmed, CaseState.Withdrawn, CaseState.Merged, CaseState.HandedOver];

    /// <summary>Cases that neighbours see; what was withdrawn is nobody's business any more.</summary>
    public static IQueryable<Case> Public(this IQueryable<Case> cases) =>
        cases.Where(c => c.IsPublic && !c.IsConfidential && c.State != CaseState.Withdrawn);

    /// <summary>Lines of timelines that neighbours know of.</summary>
    public static IQueryable<CaseEntry> Public(this IQueryable<CaseEntry> entries) =>
        entries.Where(e => e.Audience == CaseAudience.Public || SeenByState.Contains(e.Action));
}
