using Linli.Places.Import;
using Linli.Places.Indoor;
using Linli.Places.Spaces;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places;

/// <summary>A node of the scope tree.</summary>
internal sealed class PlaceRow
{
    public required ScopePath Path { get; init; }

    public required string Code { get; init; }

    public required PlaceKind Kind { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Other names people use, separated by <c>|</c>.</summary>
    public string? Aliases { get; set; }

    /// <summary>Its part of a home's label: 和二 of a compound, 7 of a building.</summary>
    public string? AddressName { get; set; }

    public string? Prefix { get; set; }

    /// <summary>Division code (R50): 6, 9 or 12 digits.</summary>
    public string? AreaCode { get; set; }

    public double? Longitude { get; set; }

    public double? Latitude { get; set; }

    public string? PropertyCompany { get; set; }

    public int? BuiltYear { get; set; }

    public int? Floors { get; set; }

    public Place ToPlace(string inheritedPrefix) =>
        new(Path, Kind, new Phrase(NameZh, NameEn), Prefix ?? inheritedPrefix, Longitude, Latitude)
        {
            AreaCode = AreaCode,
            AddressName = AddressName,
            Aliases = Aliases?.Split('|') ?? [],
            PropertyCompany = PropertyCompany,
        };
}

/// <summary>
/// A home. It belongs to its grid, so that a steward sees the homes of the own grid and no others; a home on the list of
/// gaps belongs to its community.
/// </summary>
internal sealed class HomeRow : IScoped
{
    public required HomeId Id { get; init; }

    public required string Scope { get; set; }

    public required ScopePath Building { get; init; }

    public required int Unit { get; init; }

    public required int Floor { get; init; }

    public required string Room { get; init; }

    public required string Door { get; init; }

    public required string Label { get; init; }

    public ScopePath? Grid { get; set; }

    public string? HouseCode { get; set; }

    public HomeUse Use { get; set; }

    /// <summary>Exclusive area (专有部分面积) in square decimetres, which are hundredths of a square metre; <c>null</c> while unknown.</summary>
    public int? AreaDm2 { get; set; }

    /// <summary>Where the area was taken from (R02).</summary>
    public AreaSource? AreaFrom { get; set; }
}

/// <summary>What a grid has beyond its node in the tree.</summary>
internal sealed class GridRow
{
    public required ScopePath Path { get; init; }

    public required string Code { get; init; }

    /// <summary>GeoJSON geometry, WGS-84.</summary>
    public required string Geometry { get; set; }

    /// <summary>Staff code under which the steward was imported, until an account is known for it.</summary>
    public string? StewardCode { get; set; }

    public Guid? Steward { get; set; }

    /// <summary>The steward who left without handing over: from them the open work moves when somebody takes the grid.</summary>
    public Guid? LeftBy { get; set; }

    /// <summary>Whose open work of the grid it is.</summary>
    public Guid? LastSteward => Steward ?? LeftBy;

    /// <summary>Since when it is known to have no steward who works here; <c>null</c> while it has one.</summary>
    public DateTimeOffset? AloneSince { get; set; }
}

/// <summary>Something in the neighbourhood that people go to.</summary>
internal sealed class FacilityRow
{
    public required string Code { get; init; }

    public required ScopePath Place { get; set; }

    public required string Kind { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    public required double Longitude { get; set; }

    public required double Latitude { get; set; }

    public int? SquareMetres { get; set; }

    /// <summary>In the notation of OpenStreetMap's <c>opening_hours</c>: <c>Mo-Fr 08:30-17:30</c>.</summary>
    public string? OpeningHours { get; set; }

    public string? Phone { get; set; }

    /// <summary>Street and number, as people say it.</summary>
    public string? Address { get; set; }

    /// <summary>Code of the facility it lies in, such as the shopping park of a cinema.</summary>
    public string? Within { get; set; }

    /// <summary>Whether a wheelchair gets in; <c>null</c> while nobody has looked.</summary>
    public bool? Wheelchair { get; set; }

    /// <summary>Closed for a while: on the days below or, without them, until further notice. It stays on the list, so that nobody goes there in vain.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Why it is closed, as people read it.</summary>
    public string? ClosedNote { get; set; }

    /// <summary>First day of being closed; <c>null</c> when it is closed already.</summary>
    public DateOnly? ClosedFrom { get; set; }

    /// <summary>Last day of being closed; <c>null</c> until further notice.</summary>
    public DateOnly? ClosedUntil { get; set; }

    /// <summary>First day there is something; <c>null</c> when it has always been there.</summary>
    public DateOnly? OpenFrom { get; set; }

    /// <summary>Last day before it is gone for good; <c>null</c> while none is known.</summary>
    public DateOnly? OpenUntil { get; set; }
}

/// <summary>A shape of the base map.</summary>
internal sealed class MapFeatureRow
{
    public required string Id { get; init; }

    public required string Layer { get; init; }

    /// <summary>GeoJSON geometry, WGS-84.</summary>
    public required string Geometry { get; set; }

    /// <summary>GeoJSON properties besides the layer.</summary>
    public required string Properties { get; set; }
}

/// <summary>One row that counts changes of places, so that every node notices them.</summary>
internal sealed class PlacesVersion
{
    public const int TheOnly = 1;

    public required int Id { get; init; }

    public required long Value { get; set; }
}

/// <summary>The tables of places.</summary>
internal static class PlacesModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<PlaceRow>(e =>
        {
            e.ToTable("places_place").HasKey(p => p.Path);
            e.Property(p => p.Path).HasMaxLength(400);
            e.Property(p => p.Code).HasMaxLength(60);
            e.HasIndex(p => p.Code).IsUnique();
            e.Property(p => p.NameZh).HasMaxLength(100);
            e.Property(p => p.NameEn).HasMaxLength(200);
            e.Property(p => p.Aliases).HasMaxLength(1000);
            e.Property(p => p.AddressName).HasMaxLength(60);
            e.Property(p => p.Prefix).HasMaxLength(8);
            e.Property(p => p.AreaCode).HasMaxLength(12);
            e.Property(p => p.PropertyCompany).HasMaxLength(60);
        });
        model.Entity<HomeRow>(e =>
        {
            e.ToTable("places_home").HasKey(h => h.Id);
            e.Property(h => h.Id).ValueGeneratedNever();
            e.HasIndex(h => h.Scope);
            e.Property(h => h.Building).HasMaxLength(400);
            e.HasIndex(h => h.Building);
            e.Property(h => h.Room).HasMaxLength(20);
            e.Property(h => h.Door).HasMaxLength(30);
            var label = e.Property(h => h.Label).HasMaxLength(160);
            // Searched by its beginning, as a range of bytes.
            if (kind == DatabaseKind.Postgres)
                label.UseCollation("C");
            e.HasIndex(h => h.Label).IsUnique();
            e.Property(h => h.Grid).HasMaxLength(400);
            e.Property(h => h.HouseCode).HasMaxLength(40);
        });
        model.Entity<GridRow>(e =>
        {
            e.ToTable("places_grid").HasKey(g => g.Path);
            e.Property(g => g.Path).HasMaxLength(400);
            e.Property(g => g.Code).HasMaxLength(60);
            e.HasIndex(g => g.Code).IsUnique();
            e.Property(g => g.StewardCode).HasMaxLength(60);
        });
        Grids.Teams.GridTeamModel.Map(model);
        model.Entity<FacilityRow>(e =>
        {
            e.ToTable("places_facility").HasKey(f => f.Code);
            e.Property(f => f.Code).HasMaxLength(60);
            e.Property(f => f.Place).HasMaxLength(400);
            e.Property(f => f.Kind).HasMaxLength(40);
            e.Property(f => f.NameZh).HasMaxLength(100);
            e.Property(f => f.NameEn).HasMaxLength(200);
            e.Property(f => f.OpeningHours).HasMaxLength(200);
            e.Property(f => f.Address).HasMaxLength(200);
            e.Property(f => f.Phone).HasMaxLength(40);
            e.Property(f => f.Within).HasMaxLength(60);
            e.Property(f => f.ClosedNote).HasMaxLength(200);
        });
        SpacesModel.Map(model);
        IndoorModel.Map(model);
        HomesImportPart.Map(model);
        model.Entity<MapFeatureRow>(e =>
        {
            e.ToTable("places_map_feature").HasKey(f => f.Id);
            e.Property(f => f.Id).HasMaxLength(80);
            e.Property(f => f.Layer).HasMaxLength(40);
        });
        Walking.WalkingTables.Map(model);
        Walking.Entrances.EntranceTables.Map(model);
        Circles.CircleTables.Map(model);
        model.Entity<PlacesVersion>(e =>
        {
            e.ToTable("places_version").HasKey(v => v.Id);
            e.Property(v => v.Id).ValueGeneratedNever();
        });
    }
}
