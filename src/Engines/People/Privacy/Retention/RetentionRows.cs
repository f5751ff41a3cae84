namespace Linli.People.Privacy.Retention;

/// <summary>How long the installation keeps records of a kind, where it differs from what the module says.</summary>
internal sealed class RetentionDays
{
    public required string Code { get; init; }

    public required int Days { get; set; }

    /// <summary>The rule it comes from.</summary>
    public required string Source { get; set; }

    public required string SetByName { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>That due records of a kind were deleted.</summary>
internal sealed class RetentionRun
{
    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Deleted { get; init; }

    /// <summary>Records older than this went.</summary>
    public required DateTimeOffset Before { get; init; }
}
