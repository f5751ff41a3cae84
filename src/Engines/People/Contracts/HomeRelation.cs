namespace Linli.People;

/// <summary>How a person is tied to a home.</summary>
public enum HomeRelation
{
    /// <summary>业主.</summary>
    Owner,

    /// <summary>租户: for as long as the lease runs.</summary>
    Tenant,

    /// <summary>家属: lives with the owner.</summary>
    Family,
}
