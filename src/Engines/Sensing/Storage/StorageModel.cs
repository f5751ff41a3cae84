using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Storage;

/// <summary>
/// Tables of what devices said. A device's readings lie together in the order of its own clock: so they are read, deleted after their time,
/// and known again when they come twice.
/// </summary>
internal static class StorageModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<ReadingRow>(e =>
        {
            e.ToTable("sensing_reading").HasKey(r => new { r.Device, r.At, r.Measure });
            e.Property(r => r.Measure).HasMaxLength(60);
        });
        model.Entity<PositionRow>(e => e.ToTable("sensing_position").HasKey(p => new { p.Device, p.At }));
        model.Entity<HourRow>(e =>
        {
            e.ToTable("sensing_hour").HasKey(h => new { h.Device, h.Measure, h.Hour });
            e.Property(h => h.Measure).HasMaxLength(60);
            e.HasIndex(h => h.Hour, "ix_sensing_hour_changed").HasFilter("\"Changes\" <> \"Figured\"");
        });
        model.Entity<TwinRow>(e => e.ToTable("sensing_twin").HasKey(t => t.Device));
        model.Entity<CheckpointRow>(e => e.ToTable("sensing_checkpoint").HasKey(c => c.Journal));
        model.Entity<CheckpointRow>().Property(c => c.Journal).ValueGeneratedNever();
        model.Entity<FiringRow>(e =>
        {
            e.ToTable("sensing_firing").HasKey(f => f.Key);
            e.Property(f => f.Key).HasMaxLength(200);
            e.HasIndex(f => f.At, "ix_sensing_firing_waiting").HasFilter("\"DeliveredAt\" IS NULL");
        });
        model.Entity<EventRow>(e =>
        {
            e.ToTable("sensing_event").HasKey(v => v.Key);
            e.Property(v => v.Key).ValueGeneratedNever();
            e.HasIndex(v => v.At);
        });
    }
}
