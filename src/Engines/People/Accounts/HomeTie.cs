using Linli.Platform.Data;

namespace Linli.People.Accounts;

/// <summary>A verified relation (住户关系) between a person and a home.</summary>
internal sealed class HomeTie : IScoped
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>The account with which the person acts; <c>null</c> for people of the register who never signed in.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The household (户) of the home; <c>null</c> for an owner who lives elsewhere.</summary>
    public Guid? HouseholdId { get; set; }

    public required Guid HomeId { get; init; }

    /// <summary>What people call the home, such as 和二-7-502.</summary>
    public required string HomeLabel { get; init; }

    public required HomeRelation Relation { get; init; }

    /// <summary>The building.</summary>
    public required string Scope { get; init; }

    /// <summary>The grid the home belongs to, if any: grids lie beside buildings in the tree.</summary>
    public string? Grid { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>End of the tie: the lease's for tenants, the move or the death for everybody.</summary>
    public DateTimeOffset? To { get; set; }

    /// <summary>Why it ended before its time; <c>null</c> while it runs.</summary>
    public TieEnd? EndedBy { get; set; }

    /// <summary>An owner's share (产权份额) as a fraction: 1 of 2. <c>null</c> where the register does not say.</summary>
    public int? ShareNumerator { get; set; }

    public int? ShareDenominator { get; set; }
}

/// <summary>Why a tie to a home ended.</summary>
internal enum TieEnd
{
    /// <summary>搬离.</summary>
    MovedOut,

    /// <summary>去世.</summary>
    Died,

    /// <summary>产权转移: the home has another owner.</summary>
    Sold,

    /// <summary>登记有误.</summary>
    Mistake,
}
