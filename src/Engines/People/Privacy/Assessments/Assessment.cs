namespace Linli.People.Privacy.Assessments;

/// <summary>What an assessment came to.</summary>
internal enum AssessmentDecision
{
    /// <summary>可以开展: the use is lawful and its risks are bearable.</summary>
    Approved,

    /// <summary>不得开展.</summary>
    Rejected,
}

/// <summary>
/// The impact of a use on people, thought through before it begins (个人信息保护影响评估, R37: PIPL arts. 55–56). Never changed;
/// a later one takes its place. Kept at least three years.
/// </summary>
internal sealed class Assessment
{
    public required Guid Id { get; init; }

    /// <summary>Code of the purpose.</summary>
    public required string Purpose { get; init; }

    public required string Necessity { get; init; }

    public required string Risks { get; init; }

    public required string Measures { get; init; }

    public required AssessmentDecision Decision { get; init; }

    public required Guid DecidedBy { get; init; }

    public required string DecidedByName { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Last local day on which it counts.</summary>
    public required DateOnly ValidUntil { get; init; }
}

/// <summary>When a sensitive use may be switched on.</summary>
internal static class AssessmentRules
{
    /// <summary>How long an assessment is kept (PIPL art. 56).</summary>
    public const int KeepYears = 3;

    /// <summary>Whether an assessment lets its purpose be used on a day.</summary>
    public static bool Stands(Assessment assessment, DateOnly today) =>
        assessment.Decision == AssessmentDecision.Approved && today <= assessment.ValidUntil;
}
