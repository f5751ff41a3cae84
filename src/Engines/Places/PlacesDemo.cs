using System.Globalization;
using System.Text.Json;
using Linli.Places.Grids;
using Linli.Places.Indoor;
using Linli.Places.Spaces;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Demo;
using Linli.Platform.Geo;
using Linli.Platform.Tables;

namespace Linli.Places;

/// <summary>The demo community's places: three joined communities, 24 compounds, 20,000 homes, 50 grids and the map.</summary>
internal sealed class PlacesDemo(LinliDb db, PlacesMemory memory, SpacesDemo spaces, IndoorDemo indoor) : IDemoSeeder
{
    /// <summary>The compound of rented flats for newcomers (人才公寓).</summary>
    private const string TalentFlats = "hf-2-c01";

    public async Task Seed(DemoSamples samples, CancellationToken cancel)
    {
        var places = Scopes(samples);
        var compounds = Compounds(samples, places);
        List<TableRow> buildings = [.. Rows(samples, "buildings.csv")];
        Buildings(buildings, places);
        var grids = GridsOf(samples, new ScopeTree(places.Values));
        foreach (var grid in grids)
            places.Add(grid.Code, grid.ToPlaceRow());
        var tree = new ScopeTree(places.Values);
        var map = new GridMap(grids.Select(g => new GridShape(tree.Find(g.Path)!, g.Shape)));

        await db.InsertMany(places.Values, cancel);
        await db.InsertMany(grids.Select(g => g.ToGridRow()), cancel);
        await db.InsertMany(Facilities(samples, tree), cancel);
        await db.InsertMany(MapFeatures(samples), cancel);
        await db.InsertMany(buildings.SelectMany(b => HomesOf(b, compounds, tree, map, samples.Now)), cancel);
        await memory.Changed(db, cancel);
        await db.SaveChangesAsync(cancel);
        memory.Hold(db);
        await spaces.Seed(samples, cancel);
        await indoor.Seed(samples, cancel);
    }

    private static Dictionary<string, PlaceRow> Scopes(DemoSamples samples)
    {
        var places = new Dictionary<string, PlaceRow>(StringComparer.Ordinal);
        foreach (var row in Rows(samples, "scopes.csv"))
        {
            var parent = row.Text("parent") is { } code ? places[code].Path : ScopePath.Root;
            places.Add(row["code"], new()
            {
                Path = parent.Child(row["code"]),
                Code = row["code"],
                Kind = Enum.Parse<PlaceKind>(row["kind"], ignoreCase: true),
                NameZh = row["name_zh"],
                NameEn = row["name_en"],
                Aliases = row.Text("aliases"),
                Prefix = row.Text("prefix"),
                AreaCode = row.Text("area_code"),
                Longitude = row.Degrees("lon"),
                Latitude = row.Degrees("lat"),
            });
        }

        return places;
    }

    private static Dictionary<string, int> Compounds(DemoSamples samples, Dictionary<string, PlaceRow> places)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in Rows(samples, "compounds.csv"))
        {
            numbers.Add(row["code"], numbers.Count + 1);
            places.Add(row["code"], new()
            {
                Path = places[row["community"]].Path.Child(row["code"]),
                Code = row["code"],
                Kind = PlaceKind.Compound,
                NameZh = row["name_zh"],
                NameEn = row["name_en"],
                AddressName = row["address_name"],
                BuiltYear = row.Whole("built_year"),
                PropertyCompany = row.Text("property_company"),
                Longitude = row.Degrees("lon"),
                Latitude = row.Degrees("lat"),
            });
        }

        return numbers;
    }

    private static void Buildings(List<TableRow> rows, Dictionary<string, PlaceRow> places)
    {
        foreach (var row in rows)
            places.Add(row["code"], new()
            {
                Path = places[row["compound"]].Path.Child(row["code"]),
                Code = row["code"],
                Kind = PlaceKind.Building,
                NameZh = row["name"],
                NameEn = "Building " + row["number"],
                AddressName = row["number"],
                Floors = row.Whole("floors"),
                Longitude = row.Degrees("lon"),
                Latitude = row.Degrees("lat"),
            });
    }

    private static List<ReadGrid> GridsOf(DemoSamples samples, IScopeTree tree)
    {
        var read = GridFile.Read(GeoJson.Read(File.ReadAllBytes(samples.File("grids.geojson"))), CoordinateSystem.Wgs84, tree);
        return read.Ok ? read.Value : throw new InvalidDataException($"grids.geojson: {read.Problem.Field}: {read.Problem.Message.En}");
    }

    private static IEnumerable<HomeRow> HomesOf(
        TableRow row, Dictionary<string, int> compounds, ScopeTree tree, GridMap map, DateTimeOffset now)
    {
        var building = tree.FindCode(row["code"])!;
        var grid = HomesInGrids.GridOf(building, tree, map);
        var scope = HomesInGrids.ScopeOf(building, grid, tree);
        var area = tree.CommunityOf(building.Path)?.AreaCode;
        var prefix = tree.LabelOf(building);
        var (floors, units, perFloor) = (row.Whole("floors")!.Value, row.Whole("units")!.Value, row.Whole("homes_per_floor")!.Value);
        for (var unit = 1; unit <= units; unit++)
            for (var floor = 1; floor <= floors; floor++)
                for (var onFloor = 1; onFloor <= perFloor; onFloor++)
                {
                    var room = HomeLabel.Room(floor, onFloor);
                    var door = HomeLabel.Door(unit, units, room);
                    yield return new()
                    {
                        Id = new(Guid.CreateVersion7(now)),
                        Scope = scope,
                        Building = building.Path,
                        Unit = units > 1 ? unit : 0,
                        Floor = floor,
                        Room = room,
                        Door = door,
                        Label = $"{prefix}-{door}",
                        Grid = grid?.Path,
                        Use = UseOf(building),
                        AreaDm2 = AreaOf(row.Whole("number")!.Value, onFloor, perFloor, floor, UseOf(building)),
                        AreaFrom = row.Whole("number") % 9 == 0 ? AreaSource.Survey : AreaSource.Register,
                        HouseCode = area is null
                            ? null
                            : HomeLabel.ProvisionalHouseCode(area, compounds[row["compound"]], row.Whole("number")!.Value, unit, room),
                    };
                }
    }

    private static HomeUse UseOf(Place building) =>
        building.Path.Parent.Code == TalentFlats ? HomeUse.TalentFlat : HomeUse.Dwelling;

    // Homes at the ends of a floor are the larger ones; each house was built to its own plan, ground floors lose the entrance.
    private static int AreaOf(int house, int onFloor, int perFloor, int floor, HomeUse use)
    {
        var plan = use == HomeUse.TalentFlat ? 3_860 + (house % 4 * 640) : 6_240 + (house % 7 * 915);
        var isEnd = onFloor == 1 || onFloor == perFloor;
        return plan + (isEnd ? 1_128 : 0) - (floor == 1 ? 214 : 0) + (onFloor * 3);
    }

    private static IEnumerable<FacilityRow> Facilities(DemoSamples samples, ScopeTree tree) =>
        Rows(samples, "facilities.csv").Select(row => new FacilityRow
        {
            Code = row["code"],
            Place = tree.FindCode(row["scope"])!.Path,
            Kind = row["kind"],
            NameZh = row["name_zh"],
            NameEn = row["name_en"],
            Longitude = row.Degrees("lon")!.Value,
            Latitude = row.Degrees("lat")!.Value,
            SquareMetres = row.Whole("area_m2"),
            OpeningHours = row.Text("opening_hours"),
            Phone = row.Text("phone"),
            Address = row.Has("address") ? row.Text("address") : null,
            Within = row.Has("within") ? row.Text("within") : null,
            Wheelchair = row.Has("wheelchair") && row.Text("wheelchair") is { } wheelchair ? wheelchair == "yes" : null,
        });

    private static IEnumerable<MapFeatureRow> MapFeatures(DemoSamples samples) =>
        GeoJson.Read(File.ReadAllBytes(samples.File("map.geojson"))).Select((feature, i) => new MapFeatureRow
        {
            Id = feature.Id ?? string.Create(CultureInfo.InvariantCulture, $"feature-{i}"),
            Layer = (string)feature.Properties["layer"]!,
            Geometry = Geometries.Write(feature.Geometry!),
            Properties = JsonSerializer.Serialize(
                feature.Properties.Where(p => p.Key != "layer" && p.Value is not null).ToDictionary(), Json.Options),
        });

    private static IEnumerable<TableRow> Rows(DemoSamples samples, string file)
    {
        using var stream = File.OpenRead(samples.File(file));
        using var table = TableReader.Open(stream);
        foreach (var row in table.Rows())
            yield return row;
    }
}

/// <summary>Fields of a row of the samples.</summary>
file static class SampleRow
{
    public static string? Text(this TableRow row, string column) => row[column] is { Length: > 0 } text ? text : null;

    public static int? Whole(this TableRow row, string column) =>
        row.Text(column) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public static double? Degrees(this TableRow row, string column) =>
        row.Text(column) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
