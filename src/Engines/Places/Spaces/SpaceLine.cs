using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Places.Spaces;

/// <summary>A line of the space ledger.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Place">Path of the place it belongs to.</param>
/// <param name="Name">What people call it.</param>
/// <param name="PartOf">Code of the whole it lies in.</param>
/// <param name="Collection">What it is counted together with.</param>
/// <param name="Area">Square metres; <c>null</c> while not measured.</param>
/// <param name="AreaIsApproximate">Known only about.</param>
/// <param name="OverlapNote">Why its parts may add up to more.</param>
/// <param name="OwnerKind">Kind of owner.</param>
/// <param name="Owner">Name of the owner.</param>
/// <param name="FormerUse">What it was before.</param>
/// <param name="AllowedUses">Codes of allowed uses.</param>
/// <param name="Scene">The scene it serves.</param>
/// <param name="State">What it is at the moment.</param>
/// <param name="StateNote">Why.</param>
/// <param name="OpeningHours">In OpenStreetMap's notation.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Address">Street and number.</param>
/// <param name="Longitude">WGS-84 degrees.</param>
/// <param name="Latitude">WGS-84 degrees.</param>
/// <param name="Facility">Code of the facility people know it by.</param>
/// <param name="Photo">Address of its photo.</param>
internal sealed record SpaceLine(
    string Code, ScopePath Place, Phrase Name, string? PartOf, Phrase? Collection, decimal? Area, bool AreaIsApproximate, string? OverlapNote,
    OwnerKind OwnerKind, string Owner, Phrase? FormerUse, IReadOnlyList<string> AllowedUses, Scene Scene, SpaceState State, string? StateNote,
    string? OpeningHours, string? Phone, string? Address, double? Longitude, double? Latitude, string? Facility, string? Photo)
{
    public static SpaceLine Of(SpaceRow row) => new(
        row.Code, ScopePath.Parse(row.Scope, null), (row.NameZh, row.NameEn), row.PartOf,
        row.Collection is { } collection ? (collection, row.CollectionEn ?? collection) : null, row.AreaDm2 / 100m, row.AreaIsApproximate, row.OverlapNote,
        row.OwnerKind, row.Owner, row.FormerUse is { } use ? (use, row.FormerUseEn ?? use) : null, SpaceUses.Split(row.AllowedUses), row.Scene, row.State,
        row.StateNote, row.OpeningHours, row.Phone, row.Address, row.Longitude, row.Latitude, row.Facility, row.Photo is { } photo ? $"/files/{photo}" : null);
}

/// <summary>Words of the ledger.</summary>
internal static class SpaceWords
{
    public static Phrase Of(OwnerKind kind) => kind switch
    {
        OwnerKind.Government => ("政府", "Government"),
        OwnerKind.StateCompany => ("国有企业", "State company"),
        OwnerKind.Collective => ("村社集体", "Collective"),
        OwnerKind.Homeowners => ("全体业主", "Homeowners"),
        OwnerKind.Developer => ("开发建设单位", "Developer"),
        _ => ("其他单位或个人", "Others"),
    };

    public static Phrase Of(SpaceState state) => state switch
    {
        SpaceState.InUse => ("使用中", "In use"),
        SpaceState.Preparing => ("筹备中", "Being prepared"),
        SpaceState.Closed => ("暂停开放", "Closed for now"),
        _ => ("闲置", "Idle"),
    };
}
