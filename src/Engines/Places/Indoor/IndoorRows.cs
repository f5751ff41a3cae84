using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Indoor;

/// <summary>An indoor map (室内地图) as it was brought in, in IMDF.</summary>
internal sealed class IndoorVenueRow : IScoped
{
    /// <summary>Id of the venue feature of the archive.</summary>
    public required Guid Id { get; init; }

    /// <summary>What its page is called in addresses.</summary>
    public required string Code { get; init; }

    public required string Scope { get; set; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>The archive's <c>manifest.json</c> as it came.</summary>
    public required string Manifest { get; set; }

    /// <summary>JSON: by type the collections of the archive as they came, without their features.</summary>
    public required string Envelopes { get; set; }

    /// <summary>Code of the facility people know it by.</summary>
    public string? Facility { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>One feature of an indoor map.</summary>
internal sealed class IndoorFeatureRow
{
    public required Guid Venue { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Its type, which is also the name of its file: <c>unit</c>, <c>opening</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Where it stood in its file.</summary>
    public required int Position { get; init; }

    /// <summary>The level it lies on, where it does.</summary>
    public Guid? Level { get; init; }

    /// <summary>The GeoJSON feature as it came.</summary>
    public required string Json { get; init; }
}

/// <summary>The tables of indoor maps.</summary>
internal static class IndoorModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<IndoorVenueRow>(e =>
        {
            e.ToTable("places_indoor_venue").HasKey(v => v.Id);
            e.Property(v => v.Id).ValueGeneratedNever();
            e.Property(v => v.Code).HasMaxLength(60);
            e.HasIndex(v => v.Code).IsUnique();
            e.Property(v => v.NameZh).HasMaxLength(100);
            e.Property(v => v.NameEn).HasMaxLength(200);
            e.Property(v => v.Facility).HasMaxLength(60);
        });
        model.Entity<IndoorFeatureRow>(e =>
        {
            e.ToTable("places_indoor_feature").HasKey(f => new { f.Venue, f.Id });
            e.Property(f => f.Type).HasMaxLength(20);
        });
    }
}
