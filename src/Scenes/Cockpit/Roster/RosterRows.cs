using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cockpit.Roster;

/// <summary>A shift (班次): who is to stand watch from when to when.</summary>
internal sealed class Shift : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>Who; <c>null</c> once their data were deleted.</summary>
    public Guid? Account { get; set; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When those above were told that the shift began without both signatures.</summary>
    public DateTimeOffset? MissingToldAt { get; set; }
}

/// <summary>
/// A hand-over (交接班): what the one hands over and the other takes, signed by both, each in their own sign-in. The first watch of all
/// is taken from nobody.
/// </summary>
internal sealed class HandOver : IScoped
{
    public required Guid Id { get; init; }

    public required string Scope { get; init; }

    /// <summary>Who hands over; <c>null</c> for the first watch.</summary>
    public Guid? From { get; set; }

    public DateTimeOffset? GivenAt { get; init; }

    public Guid? To { get; set; }

    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>Open alarms when it was given.</summary>
    public required int OpenAlarms { get; init; }

    /// <summary>Ids of these alarms, separated by spaces; the first fifty.</summary>
    public required string Alarms { get; init; }

    public required string Notes { get; set; }

    /// <summary>SHA-256 over what is handed over: both sign the same.</summary>
    public required string Digest { get; init; }
}

/// <summary>The tables of the scene.</summary>
internal static class RosterModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Shift>(e =>
        {
            e.ToTable("cockpit_shift").HasKey(s => s.Id);
            e.HasIndex(s => new { s.Scope, s.StartsAt }, "ix_cockpit_shift");
        });
        model.Entity<HandOver>(e =>
        {
            e.ToTable("cockpit_hand_over").HasKey(h => h.Id);
            e.Property(h => h.Alarms).HasMaxLength(2000);
            e.Property(h => h.Notes).HasMaxLength(2000);
            e.Property(h => h.Digest).HasMaxLength(64);
            e.HasIndex(h => h.Scope, "ix_cockpit_hand_over_waiting").IsUnique().HasFilter("\"TakenAt\" IS NULL");
            e.HasIndex(h => new { h.Scope, h.TakenAt }, "ix_cockpit_hand_over");
        });
    }
}
