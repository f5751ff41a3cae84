using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Circles;

/// <summary>A rule of the circles that a community set: never changed in place, only ended by the next.</summary>
internal abstract class CircleRuleRow
{
    public required Guid Id { get; init; }

    public required string Jurisdiction { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public DateOnly? EffectiveTo { get; set; }

    public required string Source { get; init; }

    /// <summary>Who set it, by the name they had then.</summary>
    public required string SetBy { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    public RuleTerm Term => new(ScopePath.Parse(Jurisdiction, null), EffectiveFrom, EffectiveTo, Source);
}

/// <summary>What a home should have within reach (生活圈配置), a rule with jurisdiction, term and source (R24).</summary>
internal sealed class CircleCategoryRow : CircleRuleRow
{
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

    public CircleCategory Category => new(
        Code, new Phrase(NameZh, NameEn), Kinds.Split('|', StringSplitOptions.RemoveEmptyEntries), Minutes, Metres, Profile, SquareMetresPer100Homes, Term);
}

/// <summary>How wide a circle is and for how many it is planned (生活圈层级), a rule with jurisdiction, term and source (R22).</summary>
internal sealed class CircleLevelRow : CircleRuleRow
{
    public required int Minutes { get; init; }

    public required int MetresFrom { get; init; }

    public required int MetresTo { get; init; }

    public required int PeopleFrom { get; init; }

    public required int PeopleTo { get; init; }

    public required int HomesFrom { get; init; }

    public required int HomesTo { get; init; }

    public CircleLevel Level => new(Minutes, MetresFrom, MetresTo, PeopleFrom, PeopleTo, HomesFrom, HomesTo, Term);
}

/// <summary>The tables of the living circles.</summary>
internal static class CircleTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<CircleCategoryRow>(e =>
        {
            e.ToTable("places_circle_category").HasKey(c => c.Id);
            Rule(e);
            e.Ignore(c => c.Category);
            e.Property(c => c.Code).HasMaxLength(40);
            e.Property(c => c.NameZh).HasMaxLength(60);
            e.Property(c => c.NameEn).HasMaxLength(120);
            e.Property(c => c.Kinds).HasMaxLength(400);
            e.Property(c => c.Profile).HasMaxLength(40);
            e.HasIndex(c => new { c.Jurisdiction, c.Code, c.EffectiveFrom });
        });
        model.Entity<CircleLevelRow>(e =>
        {
            e.ToTable("places_circle_level").HasKey(c => c.Id);
            Rule(e);
            e.Ignore(c => c.Level);
            e.HasIndex(c => new { c.Jurisdiction, c.Minutes, c.EffectiveFrom });
        });
    }

    private static void Rule<T>(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> e) where T : CircleRuleRow
    {
        e.Ignore(c => c.Term);
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Property(c => c.Jurisdiction).HasMaxLength(400);
        e.Property(c => c.Source).HasMaxLength(200);
        e.Property(c => c.SetBy).HasMaxLength(100);
    }
}
