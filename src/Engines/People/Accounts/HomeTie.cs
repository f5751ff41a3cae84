using Linli.Platform.Data;

namespace Linli.People.Accounts;

/// <summary>A verified relation (住户关系) between a person and a home.</summary>
internal sealed class HomeTie : IScoped
{
    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid HomeId { get; init; }

    /// <summary>What people call the home, such as 和二-7-502.</summary>
    public required string HomeLabel { get; init; }

    public required HomeRelation Relation { get; init; }

    /// <summary>The building.</summary>
    public required string Scope { get; init; }

    /// <summary>The grid the home belongs to, if any: grids lie beside buildings in the tree.</summary>
    public string? Grid { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>End of the lease, for tenants.</summary>
    public DateTimeOffset? To { get; set; }
}
