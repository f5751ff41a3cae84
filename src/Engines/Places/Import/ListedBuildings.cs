using Linli.Platform.Data;
using Linli.Platform.Geo;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Places.Import;

/// <summary>Finds the buildings a list of homes names, and founds those that are new where that was asked for.</summary>
internal sealed class ListedBuildings(PlacesSnapshot places, Caller caller, HomesListed options)
{
    private readonly ScopeTree tree = places.Tree;
    private readonly Dictionary<ScopePath, (Place Place, PlaceRow Row)> founded = [];
    private readonly Dictionary<(string Compound, string Building), Result<Place>> known = [];

    public IEnumerable<PlaceRow> Founded => founded.Values.Select(f => f.Row);

    /// <summary>The building of a row, or why there is none.</summary>
    public Result<Place> Of(ImportedHome row, HomeListRow home)
    {
        var words = (row.Compound, home.Building);
        if (!known.TryGetValue(words, out var building))
            known[words] = building = Look(row, home);
        return building;
    }

    private Result<Place> Look(ImportedHome row, HomeListRow home)
    {
        var compound = row.Compound.Length > 0
            ? tree.All.FirstOrDefault(p => p.Kind == PlaceKind.Compound && (p.Name.Zh == row.Compound || p.AddressName == row.Compound || p.Code == row.Compound || p.Aliases.Contains(row.Compound)))
            : options.Compound is null ? null : tree.FindCode(options.Compound);
        if (compound is not { Kind: PlaceKind.Compound })
            return Problem.Invalid("compound", "places.import_compound", $"没有小区“{row.Compound}”：请先建立小区，或为没有小区的行选择小区。", $"There is no compound '{row.Compound}': found it first, or choose one for rows that name none.");
        if (!caller.May(PlacesPermissions.Manage, compound.Path))
            return PlaceProblems.NotHere();
        if (tree.Below(compound.Path).FirstOrDefault(p => p.Kind == PlaceKind.Building && HomeListRow.NumberOf(p.AddressName ?? p.Name.Zh) == home.Building) is { } there)
            return there;
        if (!options.Buildings)
            return Problem.Invalid("building", "places.import_building", $"{compound.Name.Zh}没有 {home.Building} 幢：请先建立楼幢，或允许导入时一并建立（--buildings）。", $"{compound.Name.En} has no building {home.Building}: found it first, or let the import found buildings (--buildings).");
        var code = $"{compound.Code}-{home.Building}".ToLowerInvariant();
        if (!PlaceCode.IsValid(code))
            return PlaceCode.Wrong("building");
        if (tree.FindCode(code) is not null)
            return PlaceProblems.CodeTaken("building", code);
        var point = PointOf(row, compound);
        if (!point.Ok)
            return point.As<Place>();
        var path = compound.Path.Child(code);
        if (!founded.TryGetValue(path, out var made))
        {
            var place = new PlaceRow
            {
                Path = path, Code = code, Kind = PlaceKind.Building, NameZh = home.Building + "幢", NameEn = "Building " + home.Building, AddressName = home.Building,
                Longitude = point.Value.Point?.Longitude, Latitude = point.Value.Point?.Latitude,
            };
            founded[path] = made = (place.ToPlace(compound.Prefix), place);
        }

        return made.Place;
    }

    // A building is drawn into its grid by this point: 500 m in the wrong system put it into a neighbour's (R51).
    private Result<Spot> PointOf(ImportedHome row, Place compound)
    {
        if (row.Longitude is null && row.Latitude is null)
            return new Spot(null);
        var point = PointCheck.For(compound.Path, places).Read(row.Longitude ?? double.NaN, row.Latitude ?? double.NaN, options.Crs, null, confirmed: false);
        return point.Ok ? new Spot(point.Value) : Result<Spot>.Fail([.. point.Problems.Select(p => p with { Field = p.Field == "latitude" ? HomeColumns.Latitude : HomeColumns.Longitude })]);
    }

    private sealed record Spot(GeoPoint? Point);
}
