using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids.Teams;

/// <summary>Somebody in the team of a grid besides its steward.</summary>
internal sealed class GridMember
{
    public required Guid Id { get; init; }

    public required ScopePath Grid { get; init; }

    public required GridRole Role { get; init; }

    /// <summary>A member of staff; <c>null</c> for a helper who is known by name only.</summary>
    public Guid? Account { get; init; }

    /// <summary>Name of a helper without a staff account, as they want to be called.</summary>
    public string? Name { get; init; }

    /// <summary>The micro-grid a helper looks after, if any.</summary>
    public string? Micro { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? To { get; set; }
}

/// <summary>A micro-grid (微网格): some buildings, or units of a building, within a grid; 30–50 households (R09).</summary>
internal sealed class MicroGrid
{
    public required string Code { get; init; }

    public required ScopePath Grid { get; init; }

    public required string NameZh { get; set; }

    public required string NameEn { get; set; }

    /// <summary>Codes of buildings, separated by spaces; <c>hf-2-c08-07:2</c> is unit 2 alone.</summary>
    public required string Parts { get; set; }
}

/// <summary>That a grid went from one steward to another (交接单).</summary>
internal sealed class GridHandOver
{
    public required Guid Id { get; init; }

    public required ScopePath Grid { get; init; }

    /// <summary>The steward until then; <c>null</c> where there was none.</summary>
    public Guid? From { get; init; }

    public required Guid To { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? By { get; init; }

    /// <summary>What the successor should know of the grid.</summary>
    public required string Notes { get; init; }

    /// <summary>What changed hands, JSON.</summary>
    public required string Items { get; init; }

    public DateTimeOffset? FromConfirmedAt { get; set; }

    /// <summary>Who confirmed for the steward who left: themselves, or somebody who manages grids when they are gone.</summary>
    public Guid? FromConfirmedBy { get; set; }

    public DateTimeOffset? ToConfirmedAt { get; set; }
}

/// <summary>Tables of the teams of grids.</summary>
internal static class GridTeamModel
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<GridMember>(e =>
        {
            e.ToTable("places_grid_member").HasKey(m => m.Id);
            e.Property(m => m.Grid).HasMaxLength(400);
            e.HasIndex(m => m.Grid);
            e.HasIndex(m => m.Account);
            e.Property(m => m.Name).HasMaxLength(40);
            e.Property(m => m.Micro).HasMaxLength(60);
        });
        model.Entity<MicroGrid>(e =>
        {
            e.ToTable("places_micro_grid").HasKey(m => m.Code);
            e.Property(m => m.Code).HasMaxLength(60);
            e.Property(m => m.Grid).HasMaxLength(400);
            e.HasIndex(m => m.Grid);
            e.Property(m => m.NameZh).HasMaxLength(100);
            e.Property(m => m.NameEn).HasMaxLength(200);
            e.Property(m => m.Parts).HasMaxLength(2000);
        });
        model.Entity<GridHandOver>(e =>
        {
            e.ToTable("places_grid_hand_over").HasKey(h => h.Id);
            e.Property(h => h.Grid).HasMaxLength(400);
            e.HasIndex(h => h.Grid);
            e.HasIndex(h => h.To);
            e.HasIndex(h => h.From);
            e.Property(h => h.Notes).HasMaxLength(2000);
        });
    }
}
