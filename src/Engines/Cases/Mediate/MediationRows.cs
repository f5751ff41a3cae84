using Linli.Platform.Security;

namespace Linli.Cases.Mediate;

/// <summary>One side of a dispute (当事人); everything about it is encrypted.</summary>
internal sealed class MediationParty
{
    public required Guid Id { get; init; }

    public required CaseId Case { get; init; }

    public required Sealed Name { get; set; }

    public Sealed? Phone { get; set; }

    /// <summary>What this side wants (诉求).</summary>
    public required Sealed Claim { get; set; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What the parties agreed on (调解协议), and whether it was kept.</summary>
internal sealed class MediationAgreement
{
    public required CaseId Case { get; init; }

    public required Sealed Terms { get; set; }

    public required DateTimeOffset AgreedAt { get; set; }

    /// <summary>Local date on which the mediator looks again.</summary>
    public required DateOnly FollowUpOn { get; set; }

    public DateTimeOffset? FollowedUpAt { get; set; }

    public bool? Kept { get; set; }

    public Sealed? FollowUpNote { get; set; }
}
