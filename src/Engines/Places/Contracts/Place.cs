using Linli.Platform.Data;
using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>Levels of the scope tree (层级).</summary>
public enum PlaceKind
{
    /// <summary>市.</summary>
    City,

    /// <summary>区/县.</summary>
    District,

    /// <summary>街道/镇.</summary>
    Street,

    /// <summary>联建组: joined communities that share staff and spaces while their figures stay separable (S27).</summary>
    Group,

    /// <summary>社区/村.</summary>
    Community,

    /// <summary>网格.</summary>
    Grid,

    /// <summary>小区.</summary>
    Compound,

    /// <summary>幢.</summary>
    Building,
}

/// <summary>One node of the scope tree; homes hang below buildings and are not nodes themselves.</summary>
/// <param name="Path">Where it is in the tree.</param>
/// <param name="Kind">Its level.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Prefix">Prefix of short numbers given out here (<c>HF</c>), inherited from above where empty.</param>
/// <param name="Longitude">Centre, WGS-84 degrees; <c>null</c> where not located.</param>
/// <param name="Latitude">Centre, WGS-84 degrees.</param>
public sealed record Place(ScopePath Path, PlaceKind Kind, Phrase Name, string Prefix, double? Longitude = null, double? Latitude = null)
{
    /// <summary>The last code of the path, unique in the installation.</summary>
    public string Code => Path.Code;

    /// <summary>Administrative division code (R50): 6 digits of a district (GB/T 2260), 9 of a street, 12 of a community.</summary>
    public string? AreaCode { get; init; }

    /// <summary>Its part of a home's label: 和二 of a compound, 7 of a building.</summary>
    public string? AddressName { get; init; }

    /// <summary>Other names people use for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Code of the property company (物业) of a compound.</summary>
    public string? PropertyCompany { get; init; }
}

/// <summary>The scope tree, held in memory and reloaded when it changes.</summary>
public interface IScopeTree
{
    /// <summary>Every node, parents before children.</summary>
    IReadOnlyList<Place> All { get; }

    /// <summary>The node at a path.</summary>
    Place? Find(ScopePath path);

    /// <summary>The node with a code, such as <c>hf-1</c>.</summary>
    Place? FindCode(string code);

    /// <summary>Direct children, in the order of their codes.</summary>
    IReadOnlyList<Place> Below(ScopePath path);

    /// <summary>The community a path lies in, or <c>null</c> above communities.</summary>
    Place? CommunityOf(ScopePath path);

    /// <summary>Whether the path belongs to a real node.</summary>
    bool Exists(ScopePath path) => Find(path) is not null;
}

/// <summary>Which grid a point lies in.</summary>
public interface IGridMap
{
    /// <summary>
    /// The grid (网格) whose polygon contains the point (borders belong to the grid with the smaller code), or <c>null</c>
    /// outside every grid.
    /// </summary>
    /// <param name="longitude">WGS-84 degrees.</param>
    /// <param name="latitude">WGS-84 degrees.</param>
    Place? GridAt(double longitude, double latitude);
}

/// <summary>Who looks after which grid (网格员). A grid has one steward or, for a while, none.</summary>
public interface IGridStewards
{
    /// <summary>Account of the steward of a grid, or <c>null</c>.</summary>
    Guid? StewardOf(ScopePath grid);

    /// <summary>
    /// Gives the grids that were imported with a staff code the account behind it, in the current transaction; codes without
    /// an account stay waiting.
    /// </summary>
    /// <param name="accounts">Accounts by staff code.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>How many grids got their steward.</returns>
    Task<int> Appoint(IReadOnlyDictionary<string, Guid> accounts, CancellationToken cancel);

    /// <summary>
    /// Takes every grid out of a steward's hands who has left, in the current transaction; the grids are without one until
    /// somebody is appointed.
    /// </summary>
    /// <param name="account">Who left.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="within">Only grids at or below this place; all when left out.</param>
    /// <returns>How many grids are without a steward now.</returns>
    Task<int> Leave(Guid account, CancellationToken cancel, ScopePath? within = null);
}

/// <summary>Who may be a steward; implemented by the engine that knows people.</summary>
public interface IStewardRoster
{
    /// <summary>Which of the accounts still work here: not suspended, and with a post that runs.</summary>
    async Task<IReadOnlySet<Guid>> Working(IReadOnlyCollection<Guid> accounts, CancellationToken cancel) => (await NamesOf(accounts, cancel)).Keys.ToHashSet();

    /// <summary>Full names of members of staff; accounts that are unknown or not staff are left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> accounts, CancellationToken cancel);

    /// <summary>Full names by account of the members of staff who may look after a grid.</summary>
    Task<IReadOnlyDictionary<Guid, string>> CandidatesFor(ScopePath grid, CancellationToken cancel);
}

/// <summary>Homes (房屋) by id and by what people call them.</summary>
public interface IHomes
{
    /// <summary>A home, or <c>null</c>.</summary>
    Task<Home?> Find(HomeId id, CancellationToken cancel);

    /// <summary>Homes of a building by code, in the order of their doors.</summary>
    Task<IReadOnlyList<Home>> InBuilding(ScopePath building, CancellationToken cancel);

    /// <summary>The home with a full label such as 和二-7-502, or <c>null</c>.</summary>
    Task<Home?> FindLabel(string label, CancellationToken cancel);

    /// <summary>The homes with these full labels, by label as written in the register; unknown ones are left out.</summary>
    Task<IReadOnlyDictionary<string, Home>> FindLabels(IReadOnlyCollection<string> labels, CancellationToken cancel);

    /// <summary>Homes whose label begins so, shortest first, among those within the given places.</summary>
    Task<IReadOnlyList<Home>> FindBeginning(string label, ScopeSet scopes, int most, CancellationToken cancel);

    /// <summary>Every home of a compound, community or anything above, in the order of their labels.</summary>
    Task<IReadOnlyList<Home>> Within(ScopePath place, CancellationToken cancel);
}

/// <summary>A dwelling.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Building">The building's scope path.</param>
/// <param name="Grid">The grid it belongs to; <c>null</c> only while it is on the list of gaps.</param>
/// <param name="Label">What people call it, such as 和二-7-502.</param>
/// <param name="Door">Unit and room inside the building, such as 502 or 2-1203.</param>
public sealed record Home(HomeId Id, ScopePath Building, ScopePath? Grid, string Label, string Door)
{
    /// <summary>What it is used for.</summary>
    public HomeUse Use { get; init; }

    /// <summary>Exclusive area in square decimetres (hundredths of a square metre); <c>null</c> while unknown.</summary>
    public int? AreaDm2 { get; init; }

    /// <summary>Where the area was taken from (R02).</summary>
    public AreaSource? AreaFrom { get; init; }
}
