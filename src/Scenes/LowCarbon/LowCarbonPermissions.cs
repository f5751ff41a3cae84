using Linli.People;
using Linli.Platform.Security;

namespace Linli.LowCarbon;

/// <summary>What may be done with the greenery of a community.</summary>
public static class LowCarbonPermissions
{
    /// <summary>Register one's own balcony garden.</summary>
    public const string Garden = "lowcarbon.garden";

    /// <summary>See the inventory of greenery with its keepers.</summary>
    public const string Green = "lowcarbon.green";

    /// <summary>Keep the inventory of greenery.</summary>
    public const string KeepGreen = "lowcarbon.keep_green";

    /// <summary>Keep garden plots: seasons, checks.</summary>
    public const string Plots = "lowcarbon.plots";

    internal static readonly Permission[] All =
    [
        new(Garden, ("登记自家阳台花园", "Register one's own balcony garden"), Posts.Resident),
        new(Green, ("查看绿化资产", "See the inventory of greenery"),
            Posts.CommunityWorker, Posts.DeskClerk, Posts.StreetOfficer, Posts.PartySecretary, Posts.PropertyClerk, Posts.Operator, Posts.Administrator),
        new(KeepGreen, ("维护绿化资产", "Keep the inventory of greenery"), Posts.CommunityWorker, Posts.Operator, Posts.Administrator),
    ];
}
