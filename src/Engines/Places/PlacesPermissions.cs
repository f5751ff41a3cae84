using Linli.Platform.Security;

namespace Linli.Places;

/// <summary>What people may do with places.</summary>
public static class PlacesPermissions
{
    /// <summary>Change the scope tree, homes, grids and their stewards.</summary>
    public const string Manage = "places.manage";

    /// <summary>See grids with their stewards, the homes in them and the list of gaps.</summary>
    public const string Grids = "places.grids";

    /// <summary>Search homes with their house codes.</summary>
    public const string Homes = "places.homes";

    /// <summary>See the space ledger with its use, and the facilities as staff keep them.</summary>
    public const string Ledger = "places.ledger";

    /// <summary>Keep the space ledger, its use, facilities and indoor maps.</summary>
    public const string Keep = "places.keep";
    /// <summary>Say how large homes are and what they are used for.</summary>
    public const string HomeFacts = "places.home-facts";
    /// <summary>See what homes lack within reach, and try where a facility would help.</summary>
    public const string Circles = "places.circles";

    // Posts are declared by the engine of people, which stands on this one; their codes are stable.
    internal static readonly Permission[] All =
    [
        new(Manage, ("管理地点与网格", "Manage places and grids"), "operator", "administrator"),
        new(Grids, ("查看网格与网格员", "See grids and their stewards"),
            "community_worker", "desk_clerk", "grid_steward", "grid_leader", "dispatcher", "mediator", "street_officer",
            "party_secretary", "operator", "administrator"),
        new(Homes, ("查询房屋", "Search homes"),
            "community_worker", "desk_clerk", "grid_steward", "grid_leader", "dispatcher", "mediator", "street_officer",
            "party_secretary", "property_clerk", "operator", "administrator"),
        new(Ledger, ("查看空间台账与设施", "See the space ledger and facilities"),
            "community_worker", "desk_clerk", "dispatcher", "street_officer", "party_secretary", "operator", "administrator"),
        new(Keep, ("维护空间台账与设施", "Keep the space ledger and facilities"), "community_worker", "operator", "administrator"),
        new(HomeFacts, ("登记房屋面积与用途", "Set areas and uses of homes"), "community_worker", "desk_clerk", "operator", "administrator"),
        new(Circles, ("查看生活圈缺口", "See gaps of the living circles"),
            "community_worker", "street_officer", "party_secretary", "operator", "administrator"),
    ];
}
