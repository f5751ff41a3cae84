using Linli.Places.Homes;
using Linli.Platform.Data;
using Linli.Platform.Ids;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Import;

/// <summary>
/// Takes in a list of homes (房屋清册), all rows that are right in one transaction: homes that are new are added, those that are
/// known get the area and use they were missing; the same list again changes nothing.
/// </summary>
/// <param name="Rows">The rows as they were read.</param>
/// <param name="Compound">Code of the compound of rows that name none.</param>
/// <param name="Buildings">Whether buildings that are not known are founded, instead of refusing their homes.</param>
/// <param name="DryRun">Count only.</param>
public sealed record ImportHomes(IReadOnlyList<ImportedHome> Rows, string? Compound, bool Buildings, bool DryRun) : ICommand<HomesImported>, IAudited
{
    /// <inheritdoc/>
    public string? AuditSubject => $"{Compound} {Rows.Count}".TrimStart();
}

/// <summary>A home of the list; texts as they stand in the cells.</summary>
public sealed record ImportedHome(int Row, string Compound, string Building, string Unit, string Floor, string Room, string Area, string AreaFrom, string Use, string HouseCode)
{
    /// <summary>Where the building stands, WGS-84; only looked at for buildings that are founded.</summary>
    public double? Longitude { get; init; }

    /// <summary>Where the building stands, WGS-84.</summary>
    public double? Latitude { get; init; }
}

/// <summary>What became of the list.</summary>
/// <param name="Added">New homes.</param>
/// <param name="Changed">Known homes that got an area, a use or a code.</param>
/// <param name="Unchanged">Rows of which everything was known.</param>
/// <param name="BuildingsAdded">New buildings.</param>
/// <param name="Refused">The others, each with its row and reason.</param>
public sealed record HomesImported(int Added, int Changed, int Unchanged, int BuildingsAdded, IReadOnlyList<(int Row, Phrase Reason)> Refused);

internal sealed class ImportHomesHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller, TimeProvider time)
    : IHandler<ImportHomes, HomesImported>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Files are read where they lie: by the command line.
    }

    public async Task<Result<HomesImported>> Handle(ImportHomes request, CancellationToken cancel)
    {
        var places = memory.Current;
        var (added, changed, unchanged) = (new List<HomeRow>(), 0, 0);
        var founded = new Dictionary<ScopePath, (Place Place, PlaceRow Row)>();
        var known = new Dictionary<ScopePath, Dictionary<string, HomeRow>>();
        var refused = new List<(int, Phrase)>();
        foreach (var row in request.Rows)
        {
            var read = HomeListRow.Read(row);
            if (!read.Ok)
            {
                refused.Add((row.Row, read.Problem.Message));
                continue;
            }

            var home = read.Value;
            var building = Building(row, home, request, places.Tree, founded);
            if (!building.Ok)
            {
                refused.Add((row.Row, building.Problem.Message));
                continue;
            }

            var homes = await HomesOf(building.Value, known, cancel);
            var door = home.Unit > 0 ? $"{home.Unit}-{home.Room}" : home.Room;
            if (homes.TryGetValue(door, out var there) || (home.Unit == 1 && homes.TryGetValue(home.Room, out there)))
            {
                if (Complete(there, home))
                    changed++;
                else
                    unchanged++;
                continue;
            }

            var grid = HomesInGrids.GridOf(building.Value, places.Tree, places.Grids);
            homes[door] = Row(home, door, building.Value, grid, places.Tree);
            added.Add(homes[door]);
        }

        if (request.DryRun)
            db.ChangeTracker.Clear();
        else
            await Write(added, founded.Values, cancel);
        return new HomesImported(added.Count, changed, unchanged, founded.Count, refused);
    }

    private async Task Write(List<HomeRow> added, Dictionary<ScopePath, (Place Place, PlaceRow Row)>.ValueCollection founded, CancellationToken cancel)
    {
        await db.InsertMany(founded.Select(f => f.Row), cancel);
        await db.InsertMany(added, cancel);
        if (founded.Count > 0)
            await memory.Changed(db, cancel);
    }

    private async Task<Dictionary<string, HomeRow>> HomesOf(Place building, Dictionary<ScopePath, Dictionary<string, HomeRow>> known, CancellationToken cancel)
    {
        if (!known.TryGetValue(building.Path, out var homes))
            known[building.Path] = homes = await db.Unfiltered<HomeRow>().Where(h => h.Building == building.Path).ToDictionaryAsync(h => h.Door, StringComparer.Ordinal, cancel);
        return homes;
    }

    // True when something was missing. A weaker source never replaces the area of a stronger one (R02).
    private static bool Complete(HomeRow there, HomeListRow home)
    {
        var changed = false;
        if (home.AreaDm2 is { } area && there.AreaDm2 != area && (there.AreaDm2 is null || there.AreaFrom is not { } before || AreaSources.MayReplace(before, home.AreaFrom)))
        {
            (there.AreaDm2, there.AreaFrom) = (area, home.AreaFrom);
            changed = true;
        }

        if (home.Use is { } use && there.Use != use)
        {
            there.Use = use;
            changed = true;
        }

        if (home.HouseCode.Length > 0 && there.HouseCode is null)
        {
            there.HouseCode = home.HouseCode;
            changed = true;
        }

        return changed;
    }

    private Result<Place> Building(ImportedHome row, HomeListRow home, ImportHomes request, ScopeTree tree, Dictionary<ScopePath, (Place Place, PlaceRow Row)> founded)
    {
        var compound = row.Compound.Length > 0
            ? tree.All.FirstOrDefault(p => p.Kind == PlaceKind.Compound && (p.Name.Zh == row.Compound || p.AddressName == row.Compound || p.Code == row.Compound || p.Aliases.Contains(row.Compound)))
            : request.Compound is null ? null : tree.FindCode(request.Compound);
        if (compound is not { Kind: PlaceKind.Compound })
            return Problem.Invalid("compound", "places.import_compound", $"没有小区“{row.Compound}”，请先建立小区，或用 --compound 指定。", $"There is no compound '{row.Compound}': found it first, or name one with --compound.");
        if (!caller.Value.May(PlacesPermissions.Manage, compound.Path))
            return PlaceProblems.NotHere();
        if (tree.Below(compound.Path).FirstOrDefault(p => p.Kind == PlaceKind.Building && HomeListRow.NumberOf(p.AddressName ?? p.Name.Zh) == home.Building) is { } there)
            return there;
        if (!request.Buildings)
            return Problem.Invalid("building", "places.import_building", $"{compound.Name.Zh}没有 {home.Building} 幢；先建立楼幢，或加 --buildings。", $"{compound.Name.En} has no building {home.Building}: found it first, or add --buildings.");
        var code = $"{compound.Code}-{home.Building}".ToLowerInvariant();
        if (!PlaceCode.IsValid(code))
            return PlaceCode.Wrong("building");
        if (tree.FindCode(code) is not null)
            return PlaceProblems.CodeTaken("building", code);
        var path = compound.Path.Child(code);
        if (!founded.TryGetValue(path, out var made))
        {
            var place = new PlaceRow
            {
                Path = path, Code = code, Kind = PlaceKind.Building, NameZh = home.Building + "幢", NameEn = "Building " + home.Building, AddressName = home.Building,
                Longitude = row.Longitude, Latitude = row.Latitude,
            };
            founded[path] = made = (place.ToPlace(compound.Prefix), place);
        }

        return made.Place;
    }

    private HomeRow Row(HomeListRow home, string door, Place building, Place? grid, ScopeTree tree) => new()
    {
        Id = new(Ids.New(time)),
        Scope = HomesInGrids.ScopeOf(building, grid, tree),
        Building = building.Path,
        Unit = home.Unit,
        Floor = home.Floor,
        Room = home.Room,
        Door = door,
        Label = HomeLabel.Normal(tree.LabelOf(building, door)),
        Grid = grid?.Path,
        HouseCode = home.HouseCode.Length == 0 ? null : home.HouseCode,
        Use = home.Use ?? HomeUse.Dwelling,
        AreaDm2 = home.AreaDm2,
        AreaFrom = home.AreaDm2 is null ? null : home.AreaFrom,
    };
}
