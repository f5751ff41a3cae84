using Linli.People.Register.Rules;
using Linli.Platform.Data;

namespace Linli.People.Registrations;

/// <summary>What has become of a registration.</summary>
internal enum RegistrationState
{
    /// <summary>待审核.</summary>
    Open,

    /// <summary>已通过.</summary>
    Approved,

    /// <summary>未通过.</summary>
    Rejected,
}

/// <summary>A request to be verified as a resident of a home (居民注册).</summary>
internal sealed class Registration : IScoped
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid HomeId { get; init; }

    public required string HomeLabel { get; init; }

    /// <summary>The building.</summary>
    public required string Scope { get; init; }

    public required HomeRelation Relation { get; init; }

    public required string Name { get; init; }

    /// <summary>Last day of the lease, local date.</summary>
    public DateOnly? LeaseEnd { get; init; }

    /// <summary>The share an owner claims, as a fraction; <c>null</c> when not said.</summary>
    public int? ShareNumerator { get; init; }

    public int? ShareDenominator { get; init; }

    /// <summary>The invitation it came by.</summary>
    public Guid? InvitationId { get; init; }

    /// <summary>Account of the neighbour whose invitation it came by.</summary>
    public Guid? InvitedBy { get; init; }

    public string? Note { get; init; }

    public required DateTimeOffset At { get; init; }

    public RegistrationState State { get; set; }

    public Guid? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was rejected: the resident reads it.</summary>
    public string? Reason { get; set; }

    internal Share? Share => ShareNumerator is { } n && ShareDenominator is { } d ? new Share(n, d) : null;
}
