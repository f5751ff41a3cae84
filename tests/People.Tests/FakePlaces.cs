using Linli.Places;
using Linli.Platform.Data;

namespace Linli.People.Tests;

/// <summary>Two communities of one street, a grid, a building and two homes each.</summary>
public sealed class FakePlaces : IScopeTree, IHomes, IGridStewards
{
    public static readonly ScopePath Street = ScopePath.Root.Child("bj").Child("street-1");
    public static readonly ScopePath First = Street.Child("hf-1");
    public static readonly ScopePath Second = Street.Child("hf-2");
    public static readonly ScopePath FirstBuilding = First.Child("hf-1-c01").Child("hf-1-c01-07");
    public static readonly ScopePath SecondBuilding = Second.Child("hf-2-c01").Child("hf-2-c01-07");
    public static readonly ScopePath FirstGrid = First.Child("hf-1-g01");

    public static readonly Home FirstHome = new(new(Guid.Parse("01900000-0000-7000-8000-000000000001")), FirstBuilding, FirstGrid, "和一-7-502", "502");
    public static readonly Home SecondHome = new(new(Guid.Parse("01900000-0000-7000-8000-000000000002")), SecondBuilding, null, "和二-7-502", "502");

    private static readonly Place[] places =
    [
        new(ScopePath.Root.Child("bj"), PlaceKind.District, ("滨江", "Binjiang"), ""),
        new(Street, PlaceKind.Street, ("一街", "Street 1"), ""),
        new(First, PlaceKind.Community, ("和一", "Heyi"), "HY"),
        new(FirstGrid, PlaceKind.Grid, ("和一1网格", "Grid 1"), ""),
        new(First.Child("hf-1-c01"), PlaceKind.Compound, ("望汐新村", "Wangxi"), ""),
        new(FirstBuilding, PlaceKind.Building, ("7幢", "Building 7"), ""),
        new(Second, PlaceKind.Community, ("和二", "He'er"), "HE"),
        new(Second.Child("hf-2-c01"), PlaceKind.Compound, ("听涛苑", "Tingtao"), ""),
        new(SecondBuilding, PlaceKind.Building, ("7幢", "Building 7"), ""),
    ];

    private static readonly Home[] homes = [FirstHome, SecondHome];

    public IReadOnlyList<Place> All => places;

    public Place? Find(ScopePath path) => places.SingleOrDefault(p => p.Path == path);

    public Place? FindCode(string code) => places.SingleOrDefault(p => p.Code == code);

    public IReadOnlyList<Place> Below(ScopePath path) => [.. places.Where(p => p.Path.Parent == path)];

    public Place? CommunityOf(ScopePath path) => places.SingleOrDefault(p => p.Kind == PlaceKind.Community && p.Path.Contains(path));

    public Task<Home?> Find(HomeId id, CancellationToken cancel) => Task.FromResult(homes.SingleOrDefault(h => h.Id == id));

    public Task<IReadOnlyList<Home>> InBuilding(ScopePath building, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Home>>([.. homes.Where(h => h.Building == building)]);

    public Task<Home?> FindLabel(string label, CancellationToken cancel) => Task.FromResult(homes.SingleOrDefault(h => h.Label == label));

    public Task<IReadOnlyDictionary<string, Home>> FindLabels(IReadOnlyCollection<string> labels, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, Home>>(homes.Where(h => labels.Contains(h.Label)).ToDictionary(h => h.Label));

    public Task<IReadOnlyList<Home>> FindBeginning(string label, ScopeSet scopes, int most, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Home>>([.. homes.Where(h => h.Label.StartsWith(label, StringComparison.Ordinal) && scopes.Covers(h.Building)).Take(most)]);

    public Task<IReadOnlyList<Home>> Within(ScopePath place, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Home>>([.. homes.Where(h => place.Contains(h.Building))]);

    public Guid? StewardOf(ScopePath grid) => null;

    public Task<int> Appoint(IReadOnlyDictionary<string, Guid> accounts, CancellationToken cancel) => Task.FromResult(0);

    public Task<int> Leave(Guid account, CancellationToken cancel, ScopePath? within = null) => Task.FromResult(0);
}
