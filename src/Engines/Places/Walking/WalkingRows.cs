using Linli.Places.Walking.Network;
using Linli.Places.Walking.Routing;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Walking;

/// <summary>A file the network was read from; reading it again replaces what it brought.</summary>
internal sealed class WalkSourceRow
{
    public required string Code { get; init; }

    /// <summary>Whose it is: only who manages that place may replace it.</summary>
    public required ScopePath Owner { get; init; }

    public required string Format { get; set; }

    /// <summary>What its degrees meant: wgs84, gcj02 …</summary>
    public required string Crs { get; set; }

    public required DateTimeOffset At { get; set; }

    public required int Nodes { get; set; }

    public required int Edges { get; set; }

    public required double Metres { get; set; }
}

/// <summary>A node of the walking network.</summary>
internal sealed class WalkNodeRow
{
    public required string Source { get; init; }

    public required int Number { get; init; }

    public required double Longitude { get; init; }

    public required double Latitude { get; init; }

    public required double Level { get; init; }
}

/// <summary>An edge of the walking network, with what is known of the way it was cut from.</summary>
internal sealed record WalkEdgeRow : WayFacts
{
    public WalkEdgeRow(WayFacts facts) : base(facts)
    {
    }

    // For the database.
    private WalkEdgeRow() : base(WayKind.Footway)
    {
    }

    public required string Source { get; init; }

    public required int Number { get; init; }

    /// <summary>What the source calls the way it was cut from.</summary>
    public required string Ref { get; init; }

    public required int From { get; init; }

    public required int To { get; init; }

    public required int LengthMm { get; init; }

    /// <summary>Longitudes and latitudes between its ends, in turn, as text; <c>null</c> when it is straight.</summary>
    public string? Between { get; init; }
}

/// <summary>How somebody walks, where a community sets its own (see <see cref="WalkProfile"/>).</summary>
internal sealed class WalkProfileRow
{
    public required Guid Id { get; init; }

    public required string Jurisdiction { get; init; }

    public required string Code { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required int SpeedCmPerS { get; init; }

    public int? StepsPercent { get; init; }

    public int MinWidthCm { get; init; }

    public int MaxInclinePermille { get; init; }

    public int MaxKerbMm { get; init; }

    public int UphillPercent { get; init; }

    public int RoughPercent { get; init; }

    public int CrossingSeconds { get; init; }

    public int LiftSeconds { get; init; }

    public int LevelSeconds { get; init; }

    public bool NeedsWheels { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public DateOnly? EffectiveTo { get; set; }

    public required string Source { get; init; }

    public WalkProfile Profile => new(Code, new Phrase(NameZh, NameEn), SpeedCmPerS)
    {
        StepsPercent = StepsPercent, MinWidthCm = MinWidthCm, MaxInclinePermille = MaxInclinePermille, MaxKerbMm = MaxKerbMm, UphillPercent = UphillPercent,
        RoughPercent = RoughPercent, CrossingSeconds = CrossingSeconds, LiftSeconds = LiftSeconds, LevelSeconds = LevelSeconds, NeedsWheels = NeedsWheels, Source = Source,
    };
}

/// <summary>One row that counts changes of the network and of its rules, so that every node notices them.</summary>
internal sealed class WalkVersion
{
    public const int TheOnly = 1;

    public required int Id { get; init; }

    public required long Value { get; set; }
}

/// <summary>The tables of the walking network.</summary>
internal static class WalkingTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<WalkSourceRow>(e =>
        {
            e.ToTable("places_walk_source").HasKey(s => s.Code);
            e.Property(s => s.Code).HasMaxLength(60);
            e.Property(s => s.Owner).HasMaxLength(400);
            e.Property(s => s.Format).HasMaxLength(20);
            e.Property(s => s.Crs).HasMaxLength(20);
        });
        model.Entity<WalkNodeRow>(e =>
        {
            e.ToTable("places_walk_node").HasKey(n => new { n.Source, n.Number });
            e.Property(n => n.Source).HasMaxLength(60);
        });
        model.Entity<WalkEdgeRow>(e =>
        {
            e.ToTable("places_walk_edge").HasKey(n => new { n.Source, n.Number });
            e.Property(w => w.Source).HasMaxLength(60);
            e.Property(w => w.Ref).HasMaxLength(80);
            e.Property(w => w.NameZh).HasMaxLength(100);
            e.Property(w => w.NameEn).HasMaxLength(200);
        });
        model.Entity<WalkProfileRow>(e =>
        {
            e.ToTable("places_walk_profile").HasKey(p => p.Id);
            e.Ignore(p => p.Profile);
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Jurisdiction).HasMaxLength(400);
            e.Property(p => p.Code).HasMaxLength(40);
            e.Property(p => p.NameZh).HasMaxLength(60);
            e.Property(p => p.NameEn).HasMaxLength(120);
            e.Property(p => p.Source).HasMaxLength(200);
            e.HasIndex(p => new { p.Jurisdiction, p.Code, p.EffectiveFrom });
        });
        model.Entity<WalkVersion>(e =>
        {
            e.ToTable("places_walk_version").HasKey(v => v.Id);
            e.Property(v => v.Id).ValueGeneratedNever();
        });
    }
}
