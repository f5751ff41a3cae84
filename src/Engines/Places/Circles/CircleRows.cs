using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Circles;

/// <summary>What a home should have within reach (生活圈配置), a rule with jurisdiction, term and source (R22–R24).</summary>
internal sealed class CircleCategoryRow
{
    public required Guid Id { get; init; }

    public required string Jurisdiction { get; init; }

    public required string Code { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>Kinds of facilities that serve it, separated by <c>|</c>.</summary>
    public required string Kinds { get; init; }

    /// <summary>Which circle it belongs to: 5, 10 or 15 minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>The longest way on foot in metres, where the standard gives metres; otherwise the minutes of the circle count.</summary>
    public int? Metres { get; init; }

    /// <summary>Who walks: code of a walking profile.</summary>
    public required string Profile { get; init; }

    /// <summary>Square metres the standard asks for a hundred homes; <c>null</c> where it asks for none.</summary>
    public int? SquareMetresPer100Homes { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public DateOnly? EffectiveTo { get; set; }

    public required string Source { get; init; }

    public CircleCategory Category => new(
        Code, new Phrase(NameZh, NameEn), Kinds.Split('|', StringSplitOptions.RemoveEmptyEntries), Minutes, Metres, Profile, SquareMetresPer100Homes, Source);
}

/// <summary>The tables of the living circles.</summary>
internal static class CircleTables
{
    public static void Map(ModelBuilder model) => model.Entity<CircleCategoryRow>(e =>
    {
        e.ToTable("places_circle_category").HasKey(c => c.Id);
        e.Ignore(c => c.Category);
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Property(c => c.Jurisdiction).HasMaxLength(400);
        e.Property(c => c.Code).HasMaxLength(40);
        e.Property(c => c.NameZh).HasMaxLength(60);
        e.Property(c => c.NameEn).HasMaxLength(120);
        e.Property(c => c.Kinds).HasMaxLength(400);
        e.Property(c => c.Profile).HasMaxLength(40);
        e.Property(c => c.Source).HasMaxLength(200);
        e.HasIndex(c => new { c.Jurisdiction, c.Code, c.EffectiveFrom });
    });
}
