using Linli.People.Accounts;
using Linli.People.Registrations;
using Linli.Platform.Results;

namespace Linli.People.Register.Rules;

/// <summary>What is to be written of a tie between a person and a home.</summary>
internal sealed record TieFacts
{
    public required HomeRelation Relation { get; init; }

    /// <summary>An owner's; <c>null</c> where the register does not say.</summary>
    public Share? Share { get; init; }

    /// <summary>Last day of a tenant's lease, local date.</summary>
    public DateOnly? LeaseEnd { get; init; }

    /// <summary>A tenant's lease has an end that nobody knows yet: it stands on the list of doubts until somebody has asked.</summary>
    public bool LeaseUnknown { get; init; }

    /// <summary>Local date on which it began; today when left out.</summary>
    public DateOnly? Since { get; init; }
}

/// <summary>What a tie to a home may say.</summary>
internal static class TieRules
{
    /// <summary>Every problem of a new tie.</summary>
    /// <param name="facts">The tie.</param>
    /// <param name="others">Shares of the owners the home has already.</param>
    /// <param name="birth">The person's birth date, where known.</param>
    /// <param name="today">The local date.</param>
    public static IEnumerable<Problem> Check(TieFacts facts, IEnumerable<Share> others, DateOnly? birth, DateOnly today)
    {
        if (facts.Relation == HomeRelation.Owner && Share.Check(facts.Share, others) is { } share)
            yield return share;
        if (facts.Relation != HomeRelation.Owner && facts.Share is not null)
            yield return Problem.Invalid("share", "register.share_unneeded", "只有业主登记产权份额。", "Only owners have a share.");
        var isDoubt = facts is { Relation: HomeRelation.Tenant, LeaseEnd: null, LeaseUnknown: true };
        if (!isDoubt && Lease(facts.Relation, facts.LeaseEnd, facts.Since, today) is { } lease)
            yield return lease;
        if (facts.Since is { } since && (since > today || since < birth || since < today.AddYears(-PersonRules.OldestYears)))
            yield return Problem.Invalid("since", "register.since_range",
                "起始日期不能晚于今天，也不能早于出生日期。", "It cannot begin after today, nor before the person was born.");
    }

    /// <summary>
    /// The problem of a lease: tenants have one, nobody else; it ends today or later, after it began, and runs at most 20
    /// years (Civil Code art. 705).
    /// </summary>
    public static Problem? Lease(HomeRelation relation, DateOnly? end, DateOnly? since, DateOnly today)
    {
        if (relation != HomeRelation.Tenant)
            return end is null ? null : Problem.Invalid("leaseEnd", "lease_end_unneeded", "只有租户需要填写租期。", "Only tenants give a lease.");
        if (end is null)
            return Problem.Invalid("leaseEnd", "lease_end_missing", "租户请填写租期截止日。", "Tenants give the last day of their lease.");
        if (end < today)
            return Problem.Invalid("leaseEnd", "register.lease_over", "租期已经结束，不能再登记为租户。", "The lease is over: nobody becomes a tenant after it.");
        if (end < since)
            return Problem.Invalid("leaseEnd", "register.lease_before_start", "租期截止日早于起始日。", "The lease ends before it begins.");
        return Leases.Check(end, today);
    }

    /// <summary>Whether a tie runs at an instant.</summary>
    public static bool Runs(HomeTie tie, DateTimeOffset now) => tie.From <= now && (tie.To is null || tie.To > now);

    /// <summary>Whether a tenant's tie runs without anybody knowing when the lease ends.</summary>
    public static bool IsLeaseUnknown(HomeTie tie) => tie is { Relation: HomeRelation.Tenant, To: null };

    /// <summary>The share of an owner's tie, where the register says.</summary>
    public static Share? ShareOf(HomeTie tie) =>
        tie is { Relation: HomeRelation.Owner, ShareNumerator: { } n, ShareDenominator: { } d } ? new Share(n, d) : null;
}
