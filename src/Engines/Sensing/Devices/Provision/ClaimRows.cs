namespace Linli.Sensing.Devices.Provision;

/// <summary>A label (安装凭证) with which somebody on the spot takes a device into service, once.</summary>
internal sealed class ClaimRow
{
    public required Guid Id { get; init; }

    public required DeviceId Device { get; init; }

    /// <summary>Keyed hash of what its QR code holds.</summary>
    public required string TokenHash { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public Guid? IssuedBy { get; init; }

    public required DateTimeOffset Until { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    public Guid? UsedBy { get; set; }
}

/// <summary>A try with a label that was refused.</summary>
internal sealed class ClaimTryRow
{
    public required Guid Id { get; init; }

    public required DeviceId Device { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <summary>Code of the problem.</summary>
    public required string Why { get; init; }
}

/// <summary>What happened to a label.</summary>
/// <param name="At">When.</param>
/// <param name="What">issued, used, expired, or the code of the problem of a refused try.</param>
internal sealed record ShownClaim(DateTimeOffset At, string What)
{
    public static ShownClaim Of(ClaimRow claim, DateTimeOffset now) =>
        claim.UsedAt is { } used ? new(used, "used") : claim.Until <= now ? new(claim.Until, "expired") : new(claim.IssuedAt, "issued");

    public static ShownClaim Of(ClaimTryRow refused) => new(refused.At, refused.Why);
}
